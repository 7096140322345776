"""并单, 撤销并单, 拆单: two cases worked as one, and one call with two matters (F04)."""

from datetime import datetime
from typing import Any

import pytest

from kesu.complaints.models import Complaint, Contact, Promise
from kesu.complaints.permissions import may_see
from kesu.deadlines.models import DueMoment
from kesu.foundation.faults import Refused
from kesu.journal.queries import verify
from kesu.journeys.breach import look
from kesu.journeys.faults import GateShut, NotYours
from kesu.journeys.offers import offers
from kesu.people.queries import everyone
from kesu.routing.queries import loads
from tests.cast import Play, at, clocks, complaint, end_of, lines, tie

REACHED = {"channel": "hotline", "outcome": "reached"}
PERSON = {"external_id": "M77", "name": "薛某"}


def two(play: Play, **second: Any) -> tuple[str, str]:
    """Two cases of one customer: of ten o'clock on Friday, and of noon on Saturday."""
    first = play.lodge(now=at("02-13 10:00"), customer=PERSON).complaint.no
    given = {"type": "2.3.4", "customer": PERSON, **second}
    return first, play.lodge(now=at("02-14 12:00"), **given).complaint.no


def refusal(play: Play, verb: str, no: str, by: Any = None, **payload: Any) -> Refused:
    with pytest.raises(Refused) as found:
        play.do(verb, no, by, **payload)
    return found.value


@pytest.mark.req("F04")
def test_the_surviving_case_keeps_the_earlier_receipt_and_the_strictest_clock(play: Play) -> None:
    first, second = two(play)
    assert clocks(first) == [("first_callback", end_of("02-14"), "running", None)]
    later = clocks(second)[0][1]
    play.do("merge", first, now=at("02-14 13:00"), by=play.house.supervisor, into=second)
    kept = complaint(second)
    assert (kept.received, kept.next_due) == (at("02-13 10:00"), min(later, end_of("02-14")))
    assert clocks(first) == [("first_callback", end_of("02-14"), "stopped", None)]
    assert complaint(first).merged_into_id == kept.pk
    assert not DueMoment.objects.filter(complaint__no=first).exists()
    assert lines(first, "complaint.merged")[0].facts["no"] == second
    assert lines(second, "complaint.took_in")[0].facts["no"] == first
    assert verify() is None


@pytest.mark.req("F04")
def test_a_merged_case_is_not_worked_and_says_where_to_go_on(play: Play) -> None:
    first, second = two(play)
    play.do("merge", first, now=at("02-14 13:00"), by=play.house.supervisor, into=second)
    for verb, payload in (("contact", REACHED), ("accept", {}), ("merge", {"into": second})):
        with pytest.raises(GateShut) as shut:
            play.do(verb, first, play.house.supervisor, **payload)
        assert shut.value.missing[0].gate == "merged"
        assert second in shut.value.missing[0].say
    found = offers(first, by=play.house.supervisor, now=play.now)
    assert {one.verb.name for one in found} == {"unmerge", "note"}
    assert sum(loads().values()) == 1


@pytest.mark.req("F04")
def test_what_was_promised_and_said_stays_readable_and_is_kept_on_the_survivor(play: Play) -> None:
    first, second = two(play)
    play.do("promise", first, now=at("02-13 11:00"), what="回电", due="2026-02-14T18:00:00+08:00")
    play.do("contact", first, now=at("02-13 11:10"), **REACHED)
    play.do("merge", first, now=at("02-14 13:00"), by=play.house.supervisor, into=second)
    promise = Promise.objects.get()
    assert promise.complaint.no == second
    assert Contact.objects.get().complaint.no == first
    play.do("keep_promise", second, now=at("02-14 17:00"), promise=promise.pk, kept=True)
    assert ("promise", at("02-14 18:00"), "met", at("02-14 17:00")) in clocks(second)


@pytest.mark.req("F04")
def test_urgency_and_need_to_know_go_along(play: Play) -> None:
    first, second = two(play)
    play.do("mark_urgent", first, now=at("02-14 12:30"), reasons=["U1"])
    play.do("merge", first, now=at("02-14 12:40"), by=play.house.supervisor, into=second)
    row = complaint(second)
    assert (row.urgent, row.urgent_reasons, row.tier) == (True, ["U1"], "D")
    assert everyone()[row.owner_id].rank == "supervisor"
    assert row.next_due is not None
    assert row.next_due <= at("02-14 15:30")


