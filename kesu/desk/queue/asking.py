"""What is asked of a list: whose complaints, and what narrows them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import Contains

from kesu.complaints.models import Complaint
from kesu.complaints.models.complaint import NOT_MERGED, WORKED_ON
from kesu.consults.models import Consult
from kesu.deadlines import queries as deadlines
from kesu.deadlines.models import Clock
from kesu.desk import scope
from kesu.desk.prepared import Moments
from kesu.desk.sight import Sight
from kesu.policy.codes import OPEN, Flag


class View(StrEnum):
    """Whose complaints."""

    mine = "mine"
    team = "team"
    department = "department"
    all = "all"


@dataclass(frozen=True)
class Filters:
    """What narrows a list. Times with offset; ``None``: not asked. ``q`` is one piece exactly as it
    stands; with ``split`` its words between spaces must all be there. ``owned``: False for what
    nobody owns yet. ``to_approve``: what waits for the reader's own word. ``numbers``: these alone.
    """

    state: tuple[str, ...] = ()
    type: str | None = None
    grade: int | None = None
    urgent: bool | None = None
    history: bool | None = None
    tier: str | None = None
    owner: int | None = None
    department: str | None = None
    channel: str | None = None
    batch: str | None = None
    customer: str | None = None
    breached: bool | None = None
    q: str | None = None
    split: bool = False
    due_from: datetime | None = None
    due_before: datetime | None = None
    received_from: datetime | None = None
    received_to: datetime | None = None
    reason: str | None = None
    restricted: bool | None = None
    owned: bool | None = None
    to_approve: bool = False
    numbers: tuple[str, ...] = ()

    @property
    def any_open(self) -> bool:
        """Whether every open state is asked for, and no other."""
        return set(self.state) == OPEN


def timeless(wanted: Filters, moments: Moments) -> Filters:
    """The filters with their times taken out."""
    return replace(
        wanted,
        due_from=moments.instead_of(wanted.due_from),
        due_before=moments.instead_of(wanted.due_before),
        received_from=moments.instead_of(wanted.received_from),
        received_to=moments.instead_of(wanted.received_to),
    )


def of_view(rows: QuerySet[Complaint], view: View, sight: Sight) -> QuerySet[Complaint]:
    """Of ``rows`` those of a view."""
    return rows if view is View.all else rows.filter(whose(view, sight))


def visible_of(view: View, sight: Sight) -> QuerySet[Complaint]:
    """The complaints of a view that exist for the reader."""
    if view is View.mine and Flag.liaison not in sight.reader.flags:
        return scope.own_from(sight).filter(whose(view, sight))
    return of_view(scope.seen_from(sight), view, sight)


def whose(view: View, sight: Sight) -> Q:
    """Whose complaints a view shows, as a condition."""
    reader = sight.reader
    match view:
        case View.mine if Flag.liaison in reader.flags:
            asked = Consult.objects.filter(
                department=reader.department, answered_at=None, sent_back_at=None
            )
            return Q(pk__in=asked.values("complaint"))
        case View.mine:
            return Q(owner=reader.id) | Q(dedicated=reader.id)
        case View.team:
            return Q(owner__in=[reader.id, *sight.team])
        case View.department:
            return Q(owner__in=sight.colleagues)
        case View.all:
            return Q(pk__isnull=False)


def filtered(rows: QuerySet[Complaint], wanted: Filters, sight: Sight) -> QuerySet[Complaint]:
    """Of ``rows`` those that fit the filters, words apart."""
    return rows.filter(fits(wanted, sight))


def fits(wanted: Filters, sight: Sight) -> Q:
    """The filters as one condition, words apart: a count asks it as a list does."""
    plain: dict[str, Any] = {
        "grade_rank": wanted.grade,
        "urgent": wanted.urgent,
        "history": wanted.history,
        "tier": wanted.tier,
        "owner": wanted.owner,
        "channel": wanted.channel,
        "restricted": wanted.restricted,
        "customer": None if Flag.liaison in sight.reader.flags else wanted.customer,
        "next_due__gte": wanted.due_from,
        "next_due__lt": wanted.due_before,
        "received__gte": wanted.received_from,
        "received__lt": wanted.received_to,
        "state__in": None if wanted.any_open else wanted.state or None,
        "no__in": wanted.numbers or None,
    }
    found = Q(**{name: value for name, value in plain.items() if value is not None})
    for one in _others(wanted, sight):
        found &= one
    return found


def _others(wanted: Filters, sight: Sight) -> Iterator[Q]:
    """What is asked of more than one column."""
    if wanted.type is not None:
        yield Q(type=wanted.type) | Q(type__startswith=f"{wanted.type}.")
    if wanted.department is not None:
        yield Q(owner__in=sight.of_department(wanted.department))
    if wanted.batch is not None:
        key = _key(wanted.batch)
        yield Q(batch=key) if key is not None else Q(pk__in=[])
    if wanted.state and OPEN.issuperset(wanted.state):
        # A case put into another one waits for nothing any more.
        yield Q(WORKED_ON) & Q(NOT_MERGED)
    if wanted.breached:
        yield Q(Exists(owed().filter(complaint=OuterRef("pk"))))
    if wanted.reason is not None:
        # No database reads into a list of codes as the other does; both write it the same.
        yield Q(Contains(Cast("urgent_reasons", TextField()), f'"{wanted.reason}"'))
    if wanted.owned is not None:
        nobody = Q(owner__in=sight.nobody)
        yield ~nobody if wanted.owned else nobody
    if wanted.to_approve:
        yield scope.to_approve_from(sight)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def owed() -> QuerySet[Clock]:
    """The clocks that ran out and were not answered since."""
    return Clock.objects.filter(deadlines.OVERDUE)
