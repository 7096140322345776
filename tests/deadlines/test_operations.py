"""What may happen to a clock, and what its row promises."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from kesu.complaints.models import Complaint
from kesu.deadlines import operations, queries
from kesu.deadlines.models import Clock, DueMoment
from kesu.deadlines.rules import Due
from tests.cast import MORNING, Play

HOUR = timedelta(hours=1)
DUE = MORNING + 3 * HOUR


@pytest.fixture
def complaint(db: None) -> Complaint:
    """One without clocks."""
    row = Play().lodge().complaint
    DueMoment.objects.all().delete()
    Clock.objects.all().delete()
    return row


def due(at: datetime) -> Due:
    return Due(at, (), "official", "Q6")


def started(complaint: Complaint, *, written: datetime = MORNING, subject: str = "") -> Clock:
    operations.start(
        complaint=complaint,
        name="promise",
        subject=subject,
        due=due(DUE),
        started=MORNING,
        written=written,
    )
    return Clock.objects.latest("id")


def looks(complaint: Complaint) -> list[datetime]:
    return list(DueMoment.objects.filter(complaint=complaint).values_list("due_at", flat=True))


def test_a_running_clock_is_looked_at_when_it_is_due(complaint: Complaint) -> None:
    clock = started(complaint)
    assert (clock.state, clock.born_late, looks(complaint)) == ("running", False, [DUE])
    assert (queries.next_due(complaint), queries.next_moment()) == (DUE, DUE)


def test_one_told_too_late_is_breached_and_looked_at_by_nobody(complaint: Complaint) -> None:
    clock = started(complaint, written=DUE + HOUR)
    assert (clock.state, clock.breached_at, clock.born_late) == ("breached", DUE, True)
    assert (looks(complaint), queries.next_due(complaint)) == ([], DUE)


@pytest.mark.parametrize(("at", "state"), [(DUE, "met"), (DUE + HOUR, "breached")])
@pytest.mark.parametrize("written", [MORNING, DUE + 9 * HOUR])
def test_an_answer_is_judged_by_its_own_time(
    at: datetime, state: str, written: datetime, complaint: Complaint
) -> None:
    clock = started(complaint, written=written)
    change = operations.meet(clock=clock, at=at)
    clock.refresh_from_db()
    assert change is not None
    assert (change.happening, change.state, change.at) == ("met", state, at)
    assert (clock.state, clock.met_at, looks(complaint)) == (state, at, [])
    assert operations.meet(clock=clock, at=at) is None


def test_a_breach_is_final_with_its_true_time(complaint: Complaint) -> None:
    clock = started(complaint)
    operations.breach(clock=clock)
    operations.meet(clock=clock, at=MORNING + HOUR)
    clock.refresh_from_db()
    assert (clock.state, clock.breached_at, clock.met_at) == ("breached", DUE, MORNING + HOUR)
    assert operations.stop(clock=clock, at=MORNING + HOUR) is None


def test_moving_tells_both_times_and_moves_the_look(complaint: Complaint) -> None:
    clock = started(complaint)
    change = operations.move(
        clock=clock, due=due(DUE - HOUR), at=MORNING + HOUR, written=MORNING + HOUR
    )
    assert change is not None
    assert (change.happening, change.due_before, change.due) == ("moved", DUE, DUE - HOUR)
    assert looks(complaint) == [DUE - HOUR]
    again = operations.move(clock=clock, due=due(DUE - HOUR), at=MORNING, written=MORNING)
    assert again is None


def test_moved_into_time_to_come_it_runs_again(complaint: Complaint) -> None:
    written = DUE + HOUR
    clock = started(complaint, written=written)
    operations.move(clock=clock, due=due(written + HOUR), at=MORNING, written=written)
    clock.refresh_from_db()
    assert (clock.state, clock.breached_at, clock.born_late) == ("running", None, False)
    assert looks(complaint) == [written + HOUR]


@pytest.mark.parametrize("written", [MORNING, DUE + 9 * HOUR])
def test_what_ran_out_is_neither_moved_nor_stopped(written: datetime, complaint: Complaint) -> None:
    for subject, change in (("moved", operations.move), ("stopped", operations.stop)):
        clock = started(complaint, written=written, subject=subject)
        late = {"due": due(DUE + 9 * HOUR), "written": DUE + HOUR} if subject == "moved" else {}
        change(clock=clock, at=DUE + HOUR, **late)
        clock.refresh_from_db()
        assert (clock.state, clock.breached_at, clock.due) == ("breached", DUE, DUE)


@pytest.mark.parametrize("written", [MORNING, DUE + 9 * HOUR])
def test_what_ran_is_stopped(written: datetime, complaint: Complaint) -> None:
    clock = started(complaint, written=written)
    change = operations.stop(clock=clock, at=DUE, rule="Q25")
    clock.refresh_from_db()
    assert change is not None
    assert (change.happening, change.rule) == ("stopped", "Q25")
    assert (clock.state, clock.breached_at, looks(complaint)) == ("stopped", None, [])
    assert operations.meet(clock=clock, at=MORNING) is None


def test_one_clock_of_a_name_and_subject_runs(complaint: Complaint) -> None:
    started(complaint, subject="1")
    started(complaint, subject="2")
    with pytest.raises(IntegrityError), transaction.atomic():
        started(complaint, subject="2")


@pytest.mark.parametrize(
    "columns",
    [
        {"state": "breached"},
        {"state": "breached", "breached_at": DUE + HOUR},
        {"state": "running", "breached_at": DUE},
        {"state": "met"},
    ],
)
def test_the_database_keeps_a_clock_true(columns: dict[str, object], complaint: Complaint) -> None:
    clock = started(complaint)
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.filter(pk=clock.pk).update(**columns)


def test_a_later_word_replaces_an_earlier_look(complaint: Complaint) -> None:
    for at in (MORNING, MORNING + HOUR):
        operations.look_again(complaint=complaint, what="cooling", at=at)
    assert looks(complaint) == [MORNING + HOUR]
    operations.forget(complaint=complaint, what="cooling")
    assert looks(complaint) == []


def test_which_clock_waits_for_an_answer(complaint: Complaint) -> None:
    assert queries.unanswered(complaint, "promise") is None
    clock = started(complaint)
    operations.breach(clock=clock)
    assert queries.unanswered(complaint, "promise") == clock
    operations.meet(clock=clock, at=DUE + HOUR)
    assert queries.unanswered(complaint, "promise") is None
