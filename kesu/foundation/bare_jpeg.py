"""Which parts of a JPEG are the picture, and which tell of it. Pure."""

import re
import struct
import zlib

from kesu.foundation.bare_parts import MOST, Data, Part, Unread, exif_of, orientation_of

_NEXT_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_BARE_MARKS = frozenset({0x01, *range(0xD0, 0xD8)})
_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
_APPLICATION = range(0xE0, 0xF0)
_PLAIN = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""What of an application a picture needs to look right: its size, its colours."""


def parts(data: Data) -> list[Part]:
    """The parts to keep, up to the end of the first picture: what lies behind it is another one,
    with metadata of its own. Errors: ``Unread``.
    """
    found: list[Part] = [(0, 2)]
    at, turned = 2, 0
    for _ in range(MOST):
        if at >= len(data):
            break
        at = _fills(data, at)
        mark, end = data[at + 1], _end(data, at)
        if mark == _END:
            found.append((at, at + 2))
            break
        if _is_shown(mark, data[at + 4 : at + 18]):
            found.append((at, end))
        elif mark == 0xE1 and not turned:
            turned = orientation_of(data[at + 4 : end])
        at = end
    if turned:
        body = b"Exif\0\0" + exif_of(turned)
        found.insert(1, b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body)
    return found


def chunk(kind: bytes, body: bytes) -> bytes:
    """A part of a PNG with its length and its check."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _fills(data: Data, at: int) -> int:
    """Where the mark begins; it may be filled up before."""
    if data[at] != 0xFF:
        raise Unread
    while data[at + 1] == 0xFF:
        at += 1
    return at


def _end(data: Data, at: int) -> int:
    """Where the part that begins with the mark at ``at`` ends; a scan ends before the next mark."""
    mark = data[at + 1]
    if mark in _BARE_MARKS or mark == _END:
        return at + 2
    (length,) = struct.unpack_from(">H", data, at + 2)
    end = at + 2 + int(length)
    if length < 2 or end > len(data):
        raise Unread
    if mark != _SCAN:
        return end
    following = _NEXT_MARK.search(data, end)
    return following.start() if following else len(data)


def _is_shown(mark: int, begin: bytes) -> bool:
    if mark in _APPLICATION:
        return mark in _PLAIN and begin.startswith(_PLAIN[mark])
    return mark != _COMMENT
