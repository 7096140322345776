"""Writing what is watched. Called by journeys only, inside their transaction."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from kesu.watch.models import Signal


@dataclass(frozen=True)
class Found:
    """What was found. ``key`` says what it is: found again it is the same signal.

    ``conversation``, ``order``, ``customer``, ``about`` (a complaint) are ids of rows.
    """

    kind: str
    key: str
    level: int
    said: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    reasons: tuple[Any, ...] = ()
    shop: str = ""
    conversation: UUID | None = None
    order: int | None = None
    customer: UUID | None = None
    about: UUID | None = None


def raise_signal(found: Found, *, at: datetime) -> tuple[Signal, bool]:
    """The signal of that key, and whether it is new. ``at`` in UTC.

    Found again while it is open it counts once more and keeps its highest level; what was
    handled, dismissed or lodged stays so: nothing is shown twice.
    """
    signal, new = Signal.objects.get_or_create(
        key=found.key,
        defaults={
            "kind": found.kind,
            "level": found.level,
            "said": found.said,
            "facts": found.facts,
            "reasons": list(found.reasons),
            "shop": found.shop,
            "raised": at,
            "last_at": at,
            "conversation_id": found.conversation,
            "order_id": found.order,
            "customer_id": found.customer,
            "about_id": found.about,
        },
    )
    if not new and signal.state == Signal.State.open:
        _again(signal, found, at)
    return signal, new


def _again(signal: Signal, found: Found, at: datetime) -> None:
    if found.level >= signal.level:
        signal.said, signal.reasons = found.said, list(found.reasons)
    signal.level = max(signal.level, found.level)
    signal.facts |= found.facts
    signal.times += 1
    signal.last_at = max(signal.last_at, at)
    signal.save()
