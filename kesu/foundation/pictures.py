"""How large a picture is, read from its first bytes; nothing is ever decoded here. Pure."""

import struct

MOST_PIXELS = 60_000_000
"""More are not shown in a page: a small file may ask a browser for gigabytes (F13)."""
HEAD_BYTES = 256 * 1024


def size_of(head: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; None where the beginning does not say."""
    try:
        if head.startswith(b"\x89PNG"):
            return _pair(">II", head, 16)
        if head.startswith(b"GIF8"):
            return _pair("<HH", head, 6)
        if head[8:12] == b"WEBP":
            return _webp(head)
        return _jpeg(head) if head.startswith(b"\xff\xd8") else None
    except (struct.error, IndexError):
        return None


def showable(size: tuple[int, int] | None) -> bool:
    """Whether a browser may be asked to show it."""
    return size is not None and 0 < size[0] * size[1] <= MOST_PIXELS


def _pair(form: str, head: bytes, at: int) -> tuple[int, int]:
    first, second = struct.unpack_from(form, head, at)
    return first, second


def _webp(head: bytes) -> tuple[int, int] | None:
    kind = head[12:16]
    if kind == b"VP8 ":
        width, height = _pair("<HH", head, 26)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", head, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        return (
            int.from_bytes(head[24:27], "little") + 1,
            int.from_bytes(head[27:30], "little") + 1,
        )
    return None


_STARTS = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def _jpeg(head: bytes) -> tuple[int, int] | None:
    at = 2
    while head[at] == 0xFF:
        mark = head[at + 1]
        if mark in _STARTS:
            height, width = _pair(">HH", head, at + 5)
            return width, height
        (length,) = struct.unpack_from(">H", head, at + 2)
        at += 2 + length
    return None
