"""复盘, 改善项 and 结案: what is learnt of a case, and how well it ended."""

from typing import Any

import pytest

from kesu.complaints.models import Complaint, Evidence, OneSided
from kesu.foundation.faults import Refused
from kesu.improvement.models import CaseReview, Item, Link
from kesu.improvement.queries import items_of
from kesu.journeys.faults import GateShut, NotYours
from kesu.journeys.perform import Done
from tests.cast import ANSWERED, CLOSING, PROPOSAL, Play, complaint, lines

REVIEW: dict[str, Any] = {"root_cause": "节前备货没有预留赠品", "department": "merchant"}


def warned(done: Done) -> list[str]:
    return [one.code for one in done.warnings]


def shut(play: Play, verb: str, no: str, by: Any = None, **payload: Any) -> list[str]:
    with pytest.raises(GateShut) as refusal:
        play.do(verb, no, by, **payload)
    return [one.gate for one in refusal.value.missing]


def closed(play: Play, **given: Any) -> str:
    no = play.walk("following_up", **given)
    play.do("follow_up", no, **ANSWERED)
    play.do("close", no, **CLOSING)
    return no


@pytest.mark.req("A12", "C23")
@pytest.mark.parametrize(
    ("columns", "asked"),
    [
        ({}, False),
        ({"tier": "E"}, False),
        ({"tier": "D"}, True),
        ({"tier": "A"}, True),
        ({"urgent": True, "urgent_reasons": ["U1"]}, True),
    ],
)
def test_the_inner_side_ends_with_a_review_where_the_policy_asks_one(
    columns: dict[str, Any], asked: bool, play: Play
) -> None:
    no = closed(play)
    Complaint.objects.filter(no=no).update(**columns)
    if asked:
        assert shut(play, "archive", no, play.house.supervisor) == ["review"]
        play.do("review", no, play.house.supervisor, **REVIEW)
    done = play.do("archive", no, play.house.supervisor)
    row = done.complaint
    assert (row.state, row.closed_customer_at == row.closed_internal_at) == ("archived", False)


@pytest.mark.req("A12")
def test_a_review_before_it_was_reopened_is_one_of_another_story(play: Play) -> None:
    no = closed(play)
    Complaint.objects.filter(no=no).update(tier="D")
    play.do("review", no, play.house.supervisor, **REVIEW)
    play.do("reopen", no, reason="又坏了")
    play.do("verify", no, verdict="valid", reason="属实", no_merchant="自营")
    play.do("propose", no, **PROPOSAL)
    play.do("approve", no, play.house.supervisor)
    play.do("reply", no, channel="email", text="为您补寄")
    play.do("decide", no, position="accepted")
    play.do("execute", no, actions=[{"action": "补寄", "result": "done"}])
    play.do("follow_up", no, **ANSWERED)
    play.do("close", no, **CLOSING)
    assert shut(play, "archive", no, play.house.supervisor) == ["review"]
    play.do("review", no, play.house.supervisor, **REVIEW)
    assert play.do("archive", no, play.house.supervisor).complaint.state == "archived"


@pytest.mark.req("A12")
def test_one_of_a_batch_is_reviewed_before_its_inner_side_ends(play: Play) -> None:
    no = play.walk("following_up", product="P-20W")
    play.do("join_batch", no, batch="new")
    play.do("follow_up", no, play.house.supervisor, **ANSWERED)
    play.do("close", no, play.house.supervisor, **CLOSING)
    assert "review" in shut(play, "archive", no, play.house.supervisor)


@pytest.mark.req("A12", "D27")
def test_a_review_keeps_what_was_found_and_who_bears_it(play: Play) -> None:
    no = closed(play)
    bears = [{"department": "merchant", "share": 70}, {"department": "service", "share": 30}]
    play.do("review", no, play.house.senior, lessons="节前两周盘点", bears=bears, **REVIEW)
    row, (said,) = CaseReview.objects.get(), lines(no, "complaint.reviewed")
    assert (row.root_cause, row.bears, row.by_id) == (
        REVIEW["root_cause"],
        bears,
        play.house.senior.id,
    )
    assert (said.facts["bears"], said.facts["lessons"], said.notes["root_cause"]) == (
        {"merchant": 70, "service": 30},
        True,
        REVIEW["root_cause"],
    )


@pytest.mark.req("D27")
@pytest.mark.parametrize(
    ("changed", "loc"),
    [
        ({"department": "moon"}, "department"),
        ({"bears": [{"department": "moon", "share": 100}]}, "bears.0.department"),
        ({"bears": [{"department": "merchant", "share": 90}]}, "bears"),
        ({"bears": [{"department": "merchant", "share": 50}] * 2}, "bears"),
        ({"root_cause": " "}, "root_cause"),
    ],
)
def test_a_review_names_what_is_wrong_with_it(
    changed: dict[str, Any], loc: str, play: Play
) -> None:
    no = closed(play)
    with pytest.raises(Refused) as refusal:
        play.do("review", no, play.house.supervisor, **REVIEW | changed)
    assert [fault.loc for fault in refusal.value.faults] == [loc]


