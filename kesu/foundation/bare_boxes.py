"""Where in a HEIC the metadata lies. It is blanked in its place: nothing moves, which way is up
stands elsewhere. Pure.
"""

import struct
from collections.abc import Iterator

from kesu.foundation.bare_parts import MOST, Data, Part, Unread

_TELLS = frozenset({b"Exif", b"mime", b"uri "})


def parts(data: Data) -> list[Part]:
    """The file with zeros where its metadata is. Errors: ``Unread``."""
    found: list[Part] = []
    at = 0
    for start, end in sorted(set(_telling(data))):
        if start < at or end > len(data):
            raise Unread
        found += [(at, start), bytes(end - start)]
        at = end
    return [*found, (at, len(data))]


def _telling(data: Data) -> Iterator[tuple[int, int]]:
    left = iter(range(MOST))
    for kind, start, end in _boxes(data, 0, len(data)):
        if kind == b"uuid":
            yield start, end
        if kind == b"meta":
            yield from _items(data, start + 4, end, left)


def _boxes(data: Data, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind and inside of each box."""
    for _ in range(MOST):
        if at + 8 > end:
            return
        size, kind = struct.unpack_from(">I4s", data, at)
        inside = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, inside)
            inside += 8
        stop = end if size == 0 else at + size
        if stop < inside or stop > end:
            raise Unread
        yield kind, inside, stop
        at = stop
    raise Unread


def _items(data: Data, at: int, end: int, left: Iterator[int]) -> Iterator[tuple[int, int]]:
    found = {kind: (start, stop) for kind, start, stop in _boxes(data, at, end)}
    if b"iinf" not in found or b"iloc" not in found:
        return
    telling = set(_named(data, *found[b"iinf"]))
    own = found.get(b"idat", (0, 0))[0]
    for item, where, start, stop in _extents(data, *found[b"iloc"], left):
        if item in telling:
            base = own if where == 1 else 0
            yield base + start, base + stop


def _named(data: Data, at: int, end: int) -> Iterator[int]:
    """The items that tell of the picture."""
    skip = 4 + (2 if data[at] == 0 else 4)
    for kind, start, _stop in _boxes(data, at + skip, end):
        version = data[start]
        if kind != b"infe" or version < 2:
            continue
        form = ">HH4s" if version == 2 else ">IH4s"
        item, _protection, what = struct.unpack_from(form, data, start + 4)
        if what in _TELLS:
            yield item


def _extents(
    data: Data, at: int, end: int, left: Iterator[int]
) -> Iterator[tuple[int, int, int, int]]:
    """Item, how it is counted (1: inside ``idat``), from and up to. ``left``: one for each item and
    extent that the file may still have; an extent may take no room, so no length bounds them.
    """
    version, sizes, bases = data[at], data[at + 4], data[at + 5]
    reader = _Reader(data, at + 6, end)
    wide = 2 if version < 2 else 4
    for _ in range(reader.number(wide)):
        _take(left)
        item = reader.number(wide)
        where = reader.number(2) & 15 if version else 0
        reader.number(2)
        base = reader.number(bases >> 4)
        for _extent in range(reader.number(2)):
            _take(left)
            if version:
                reader.number(bases & 15)
            start = base + reader.number(sizes >> 4)
            yield item, where, start, start + reader.number(sizes & 15)


def _take(left: Iterator[int]) -> None:
    if next(left, None) is None:
        raise Unread


class _Reader:
    """Whole numbers one behind another."""

    def __init__(self, data: Data, at: int, end: int) -> None:
        self._data, self._at, self._end = data, at, end

    def number(self, size: int) -> int:
        """The next one of so many bytes. Errors: ``Unread`` behind the end."""
        at, self._at = self._at, self._at + size
        if self._at > self._end:
            raise Unread
        return int.from_bytes(self._data[at : self._at], "big")