@pytest.mark.req("F04")
def test_undone_within_the_day_both_are_what_they_were(play: Play) -> None:
    first, second = two(play)
    before = [(clocks(no), complaint(no)) for no in (first, second)]
    play.do("merge", second, now=at("02-14 13:00"), by=play.house.supervisor, into=first)
    play.do("unmerge", second, now=at("02-14 14:00"), by=play.house.supervisor)
    for (dues, row), no in zip(before, (first, second), strict=True):
        now = complaint(no)
        assert [one for one in clocks(no) if one[2] == "running"] == dues
        assert (now.received, now.next_due, now.urgent, now.owner_id, now.merged_into_id) == (
            row.received,
            row.next_due,
            row.urgent,
            row.owner_id,
            None,
        )
    play.do("contact", second, now=at("02-14 14:10"), **REACHED)
    assert verify() is None


def accepted(play: Play) -> tuple[str, str]:
    """Two cases of Friday morning on which the daily line and the silence run."""
    numbers = [play.lodge(now=at("02-13 10:00"), customer=PERSON).complaint.no for _ in range(2)]
    for no in numbers:
        play.do("accept", no, now=at("02-13 11:00"))
    return numbers[0], numbers[1]


def daily(no: str) -> list[tuple[str, datetime, str, datetime | None]]:
    return [one for one in clocks(no) if one[0] in ("progress", "silence") and one[2] != "stopped"]


@pytest.mark.req("F04", "C21", "C22")
def test_the_daily_line_and_the_silence_go_on_as_they_were(play: Play) -> None:
    first, second = accepted(play)
    before = daily(first)
    play.do("merge", first, now=at("02-13 20:00"), by=play.house.supervisor, into=second)
    play.do("unmerge", first, now=at("02-14 09:00"), by=play.house.supervisor)
    assert daily(first) == before
    assert before == [
        ("progress", end_of("02-14"), "running", None),
        ("silence", at("02-15 11:00"), "running", None),
    ]
    assert verify() is None


@pytest.mark.req("F04", "C21")
@pytest.mark.parametrize("told", [True, False])
def test_a_day_that_passed_meanwhile_is_missed_unless_the_customer_heard(
    told: bool, play: Play
) -> None:
    first, second = accepted(play)
    play.do("merge", first, now=at("02-14 20:00"), by=play.house.supervisor, into=second)
    if told:
        play.do("progress", second, now=at("02-14 21:00"), none_yet=True)
    look(list(DueMoment.objects.filter(due_at__lt=at("02-15 10:00"))), at("02-15 10:00"))
    play.do("unmerge", first, now=at("02-15 10:00"), by=play.house.supervisor)
    met = at("02-14 21:00")
    assert daily(first) == [
        ("progress", end_of("02-14"), *(("met", met) if told else ("breached", None))),
        ("progress", end_of("02-15"), "running", None),
        ("silence", at("02-16 21:00") if told else at("02-15 11:00"), "running", None),
    ]
    assert verify() is None


@pytest.mark.req("F04")
def test_the_receipt_goes_back_as_well(play: Play) -> None:
    first, second = two(play)
    play.do("merge", first, now=at("02-14 13:00"), by=play.house.supervisor, into=second)
    play.do("unmerge", first, now=at("02-14 14:00"), by=play.house.supervisor)
    assert complaint(second).received == at("02-14 12:00")
    assert complaint(first).next_due == end_of("02-14")


@pytest.mark.req("F04")
def test_what_ran_out_meanwhile_is_breached_with_its_true_time_unless_answered(play: Play) -> None:
    for called in (False, True):
        first, second = two(play)
        play.do("merge", first, now=at("02-14 20:00"), by=play.house.supervisor, into=second)
        if called:
            play.do("contact", second, now=at("02-14 21:00"), **REACHED)
        look(list(DueMoment.objects.filter(due_at__lt=at("02-15 10:00"))), at("02-15 10:00"))
        play.do("unmerge", first, now=at("02-15 10:00"), by=play.house.supervisor)
        newest = clocks(first, "first_callback")[-1]
        state, met = ("met", at("02-14 21:00")) if called else ("breached", None)
        assert newest == ("first_callback", end_of("02-14"), state, met)


