"""What is lodged is heard by the radar; a person decides what becomes of what it found."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from kesu.complaints.models import Batch, Complaint
from kesu.desk.batch_suggestions import suggestions
from kesu.desk.signal_sight import visible
from kesu.foundation.faults import Refused
from kesu.journal.models import JournalLine
from kesu.journeys import batch_suggestion
from kesu.journeys.faults import NoSuchComplaint, NotYours, WrongState
from kesu.journeys.watch_batches import Listener
from kesu.people.queries import everyone
from kesu.watch.models import Signal
from tests.cast import MORNING, Play

SAID = (
    "星焰保温杯杯底漏水，用了三天就裂了。",
    "买的星焰保温杯漏水，杯底有裂缝。",
    "星焰保温杯杯底开裂漏水，不给换货。",
    "星焰保温杯第二天就漏水，杯底裂了。",
)
LATER = MORNING + timedelta(hours=1)


def lodge(play: Play, count: int, start: int = 0, **given: Any) -> list[str]:
    return [
        play.lodge(
            text=SAID[at % 4],
            now=MORNING + timedelta(minutes=at),
            customer={"external_id": f"M{at}"},
            **given,
        ).complaint.no
        for at in range(start, start + count)
    ]


def told() -> list[tuple[int, int, int]]:
    rows = Signal.objects.filter(kind="batch").order_by("raised")
    return [(one.level, one.facts["cases"], one.facts["people"]) for one in rows]


@pytest.mark.req("E37")
def test_the_fourth_person_of_one_matter_is_shown_once(play: Play) -> None:
    listener = Listener()
    lodge(play, 3)
    assert (listener.look(LATER, 50), told()) == (3, [])
    lodge(play, 1, 3)
    assert (listener.look(LATER, 50), told()) == (1, [(2, 4, 4)])
    assert listener.look(LATER, 50) == 0
    assert JournalLine.objects.filter(kind="signal.raised").count() == 1


@pytest.mark.req("E37")
def test_it_grows_with_who_comes_later(play: Play) -> None:
    listener = Listener()
    lodge(play, 5)
    listener.look(LATER, 50)
    lodge(play, 7, 5)
    listener.look(LATER, 50)
    assert told() == [(3, 12, 12)]


@pytest.mark.req("E37")
def test_a_worker_that_starts_anew_finds_what_was_found(play: Play) -> None:
    lodge(play, 5)
    Listener().look(LATER, 50)
    again = Listener()
    again.look(LATER, 50)
    lodge(play, 1, 5)
    again.look(LATER, 50)
    assert told() == [(2, 6, 6)]


def test_it_hears_a_hand_at_a_time(play: Play) -> None:
    lodge(play, 5)
    listener = Listener()
    assert [listener.look(LATER, 2) for _ in range(4)] == [2, 2, 1, 0]
    assert told() == [(2, 5, 5)]


def test_a_database_put_back_is_heard_anew(play: Play) -> None:
    listener = Listener()
    lodge(play, 2)
    listener.look(LATER, 50)
    listener._hash = "of another record"
    assert listener.look(LATER, 50) == 2


def test_one_person_and_what_was_before_this_system_warn_nobody(play: Play) -> None:
    listener = Listener()
    for at in range(6):
        play.lodge(text=SAID[at % 4], customer={"external_id": "M1"})
    lodge(play, 6, 6)
    Complaint.objects.filter(customer__external_id__gte="M6").update(history=True)
    Complaint.objects.exclude(customer__external_id="M1").update(history=True)
    listener.look(LATER, 50)
    assert told() == []


@pytest.mark.req("E37")
def test_what_the_rule_made_a_batch_is_not_suggested(play: Play) -> None:
    lodge(play, 12, type="1.1.1", product="星焰保温杯")
    assert Batch.objects.count() == 1
    Listener().look(LATER, 50)
    assert told() == []


@pytest.mark.req("E37", "F22")
def test_a_person_makes_it_a_batch(play: Play) -> None:
    numbers = lodge(play, 5)
    Listener().look(LATER, 50)
    signal = Signal.objects.get(kind="batch")
    boss = play.house.supervisor
    made = batch_suggestion.make_batch(signal.pk, numbers[:4], by=boss, now=LATER)
    batch = Batch.objects.get()
    signal.refresh_from_db()
    assert (made.batch, [one.fault for one in made.results]) == (str(batch.pk), [None] * 4)
    assert (batch.cases, batch.people, batch.declared_at) == (4, 4, None)
    assert (signal.state, signal.facts["joined"], signal.by_id) == ("handled", 4, boss.id)
    Listener().look(LATER, 50)
    assert Signal.objects.filter(state="open").count() == 0


@pytest.mark.req("E37", "F22")
def test_who_decides_second_finds_it_settled_by_the_first_case(play: Play) -> None:
    numbers = lodge(play, 5)
    Listener().look(LATER, 50)
    signal = Signal.objects.get(kind="batch")
    late: list[str] = []

    def comes_late(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asks = not many and numbers[1] in (params or ()) and "FROM" in sql
        if asks and not late and Batch.objects.exists():
            late.append("came")
            with pytest.raises(WrongState):
                batch_suggestion.make_batch(
                    signal.pk, numbers[2:], by=play.house.manager, now=LATER
                )
        return execute(sql, params, many, context)

    with connection.execute_wrapper(comes_late):
        batch_suggestion.make_batch(signal.pk, numbers[:3], by=play.house.supervisor, now=LATER)
    signal.refresh_from_db()
    assert (late, Batch.objects.get().cases) == (["came"], 3)
    assert (signal.facts["joined"], signal.by_id) == (3, play.house.supervisor.id)


@pytest.mark.req("E37", "F22")
def test_who_comes_after_the_decision_is_suggested_for_the_same_batch(play: Play) -> None:
    listener, boss = Listener(), play.house.supervisor
    numbers = lodge(play, 5)
    listener.look(LATER, 50)
    first = Signal.objects.get(kind="batch")
    made = batch_suggestion.make_batch(first.pk, numbers[:4], by=boss, now=LATER)
    late = lodge(play, 2, 5)
    listener.look(LATER, 50)
    Listener().look(LATER, 50)
    more = Signal.objects.get(kind="batch", state="open")
    named = Complaint.objects.filter(pk__in=more.facts["members"]).values_list("no", flat=True)
    assert (set(named), more.key) == (set(late), f"{first.key}:2026-02-13")
    added = batch_suggestion.make_batch(more.pk, late, by=boss, now=LATER)
    assert (added.batch, Batch.objects.get().cases) == (made.batch, 6)
    lodge(play, 1, 7)
    listener.look(LATER, 50)
    assert Signal.objects.get(kind="batch", state="open").key == f"{first.key}:2026-02-13:2"


@pytest.mark.req("E37")
def test_what_a_person_dismissed_is_not_suggested_again(play: Play) -> None:
    listener = Listener()
    lodge(play, 5)
    listener.look(LATER, 50)
    Signal.objects.filter(kind="batch").update(state="dismissed", settled=LATER)
    lodge(play, 2, 5)
    listener.look(LATER, 50)
    assert Signal.objects.count() == 1


@pytest.mark.req("E37", "F22")
def test_who_may_see_any_of_its_members_sees_the_suggestion(play: Play) -> None:
    numbers = lodge(play, 5)
    Listener().look(LATER, 50)
    boss, people = play.house.supervisor, everyone(LATER)
    Complaint.objects.filter(no=numbers[0]).update(accused=boss.id)
    (seen,) = suggestions(reader=boss, people=people)
    assert ([one.no for one in seen.members], seen.hidden) == (numbers[1:], 1)
    Complaint.objects.filter(no__in=numbers).update(accused=boss.id)
    assert suggestions(reader=boss, people=people) == []
    assert not visible(boss, people).exists()


@pytest.mark.req("E37")
def test_who_is_of_another_matter_is_taken_out_and_stays_out(play: Play) -> None:
    numbers = lodge(play, 5)
    listener = Listener()
    listener.look(LATER, 50)
    signal = Signal.objects.get(kind="batch")
    batch_suggestion.take_out(signal.pk, numbers[:1], by=play.house.manager, now=LATER)
    lodge(play, 1, 5)
    listener.look(LATER, 50)
    signal.refresh_from_db()
    assert signal.facts["out"] == [str(Complaint.objects.get(no=numbers[0]).pk)]
    assert (signal.state, signal.facts["cases"]) == ("open", 6)


def test_who_may_not_settle_decides_nothing(play: Play) -> None:
    numbers = lodge(play, 5)
    Listener().look(LATER, 50)
    key = Signal.objects.get(kind="batch").pk
    with pytest.raises((NotYours, NoSuchComplaint, Refused)):
        batch_suggestion.make_batch(key, numbers, by=play.house.auditor, now=LATER)
    assert Batch.objects.count() == 0