@pytest.mark.req("A12")
def test_an_agent_reviews_nothing_and_a_senior_what_they_may_read(play: Play) -> None:
    no = closed(play)
    with pytest.raises(NotYours):
        play.do("review", no, play.house.agent, **REVIEW)
    play.do("review", no, play.house.senior, **REVIEW)
    assert CaseReview.objects.count() == 1


def proof(no: str, play: Play, side: str) -> None:
    Evidence.objects.create(
        complaint=complaint(no), by_id=play.house.agent.id, at=play.now, side=side, text="截图"
    )


@pytest.mark.req("A29")
def test_a_review_of_one_side_alone_is_warned_of(play: Play) -> None:
    no = closed(play)
    assert "one_sided" in warned(play.do("review", no, play.house.supervisor, **REVIEW))
    proof(no, play, "favourable")
    proof(no, play, "neutral")
    assert "one_sided" in warned(play.do("review", no, play.house.supervisor, **REVIEW))
    OneSided.objects.create(
        complaint=complaint(no), by_id=play.house.agent.id, at=play.now, side="unfavourable"
    )
    assert warned(play.do("review", no, play.house.supervisor, **REVIEW)) == []
    sides = [one.facts.get("sides") for one in lines(no, "complaint.reviewed")]
    assert sides == [[], ["favourable"], ["favourable", "unfavourable"]]


@pytest.mark.req("B15", "B20")
def test_closing_with_an_item_makes_it_and_another_case_is_linked_to_it(play: Play) -> None:
    first = closed(play)
    item = Item.objects.get()
    assert (item.title, item.source, item.complaint) == (
        "节前赠品备货",
        "disposition",
        complaint(first),
    )
    no = play.walk("following_up")
    play.do("follow_up", no, **ANSWERED)
    same: dict[str, Any] = {"kind": "existing", "item": "节前赠品备货"}
    play.do("close", no, **CLOSING | {"disposition": same})
    assert (Item.objects.count(), Link.objects.get().item, items_of(complaint(no))) == (
        1,
        item,
        [item],
    )
    play.do("dispose", no, kind="existing", item=str(item.pk))
    assert Link.objects.count() == 1


@pytest.mark.req("B15")
def test_an_item_that_nobody_knows_is_made_and_said_so(play: Play) -> None:
    no = closed(play)
    done = play.do("dispose", no, kind="existing", item="没有人记过的改善")
    assert warned(done) == ["item_made"]
    assert {one.title for one in items_of(complaint(no))} == {"节前赠品备货", "没有人记过的改善"}


@pytest.mark.req("A12")
def test_what_could_have_been_prevented_leaves_something_to_mend(play: Play) -> None:
    no = closed(play)
    lesson: dict[str, Any] = {"preventable": True, "lessons": "节前两周盘点"}
    play.do("review", no, play.house.supervisor, **REVIEW | lesson)
    play.do("review", no, play.house.supervisor, **REVIEW | lesson | {"preventable": False})
    assert [one.title for one in Item.objects.filter(source="review")] == ["节前两周盘点"]


def proposing(play: Play, **given: Any) -> str:
    no = play.walk("proposing", **given)
    play.do("cause", no, text="漏发")
    return no


@pytest.mark.req("E18")
def test_without_a_clause_a_person_decides_and_the_gap_is_kept(play: Play) -> None:
    no = proposing(play)
    none: dict[str, Any] = {"clause": None, "no_clause": "规则外破例", "cost": 100}
    play.do("propose", no, **PROPOSAL | none)
    gap = Item.objects.get()
    assert (complaint(no).state, gap.source, gap.title) == ("approving", "no_clause", "规则外破例")
    play.do("return", no, play.house.supervisor, comment="再想想")
    play.do("propose", no, **PROPOSAL | none | {"no_clause": "规则里没有写到"})
    assert Item.objects.count() == 1


@pytest.mark.req("E18")
def test_a_clause_beside_the_word_that_there_is_none_is_no_mandate(play: Play) -> None:
    no = proposing(play)
    play.do("propose", no, **PROPOSAL | {"no_clause": "条款含糊", "cost": 100})
    assert complaint(no).state == "approving"


SOUND: dict[str, Any] = {"steps": [{"text": "致歉并补寄赠品"}], "options": ["补寄", "等值积分"]}