@pytest.mark.req("F04")
def test_after_a_day_nothing_is_undone(play: Play) -> None:
    first, second = two(play)
    play.do("merge", first, now=at("02-14 13:00"), by=play.house.supervisor, into=second)
    with pytest.raises(GateShut) as shut:
        play.do("unmerge", first, now=at("02-15 13:00:01"), by=play.house.supervisor)
    assert shut.value.missing[0].gate == "too_late"


@pytest.mark.req("F04")
def test_no_case_goes_into_itself_nor_in_a_circle(play: Play) -> None:
    first, second = two(play)
    boss = play.house.supervisor
    assert refusal(play, "merge", first, boss, into=first).code == "same_case"
    play.do("merge", first, boss, into=second)
    third = play.lodge(customer=PERSON).complaint.no
    assert refusal(play, "merge", second, boss, into=first).code == "merged_case"
    assert refusal(play, "merge", third, boss, into=first).code == "merged_case"
    play.do("withdraw", second, reason="撤回")
    assert refusal(play, "merge", third, boss, into=second).code == "ended_case"
    assert refusal(play, "merge", third, boss, into="KS-20260213-AAAAAA").code == "no_case"


@pytest.mark.req("F04")
def test_it_asks_for_the_right_to_both(play: Play) -> None:
    first, _ = two(play)
    others = play.lodge(play.house.clerk, customer=PERSON).complaint.no
    assert refusal(play, "merge", first, into=others).code == "no_case"
    peers = play.lodge(play.house.peer, customer=PERSON).complaint.no
    with pytest.raises(NotYours):
        play.do("merge", first, into=peers)
    about = play.lodge(play.house.peer, type="2.2", accused_agent="agent").complaint.no
    assert refusal(play, "merge", first, into=about).code == "no_case"


@pytest.mark.req("F04")
def test_a_merged_case_counts_once(play: Play) -> None:
    given = {"type": "1.1.1", "product": "移动电源"}
    numbers = [play.lodge(now=at(f"02-13 10:{n:02}"), **given).complaint.no for n in range(10)]
    play.do("merge", numbers[0], by=play.house.supervisor, into=numbers[1])
    play.lodge(now=at("02-13 14:00"), **given)
    assert not Complaint.objects.filter(urgent=True).exists()
    play.lodge(now=at("02-13 14:01"), **given)
    assert Complaint.objects.filter(urgent=True).count() == 11


@pytest.mark.req("F04")
def test_a_second_matter_is_a_case_of_the_same_customer_and_moment(play: Play) -> None:
    first = play.lodge(now=at("02-13 10:00"), customer=PERSON, product="伞").complaint.no
    done = play.do("split", first, now=at("02-13 15:00"), text="客服态度也不好。", type="2.3.4")
    child = Complaint.objects.get(parent__no=first)
    assert child.no != first
    assert child.no in done.warnings[0].say
    parent = complaint(first)
    assert (child.customer_id, child.received) == (parent.customer_id, parent.received)
    assert (child.type, child.product, child.text) == ("2.3.4", "伞", "客服态度也不好。")
    assert clocks(child.no)[0][2] == "running"
    kinds = [one.kind for one in lines(child.no)]
    assert kinds[:2] == ["complaint.lodged", "complaint.split_off"]
    assert lines(first, "complaint.split")[0].facts["no"] == child.no
    assert verify() is None


@pytest.mark.req("F04", "E37")
def test_a_second_matter_counts_for_its_issue(play: Play) -> None:
    given = {"type": "1.1.1", "product": "移动电源"}
    for minute in range(10):
        play.lodge(now=at(f"02-13 10:{minute:02}"), **given)
    other = play.lodge(now=at("02-13 11:00"), type="2.3.4", product="移动电源").complaint.no
    play.do("split", other, now=at("02-13 12:00"), text="还发烫。", type="1.1.1")
    assert Complaint.objects.filter(urgent=True).count() == 11
    assert not complaint(other).urgent
    assert verify() is None


@pytest.mark.req("F04")
def test_what_a_type_needs_must_have_been_said(play: Play) -> None:
    first = play.lodge(now=at("02-13 10:00")).complaint.no
    assert refusal(play, "split", first, text="他态度差", type="2.2").code == "type_needs"
    assert refusal(play, "split", first, text="他态度差", type="9.9").code == "unknown_type"


def test_who_may_not_see_the_survivor_still_sees_their_own(play: Play) -> None:
    first, second = two(play)
    play.do("merge", first, by=play.house.supervisor, into=second)
    assert may_see(play.house.agent, tie(first, play.house.agent))
