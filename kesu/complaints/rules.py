"""Decisions about one case. Pure: values in, answer out."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kesu.policy.codes import ContactOutcome

_SENTENCE_END = re.compile(r"[。！？!?\n；;]")
_SUBJECT_LENGTH = 40
_OF_NUMBERS = "0123456789０１２３４５６７８９+- "
_KEYS_BEGIN = datetime(1990, 1, 1, tzinfo=UTC)
_KEY_BITS = 21


def subject_of(text: str) -> str:
    """The first sentence of what the customer said, at most 40 characters; never a piece of a
    number, which no mask would know any more (law 9).
    """
    first = _SENTENCE_END.split(text.strip(), maxsplit=1)[0].strip() or text.strip()
    if len(first) <= _SUBJECT_LENGTH:
        return first
    kept = first[: _SUBJECT_LENGTH - 1]
    if first[len(kept)] in _OF_NUMBERS:
        kept = kept.rstrip(_OF_NUMBERS)
    return kept + "…"


def first_key(received: datetime) -> int:
    """The lowest key of that millisecond: a number of 63 bits that sorts by time since 1990."""
    passed = (received - _KEYS_BEGIN) // timedelta(milliseconds=1)
    return passed << _KEY_BITS


def drawn_key(received: datetime) -> int:
    """Any key of that millisecond; 21 random bits tell those received together apart."""
    return first_key(received) | secrets.randbits(_KEY_BITS)


def issue_key(*, type_code: str, merchant: str, product: str, order: str, campaign: str) -> str:
    """What makes two complaints one issue: the type and one thing known; "" when none is."""
    for kind, value in (
        ("campaign", campaign),
        ("product", product),
        ("merchant", merchant),
        ("order", order),
    ):
        if value:
            return f"{type_code}|{kind}|{value.strip().casefold()}"
    return ""


@dataclass(frozen=True)
class Attempt:
    """One attempt to reach the customer."""

    at: datetime
    channel: str
    outcome: str

    @property
    def failed(self) -> bool:
        return self.outcome in (ContactOutcome.no_answer, ContactOutcome.busy)


def tried_in_earnest(
    attempts: Iterable[Attempt],
    *,
    messages: Iterable[datetime],
    by: datetime,
    needed: int,
    apart: timedelta,
    message: bool,
) -> bool:
    """尽责未接通 (Q24): ``needed`` failed attempts, each ``apart`` from the one counted before it,
    and a message, all up to ``by``.
    """
    counted: list[datetime] = []
    for attempt in sorted(attempts, key=lambda one: one.at):
        if not attempt.failed or attempt.at > by:
            continue
        if not counted or attempt.at - counted[-1] >= apart:
            counted.append(attempt.at)
    told = not message or any(at <= by for at in messages)
    return len(counted) >= needed and told


def lost_contact_shown(attempts: Iterable[Attempt], *, zone_offset: timedelta) -> bool:
    """Q13: three failed attempts on three days, in three bands of the day, on two channels."""
    failed = [one for one in attempts if one.failed]
    local = [one.at + zone_offset for one in failed]
    days = {at.date() for at in local}
    bands = {_band(at.hour) for at in local}
    return (
        len(failed) >= 3
        and len({one.channel for one in failed}) >= 2
        and len(days) >= 3
        and (len(bands) >= 3)
    )


def _band(hour: int) -> str:
    """Morning, afternoon, evening, night."""
    if 8 <= hour < 12:
        return "morning"
    if 12 <= hour < 18:
        return "afternoon"
    return "evening" if 18 <= hour < 22 else "night"
