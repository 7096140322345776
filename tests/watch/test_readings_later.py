"""Open cases that came in unread, and talks that go on, are read in their turn."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kesu.complaints.models import Complaint
from kesu.correspondence.models import Notice
from kesu.journeys.reading_later import look
from kesu.watch.models import CaseReading, Conversation, Message, Signal
from tests.cast import Play, complaint
from tests.watch.test_readings import DESPAIR, FURIOUS

pytestmark = pytest.mark.django_db


@pytest.fixture
def play(db: None) -> Play:
    return Play()


def _unread(play: Play, text: str = FURIOUS) -> Complaint:
    """As an import leaves it."""
    found = play.lodge(text=text).complaint
    CaseReading.objects.all().delete()
    Signal.objects.all().delete()
    Notice.objects.all().delete()
    return found


def test_an_open_case_without_a_reading_is_read_once(play: Play) -> None:
    found = _unread(play)
    assert [look(play.now, 50), look(play.now, 50)] == [1, 0]
    row = CaseReading.objects.get()
    assert (row.complaint_id, row.at, row.emotion >= 3) == (found.pk, found.received, True)


def test_no_more_than_asked_for_are_read_at_a_time(play: Play) -> None:
    for _ in range(3):
        play.lodge(text=FURIOUS)
    CaseReading.objects.all().delete()
    assert [look(play.now, 2), look(play.now, 2), look(play.now, 2)] == [2, 1, 0]


def test_what_ended_is_left_alone(play: Play) -> None:
    play.walk("withdrawn", text=FURIOUS)
    CaseReading.objects.all().delete()
    assert look(play.now, 50) == 0


def test_what_cannot_be_read_is_not_tried_again(play: Play) -> None:
    found = _unread(play)
    Complaint.objects.filter(pk=found.pk).update(text=" ")
    assert [look(play.now, 50), look(play.now, 50)] == [1, 0]


@pytest.mark.req("F25")
@pytest.mark.parametrize(("history", "told"), [(False, True), (True, False)])
def test_self_harm_read_late_is_told_unless_it_is_history(
    play: Play, history: bool, told: bool
) -> None:
    found = _unread(play, DESPAIR)
    Complaint.objects.filter(pk=found.pk).update(history=history)
    look(play.now, 50)
    seen = (Signal.objects.filter(kind="case").exists(), Notice.objects.exists())
    assert seen == (told, told)


def test_turns_behind_the_lodging_join_the_case(play: Play) -> None:
    found = play.lodge(text="赠品没有寄到。").complaint
    said_at = play.now + timedelta(minutes=5)
    talk = Conversation.objects.create(key="c1", began=said_at, last_at=said_at, complaint=found)
    for key, speaker, text, emotion in (
        ("1", "customer", FURIOUS, 4),
        ("2", "agent", "马上处理", 0),
        ("3", "customer", "好的", 0),
    ):
        Message.objects.create(
            key=key,
            conversation=talk,
            speaker=speaker,
            text=text,
            at=said_at,
            heard=said_at,
            emotion=emotion,
        )
    assert [look(said_at, 50), look(said_at, 50)] == [1, 0]
    turn = CaseReading.objects.get(source="message")
    assert (turn.complaint.no, turn.reasons != []) == (complaint(found.no).no, True)


def test_later_turns_are_read_whatever_came_before_them(play: Play) -> None:
    found = play.lodge(text="赠品没有寄到。").complaint
    last = found.received + timedelta(minutes=20)
    talk = Conversation.objects.create(
        key="c1", began=found.received, last_at=last, complaint=found
    )
    for place in range(-10, 11):
        said_at = found.received + timedelta(minutes=place)
        Message.objects.create(
            key=str(place),
            conversation=talk,
            speaker="customer",
            text=FURIOUS,
            at=said_at,
            heard=said_at,
            emotion=4,
        )
    assert [look(last, 1) for _ in range(11)] == [1] * 10 + [0]
    assert CaseReading.objects.filter(source="message").count() == 10


@pytest.mark.req("F25")
def test_of_two_workers_that_read_the_same_one_tells(play: Play) -> None:
    _unread(play, DESPAIR)
    others: list[int] = []

    def beside(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        if not others and sql.startswith("SELECT") and '"watch_casereading"' in sql:
            others.append(1)
            others.append(look(play.now, 50))
        return done

    with connection.execute_wrapper(beside):
        look(play.now, 50)
    told = list(Notice.objects.values_list("to", flat=True))
    assert (others, len(told), Signal.objects.get().times) == ([1, 1], len(set(told)), 1)


def test_the_record_is_written_last(play: Play) -> None:
    _unread(play, DESPAIR)
    with CaptureQueriesContext(connection) as asked:
        look(play.now, 50)
    said = [one["sql"] for one in asked if "INSERT INTO" in one["sql"] or "SET" in one["sql"]]
    written = next(at for at, one in enumerate(said) if '"journal_journalline"' in one)
    assert any('"correspondence_notice"' in one for one in said)
    assert all('"journal_' in one for one in said[written:])
