"""Which row of a table is its header, and how its columns are called. Pure."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kesu.foundation.tables.shape import Cell

LOOK_AT = 10
"""Rows in which the header is looked for."""

MOST_LEVELS = 3

Span = tuple[tuple[int, int], tuple[int, int]]
"""Merged cells: (row, column) of the first and the last, from 0, both included."""

_NUMBER = re.compile(r"[\s\d.,:/+\-%年月日]+\Z")
_MARKS = re.compile(r"[\s*:_]+")


@dataclass(frozen=True)
class Header:
    """``names`` of the columns from 0 on; ``last`` is the row (from 0) that ends the header."""

    names: tuple[str, ...]
    last: int


def word(cell: Cell) -> str:
    """A header word in the form in which words are compared: 「 *客户 电话： 」 is 「客户电话」."""
    if not isinstance(cell, str):
        return ""
    plain = unicodedata.normalize("NFKC", cell).replace("\ufeff", "")
    return _MARKS.sub("", plain).casefold()


def choose_header(
    rows: Sequence[Sequence[Cell]],
    known_words: Collection[str],
    merged: Sequence[Span] = (),
    *,
    left: int = 0,
    whole: bool = False,
) -> Header | None:
    """The header among the first rows (from 0); None when there is no text in them.

    The row with the most known words (two at least), else the first with nearly as many distinct
    texts as the fullest. Rows of groups above it and of parts below it belong to it: a column is
    called by its lowest name, and by all its names (``客户/电话``) where that is not enough to
    tell it from another. One without a name is called by its letter, ``left`` being that of the
    first; with ``whole`` also those to the right of the last name.
    """
    known = {word(known_word) for known_word in known_words}
    best = _best(rows[:LOOK_AT], known)
    if best is None:
        return None
    first, last = _levels(rows, best, known, merged)
    named = _names(rows[first : last + 1], first, merged)
    width = max(map(len, rows)) if whole else len(named)
    return Header(_distinct(named + [""] * (width - len(named)), left), last)


def _best(rows: Sequence[Sequence[Cell]], known: set[str]) -> int | None:
    hits = [len({word(cell) for cell in row} & known - {""}) for row in rows]
    if max(hits, default=0) >= 2:
        return hits.index(max(hits))
    texts = [len(_texts(row)) for row in rows]
    if max(texts, default=0) == 0:
        return None
    enough = max(max(texts) * 0.6, 1)
    return next(index for index, count in enumerate(texts) if count >= enough)


def _texts(row: Sequence[Cell]) -> set[str]:
    """The distinct cells that could be a name: numbers and times are none."""
    words = {word(cell) for cell in row}
    return {name for name in words if name and not _NUMBER.match(name)}


def _levels(
    rows: Sequence[Sequence[Cell]], best: int, known: set[str], merged: Sequence[Span]
) -> tuple[int, int]:
    first = last = best
    while last + 1 < len(rows) and last - best < MOST_LEVELS - 1:
        if not _parts(rows, last, merged) and not _known_parts(rows[last + 1], known):
            break
        last += 1
    while first and last - first < MOST_LEVELS - 1 and _groups(rows, first, merged):
        first -= 1
    return first, last


def _parts(rows: Sequence[Sequence[Cell]], row: int, merged: Sequence[Span]) -> bool:
    """A cell of this row reaches into the next, which has names beside it."""
    reaching = any(top <= row < bottom for (top, _), (bottom, _) in merged)
    return reaching and bool(_texts(rows[row + 1]))


def _known_parts(row: Sequence[Cell], known: set[str]) -> bool:
    filled = [cell for cell in row if word(cell) or not isinstance(cell, str | None)]
    hits = [cell for cell in filled if word(cell) in known - {""}]
    return len(hits) >= 1 and len(hits) * 2 > len(filled)


def _groups(rows: Sequence[Sequence[Cell]], row: int, merged: Sequence[Span]) -> bool:
    """The row above names groups of columns: two texts at least, and gaps between them."""
    above, here = rows[row - 1], rows[row]
    if len(_texts(above)) < 2 or len(_texts(above)) < sum(cell not in (None, "") for cell in above):
        return False
    if any(
        top <= row - 1 <= bottom and (bottom > top or right > left)
        for (top, left), (bottom, right) in merged
    ):
        return True
    named = {column for column, cell in enumerate(above) if word(cell)}
    gaps = {column for column, cell in enumerate(here) if word(cell)} - named
    return bool(gaps) and min(gaps) > min(named)


def _names(rows: Sequence[Sequence[Cell]], first: int, merged: Sequence[Span]) -> list[str]:
    width = max(len(row) for row in rows)
    levels = [
        [_name(row[column]) if column < len(row) else "" for column in range(width)] for row in rows
    ]
    _spread(levels, first, merged)
    paths = [
        list(dict.fromkeys(level[column] for level in levels if level[column]))
        for column in range(width)
    ]
    while paths and not paths[-1]:
        paths.pop()
    lowest = [path[-1] if path else "" for path in paths]
    return [path[-1] if path and lowest.count(path[-1]) == 1 else "/".join(path) for path in paths]


def _name(cell: Cell) -> str:
    if cell is None:
        return ""
    return re.sub(r"\s+", " ", str(cell).replace("\ufeff", "")).strip()


def _spread(levels: list[list[str]], first: int, merged: Sequence[Span]) -> None:
    """Names of groups are written over every column they stand above."""
    spans = [span for span in merged if first <= span[0][0] < first + len(levels)]
    for (top, left), (_, right) in spans:
        level = levels[top - first]
        level[left : right + 1] = [level[left]] * len(level[left : right + 1])
    for index, level in enumerate(levels[:-1] if not spans else []):
        for column in range(1, len(level)):
            below = any(lower[column] for lower in levels[index + 1 :])
            alone = not any(lower[column - 1] for lower in levels[index + 1 :])
            if not level[column] and below and not alone:
                level[column] = level[column - 1]


def _distinct(names: list[str], left: int) -> tuple[str, ...]:
    """A name for each: the letter of a column without one, a number where it is taken."""
    taken: set[str] = set()
    answer = []
    for index, name in enumerate(names):
        name = name or letter(left + index)
        own, count = name, 2
        while own in taken:
            own, count = f"{name} ({count})", count + 1
        taken.add(own)
        answer.append(own)
    return tuple(answer)


def letter(column: int) -> str:
    """The spreadsheet's letters of a column: 0 is A, 27 is AB."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
