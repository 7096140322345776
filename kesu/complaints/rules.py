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


@dataclass(frozen=True)
class Reaching:
    """How far contact was looked for in vain: failed attempts, and on how many channels and days
    and in how many bands of the day (Q13).
    """

    attempts: int = 0
    channels: int = 0
    days: int = 0
    bands: int = 0

    @property
    def shown(self) -> bool:
        """Three failed attempts on three days, in three bands of the day, on two channels."""
        return (
            self.attempts >= LOST.attempts
            and self.channels >= LOST.channels
            and self.days >= LOST.days
            and self.bands >= LOST.bands
        )


LOST = Reaching(attempts=3, channels=2, days=3, bands=3)
"""What shows that contact is lost."""


def reaching(attempts: Iterable[Attempt], *, zone_offset: timedelta) -> Reaching:
    """What the failed attempts come to; days and bands where ``zone_offset`` holds."""
    failed = [one for one in attempts if one.failed]
    local = [one.at + zone_offset for one in failed]
    return Reaching(
        attempts=len(failed),
        channels=len({one.channel for one in failed}),
        days=len({at.date() for at in local}),
        bands=len({_band(at.hour) for at in local}),
    )


def lost_contact_shown(attempts: Iterable[Attempt], *, zone_offset: timedelta) -> bool:
    """Q13: whether the attempts show that contact is lost."""
    return reaching(attempts, zone_offset=zone_offset).shown


def _band(hour: int) -> str:
    """Morning, afternoon, evening, night."""
    if 8 <= hour < 12:
        return "morning"
    if 12 <= hour < 18:
        return "afternoon"
    return "evening" if 18 <= hour < 22 else "night"
