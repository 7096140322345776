"""Old cases that come from a file: judged as they were, counted from the import (F28)."""

from datetime import timedelta
from typing import Any

import pytest

from kesu.complaints.models import Complaint
from kesu.correspondence.models import Notice
from kesu.deadlines.models import Clock, DueMoment
from kesu.deadlines.queries import OVERDUE
from kesu.desk.queue import Filters, counts, day, listing
from kesu.journeys.breach import look
from kesu.people.queries import everyone, unassigned
from kesu.policy.queries import in_force
from tests.cast import MORNING, Play, at, end_of
from tests.journeys.taken import HEADER, OLD, Take, assert_the_record_holds, new, old, only


@pytest.mark.req("F28")
def test_what_was_received_over_30_days_ago_is_history(take: Take, play: Play) -> None:
    month = MORNING - timedelta(days=30)
    just = (month + timedelta(seconds=1)).isoformat()
    past = (month - timedelta(seconds=1)).isoformat()
    take(["1", "刚好三十天", just, "", ""], ["2", "超过三十天", past, "", ""])
    found = dict(Complaint.objects.values_list("external_id", "history"))
    assert found == {"1": False, "2": True}


@pytest.mark.req("F28")
def test_an_old_open_case_is_judged_as_it_was_and_counted_from_the_import(
    take: Take, play: Play
) -> None:
    take(old())
    row = only()
    judged, counted = Clock.objects.filter(complaint=row).order_by("id")
    due = at("02-01 00:00").replace(year=2025, month=11, day=4, hour=15, minute=59, second=59)
    assert (judged.subject, judged.state, judged.due, judged.breached_at) == (
        "",
        "breached",
        due,
        due,
    )
    assert (judged.rule, [day["counted"] for day in judged.derivation]) == ("Q8", [False, True])
    assert (counted.subject, counted.started, counted.state) == ("imported", MORNING, "running")
    assert counted.due == end_of("02-14")
    assert (row.next_due, row.issue_key) == (end_of("02-14"), "")


@pytest.mark.req("F28")
def test_nothing_of_an_old_case_is_overdue_on_the_first_day(take: Take, play: Play) -> None:
    take(old(), [*old("A-2")[:2], OLD, "", ""])
    assert Clock.objects.filter(OVERDUE).count() == 0
    reader, people = play.house.manager, everyone()
    page = listing(reader=reader, people=people, filters=Filters(breached=True))
    assert page.rows == []
    page = listing(reader=reader, people=people, filters=Filters(history=True))
    assert [row.breached for row in page.rows] == [False, False]
    assert listing(reader=reader, people=people, filters=Filters(history=False)).rows == []
    for owner in Complaint.objects.values_list("owner", flat=True):
        today = day(reader=people[owner], people=people, now=MORNING, zone=in_force(MORNING).tz)
        assert today.breached == 0
    assert Notice.objects.count() == 0
    assert counts(reader=reader, people=people)["all"] == 2


@pytest.mark.req("F28")
def test_the_clock_from_the_import_runs_out_like_any_other(take: Take, play: Play) -> None:
    take(old())
    row = only()
    later = end_of("02-14") + timedelta(seconds=1)
    (moment,) = DueMoment.claim(at=later, limit=10, lease=timedelta(minutes=1))
    look([moment], later)
    row.refresh_from_db()
    states = [(clock.subject, clock.state) for clock in Clock.objects.order_by("id")]
    assert states == [("", "breached"), ("imported", "breached")]
    assert Notice.objects.filter(kind="breached").exists()
    assert Clock.objects.filter(OVERDUE).count() == 1
    assert row.next_due == end_of("02-14")
    assert_the_record_holds()


