"""Taking a whole import back: what nobody has touched since goes, and the record says so."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

import kesu.journeys.kinds  # noqa: F401 - declares what the journal may say
from kesu.authority.models import Report
from kesu.complaints import operations as complaints
from kesu.complaints.models import Complaint, Customer, Order, Presence, Watch
from kesu.correspondence.models import Mail, Notice
from kesu.deadlines.models import Clock, DueMoment
from kesu.intake import operations, queries
from kesu.intake.models import Import, ImportedRow
from kesu.journal.models import JournalLine
from kesu.journal.operations import Draft, append
from kesu.journeys.reading_corrected import KIND as CORRECTED
from kesu.journeys.take_in.kind import SYSTEM
from kesu.journeys.take_in.messages import Messages
from kesu.journeys.take_in.run import line
from kesu.journeys.take_in.undo_messages import undo_messages
from kesu.journeys.watch_orders import SENT
from kesu.watch.models import CaseReading, Signal

_GOES = frozenset(
    (DueMoment, Clock, Notice, Mail, ImportedRow, Presence, Watch, Report, CaseReading)
)
"""What goes with a complaint that is taken back, or lets go of it; whatever else hangs on one was
made by work.
"""
_BY_ITSELF = (Signal.Kind.case, Signal.Kind.silence)
"""Warnings that reading and waiting raise about one complaint: open, they are nobody's work."""


@dataclass
class Undone:
    """How many rows went, and the numbers of what stays because somebody works on it."""

    removed: int = 0
    kept: list[str] = field(default_factory=list)


class StillRunning(Exception):  # noqa: N818 - says what is wrong
    """The import is going on right now."""


def undo(source: Import, *, now: datetime) -> Undone:
    """Takes back what ``source`` brought in; ``now`` in UTC. May be called again.

    A complaint that a person has worked on stays, with its customer. Errors: ``StillRunning``.
    """
    with operations.alone(source.kind, source.fingerprint) as mine:
        if not mine:
            raise StillRunning
        done = Undone()
        if source.kind == Messages.name:
            _take_messages_back(source, done, now)
        for rows in () if source.kind == Messages.name else queries.rows_of(source):
            with transaction.atomic():
                _take_back(source, rows, done, now)
        with transaction.atomic():
            operations.undone(source)
            facts = {"removed": done.removed, "kept": len(done.kept)}
            append([line(source, "import.undone", facts, at=now)])
    return done


def _take_messages_back(source: Import, done: Undone, now: datetime) -> None:
    with transaction.atomic():
        gone = undo_messages(source, now=now)
        done.removed += gone.removed
        done.kept += gone.kept
        append(gone.lines)


def _take_back(source: Import, rows: Sequence[ImportedRow], done: Undone, now: datetime) -> None:
    keys = [row.complaint_id for row in rows if row.complaint_id]
    held = {one.pk: one for one in Complaint.objects.select_for_update().filter(pk__in=keys)}
    worked = _worked_on(list(held.values()))
    settled = _settled([row.order_id for row in rows if row.order_id])
    gone = [row for row in rows if row.complaint_id not in worked and row.order_id not in settled]
    ImportedRow.objects.filter(pk__in=[row.pk for row in gone]).delete()
    warned = _remove_warnings([row.complaint_id for row in gone if row.complaint_id], source, now)
    _remove_complaints([held[row.complaint_id] for row in gone if row.complaint_id in held])
    orders = sorted(row.order_id for row in gone if row.order_id)
    Signal.objects.filter(order__in=orders).delete()
    Order.objects.filter(pk__in=orders).delete()
    customers = _unused_customers([row.customer_id for row in gone if row.customer_id])
    Customer.objects.filter(pk__in=customers).delete()
    done.removed += len(gone)
    done.kept += sorted(held[key].no for key in worked)
    append(
        [
            *warned,
            *(
                _complaint_line(held[row.complaint_id], source, now)
                for row in gone
                if row.complaint_id
            ),
            *(
                _line(source, ("customer", str(key)), "customer.taken_back", now)
                for key in customers
            ),
            *(_line(source, ("order", str(key)), "order.taken_back", now) for key in orders),
        ]
    )


