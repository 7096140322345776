"""The fictitious demonstration: twelve people, sixty complaints, the days behind them.

The stories are fixed; only their times follow the day of loading. Everything goes through the
journeys, in the order it happened, each step at its own time, and the worker's duties are called
in between: what stands in the database afterwards is what would stand there had it been so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from kesu.authority.rules import approvers
from kesu.clock.duties import breaches
from kesu.complaints.models import Complaint
from kesu.console.demo_data import house, times, watched
from kesu.console.demo_data.besides import Beside, besides
from kesu.console.demo_data.moves import APPROVER, OWNER, SEEN, Move, moves
from kesu.console.demo_data.people import SignIn, hire
from kesu.console.demo_data.stories import Story, all_stories
from kesu.console.words import choose
from kesu.deadlines.queries import next_moment
from kesu.foundation import files
from kesu.foundation.faults import Fault, Refused
from kesu.journeys.lodge import lodge
from kesu.journeys.perform import perform
from kesu.people.queries import everyone, named
from kesu.people.rules import People, Person
from kesu.policy import queries as policies
from kesu.policy.codes import PERSON_ON_THE_LINE, Rank, State, ranks_from

__all__ = ["SignIn", "holds_real_complaints", "load"]

MARK = "demo:"
"""How the number elsewhere of every demonstration complaint begins."""
_HIRED_BEFORE = timedelta(days=40)
_SEEN_AFTER = timedelta(minutes=6)
_LIMIT = 50
_AT_ONCE = timedelta(milliseconds=200)
_NEWS = (
    "已催对方今天给出书面说明，收到后第一时间告诉您。",
    None,
    "材料正在核对，明天上午会再给您一次进展。",
    "经办同事已经联系上，正在等对方确认细节。",
)


def holds_real_complaints() -> bool:
    """Whether any complaint is there that this demonstration did not make."""
    return Complaint.objects.exclude(external_id__startswith=MARK).exists()


def load(now: datetime) -> list[SignIn]:
    """Loads everything in one transaction; ``now`` in UTC. Who may sign in, with passwords made
    for this load. Errors: ``Refused`` when it was loaded into this database before.
    """
    if Complaint.objects.filter(external_id__startswith=MARK).exists():
        said = choose(
            zh="演示数据已经载入过这个数据库",
            en="The demonstration was loaded into this database before",
        )
        raise Refused([Fault("", said)])
    with transaction.atomic():
        sign_ins = hire(now - _HIRED_BEFORE)
        people = everyone()
        house.stock(people, now - _HIRED_BEFORE)
        events: list[_Event | watched.Happening] = [*_events(now), *watched.happenings(now)]
        for event in sorted(events, key=lambda event: event.at):
            _let_time_pass(event.at)
            event.happen(people)
        _let_time_pass(now)
        watched.look(now)
        house.arrange(people, now)
    return sign_ins


@dataclass(frozen=True)
class _Event:
    """One step of one story at its time; none: the lodging itself."""

    story: Story
    at: datetime
    now: datetime
    move: Move | None = None

    def happen(self, people: People) -> None:
        if self.move is None:
            lodge(_lodging(self), by=_person(people, self.story.lodger), now=self.at)
            return
        complaint = Complaint.objects.get(external_id=MARK + self.story.name)
        if self.move.verb == "approve" and complaint.state != State.approving:
            return  # a mandate has approved it already
        said = self.move.say(complaint, self.at)
        by = _actor(people, self.move, complaint)
        paper = self.move.file
        kept = files.keep(paper[1], paper[0]) if paper else None
        perform(self.move.verb, complaint.no, said, by=by, now=self.at, brought=kept)


def _events(now: datetime) -> Iterator[_Event]:
    zone = policies.in_force(now).tz
    aside = besides()
    for story in all_stories():
        start = times.received(story, now, zone).astimezone(UTC)
        steps = moves(story)
        yield _Event(story, start, now)
        if story.urgent:
            yield _Event(story, start + _SEEN_AFTER, now, SEEN)
        planned = list(zip(times.of(story, steps, now, zone), steps, strict=True))
        for at, step in planned:
            yield _Event(story, at.astimezone(UTC), now, step)
        for beside in aside.get(story.name, []):
            yield from _beside(story, beside, planned, now, zone)
        if story.until == "received":
            continue
        shown = {at for at, step in planned if step.shows}
        ends = [at for at, step in planned if step.verb in ("close", "withdraw")]
        days = times.days_without_a_line(shown, start, ends[0] if ends else now, zone)
        for at, news in zip(days, cycle(_NEWS)):
            yield _Event(story, at.astimezone(UTC), now, _progress(news))


def _beside(
    story: Story,
    beside: Beside,
    planned: list[tuple[datetime, Move]],
    now: datetime,
    zone: ZoneInfo,
) -> Iterator[_Event]:
    """Its steps, between the step they follow and the next one of the story."""
    place = [step.verb for _at, step in planned].index(beside.after)
    start = planned[place][0]
    end = planned[place + 1][0] if place + 1 < len(planned) else now
    found = times.between(start, end, len(beside.moves), zone)
    for at, move in zip(found, beside.moves, strict=True):
        yield _Event(story, at.astimezone(UTC), now, move)


def _progress(news: str | None) -> Move:
    said: dict[str, Any] = {"text": news} if news else {"none_yet": True}
    return Move("progress", lambda _row, _at: said, shows=True)


def _lodging(event: _Event) -> dict[str, Any]:
    story = event.story
    said: dict[str, Any] = {
        "channel": story.channel,
        "source": story.source,
        "type": story.type,
        "text": story.text,
        "subject": story.subject,
        "customer": dict(story.customer),
        "remedy_sought": story.sought,
        "merchant": story.merchant,
        "product": story.product,
        "order": story.order,
        "campaign": story.campaign,
        "accused_agent": story.accused,
        "urgent": bool(story.urgent) or None,
        "urgent_reasons": list(story.urgent) or None,
        "external_id": MARK + story.name,
        "first_contact": _first_contact(event),
    }
    return {name: value for name, value in said.items() if value is not None}


def _first_contact(event: _Event) -> dict[str, Any] | None:
    story = event.story
    if story.channel not in PERSON_ON_THE_LINE:
        return None
    if story.until == "resolved":
        return {"resolved": {"cause": story.cause, "what": story.what, "clause": story.clause}}
    kept = event.at + timedelta(hours=3)
    left = story.promise_in
    due = kept if left is None else event.now + timedelta(minutes=left)
    return {"promise": {"what": story.promise, "due": due.isoformat()}}


def _actor(people: People, move: Move, complaint: Complaint) -> Person:
    if move.by == OWNER:
        return people[complaint.owner_id]
    if move.by == APPROVER:
        (above,) = approvers(
            people,
            owner=complaint.owner_id,
            ranks=ranks_from(Rank.supervisor),
            accused=complaint.accused_id,
        )
        return people[above]
    return _person(people, move.by)


def _person(people: People, sign_in: str) -> Person:
    found = named(people, sign_in)
    assert found is not None
    return found


def _let_time_pass(now: datetime) -> None:
    """What the worker would have done until ``now``, at the times it would have done it."""
    due = next_moment()
    while due is not None and due < now:
        due = breaches(due + _AT_ONCE, _LIMIT)
