"""Writing what is watched. Called by journeys only, inside their transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from kesu.foundation import rows
from kesu.watch.models import HitMark, Signal

_FOUND = ("level", "said", "facts", "reasons", "times", "last_at")
"""What finding it again may change; the rest is a person's."""


@dataclass(frozen=True)
class Found:
    """What was found. ``key`` says what it is: found again it is the same signal.

    ``conversation``, ``order``, ``customer``, ``about`` (a complaint) are ids of rows. ``times``:
    how often it was found at once.
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
    times: int = 1


def raise_signal(found: Found, *, at: datetime) -> tuple[Signal, bool]:
    """The signal of that key, and whether it is new. ``at`` in UTC.

    Found again while it is open it counts once more and keeps its highest level; what was
    handled, dismissed or lodged stays so: nothing is shown twice.
    """
    columns = _columns(found, at)
    key = columns.pop("key")
    # Held until the end: a person who settles it meanwhile comes before or after, never between.
    held = Signal.objects.select_for_update()
    signal, new = held.get_or_create(key=key, defaults=columns)
    if not new and signal.state == Signal.State.open:
        _again(signal, found, at)
    return signal, new


def raise_many(found: Sequence[Found], *, at: datetime) -> list[tuple[Signal, bool]]:
    """As ``raise_signal`` for several with different keys, in their order. The caller holds the
    rows they are about: nobody else raises the same meanwhile.
    """
    keys = [one.key for one in found]
    held = {one.key: one for one in Signal.objects.select_for_update().filter(key__in=keys)}
    fresh = {one.key: Signal(**_columns(one, at)) for one in found if one.key not in held}
    rows.insert(list(fresh.values()))
    for one in found:
        signal = held.get(one.key)
        if signal is not None and signal.state == Signal.State.open:
            _again(signal, one, at)
    return [(held.get(key) or fresh[key], key in fresh) for key in keys]


def join(signal: Signal, found: Found, *, at: datetime, instead: Collection[str]) -> None:
    """What was found of something that is shown already: it counts once more, at the higher level,
    with these reasons behind those it has. ``instead``: rules whose reasons these take the place
    of. The sentence it was found in stays.
    """
    kept = [one for one in signal.reasons if one.get("rule") not in instead]
    signal.reasons = [*kept, *found.reasons]
    signal.said = signal.said or found.said
    signal.level = max(signal.level, found.level)
    signal.facts |= found.facts
    signal.times += found.times
    signal.last_at = max(signal.last_at, at)
    signal.save(update_fields=_FOUND)


def settle(
    signal: Signal,
    state: str,
    *,
    by: int | None,
    at: datetime,
    action: str = "",
    helped: bool | None = None,
    complaint: UUID | None = None,
) -> None:
    """A person has done something about it. ``action``: what, or why nothing. Without a person it
    has settled itself, and ``action`` is a code.
    """
    signal.state, signal.settled, signal.by_id = state, at, by
    signal.action, signal.helped, signal.complaint_id = action, helped, complaint
    signal.save(update_fields=["state", "settled", "by", "action", "helped", "complaint"])


def open_again(signal: Signal) -> None:
    """It was settled by mistake: it waits as before, and what was said of its words goes."""
    signal.state, signal.settled, signal.by_id = Signal.State.open.value, None, None
    signal.action, signal.helped = "", None
    signal.save(update_fields=["state", "settled", "by", "action", "helped"])
    HitMark.objects.filter(signal=signal).delete()


def mark(signal: Signal, marks: Mapping[str, bool], *, by: int, at: datetime) -> None:
    """What a person says of its words, each once; a later word counts."""
    for term, right in marks.items():
        said = {"right": right, "by_id": by, "at": at}
        HitMark.objects.update_or_create(signal=signal, term=term, defaults=said)


def _columns(found: Found, at: datetime) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "key": found.key,
        "level": found.level,
        "said": found.said,
        "facts": found.facts,
        "reasons": list(found.reasons),
        "shop": found.shop,
        "times": found.times,
        "raised": at,
        "last_at": at,
        "conversation_id": found.conversation,
        "order_id": found.order,
        "customer_id": found.customer,
        "about_id": found.about,
    }


def _again(signal: Signal, found: Found, at: datetime) -> None:
    if found.level >= signal.level:
        signal.said, signal.reasons = found.said, list(found.reasons)
    signal.level = max(signal.level, found.level)
    signal.facts |= found.facts
    signal.times += found.times
    signal.last_at = max(signal.last_at, at)
    signal.save(update_fields=_FOUND)
