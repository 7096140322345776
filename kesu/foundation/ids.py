"""Identifiers: time-ordered ids, and numbers that a person can read aloud."""

import secrets
import time
import uuid
from datetime import date, datetime

_UNMISTAKABLE = "346789ACDEFGHJKMNPQRTUVWXY"
_TAIL = 6
_TAILS = len(_UNMISTAKABLE) ** _TAIL


def uuid7() -> uuid.UUID:
    """A version 7 UUID: milliseconds since 1970 first, 74 random bits behind (RFC 9562)."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & ((1 << 48) - 1)) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def least_uuid7(at: datetime) -> uuid.UUID:
    """What no id made from ``at`` on is below."""
    return uuid.UUID(int=int(at.timestamp() * 1000) << 80)


def spoken_number(prefix: str, day: date) -> str:
    """``PREFIX-YYYYMMDD-XXXXXX``: six random characters without look-alikes.

    Not consecutive, so that a customer learns nothing about volume.
    """
    drawn, tail = secrets.randbelow(_TAILS), ""
    for _ in range(_TAIL):
        drawn, place = divmod(drawn, len(_UNMISTAKABLE))
        tail += _UNMISTAKABLE[place]
    return f"{prefix}-{day:%Y%m%d}-{tail}"


def counted_number(prefix: str, day: date, count: int) -> str:
    """``PREFIX-YYYYMMDD-NNNN``: consecutive, with more digits past 9999."""
    return f"{prefix}-{day:%Y%m%d}-{count:04d}"
