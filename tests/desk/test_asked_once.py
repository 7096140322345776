"""Boards and pages of administration ask no more for three than for one."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kesu.desk import shift, tasks
from kesu.desk.admin import calendar, policies
from kesu.journeys import publish as journeys
from kesu.people.operations import roster_shift
from kesu.people.queries import everyone
from kesu.workdays.operations import add_days
from kesu.workdays.rules import DayKind, Special
from tests.cast import MORNING, Play, at, complaint, hire

LATER = at("02-14 09:00")


def asked(work: Callable[[], object]) -> int:
    work()
    with CaptureQueriesContext(connection) as queries:
        work()
    return len(queries)


def left(play: Play, name: str) -> int:
    """A colleague whose shift ended with a case that falls due; their id."""
    one = hire(name, "agent", under=play.house.lead)
    play.lodge(one, now=MORNING)
    play.lodge(one, now=MORNING)
    roster_shift(staff=one.id, starts=at("02-13 08:00"), ends=at("02-13 20:00"), duty=False)
    return one.id


@pytest.mark.req("F16")
def test_who_left_is_asked_once_for_all(play: Play) -> None:
    reader = play.house.supervisor
    staff, counts = [], []
    for names in (("one",), ("two", "three")):
        staff += [left(play, name) for name in names]
        people = everyone(LATER)
        found = shift.missing(staff=staff, reader=reader, people=people, now=LATER)
        assert {one.staff: len(one.cases) for one in found} == dict.fromkeys(staff, 2)
        look = partial(shift.missing, staff=staff, reader=reader, people=people, now=LATER)
        counts.append(asked(look))
    assert counts[0] == counts[1]


@pytest.mark.req("F16")
def test_what_each_left_is_what_each_would_be_asked(play: Play) -> None:
    reader, people = play.house.supervisor, everyone(LATER)
    near, far = left(play, "near"), left(play, "far")
    roster_shift(staff=near, starts=at("02-14 10:00"), ends=at("02-14 18:00"), duty=False)
    roster_shift(staff=far, starts=at("02-16 10:00"), ends=at("02-16 18:00"), duty=False)
    people = everyone(LATER)
    found = shift.missing(staff=[near, far], reader=reader, people=people, now=LATER)
    said = {one.staff: (one.until, one.cases) for one in found}
    alone = {}
    for one in (near, far):
        until = shift.horizon_of(one, now=LATER).until
        cases = shift.left_by(one, until=until, reader=reader, people=people)
        if due := [case for case in cases if case.due is not None]:
            alone[one] = (until, due)
    assert said == alone
    assert set(said) == {far}


def notice(number: int) -> None:
    day = Special(date(2026, 3, 2) + timedelta(days=number), DayKind.holiday, "调休")
    add_days(days=[day], source=f"通知{number}", by="system:console", at=MORNING)


@pytest.mark.req("Q9")
def test_the_calendar_is_asked_once_for_all_days_and_notices(play: Play) -> None:
    def look() -> Any:
        return calendar.view(date(2026, 3, 1), reader=play.house.director, people=everyone())

    notice(0)
    first = asked(look)
    notice(1)
    notice(2)
    assert [one.days for one in look().notices] == [1, 1, 1]
    assert (asked(look), first <= 6) == (first, True)


def publish(number: int) -> None:
    text = f'name = "drill"\nextends = "loyalty"\nversion = "9.{number}"\n'
    start = MORNING + timedelta(days=900 + number)
    journeys.publish(text=text, start=start, now=MORNING, reason=f"第{number}次")


@pytest.mark.req("A09")
def test_the_versions_are_asked_once_for_all(play: Play) -> None:
    def look() -> Any:
        people = everyone()
        return policies.versions(reader=play.house.director, people=people, now=MORNING)

    publish(0)
    first = asked(look)
    publish(1)
    publish(2)
    assert (asked(look), {one.reason for one in look()}) == (first, {"", "第0次", "第1次", "第2次"})


@pytest.mark.req("F26")
def test_a_task_passed_to_me_stands_first_however_many_there_are(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "_MOST", 1)
    liaison = play.house.liaison
    numbers = [play.walk("consulting") for _ in range(2)]
    mine = complaint(numbers[1]).consult_set.get()
    mine.with_whom_id = liaison.id
    mine.save(update_fields=["with_whom"])
    found = tasks.inbox(reader=liaison, people=everyone(play.now), now=play.now)
    assert [(one.no, one.mine) for one in found.tasks] == [(numbers[1], True)]
