"""Where one thing that is said ends and the next begins, in a text as it is read. Pure.

Looking is bounded: a sentence without an end costs no more than a short one.
"""

import re
from dataclasses import dataclass

ENDS = "。!?;\n"
"""Signs that end a sentence; ``normalise`` leaves no others."""

PAUSES = ",:" + ENDS
REACH = 30
"""Signs on either side of a word that are looked at, at most."""


@dataclass(frozen=True)
class Place:
    """A word where it stands: ``left`` and ``right`` are what is said beside it in its sentence,
    ``begun`` and ``done`` the parts of them that belong to its own clause.
    """

    left: str
    word: str
    right: str
    begun: str
    done: str
    mark: str

    @property
    def sentence(self) -> str:
        """Everything within reach, in order."""
        return self.left + self.word + self.right

    @property
    def clause(self) -> str:
        """The same between two pauses."""
        return self.begun + self.word + self.done


def place(read: str, start: int, end: int) -> Place:
    """What stands around ``read[start:end]``; ``mark`` is the sign that ends the sentence."""
    left = _BEHIND_END(read[max(0, start - REACH) : start])[0]  # type: ignore[index]
    after = read[end : end + REACH]
    right = _UP_TO_END(after)[0]  # type: ignore[index]
    begun, done = _BEHIND_PAUSE(left)[0], _UP_TO_PAUSE(right)[0]  # type: ignore[index]
    return Place(left, read[start:end], right, begun, done, after[len(right) : len(right) + 1])


_BEHIND_END, _BEHIND_PAUSE = (re.compile(f"[^{signs}]*\\Z").search for signs in (ENDS, PAUSES))
_UP_TO_END, _UP_TO_PAUSE = (re.compile(f"[^{signs}]*").match for signs in (ENDS, PAUSES))