def _settled(orders: Sequence[int]) -> set[int]:
    """Orders on which a person has settled a warning: they stay."""
    done = Signal.objects.filter(order__in=orders).exclude(state=Signal.State.open)
    done = done.exclude(by=None, action=SENT)
    return set(done.values_list("order_id", flat=True))


def _worked_on(held: Sequence[Complaint]) -> set[Any]:
    """Those that a person has put a line about on the record, or that work left something on, or
    whose customer was written to. Who only looked at one, or follows it, has not worked on it.
    """
    keys = [one.pk for one in held]
    worked = _hung_on(keys)
    letters = Mail.objects.filter(complaint__in=keys, staff=None)
    worked |= set(letters.values_list("complaint", flat=True))
    changed = {str(one.pk): one.pk for one in held if one.version > 1}
    lines = JournalLine.objects.filter(about_kind="complaint", about_id__in=list(changed))
    for about_id, text in lines.values_list("about_id", "line"):
        if not json.loads(text)["by"].startswith("system:"):
            worked.add(changed[about_id])
    return worked | _put_right(keys)


def _put_right(keys: Sequence[UUID]) -> set[UUID]:
    """Those of which a person said what was read wrongly: that counts no version."""
    said = JournalLine.objects.filter(about_kind="complaint", about_id__in=list(map(str, keys)))
    rows = said.filter(kind=CORRECTED).values_list("about_id", flat=True)
    return {UUID(one) for one in rows}


def _hung_on(keys: Sequence[Any]) -> set[Any]:
    """Those that rows of other tables hang on, another complaint among them; tables that only a
    later version knows are asked as well.
    """
    found: set[Any] = set()
    for tie in Complaint._meta.related_objects:
        if tie.related_model not in _GOES:
            column = tie.field.name
            rows = tie.related_model._base_manager.filter(**{f"{column}__in": keys})
            if tie.related_model is Signal:
                rows = rows.exclude(state=Signal.State.open, kind__in=_BY_ITSELF)
            found.update(rows.order_by().values_list(column, flat=True).distinct())
    return found


def _remove_warnings(keys: Sequence[UUID], source: Import, now: datetime) -> list[Draft]:
    """Their open warnings go; the lines that say so."""
    found = list(Signal.objects.filter(about__in=keys, kind__in=_BY_ITSELF))
    Signal.objects.filter(pk__in=[one.pk for one in found]).delete()
    return [_line(source, ("signal", str(one.pk)), "signal.taken_back", now) for one in found]


def _remove_complaints(gone: Sequence[Complaint]) -> None:
    keys = [one.pk for one in gone]
    DueMoment.objects.filter(complaint__in=keys).delete()
    Clock.objects.filter(complaint__in=keys).delete()
    for model in (Notice, Presence, Watch, Report, CaseReading):
        model.objects.filter(complaint__in=keys).delete()
    Mail.objects.filter(complaint__in=keys).update(complaint=None)
    complaints.unindex(gone)
    Complaint.objects.filter(pk__in=keys).delete()


def _unused_customers(keys: Iterable[Any]) -> list[Any]:
    unused = {"complaint": None, "order": None, "importedrow": None}
    watched = {"signal": None, "conversation": None, "patterns": None}
    rows = Customer.objects.filter(pk__in=set(keys), **unused, **watched)
    return sorted(rows.values_list("pk", flat=True))


def _complaint_line(row: Complaint, source: Import, now: datetime) -> Draft:
    facts = {"imported": source.no, "state": [row.state, ""], "owner": [str(row.owner_id), ""]}
    return Draft(
        kind="complaint.taken_back",
        about=("complaint", str(row.pk)),
        case=row.no,
        by=SYSTEM,
        at=now,
        written=now,
        policy=f"{row.policy_name}@{row.policy_version}",
        rule="F28",
        facts=facts,
    )


def _line(source: Import, about: tuple[str, str], kind: str, now: datetime) -> Draft:
    made = line(source, "import.undone", {}, at=now)
    return Draft(
        **{**made.__dict__, "kind": kind, "about": about, "facts": {"imported": source.no}}
    )
