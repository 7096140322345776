"""The lines of a text file: decoded, never too long for memory, and able to be handed back."""

import io
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kesu.foundation.tables.encodings import Finding, decode_line

LONGEST_LINE = 1 << 20
"""Characters; a longer line is cut, and what is over is thrown away unread."""


class LongLine(Exception):  # noqa: N818 - tells the reader to report a row
    """The line just taken is longer than ``LONGEST_LINE``."""


class Lines:
    """An iterator over lines that remembers those of the row at hand.

    ``number`` is that of the line given last, from 1. ``taken`` is cleared by whoever reads rows.
    """

    def __init__(self, source: Iterator[str], place: Callable[[], float]) -> None:
        self._source = source
        self._back: deque[str] = deque()
        self.place = place
        self.number = 0
        self.taken: list[str] = []

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._source)
        self.number += 1
        self.taken.append(line)
        if len(line) >= LONGEST_LINE:
            raise LongLine
        return line

    def give_back(self, lines: list[str]) -> None:
        """The next lines will be these once more."""
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


@contextmanager
def open_lines(path: Path, found: Finding) -> Iterator[Lines]:
    """The lines with their ends, after the mark. Bytes that nothing explains are ``UNKNOWN``."""
    size = max(path.stat().st_size, 1)
    with path.open("rb") as file:
        file.seek(found.skip)

        def place() -> float:
            return 1.0 if file.closed else file.tell() / size

        if found.mixed:
            yield Lines(_weighed(file, found.encoding), place)
            return
        text = io.TextIOWrapper(file, found.encoding, errors="kesu-unknown", newline="")
        yield Lines(_bounded(text), place)
        text.detach()


def _bounded(text: io.TextIOWrapper) -> Iterator[str]:
    read = text.readline
    while line := read(LONGEST_LINE):
        yield line
        if len(line) >= LONGEST_LINE:
            while line and not line.endswith(("\n", "\r")):
                line = read(LONGEST_LINE)


def _weighed(file: io.BufferedReader, most: str) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE):
        text = decode_line(line, most)
        if len(line) >= LONGEST_LINE:
            yield text.ljust(LONGEST_LINE)
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_LINE)
        elif "\r" in text[:-2]:
            yield from io.StringIO(text, newline="")
        else:
            yield text
