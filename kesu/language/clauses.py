"""Where one thing that is said ends and the next begins, in a text as it is read. Pure.

Looking is bounded: a sentence without an end costs no more than a short one.
"""

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
    left = _last(read[max(0, start - REACH) : start], ENDS)
    right, mark = _first(read[end : end + REACH], ENDS)
    done, _ = _first(right, PAUSES)
    return Place(left, read[start:end], right, _last(left, PAUSES), done, mark)


def _last(text: str, signs: str) -> str:
    """What follows the last of the signs."""
    cut = max(text.rfind(sign) for sign in signs)
    return text[cut + 1 :]


def _first(text: str, signs: str) -> tuple[str, str]:
    """What stands before the first of the signs, and that sign."""
    found = [at for sign in signs if (at := text.find(sign)) >= 0]
    if not found:
        return text, ""
    return text[: min(found)], text[min(found)]
