"""A picture without what tells of place, device and time (law 9): parts of its file are left out,
nothing is decoded or made anew, and the file itself stays what it is.

Which way is up stays: without it a photo would lie on its side.
"""

import mmap
import struct
from collections.abc import Callable
from io import SEEK_END
from typing import BinaryIO

from kesu.foundation import bare_boxes, bare_jpeg
from kesu.foundation.bare_parts import MOST, Data, Part, Unread, exif_of, orientation_of

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic"})
_SIGNS = (b"Exif\0\0", b"eXIf", b"EXIF", b"ns.adobe.com/xap", b"Photoshop 3.0", b"<x:xmpmeta")
_SHOWN = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP mDCV cLLI".split()
    + b"acTL fcTL fdAT".split()
)
_FRAMES = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_HAS_EXIF, _HAS_XMP = 0x08, 0x04


class Telltale(Exception):  # noqa: N818 - says what is wrong
    """A file that is called a picture, cannot be read as one, and carries signs of metadata."""


class Woven:
    """Parts of an open file and bytes in between, read as one file."""

    def __init__(self, file: BinaryIO, parts: list[Part]) -> None:
        self._file, self._parts, self._at = file, parts, 0
        self._size = sum(map(_length, parts))

    def seek(self, offset: int, whence: int = 0) -> int:
        """Where it stands then, from its start; from its end for ``SEEK_END``."""
        self._at = offset + (self._size if whence == SEEK_END else 0)
        return self._at

    def read(self, count: int) -> bytes:
        """At most so many bytes; none at the end."""
        before = 0
        for part in self._parts:
            skip = self._at - before
            if skip < _length(part):
                found = self._of(part, skip, count)
                self._at += len(found)
                return found
            before += _length(part)
        return b""

    def _of(self, part: Part, skip: int, count: int) -> bytes:
        if isinstance(part, bytes):
            return part[skip : skip + count]
        self._file.seek(part[0] + skip)
        return self._file.read(min(count, part[1] - part[0] - skip))

    def close(self) -> None:
        """Lets go of the file."""
        self._file.close()


def bare(file: BinaryIO, content_type: str) -> Woven | None:
    """The picture without its metadata; None where there is none to leave out. ``content_type``:
    what its first bytes say. Errors: ``Telltale``.
    """
    way = _WAYS.get(content_type)
    if way is None:
        return None
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            parts = way(data)
        except (Unread, struct.error, IndexError):
            if any(data.find(sign) >= 0 for sign in _SIGNS):
                raise Telltale from None
            return None
        whole = parts == [(0, len(data))]
    return None if whole else Woven(file, parts)


def _png(data: Data) -> list[Part]:
    parts: list[Part] = [(0, 8)]
    at = 8
    for _ in range(MOST):
        (length,) = struct.unpack_from(">I", data, at)
        kind, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data):
            raise Unread
        if kind in _SHOWN:
            parts.append((at, end))
        elif kind == b"eXIf":
            parts.append(_png_exif(data[at + 8 : end - 4]))
        if kind == b"IEND":
            return joined(parts)
        at = end
    raise Unread


def _png_exif(body: bytes) -> bytes:
    turned = orientation_of(body)
    return bare_jpeg.chunk(b"eXIf", exif_of(turned)) if turned else b""


def _webp(data: Data) -> list[Part]:
    (size,) = struct.unpack_from("<I", data, 4)
    at, end = 12, min(len(data), 8 + size)
    kept: list[Part] = []
    dropped, turned = False, 0
    for _ in range(MOST):
        if at + 8 > end:
            break
        kind, (length,) = data[at : at + 4], struct.unpack_from("<I", data, at + 4)
        after = at + 8 + length + length % 2
        if at + 8 + length > len(data):
            raise Unread
        if kind in _FRAMES:
            kept.append((at, min(after, len(data))))
        else:
            dropped = True
            turned = orientation_of(data[at + 8 : after]) if kind == b"EXIF" else turned
        at = after
    if not dropped and len(data) == end:
        return [(0, len(data))]
    return _webp_again(data, kept, turned)


def _webp_again(data: Data, kept: list[Part], turned: int) -> list[Part]:
    parts = [_flagged(data, one, turned) for one in kept]
    if turned:
        body = exif_of(turned)
        parts.append(b"EXIF" + struct.pack("<I", len(body)) + body)
    size = 4 + sum(map(_length, parts))
    return [b"RIFF" + struct.pack("<I", size) + b"WEBP", *parts]


def _flagged(data: Data, part: Part, turned: int) -> Part:
    """The head that says what follows says it no more."""
    if isinstance(part, bytes) or data[part[0] : part[0] + 4] != b"VP8X":
        return part
    chunk = bytearray(data[part[0] : part[1]])
    chunk[8] = chunk[8] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if turned else 0)
    return bytes(chunk)


def joined(parts: list[Part]) -> list[Part]:
    """Parts of the file that lie side by side as one; empty ones go."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else b""
        if not _length(part):
            continue
        if isinstance(part, tuple) and isinstance(last, tuple) and last[1] == part[0]:
            found[-1] = (last[0], part[1])
        else:
            found.append(part)
    return found


def _length(part: Part) -> int:
    return len(part) if isinstance(part, bytes) else part[1] - part[0]


_WAYS: dict[str, Callable[[Data], list[Part]]] = {
    "image/jpeg": lambda data: joined(bare_jpeg.parts(data)),
    "image/png": _png,
    "image/webp": _webp,
    "image/heic": lambda data: joined(bare_boxes.parts(data)),
}
