"""Rows of lists as the screens draw them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from kesu.desk.marks import Parts
from kesu.desk.queue import FoundRow
from kesu.desk.values import QueueRow, Rail
from kesu.journeys.verb import registry
from kesu.policy.codes import State


@dataclass(frozen=True)
class Found:
    """What of a row answers a search, the hits marked."""

    number: Parts
    subject: Parts
    name: Parts
    excerpt: Parts
    received: datetime


@dataclass(frozen=True)
class Row:
    """A row of the queue; an overdue clock stands before the next one."""

    no: str
    subject: str
    state: str
    type: str
    type_name: str
    grade: str
    urgent: bool
    urgent_reasons: list[str]
    tier: str
    channel: str
    customer_name: str
    customer_phone_masked: str
    owner_name: str
    next_clock: str
    next_due: datetime | None
    breached: bool
    stage_rail: Rail
    updated: datetime
    unread: bool
    restricted: bool
    understaffed: bool
    history: bool
    found: Found | None = None
    undedicated: bool = False
    batch: str = ""
    merged: bool = False
    merged_into: str = ""
    urged: int = 0
    received: datetime | None = None
    version: int = 0
    key: str = ""
    place: str = ""
    batch_label: str = ""
    can: str = ""
    """The verbs a list offers that can be done here now, between spaces."""


@dataclass(frozen=True)
class Group:
    title: str
    note: str
    rows: list[Row]


def row(one: QueueRow) -> Row:
    """A desk's row as the template reads it."""
    return Row(
        no=one.no,
        subject=one.subject,
        state=one.state,
        type=one.type,
        type_name=one.type_name,
        grade=one.grade,
        urgent=one.urgent,
        urgent_reasons=one.urgent_reasons,
        tier=one.tier,
        channel=one.channel,
        customer_name=one.customer_name,
        customer_phone_masked=one.customer_phone or "",
        owner_name="" if one.unassigned else one.owner.name,
        next_clock=one.breached_clock if one.breached else one.next_clock,
        next_due=one.breached_at if one.breached else one.next_due,
        breached=one.breached,
        stage_rail=one.rail,
        updated=one.updated,
        unread=one.unread,
        restricted=one.restricted,
        understaffed=one.understaffed,
        undedicated=one.undedicated,
        history=one.history,
        batch=one.batch,
        merged=one.merged,
        merged_into=one.merged_into,
        urged=one.urged,
        received=one.received,
        version=one.version,
        key=one.key,
        place=one.place,
        batch_label=one.batch_label,
        can=" ".join(_can(one)),
    )


def _can(one: QueueRow) -> Iterator[str]:
    """What the state allows of what the permissions give; a department is reminded of a task."""
    for verb in sorted(one.may):
        stands = State(one.state) in registry()[verb].from_states and not one.merged
        if stands and (verb != "dun" or one.asked):
            yield verb


def found(one: FoundRow) -> Row:
    """A row with its hits."""
    marks = Found(one.number, one.subject, one.name, one.excerpt, one.row.received)
    return replace(row(one.row), found=marks)


def grouped(rows: Iterable[QueueRow]) -> list[Group]:
    """Rows under the names of the rule's order: urgent, then III, II, I."""
    return [
        Group(_title(key), _note(key), [row(one) for one in members])
        for key, members in groupby(rows, key=lambda one: "urgent" if one.urgent else one.grade)
    ]


def _title(key: str) -> str:
    return _("Urgent") if key == "urgent" else _("Grade %(grade)s") % {"grade": key}


def _note(key: str) -> str:
    return _("one person each, call back within 3 hours") if key == "urgent" else ""
