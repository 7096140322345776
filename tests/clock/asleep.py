"""Many urgent complaints whose first call-backs run out while nobody looks.

The rows are those a lodging leaves, made in bulk from one that was really lodged.
"""

import json
from collections.abc import Iterator
from copy import copy
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.base import ModelState

from kesu.authority.models import Report
from kesu.complaints.models import Complaint
from kesu.deadlines.models import Clock, DueMoment
from kesu.foundation.ids import counted_number
from kesu.journal.models import JournalLine
from kesu.journal.operations import Draft, append
from kesu.journal.rules import moment
from kesu.people.queries import everyone
from kesu.people.rules import Person
from tests.cast import Play, hire

_CHUNK = 500
NIGHT = timedelta(hours=8)


def crew(play: Play, teams: int) -> list[Person]:
    """So many agents, each under a supervisor of their own."""
    found = []
    for number in range(teams):
        above = hire(f"chief{number}", "supervisor", under=play.house.manager)
        found.append(hire(f"agent{number}", "agent", under=above))
    return found


def lodge_many(play: Play, count: int, owners: list[Person], *, before: datetime) -> None:
    """``count`` complaints, the owners in turn, whose call-backs ran out one after another in the
    eight hours ``before`` (UTC); the newest lodged first, so that order is not a matter of ids.
    """
    given = {"urgent_reasons": ["U5"], "now": before - NIGHT - timedelta(hours=3)}
    no = play.lodge(**given).complaint.no
    _acknowledge(play, no)
    first = Complaint.objects.get(no=no)
    clock = Clock.objects.get(complaint=first, state="running")
    assert clock.due == before - NIGHT
    step = NIGHT / count
    for start in range(1, count, _CHUNK):
        numbers = range(start, min(start + _CHUNK, count))
        delays = [(count - number) * step for number in numbers]
        with transaction.atomic():
            _write(first, clock, delays, [owners[number % len(owners)] for number in numbers])


def _acknowledge(play: Play, no: str) -> None:
    """Who was told of it has seen it at once: only the call-back is owed."""
    report = Report.objects.get(complaint__no=no)
    play.do("acknowledge", no, by=everyone()[report.to_id], report=report.pk)


def _write(first: Complaint, clock: Clock, delays: list[timedelta], owners: list[Person]) -> None:
    pairs = zip(delays, owners, strict=True)
    complaints = [_complaint(first, delay, owner) for delay, owner in pairs]
    Complaint.objects.bulk_create(complaints)
    clocks = [_clock(clock, one, one.received - first.received) for one in complaints]
    clocks = Clock.objects.bulk_create(clocks)
    DueMoment.objects.bulk_create(
        DueMoment(complaint_id=one.complaint_id, clock=one, what="clock", due_at=one.due)
        for one in clocks
    )
    append(list(_record(first, complaints, clocks)))


def _complaint(first: Complaint, delay: timedelta, owner: Person) -> Complaint:
    alike = [field.attname for field in Complaint._meta.concrete_fields if not field.unique]
    made = Complaint(**{name: getattr(first, name) for name in alike})
    made.received = first.received + delay
    place = delay // timedelta(milliseconds=1)
    made.search_key = first.search_key + place
    made.no = counted_number("KS", made.received.date(), place)
    made.owner_id = made.risk_owner_id = owner.id
    made.updated = made.received
    assert first.next_due is not None
    made.next_due = made.queue_due = first.next_due + delay
    return made


def _clock(clock: Clock, complaint: Complaint, delay: timedelta) -> Clock:
    made = copy(clock)
    made._state = ModelState()
    made.pk, made.complaint = None, complaint
    made.started, made.due = clock.started + delay, clock.due + delay
    return made


def _record(first: Complaint, complaints: list[Complaint], clocks: list[Clock]) -> Iterator[Draft]:
    lodged = JournalLine.objects.get(about_id=str(first.pk), kind="complaint.lodged")
    facts = json.loads(lodged.line)["facts"]
    for one, clock in zip(complaints, clocks, strict=True):
        about = {
            "about": ("complaint", str(one.pk)),
            "case": one.no,
            "by": f"staff:{one.owner_id}",
            "at": one.received,
            "written": one.received,
            "policy": f"{one.policy_name}@{one.policy_version}",
        }
        yield Draft(
            kind="complaint.lodged",
            facts={**facts, "received": moment(one.received), "owner": ["", str(one.owner_id)]},
            **about,
        )
        yield Draft(
            kind="clock.started",
            facts={
                "clock": clock.name,
                "subject": "",
                "due": moment(clock.due),
                "state": "running",
            },
            rule=clock.rule,
            **about,
        )