@pytest.mark.req("E78", "E45", "D41", "E25")
@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        (SOUND, []),
        (SOUND | {"options": ["补寄"]}, ["few_options"]),
        (SOUND | {"options": ["补寄"], "note": "只剩这一种"}, []),
        ({"steps": [{"text": "补寄"}], "note": "仅此一法"}, ["no_emotional_part"]),
        (SOUND | {"kind": "refuse"}, []),
        (SOUND | {"kind": "refuse", "options": []}, ["no_alternative"]),
        (SOUND | {"kind": "explain", "options": []}, []),
    ],
)
def test_a_solution_is_warned_of_what_it_lacks(
    changed: dict[str, Any], codes: list[str], play: Play
) -> None:
    no = proposing(play)
    assert warned(play.do("propose", no, **PROPOSAL | changed)) == codes
    (said,) = lines(no, "complaint.proposed")
    assert said.facts.get("warned", []) == codes


@pytest.mark.req("C06")
def test_a_solution_for_an_upset_customer_is_warned_of_and_not_stopped(play: Play) -> None:
    no = proposing(play)
    play.do("emotion", no, level=5)
    play.do("emotion", no, level=4)
    assert warned(play.do("propose", no, **PROPOSAL | SOUND)) == ["calm_first"]
    (said,) = lines(no, "complaint.proposed")
    assert (complaint(no).state, said.facts["warned"]) == ("approving", ["calm_first"])


@pytest.mark.req("C06", "C24")
def test_once_calm_it_is_time_for_a_solution(play: Play) -> None:
    no = proposing(play)
    play.do("emotion", no, level=5)
    play.do("emotion", no, level=3)
    assert warned(play.do("propose", no, **PROPOSAL | SOUND)) == []


@pytest.mark.req("D41")
def test_who_has_a_loss_gets_something_for_it(play: Play) -> None:
    no = proposing(play)
    supports = ("process_supported", "authority_supported", "resource_supported")
    play.do("analyse", no, conditions={"material_need": True, **dict.fromkeys(supports, True)})
    words: dict[str, Any] = {
        "steps": [{"text": "登门致歉"}],
        "options": ["电话致歉", "登门致歉"],
        "cost": None,
    }
    assert warned(play.do("propose", no, **PROPOSAL | words)) == ["no_material_part"]


@pytest.mark.req("E25")
def test_what_was_announced_is_linked(play: Play) -> None:
    no = proposing(play, type="1.9")
    assert warned(play.do("propose", no, **PROPOSAL | SOUND)) == ["no_announcement"]
    play.do("return", no, play.house.supervisor, comment="附公告链接")
    linked: dict[str, Any] = {"clause": "公告 https://example.org/notice/12"}
    assert warned(play.do("propose", no, **PROPOSAL | SOUND | linked)) == []


@pytest.mark.req("E45", "E79")
def test_a_refusal_tells_its_rule_to_the_customer(play: Play) -> None:
    no = proposing(play)
    play.do("propose", no, **PROPOSAL | SOUND | {"kind": "refuse"})
    play.do("approve", no, play.house.supervisor)
    bare = play.do("reply", no, channel="email", text="很抱歉，不能补寄。")
    told = play.do("reply", no, channel="email", text="按合作条款4.2，赠品以页面为准。")
    assert [warned(bare), warned(told)] == [["refusal_unexplained"], []]


@pytest.mark.req("E76")
def test_a_fault_of_ours_ends_with_an_apology_and_a_deed(play: Play) -> None:
    ours = [{"party": "company", "share": 60}, {"party": "merchant", "share": 40}]
    ended = {}
    for steps in ("补寄", "致歉并补寄"):
        no = play.walk("proposing")
        play.do("cause", no, text="漏发", responsible=ours)
        play.do("propose", no, **PROPOSAL | {"steps": [{"text": steps}]})
        play.do("approve", no, play.house.supervisor)
        play.do("reply", no, channel="email", text="为您补寄")
        play.do("decide", no, position="accepted")
        play.do("execute", no, actions=[{"action": "补寄", "result": "done"}])
        play.do("follow_up", no, **ANSWERED)
        ended[steps] = warned(play.do("close", no, **CLOSING))
    assert ended == {"补寄": ["no_apology"], "致歉并补寄": []}


@pytest.mark.req("B04", "C08")
@pytest.mark.parametrize(
    ("level", "asked", "grade", "codes"),
    [
        (1, ANSWERED, "nipped", []),
        (5, ANSWERED, "turned", []),
        (5, ANSWERED | {"emotional_met": False}, "eased", ["emotional_unmet"]),
    ],
)
def test_how_well_it_ended_is_on_the_record(
    level: int, asked: dict[str, Any], grade: str, codes: list[str], play: Play
) -> None:
    no = play.walk("following_up")
    play.do("emotion", no, level=level)
    play.do("follow_up", no, **asked)
    assert warned(play.do("close", no, **CLOSING)) == codes
    (said,) = lines(no, "complaint.closed")
    assert (said.facts["result"], said.facts["emotional_unmet"]) == (grade, bool(codes))
