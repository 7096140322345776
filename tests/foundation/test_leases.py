"""Obligations are claimed once, returned late, and put aside when they poison (law 3)."""

from datetime import datetime, timedelta

import pytest

from kesu.deadlines.models import DueMoment
from kesu.foundation.leases import MOST_ATTEMPTS
from tests.cast import MORNING, Play

MINUTE = timedelta(minutes=1)


@pytest.fixture
def rows(db: None) -> list[DueMoment]:
    """Three obligations, due a minute after each other; made in the opposite order."""
    complaint = Play().lodge().complaint
    DueMoment.objects.all().delete()
    return [
        DueMoment.objects.create(complaint=complaint, what=str(place), due_at=MORNING + delay)
        for place, delay in enumerate((2 * MINUTE, MINUTE, 0 * MINUTE))
    ]


def claim(at: datetime, limit: int = 10) -> list[DueMoment]:
    return list(DueMoment.claim(at=at, limit=limit, lease=5 * MINUTE))


def names(claimed: list[DueMoment]) -> list[str]:
    return [row.what for row in claimed]


def test_what_is_due_is_leased_the_oldest_first(rows: list[DueMoment]) -> None:
    first, second = claim(MORNING + MINUTE), claim(MORNING + MINUTE)
    assert (names(first), names(second)) == (["2", "1"], [])
    row = first[0]
    assert (row.state, row.fence, row.attempts, row.lease_until) == (
        "leased",
        1,
        1,
        MORNING + 6 * MINUTE,
    )


def test_no_more_than_asked_are_taken(rows: list[DueMoment]) -> None:
    late = MORNING + 3 * MINUTE
    assert [names(claim(late, 2)), names(claim(late, 2)), names(claim(late, 2))] == [
        ["2", "1"],
        ["0"],
        [],
    ]


def test_a_lease_that_ran_out_is_due_again_and_stops_the_late_worker(
    rows: list[DueMoment],
) -> None:
    (slow,) = claim(MORNING, 1)
    assert (claim(MORNING + 5 * MINUTE - timedelta(microseconds=1), 0), slow.still_mine()) == (
        [],
        True,
    )
    again = claim(MORNING + 5 * MINUTE)
    assert names(again)[0] == "2"
    assert (slow.still_mine(), again[0].still_mine()) == (False, True)
    slow.fail("too late", at=MORNING + 6 * MINUTE)
    row = DueMoment.objects.get(pk=slow.pk)
    assert (row.state, row.fence, row.last_error) == ("leased", 2, "")


def test_a_lease_of_a_clock_that_is_a_day_ahead_keeps_nobody_waiting(
    rows: list[DueMoment],
) -> None:
    (early, *_) = claim(MORNING + timedelta(days=1))
    late = MORNING + 3 * MINUTE
    (again, *_) = claim(late)
    assert (names([early, again]), early.still_mine(), again.still_mine()) == (
        ["2", "2"],
        False,
        True,
    )
    assert claim(late + timedelta(seconds=2)) == []


def test_a_lease_of_a_clock_that_is_a_little_ahead_stands(rows: list[DueMoment]) -> None:
    late = MORNING + 3 * MINUTE
    claim(late + 4 * MINUTE)
    assert claim(late) == []


def test_a_failure_waits_twice_as_long_each_time_up_to_three_hours(rows: list[DueMoment]) -> None:
    at, waits = MORNING, []
    for _ in range(MOST_ATTEMPTS - 1):
        (row,) = claim(at, 1)
        row.fail("no route", at=at)
        row = DueMoment.objects.get(pk=row.pk)
        waits.append((row.due_at - at).total_seconds())
        DueMoment.objects.exclude(pk=row.pk).delete()
        at = row.due_at
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120]


def test_poison_is_put_aside_with_its_error(rows: list[DueMoment]) -> None:
    DueMoment.objects.filter(what="2").update(attempts=MOST_ATTEMPTS - 1)
    (row,) = claim(MORNING, 1)
    row.fail("x" * 3000, at=MORNING)
    row = DueMoment.objects.get(pk=row.pk)
    assert (row.state, row.lease_until, len(row.last_error)) == ("quarantined", None, 2000)
    assert "2" not in names(claim(MORNING + timedelta(days=9)))


def test_what_is_done_is_not_taken_again(rows: list[DueMoment]) -> None:
    (row,) = claim(MORNING, 1)
    DueMoment.objects.filter(pk=row.pk).update(state="done")
    assert (row.still_mine(), names(claim(MORNING + timedelta(days=1)))) == (False, ["1", "0"])