@pytest.mark.req("F28")
def test_a_contact_meets_both_first_callbacks(take: Take, play: Play) -> None:
    take(old())
    row = only()
    play.do("contact", row.no, channel="hotline", outcome="reached", now=at("02-13 15:00"))
    found = [(clock.subject, clock.state, clock.met_at) for clock in Clock.objects.order_by("id")]
    assert found == [
        ("", "breached", at("02-13 15:00")),
        ("imported", "met", at("02-13 15:00")),
    ]
    row.refresh_from_db()
    assert (row.next_due, row.no_clock_because) == (None, "met")
    assert_the_record_holds()


@pytest.mark.req("F28")
def test_a_contact_from_before_the_import_leaves_nothing_owed(take: Take, play: Play) -> None:
    take(old())
    row = only()
    when = "2025-11-03T17:00:00+08:00"
    play.do("contact", row.no, channel="hotline", outcome="reached", at=when)
    states = [(clock.subject, clock.state) for clock in Clock.objects.order_by("id")]
    assert states == [("", "met"), ("imported", "stopped")]
    assert_the_record_holds()


@pytest.mark.req("F28")
@pytest.mark.parametrize(
    ("verb", "payload", "due"),
    [
        ("classify", {"type": "2.3"}, end_of("02-13")),
        ("mark_urgent", {"reasons": ["U1"]}, at("02-13 13:10")),
    ],
)
def test_what_moves_a_first_callback_moves_that_of_the_import(
    take: Take, play: Play, verb: str, payload: dict[str, Any], due: Any
) -> None:
    take(old())
    row = only()
    play.do(verb, row.no, **payload)
    clocks = Clock.objects.filter(name="first_callback").order_by("id")
    found = [(clock.subject, clock.state, clock.due) for clock in clocks]
    assert [state for _subject, state, _due in found] == ["breached", "running"]
    assert found[1][2] == due
    row.refresh_from_db()
    assert (row.next_due, row.issue_key) == (due, "")
    assert_the_record_holds()


@pytest.mark.req("F28", "Q5")
def test_history_is_in_no_batch_whatever_is_known_of_it(take: Take, play: Play) -> None:
    header = [*HEADER, "商品名称"]
    take([*old(), "空气炸锅"], [*new(), "空气炸锅"], header=header)
    keys = dict(Complaint.objects.values_list("external_id", "issue_key"))
    assert keys == {"A-1": "", "B-1": "0|product|空气炸锅"}
    no = Complaint.objects.get(external_id="A-1").no
    play.do("classify", no, type="1.2.5")
    assert Complaint.objects.get(no=no).issue_key == ""


@pytest.mark.req("F28")
def test_a_case_that_was_over_comes_archived_with_no_clock_running(take: Take, play: Play) -> None:
    header = [*HEADER, "办结时间"]
    taken = take([*old(), "2025-11-20 10:00"], [*old("A-2"), "2025-11-03 10:00"], header=header)
    assert taken.columns.columns["closed"] == "办结时间"
    first, second = Complaint.objects.order_by("external_id")
    closed = at("02-20 10:00").replace(year=2025, month=11)
    for row in (first, second):
        assert (row.state, row.next_due, row.no_clock_because) == ("archived", None, "archived")
    assert (first.closed_customer_at, first.closed_internal_at) == (closed, closed)
    assert first.closed_internal_by_id == unassigned()
    states = [(clock.complaint_id, clock.state) for clock in Clock.objects.order_by("id")]
    assert states == [(first.pk, "breached"), (second.pk, "stopped")]
    assert not DueMoment.objects.exists()
    assert not Notice.objects.exists()
    assert_the_record_holds()


@pytest.mark.req("F28")
@pytest.mark.parametrize("closed", ["2025-11-02 10:00", "2026-03-01 10:00"])
def test_a_case_cannot_be_over_before_it_came_or_ahead_of_now(
    take: Take, play: Play, closed: str
) -> None:
    taken = take([*old(), closed], header=[*HEADER, "办结时间"])
    assert (taken.counts, "办结时间" in taken.reasons[0]) == ((1, 0, 0, 1), True)
