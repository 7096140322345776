"""恢复: what follows when a backup takes the place of the data there was.

The moment of the backup lies behind; what happened since is forgotten here and not elsewhere.
So mail that waited then is not sent, everybody signs in again, and no form gets a number that
another one may bear already.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Min

from kesu.complaints.models import Complaint, FormCounter
from kesu.complaints.operations import raise_form_counters
from kesu.correspondence.operations import hold
from kesu.correspondence.rules import Held
from kesu.journal.kinds import Facts, declare
from kesu.journal.operations import Draft, append
from kesu.policy import queries as policies
from kesu.policy.codes import NOT_OPEN

SYSTEM = "system:restore"
_ABOUT = ("system", "restore")
_STEP = 10_000
_LEAST_ROOM = 5_000
"""So many forms of one day may have been drawn behind the backup without meeting a new one."""


class Restored(Facts):
    """Which backup it was: its moment, where its record ended, which Kesu made it."""

    taken_at: str
    seq: int
    hash: str
    kesu: str
    mail_held: int
    sessions_ended: int


class FormNumbersRaised(Facts):
    """The last number of each day, before and after."""

    days: dict[str, tuple[int, int]]


declare("system.restored", Restored)
declare("system.form_numbers_raised", FormNumbersRaised)


@dataclass(frozen=True)
class Backup:
    """The backup a database was made of: its moment in UTC, the end of its record."""

    taken_at: datetime
    seq: int
    hash: str
    kesu: str


@dataclass(frozen=True)
class Done:
    """What was set aside, ended and raised."""

    mail_held: int
    sessions_ended: int
    days_raised: int


def restored(backup: Backup, *, replaced: Mapping[date, int], now: datetime) -> Done:
    """Makes a database fit for work that was just made of ``backup``; ``now`` in UTC.

    ``replaced``: the last form number of each day in the data it takes the place of. One
    transaction; its lines are the first of the record behind the backup's.
    """
    with transaction.atomic():
        held = hold(because=Held.restored, at=now)
        ended, _ = Session.objects.all().delete()
        raised = _raise_form_numbers(backup, replaced, now)
        facts = {
            "taken_at": backup.taken_at.isoformat(),
            "seq": backup.seq,
            "hash": backup.hash,
            "kesu": backup.kesu,
            "mail_held": held,
            "sessions_ended": ended,
        }
        append(
            [
                _line("system.restored", facts, now),
                _line("system.form_numbers_raised", {"days": raised}, now),
            ]
        )
    return Done(held, ended, len(raised))


def next_start(last: int) -> int:
    """The next multiple of 10,000 above the last number known, and well above it."""
    start = (last // _STEP + 1) * _STEP
    return start if start - last >= _LEAST_ROOM else start + _STEP


def _raise_form_numbers(
    backup: Backup, replaced: Mapping[date, int], now: datetime
) -> dict[str, tuple[int, int]]:
    known = dict(FormCounter.objects.values_list("day", "last"))
    days = set(_days_since(backup.taken_at, now))
    days |= {day for day, last in replaced.items() if last > known.get(day, 0)}
    lasts = {day: max(known.get(day, 0), replaced.get(day, 0)) for day in sorted(days)}
    # The number behind the counter is drawn next.
    raised = {day: next_start(last) - 1 for day, last in lasts.items()}
    raise_form_counters(raised)
    return {day.isoformat(): (known.get(day, 0), last) for day, last in raised.items()}


def _days_since(taken_at: datetime, now: datetime) -> Iterator[date]:
    """Every day a form can have been drawn for behind the backup: a step may be entered late, on
    a day since the complaint came in.
    """
    waiting = Complaint.objects.filter(form_no=None).exclude(state__in=NOT_OPEN)
    received = waiting.aggregate(first=Min("received"))["first"] or taken_at
    zone = policies.in_force(now).tz
    day = min(received, taken_at).astimezone(zone).date()
    while day <= max(now, taken_at).astimezone(zone).date():
        yield day
        day += timedelta(days=1)


def _line(kind: str, facts: Mapping[str, Any], now: datetime) -> Draft:
    return Draft(
        kind=kind,
        about=_ABOUT,
        by=SYSTEM,
        at=now,
        written=now,
        policy=policies.in_force(now).label,
        facts=facts,
    )
