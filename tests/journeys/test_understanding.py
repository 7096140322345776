"""拆解, 研判, 异议, 落差, 激化 and how a customer wants to be reached."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kesu.complaints.models import (
    Aggravation,
    Analysis,
    Breakdown,
    Customer,
    EmotionPoint,
    Gap,
    Objection,
)
from kesu.foundation.faults import Refused
from kesu.journeys import prefer
from kesu.journeys.analyse import Analyse
from kesu.journeys.faults import NotTaken, NotYours
from kesu.journeys.perform import Done
from kesu.workbench.forms import fields_of
from tests.cast import ANSWERED, PROPOSAL, Play, at, complaint, lines

FIRST: dict[str, Any] = {"attitude": "坚决", "demand": "检测这罐奶粉"}


def warned(done: Done) -> list[str]:
    return [one.code for one in done.warnings]


@pytest.mark.req("A31", "S000-1")
@pytest.mark.parametrize(("emotion", "fits"), [(0, True), (3, True), (4, False), (5, False)])
def test_an_upset_customer_is_spoken_to_by_plan(emotion: int, fits: bool, play: Play) -> None:
    no = play.walk("accepted")
    if not fits:
        with pytest.raises(Refused) as refusal:
            play.do("breakdown", no, emotion=emotion, **FIRST)
        assert [fault.loc for fault in refusal.value.faults] == ["plan"]
        play.do("breakdown", no, emotion=emotion, plan="先听完再谈", **FIRST)
    else:
        play.do("breakdown", no, emotion=emotion, **FIRST)
    assert Breakdown.objects.get().emotion == EmotionPoint.objects.get().level == emotion


@pytest.mark.req("A32")
def test_what_is_asked_and_what_it_is_about_are_two_things(play: Play) -> None:
    no = play.walk("accepted")
    play.do("breakdown", no, emotion=2, real_demand="想确认孩子没事", **FIRST)
    (said,) = lines(no, "complaint.broken_down")
    assert said.facts == {"emotion": 2, "planned": False, "real_demand": True}
    assert said.notes == FIRST | {"real_demand": "想确认孩子没事"}


CONDITIONS: dict[str, Any] = {
    "process_supported": False,
    "authority_supported": False,
    "resource_supported": True,
}


@pytest.mark.req("D40", "S003-1")
def test_neither_flow_nor_authority_but_a_resource_is_asked_for(play: Play) -> None:
    no = play.walk("accepted")
    done = play.do("analyse", no, conditions=CONDITIONS)
    assert Analysis.objects.get().path == "ask_resource"
    assert warned(done) == ["path_ask_resource", "conditions_open"]


@pytest.mark.req("D40")
def test_conditions_in_words_are_a_yes_and_stay_sealed(play: Play) -> None:
    no = play.walk("accepted")
    said: dict[str, Any] = {
        **CONDITIONS,
        "attachment": "一辈子的球迷",
        "material_need": False,
        "emotion": 4,
        "essence": "没有看到选座通知",
        "stop_loss": "先安抚，再给答复时间",
    }
    done = play.do("analyse", no, conditions=said)
    assert warned(done) == ["path_ask_resource", "calm_first"]
    (line,) = lines(no, "complaint.analysed")
    assert line.facts == {
        "path": "ask_resource",
        "process": False,
        "authority": False,
        "resource": True,
        "attachment": True,
        "material_need": False,
        "emotion": 4,
        "essence": True,
        "stop_loss": False,
    }
    assert line.notes == {key: said[key] for key in ("attachment", "essence", "stop_loss")}


@pytest.mark.req("D40")
@pytest.mark.parametrize(("yes", "codes"), [(True, ["calm_first"]), (False, [])])
def test_essence_and_emotion_may_be_a_bare_yes_or_no(
    play: Play, yes: bool, codes: list[str]
) -> None:
    no = play.walk("accepted")
    given: dict[str, Any] = {**CONDITIONS, "essence": yes, "emotion": yes}
    done = play.do("analyse", no, conditions=given)
    assert warned(done) == ["path_ask_resource", *codes, "conditions_open"]
    (line,) = lines(no, "complaint.analysed")
    assert [line.facts[name] for name in ("essence", "emotion")] == [yes, yes]
    assert line.facts["emotion"] is yes


@pytest.mark.req("D40")
def test_the_form_asks_for_the_essence_in_words_and_for_a_level() -> None:
    asked = {one.name: one.widget for one in fields_of(Analyse)}
    found = [asked[f"conditions.{name}"] for name in ("essence", "emotion", "attachment")]
    assert found == ["textarea", "number", "select"]


@pytest.mark.req("D40")
def test_a_level_of_emotion_that_nobody_knows_is_refused_at_its_field(play: Play) -> None:
    no = play.walk("accepted")
    for level in (6, -1, "x"):
        with pytest.raises(Refused) as refusal:
            play.do("analyse", no, conditions={**CONDITIONS, "emotion": level})
        assert {fault.loc for fault in refusal.value.faults} == {"conditions.emotion"}


@pytest.mark.req("E81")
def test_objections_are_counted_by_class(play: Play) -> None:
    no = play.walk("replying")
    for kind in ("fair", "misunderstood", "fair"):
        said: dict[str, Any] = {"class": kind, "method": "反问，强调效益，商议", "text": "太慢"}
        play.do("objection", no, **said)
    facts = [one.facts for one in lines(no, "complaint.objected")]
    assert facts == [
        {"kind": "fair", "number": 1},
        {"kind": "misunderstood", "number": 1},
        {"kind": "fair", "number": 2},
    ]
    assert Objection.objects.filter(kind="fair").count() == 2


@pytest.mark.req("B03", "C01")
def test_a_gap_and_words_that_made_it_worse_are_kept(play: Play) -> None:
    no = play.walk("accepted")
    play.do("gap", no, expected="当天送达", actual="五天", raised_by="advert")
    play.do("aggravate", no, words="有问题去医院检查", whose="值班经理")
    assert (Gap.objects.get().raised_by, Aggravation.objects.get().whose) == ("advert", "值班经理")
    (gap,), (worse,) = lines(no, "complaint.gap_found"), lines(no, "complaint.aggravated")
    assert (gap.facts, worse.facts) == ({"raised_by": "advert"}, {})


CALL: dict[str, Any] = {"channel": "hotline", "outcome": "no_answer"}


@pytest.mark.req("C05")
def test_a_call_outside_the_hours_the_customer_chose_is_warned_of(play: Play) -> None:
    no = play.walk("accepted")
    play.do("prefer", no, call_from="18:30", call_until="20:30")
    early = play.do("contact", no, now=at("02-14 18:29"), **CALL)
    right = play.do("contact", no, now=at("02-14 18:30"), **CALL)
    theirs = play.do("contact", no, now=at("02-14 21:00"), direction="in", **CALL)
    assert [warned(one) for one in (early, right, theirs)] == [["outside_hours"], [], []]
    assert [one.facts.get("warned") for one in lines(no, "complaint.contacted")] == [
        ["outside_hours"],
        None,
        None,
    ]


@pytest.mark.req("C05")
def test_who_is_not_to_be_called_is_written_to(play: Play) -> None:
    no = play.walk("accepted", customer={"phone": "13912344417"})
    play.do("prefer", no, channel="email", do_not_call=True)
    other = play.walk("accepted", customer={"phone": "13912344417"})
    called = play.do("contact", other, **CALL)
    written = play.do("contact", other, channel="email", outcome="reached")
    assert [warned(called), warned(written)] == [["do_not_call", "other_channel"], []]


@pytest.mark.req("C05")
def test_only_who_works_a_case_says_how_to_reach_its_customer(play: Play) -> None:
    no = play.walk("consulting")
    for stranger in (play.house.liaison, play.house.peer):
        with pytest.raises(NotYours):
            play.do("prefer", no, stranger, do_not_call=True)
    assert not complaint(no).customer.do_not_call


@pytest.mark.req("C05")
def test_hours_are_lifted_and_what_is_left_out_stays(play: Play) -> None:
    no = play.walk("accepted")
    play.do("prefer", no, channel="email", call_from="09:00", call_until="18:00")
    play.do("prefer", no, anytime=True)
    row = Customer.objects.get(pk=complaint(no).customer_id)
    assert (row.prefers, row.call_from, row.call_until) == ("email", None, None)


@pytest.mark.req("C05")
def test_what_another_case_said_at_the_same_time_stays(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    no = play.walk("accepted")
    key = complaint(no).customer_id
    inner = prefer._changed

    def meanwhile(said: prefer.Prefer) -> dict[str, Any]:
        Customer.objects.filter(pk=key).update(do_not_call=True)
        return inner(said)

    monkeypatch.setattr(prefer, "_changed", meanwhile)
    play.do("prefer", no, channel="email")
    row = Customer.objects.get(pk=key)
    assert (row.prefers, row.do_not_call) == ("email", True)
    assert lines(no, "complaint.preferred")[0].facts["do_not_call"] is True


@pytest.mark.req("C05")
@pytest.mark.parametrize("hour", ["24:00", "9:00", "18:60", "noon", "1８:00"])
def test_an_hour_is_an_hour(hour: str, play: Play) -> None:
    with pytest.raises(Refused) as refusal:
        play.do("prefer", play.walk("accepted"), call_from=hour)
    assert [fault.loc for fault in refusal.value.faults] == ["call_from"]


@pytest.mark.req("C07")
def test_that_sympathy_was_shown_is_ticked_with_the_call(play: Play) -> None:
    no = play.walk("accepted")
    play.do("contact", no, channel="hotline", outcome="reached", empathy=True)
    (said,) = lines(no, "complaint.contacted")
    assert said.facts["empathy"] is True


_STAGES: list[tuple[str, str, dict[str, Any]]] = [
    ("contact", "", {"channel": "hotline", "outcome": "reached"}),
    ("verify", "", {"verdict": "valid", "reason": "属实", "no_merchant": "自营"}),
    ("cause", "", {"text": "漏发"}),
    ("propose", "", PROPOSAL),
    ("approve", "supervisor", {}),
    ("return", "supervisor", {"comment": "改"}),
    ("reply", "", {"channel": "email", "text": "补寄"}),
    ("decide", "", {"position": "accepted"}),
    ("execute", "", {"actions": [{"action": "补寄", "result": "done"}]}),
    ("follow_up", "", ANSWERED),
    ("follow_up", "", {"outcome": "answered", "satisfied": False}),
]


@pytest.mark.req("C24", "C13")
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(order=st.lists(st.sampled_from(_STAGES), min_size=14, max_size=24))
def test_the_stages_are_reached_in_their_order_and_never_lost(
    play: Play, order: list[tuple[str, str, dict[str, Any]]]
) -> None:
    """Whatever is tried in whatever order, refused or not: no solution before its cause, no
    follow-up before a solution, and a stage once reached keeps its first time.
    """
    no = play.walk("accepted")
    before: tuple[Any, ...] = (None, None, None)
    for verb, by, payload in [*_STAGES[:4], *order]:
        with suppress(NotTaken):
            play.do(verb, no, getattr(play.house, by) if by else None, **payload)
        row = complaint(no)
        reached = (row.cause_at, row.solved_at, row.followed_at)
        assert [new for old, new in zip(before, reached, strict=True) if old and new != old] == []
        times = [one for one in reached if one is not None]
        assert list(reached[: len(times)]) == times == sorted(times)
        before = reached


_PARTIES = ("company", "merchant", "logistics", "customer", "third_party", "unclear")


@pytest.mark.req("C14")
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(shares=st.dictionaries(st.sampled_from(_PARTIES), st.integers(0, 100), min_size=1))
def test_shares_are_taken_when_they_sum_to_a_hundred(play: Play, shares: dict[str, int]) -> None:
    no = play.walk("proposing")
    named = [{"party": party, "share": share} for party, share in shares.items()]
    rest = 100 - sum(list(shares.values())[:-1])
    if 0 <= rest <= 100:
        play.do("cause", no, text="漏发", responsible=[*named[:-1], named[-1] | {"share": rest}])
    if sum(shares.values()) != 100:
        with pytest.raises(Refused) as refusal:
            play.do("cause", no, text="漏发", responsible=named)
        assert [fault.loc for fault in refusal.value.faults] == ["responsible"]
