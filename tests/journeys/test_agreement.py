"""和解协议 and 撤诉: what shows them, what none may say, and coming back on one (A59, A63, A64)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.foundation.faults import Refused
from kesu.journeys.draft_agreement import preview
from kesu.journeys.faults import GateShut
from kesu.people.queries import everyone
from kesu.policy import queries as policies
from kesu.policy.codes import Rank, ranks_from
from kesu.remedies.agreements import capitals, standing
from kesu.remedies.models import Draft
from tests.cast import CLOSING, MORNING, House, Play, complaint, lines
from tests.files import PDF, png, wav

AGREED = {**CLOSING, "outcome": "agreed"}
GOODWILL = {"kind": "compensation", "clauses": ["pay_goodwill", "settled", "rights"]}


def refused(play: Play, verb: str, no: str, **payload: object) -> tuple[str, list[str]]:
    """The code of a refusal and the places it names."""
    with pytest.raises(Refused) as fault:
        play.do(verb, no, **payload)
    return fault.value.code, [one.loc for one in fault.value.faults]


def shut(play: Play, verb: str, no: str, **payload: object) -> list[str]:
    """The gates that hold a step up."""
    with pytest.raises(GateShut) as fault:
        play.do(verb, no, **payload)
    return [one.gate for one in fault.value.missing]


def ready_to_close(play: Play) -> str:
    no = play.walk("following_up")
    play.do(
        "follow_up", no, outcome="answered", satisfied=True, service_met=True, emotional_met=True
    )
    return no


@pytest.mark.req("A63")
@pytest.mark.parametrize(
    ("kind", "name", "content"), [("signed", "协议.png", png()), ("recording", "通话.wav", wav())]
)
def test_agreed_needs_a_signed_paper_or_a_recording(
    kind: str, name: str, content: bytes, play: Play
) -> None:
    no = ready_to_close(play)
    assert shut(play, "close", no, **AGREED) == ["agreement"]
    paper = play.attach(no, content=content, name=name)
    assert shut(play, "close", no, **AGREED) == ["agreement"]
    play.do("agreement", no, kind=kind, evidence=paper, signatories=["何女士"])
    play.do("close", no, **AGREED)
    (line,) = lines(no, "complaint.agreed")
    agreement = standing(complaint(no))
    assert agreement is not None
    assert complaint(no).outcome == "agreed"
    assert line.facts["sha256"] == agreement.evidence.sha256
    assert (line.notes, "何女士" in str(line.facts)) == ({"signatories": ["何女士"]}, False)


@pytest.mark.req("A63")
def test_other_outcomes_need_no_agreement(play: Play) -> None:
    no = ready_to_close(play)
    play.do("close", no, **CLOSING)
    assert complaint(no).state == "closed"


@pytest.mark.req("A63")
def test_what_shows_an_agreement_is_a_fitting_file_of_this_case(play: Play) -> None:
    no, other = play.walk("replying"), play.lodge().complaint.no
    sound, paper = play.attach(no, content=wav(0.3), name="a.wav"), play.attach(no, content=PDF)
    foreign, words = play.attach(other), None
    words = play.do("evidence", no, side="neutral", kind="statement", note="口头").made
    tried = [
        refused(play, "agreement", no, kind="signed", evidence=sound),
        refused(play, "agreement", no, kind="recording", evidence=paper),
        refused(play, "agreement", no, kind="signed", evidence=foreign),
        refused(play, "agreement", no, kind="signed", evidence="12"),
        refused(play, "agreement", no, kind="signed", evidence=words),
    ]
    assert tried == [
        ("unfit_file", ["evidence"]),
        ("unfit_file", ["evidence"]),
        ("input", ["evidence"]),
        ("input", ["evidence"]),
        ("no_file", ["evidence"]),
    ]
    play.do("agreement", no, kind="signed", evidence=paper)
    held = refused(play, "retract", no, evidence=paper, reason="x")
    assert held == ("holds_agreement", ["evidence"])


@pytest.mark.req("A64")
def test_coming_back_on_an_agreement_is_marked_and_given_to_a_supervisor(
    play: Play, house: House
) -> None:
    no = ready_to_close(play)
    play.do("agreement", no, kind="recording", evidence=play.attach(no, content=wav(), name="a"))
    play.do("close", no, **AGREED)
    play.do("reopen", no, house.peer, reason="又要三倍")
    row = complaint(no)
    (line,) = lines(no, "complaint.reopened")
    owner = everyone()[row.owner_id]
    assert (row.state, owner.rank in ranks_from(Rank.supervisor)) == ("verifying", True)
    assert (line.rule, line.facts["agreement"] is not None) == ("A64", True)
    assert line.facts["owner"] == [str(house.agent.id), str(row.owner_id)]
    assert standing(row) is None
    assert row.agreements.get().retracted_because == "又要三倍"


@pytest.mark.req("A64")
def test_reopening_without_an_agreement_changes_no_owner(play: Play, house: House) -> None:
    no = play.walk("closed")
    play.do("reopen", no, house.peer, reason="又坏了")
    (line,) = lines(no, "complaint.reopened")
    assert (complaint(no).owner_id, line.facts.get("agreement")) == (house.agent.id, None)


@pytest.mark.req("A59")
def test_withdrawing_needs_a_document(play: Play) -> None:
    no = play.walk("accepted")
    words = play.do("evidence", no, side="neutral", kind="withdrawal", note="电话里说的").made
    assert shut(play, "withdraw", no, reason="误会", evidence=words) == ["document"]
    foreign = play.attach(play.lodge().complaint.no)
    assert refused(play, "withdraw", no, reason="误会", evidence=foreign)[1] == ["evidence"]
    paper = play.attach(no, content=png(), name="撤诉.png")
    play.do("withdraw", no, reason="误会", evidence=paper)
    (line,) = lines(no, "complaint.withdrawn")
    assert (complaint(no).state, line.facts["evidence"]) == ("withdrawn", paper)


@pytest.mark.req("F12")
def test_goodwill_and_liability_read_differently(play: Play) -> None:
    no = play.walk("accepted", customer={"name": "何女士"})
    liable = {"kind": "indemnity", "clauses": ["pay_liability", "settled"], "amount": 5000}
    play.do("draft_agreement", no, **GOODWILL, amount=5000, words="甲方于三日内寄出。")
    warned = play.do("draft_agreement", no, **liable).warnings
    goodwill, indemnity = Draft.objects.filter(complaint__no=no).order_by("id")
    assert "何女士" in goodwill.text
    assert "人民币50.00元（大写：伍拾元整）" in goodwill.text
    assert "4. 甲方于三日内寄出。" in goodwill.text
    assert ["不表示甲方承认" in one.text for one in (goodwill, indemnity)] == [True, False]
    assert ["承担赔偿责任" in one.text for one in (goodwill, indemnity)] == [False, True]
    assert [one.code for one in warned] == ["admits"]


@pytest.mark.req("F12")
def test_a_clause_of_the_other_kind_or_of_nobody_is_refused(play: Play) -> None:
    no = play.walk("accepted")
    for codes in (["pay_liability"], ["nothing"]):
        found = refused(play, "draft_agreement", no, kind="compensation", clauses=codes)
        assert found == ("input", ["clauses"])


@pytest.mark.req("F12", "A63")
@pytest.mark.parametrize(
    "words",
    [
        "乙方不得投诉举报。",
        "收款后，乙方不得再就此事向任何部门投 诉。",
        "乙方收款后\n承诺不向12315反映",
        "本协议不影响甲方，乙方不得舉報",
        "乙方同意删除差评",
        "乙方放弃诉讼的权利",
        "Party B shall not complain to anybody.",
    ],
)
def test_what_no_agreement_may_say_is_refused_by_name(words: str, play: Play) -> None:
    no = play.walk("accepted")
    found = refused(play, "draft_agreement", no, **GOODWILL, words=words)
    assert (found, Draft.objects.count()) == (("blocked_clause", ["words"]), 0)


@pytest.mark.req("F12")
def test_a_right_may_be_confirmed(play: Play, house: House) -> None:
    no = play.walk("accepted")
    said = {**GOODWILL, "words": "保密约定不得限制乙方依法投诉、举报。"}
    text = preview(no, said, by=house.agent, now=play.now)
    assert ("不得限制乙方" in text, Draft.objects.count()) == (True, 0)


@pytest.mark.req("F12")
def test_without_an_amount_the_clause_of_money_is_left_out(play: Play, house: House) -> None:
    no = play.walk("accepted")
    text = preview(no, GOODWILL, by=house.agent, now=play.now)
    assert ("{" in text, "大写" in text, "1. 乙方收到" in text) == (False, False, True)


@pytest.mark.req("F12")
def test_no_clause_of_the_house_says_what_none_may(db: None) -> None:
    approved = policies.in_force(MORNING).agreement
    texts = [text for _, text in approved.texts()]
    assert ([one for one in texts if approved.forbidden(one)], len(texts) > 30) == ([], True)


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角"),
        (10050, "壹佰元伍角"),
        (10005, "壹佰元零伍分"),
        (100_000, "壹仟元整"),
        (1_000_500_00, "壹佰万零伍佰元整"),
        (10_005_000_00, "壹仟万伍仟元整"),
        (100_000_000_00, "壹亿元整"),
        (100_000_001_00, "壹亿零壹元整"),
        (1_234_567_89, "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分"),
    ],
)
def test_an_amount_in_capitals(amount: int, said: str) -> None:
    assert capitals(amount) == said


@given(st.integers(1, 10**11))
def test_capitals_say_no_zero_twice_and_end_with_a_unit(amount: int) -> None:
    said = capitals(amount)
    assert "零零" not in said
    assert said[-1] in "整角分"
