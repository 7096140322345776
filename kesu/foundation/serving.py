"""A kept file as an answer of HTTP, for any door: whole, in part, or not again. Knows no Django."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import BinaryIO, Self

from kesu.foundation import filenames, files, kinds
from kesu.foundation.bare import Woven, bare

_PIECE = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; "
    "form-action 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox"
)
_POLICY_OF_PLAYED = f"{_POLICY} allow-same-origin"
"""A player of its own asks for the file once more and gets it only in the house's name; scripts it
has none, and may run none.
"""


@dataclass(frozen=True)
class Wish:
    """What a caller asked for: the headers Range, If-Range and If-None-Match."""

    range: str = ""
    if_range: str = ""
    if_none_match: str = ""


class Pieces:
    """The bytes of an open file from one place up to another, read as they are asked for."""

    def __init__(self, file: BinaryIO | Woven, start: int, end: int) -> None:
        self._file, self._left = file, end - start
        file.seek(start)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        piece = self._file.read(min(_PIECE, self._left)) if self._left else b""
        if not piece:
            self.close()
            raise StopIteration
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        """Lets go of the file."""
        self._file.close()


@dataclass(frozen=True)
class Served:
    """Status, headers, and the bytes, which are read as they are sent; None: none are."""

    status: HTTPStatus
    headers: dict[str, str]
    pieces: Pieces | None = None


def serve(
    sha256: str, *, name: str, content_type: str, wish: Wish, without: bool = False
) -> Served:
    """The file as an answer. ``name`` was washed; ``without``: a picture goes out without what it
    tells of place, device and time.

    A whole one is held against its digest before its first byte goes; parts of it again only when
    the file was touched. Errors: ``Spoilt``; ``Telltale``.
    """
    file, etag = _opened(sha256, content_type, without=without, anew=not wish.range)
    headers = _headers(etag, name, content_type)
    size = file.seek(0, 2)
    part = _part(wish, size, etag)
    start, end = part or (0, size)
    if etag in wish.if_none_match or wish.if_none_match.strip() == "*":
        file.close()
        return Served(HTTPStatus.NOT_MODIFIED, headers)
    if start >= end:
        file.close()
        headers["Content-Range"] = f"bytes */{size}"
        return Served(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers)
    headers["Content-Length"] = str(end - start)
    if part is None:
        return Served(HTTPStatus.OK, headers, Pieces(file, start, end))
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return Served(HTTPStatus.PARTIAL_CONTENT, headers, Pieces(file, start, end))


def _opened(
    sha256: str, content_type: str, *, without: bool, anew: bool
) -> tuple[BinaryIO | Woven, str]:
    """The file and what it is known by; other bytes are another thing."""
    file = files.opened(sha256, anew=anew)
    try:
        woven = bare(file, content_type) if without else None
    except BaseException:
        file.close()
        raise
    return (woven, f'"{sha256}-bare"') if woven else (file, f'"{sha256}"')


def is_inline(content_type: str) -> bool:
    """Whether a browser may show it in its place."""
    return content_type in kinds.INLINE


def _headers(etag: str, name: str, content_type: str) -> dict[str, str]:
    inline = is_inline(content_type)
    is_played = content_type in kinds.SOUNDS | kinds.VIDEOS
    return {
        "Content-Type": content_type if inline else kinds.UNKNOWN,
        "Content-Disposition": filenames.disposition(name, inline=inline),
        "Content-Security-Policy": _POLICY_OF_PLAYED if is_played else _POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Accept-Ranges": "bytes",
        "ETag": etag,
    }


def _part(wish: Wish, size: int, etag: str) -> tuple[int, int] | None:
    """From and up to, which may lie outside; None: all of it. Only a single range is answered."""
    found = _RANGE.fullmatch(wish.range.strip())
    if found is None or (wish.if_range and wish.if_range.strip() != etag):
        return None
    first, last = found.groups()
    if not first:
        return (max(size - int(last), 0), size) if last else None
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size) if last else size
