"""Where one thing that is said ends and the next begins, in a text as it is read. Pure.

Looking is bounded: a sentence without an end costs no more than a short one.
"""

import re
from typing import NamedTuple

ENDS = "。!?;\n"
"""Signs that end a sentence; ``normalise`` leaves no others."""

PAUSES = ",:" + ENDS
REACH = 30
"""Signs on either side of a word that are looked at, at most."""


class Place(NamedTuple):
    """A word where it stands: ``left`` and ``right`` are what is said beside it in its sentence,
    ``clause`` is what stands between two pauses, ``sentence`` everything within reach, in order.
    """

    left: str
    right: str
    clause: str
    sentence: str


def place(read: str, start: int, end: int) -> Place:
    """What stands around ``read[start:end]``."""
    left = read[max(0, start - REACH) : start]
    left = left[_LAST_END(left).end() :]  # type: ignore[union-attr]
    right = _UP_TO_END(read, end, end + REACH)[0]  # type: ignore[index]
    word = read[start:end]
    begun = left[_LAST_PAUSE(left).end() :]  # type: ignore[union-attr]
    clause = begun + word + _UP_TO_PAUSE(right)[0]  # type: ignore[index]
    return Place(left, right, clause, left + word + right)


_LAST_END, _LAST_PAUSE = (re.compile(f"(?s:.*[{signs}])?").match for signs in (ENDS, PAUSES))
_UP_TO_END, _UP_TO_PAUSE = (re.compile(f"[^{signs}]*").match for signs in (ENDS, PAUSES))
