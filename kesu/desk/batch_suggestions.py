"""Suggested batches as their reader may see them: only with members that they may see (E37)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kesu.complaints.models import Complaint
from kesu.desk import scope
from kesu.desk.signal_sight import visible
from kesu.foundation.masking import mask_text
from kesu.people.rules import People, Person
from kesu.watch.models import Signal
from kesu.watch.permissions import may_settle_signals
from kesu.watch.suggested import suggestion

MOST = 10
MOST_MEMBERS = 200


@dataclass(frozen=True)
class MemberRow:
    """One complaint of a suggestion; its subject is masked. ``batched``: in a batch already."""

    no: str
    subject: str
    received: datetime
    state: str
    batched: bool


@dataclass(frozen=True)
class SuggestionView:
    """``cases`` and ``people`` count all, ``hidden`` those that this reader may not see; what was
    taken out counts no more. ``common``: what they share, as the radar found it.
    """

    id: str
    label: str
    level: int
    raised: datetime
    last_at: datetime
    cases: int
    people: int
    common: Sequence[dict[str, Any]]
    members: Sequence[MemberRow]
    hidden: int
    may_decide: bool


def suggestions(*, reader: Person, people: People) -> list[SuggestionView]:
    """The open ones, the most pressing first. Nothing for a reader who sees no warnings."""
    rows = visible(reader, people).filter(kind=Signal.Kind.batch, state=Signal.State.open)
    found = list(rows.order_by("-level", "-last_at", "-id")[:MOST])
    left = {one.pk: suggestion(one.facts).left[-MOST_MEMBERS:] for one in found}
    seen = _members({key for keys in left.values() for key in keys}, reader, people)
    views = [_view(one, left[one.pk], seen, may_settle_signals(reader)) for one in found]
    return [one for one in views if one.members]


def settled_as(key: str, *, reader: Person, people: People) -> str:
    """The state of one that waits no more; "" where it waits, or this reader may not see it."""
    try:
        rows = visible(reader, people).filter(kind=Signal.Kind.batch, pk=UUID(key))
    except ValueError:
        return ""
    return rows.exclude(state=Signal.State.open).values_list("state", flat=True).first() or ""


def _members(keys: set[str], reader: Person, people: People) -> dict[str, Complaint]:
    rows = scope.visible(reader, people).filter(pk__in=[UUID(one) for one in keys])
    rows = rows.filter(merged_into=None)
    asked = rows.only("id", "no", "subject", "received", "state", "batch_id")
    return {str(one.pk): one for one in asked} if keys else {}


def _view(
    signal: Signal, left: Sequence[str], seen: dict[str, Complaint], may_decide: bool
) -> SuggestionView:
    mine = [seen[one] for one in left if one in seen]
    out = len(suggestion(signal.facts).out)
    return SuggestionView(
        id=str(signal.pk),
        label=mask_text(str(signal.facts.get("label", ""))),
        level=signal.level,
        raised=signal.raised,
        last_at=signal.last_at,
        cases=max(0, int(signal.facts.get("cases", 0)) - out),
        people=int(signal.facts.get("people", 0)),
        common=[one for one in signal.reasons if isinstance(one, dict)],
        members=[_row(one) for one in mine],
        hidden=len(left) - len(mine),
        may_decide=may_decide,
    )


def _row(one: Complaint) -> MemberRow:
    return MemberRow(
        no=one.no,
        subject=mask_text(one.subject),
        received=one.received,
        state=one.state,
        batched=one.batch_id is not None,
    )
