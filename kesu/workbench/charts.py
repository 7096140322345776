"""Small pictures of figures, drawn by the server: bars and blocks as plain geometry. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    tone: str = ""


@dataclass(frozen=True)
class Word:
    """``anchor``: start, middle or end of the word stands at ``x``."""

    x: float
    y: float
    text: str
    anchor: str = "middle"
    tone: str = ""


@dataclass(frozen=True)
class Line:
    """A level that goes across: ``tone`` limit or usual."""

    y: float
    tone: str


@dataclass(frozen=True)
class Chart:
    """``says``: the sentence for who does not see it. Lengths in the units of the picture."""

    width: float
    height: float
    says: str
    rects: list[Rect] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Bar:
    """One bar; ``tone`` past, last, now, soon or breach. ``word`` stands under it."""

    value: float
    tone: str = "past"
    word: str = ""
    said: str = ""
    """What stands above it."""


def bars(
    values: Sequence[Bar],
    *,
    says: str,
    width: float = 170,
    height: float = 84,
    limit: float | None = None,
    usual: float | None = None,
) -> Chart:
    """Upright bars, the oldest first; ``limit`` is dashed, ``usual`` a thin line."""
    foot, head = (14.0 if any(one.word for one in values) else 2.0), 14.0
    room = height - foot - head
    top = max([1.0, limit or 0.0, *(one.value for one in values)])
    step = width / max(1, len(values))
    base = height - foot
    rects, words = [], []
    for place, one in enumerate(values):
        tall = max(1.0 if not one.value else 2.0, one.value / top * room)
        left = place * step + step * 0.15
        rects.append(Rect(_r(left), _r(base - tall), _r(step * 0.7), _r(tall), one.tone))
        middle = _r(left + step * 0.35)
        if one.said:
            words.append(Word(middle, _r(base - tall - 3), one.said, tone=one.tone))
        if one.word:
            words.append(Word(middle, _r(height - 2), one.word))
    levels = ((limit, "limit"), (usual, "usual"))
    lines = [Line(_r(base - at / top * room), tone) for at, tone in levels if at is not None]
    return Chart(width, height, says, rects, words, lines)


def blocks(
    columns: Sequence[tuple[int, str, str, bool]],
    *,
    says: str,
    names: tuple[str, str],
    width: float = 460,
    most: int = 6,
) -> Chart:
    """One block for each thing, in columns of (how many, word, second word, stands out); more than
    ``most`` are said by a number. ``names``: of the two rows of words.
    """
    size, gap, lead, head = 13.0, 3.0, 44.0, 16.0
    base = head + most * (size + gap)
    step = (width - lead) / max(1, len(columns))
    rects, words = [], []
    for place, (count, word, second, stands_out) in enumerate(columns):
        left = lead + place * step + step * 0.12
        middle = _r(lead + place * step + step / 2)
        tone = "soon" if stands_out else ("past" if count else "")
        for level in range(min(count, most)):
            top = base - (level + 1) * (size + gap)
            rects.append(Rect(_r(left), _r(top), _r(step * 0.76), size, tone))
        if count > most:
            words.append(Word(middle, _r(head - 4), str(count), tone=tone))
        words.append(Word(middle, _r(base + 15), word))
        words.append(Word(middle, _r(base + 33), second, tone="soon" if stands_out else "second"))
    words += [
        Word(0, _r(base + 15), names[0], anchor="start"),
        Word(0, _r(base + 33), names[1], anchor="start"),
    ]
    return Chart(width, _r(base + 38), says, rects, words, [Line(_r(base), "base")])


def _r(value: float) -> float:
    return round(value, 2)
