"""Entries of the stream as messages: a field ``message`` with JSON, or the message's own fields."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kesu.foundation.faults import Refused
from kesu.journeys.hear_payload import Said, read_one

Fields = Mapping[bytes, bytes]
WHOLE = b"message"
_FLAT = frozenset({"id", "conversation", "from", "text", "at", "shop"})
_MOST_REASON = 500


@dataclass(frozen=True)
class Entry:
    """One entry of the stream."""

    id: bytes
    fields: Fields


@dataclass(frozen=True)
class Spoilt:
    """An entry that is no message, and why."""

    entry: Entry
    reason: str


def read(entry: Entry, *, now: datetime) -> Said | Spoilt:
    """The message of an entry, or why there is none."""
    try:
        return read_one(_values(entry.fields), now=now)
    except Refused as refused:
        faults = "; ".join(
            f"{one.loc}: {one.message} {one.expected}".strip() for one in refused.faults
        )
        return Spoilt(entry, faults[:_MOST_REASON])
    except (ValueError, RecursionError) as fault:
        return Spoilt(entry, f"message: {fault or type(fault).__name__}"[:_MOST_REASON])


def _values(fields: Fields) -> Mapping[str, object]:
    whole = fields.get(WHOLE)
    if whole is None:
        flat = {name.decode(): value.decode() for name, value in fields.items()}
        return {name: value for name, value in flat.items() if name in _FLAT}
    found = json.loads(whole)
    if not isinstance(found, dict):
        raise ValueError("expected an object")
    return found
