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
    ``sentence`` everything within reach, in order.
    """

    left: str
    right: str
    sentence: str

    @property
    def clause(self) -> str:
        """What stands between two pauses, with the word."""
        begun = _LAST_PAUSE(self.left).end()  # type: ignore[union-attr]
        ended = _UP_TO_PAUSE(self.right).end()  # type: ignore[union-attr]
        return self.sentence[begun : len(self.sentence) - len(self.right) + ended]


def place(read: str, start: int, end: int) -> Place:
    """What stands around ``read[start:end]``."""
    left = read[max(0, start - REACH) : start]
    left = left[_LAST_END(left).end() :]  # type: ignore[union-attr]
    right = _UP_TO_END(read, end, end + REACH)[0]  # type: ignore[index]
    return Place(left, right, left + read[start:end] + right)


_LAST_END, _LAST_PAUSE = (re.compile(f"(?s:.*[{signs}])?").match for signs in (ENDS, PAUSES))
_UP_TO_END, _UP_TO_PAUSE = (re.compile(f"[^{signs}]*").match for signs in (ENDS, PAUSES))
