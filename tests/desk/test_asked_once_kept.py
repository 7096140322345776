"""A question that is kept in the database's words answers as one that is put together anew."""

from datetime import timedelta

import pytest

from kesu.desk import frame, queue, scope
from kesu.desk.queue import Filters, Narrowed, View
from kesu.people.models import Staff
from kesu.people.queries import everyone
from tests.cast import House, Play

pytestmark = pytest.mark.django_db


def _mine(house: House, name: str) -> int | None:
    people = everyone()
    return frame.waiting(reader=people[getattr(house, name).id], people=people).mine


def _open(house: House, view: View) -> int:
    people = everyone()
    return queue.counts(reader=people[house.supervisor.id], people=people)[view]


def test_a_kept_question_counts_what_has_come_since(play: Play) -> None:
    before = _mine(play.house, "agent")
    play.lodge()
    assert (before, _mine(play.house, "agent")) == (0, 1)


def test_who_joins_a_team_is_seen_in_it_at_once(play: Play) -> None:
    play.lodge()
    Staff.objects.filter(pk=play.house.agent.id).update(supervisor=None)
    apart = _open(play.house, View.team)
    Staff.objects.filter(pk=play.house.agent.id).update(supervisor=play.house.supervisor.id)
    assert (apart, _open(play.house, View.team)) == (0, 1)


def test_a_kept_question_is_asked_with_the_time_of_now(play: Play) -> None:
    play.lodge()
    people = everyone()
    reader = people[play.house.agent.id]
    (due,) = scope.visible(reader, people).values_list("next_due", flat=True)
    assert due

    def before(minutes: int) -> int:
        until = Filters(due_before=due + timedelta(minutes=minutes))
        asks = {"near": Narrowed(View.all, until)}
        return queue.tally(asks, reader=reader, people=people)["near"]

    assert [before(-1), before(1), before(-1)] == [0, 1, 0]
