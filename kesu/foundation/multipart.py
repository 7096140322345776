"""multipart/form-data as RFC 7578 writes it, read as it arrives: no part of a body is ever passed
over, however it is named. Knows no Django.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

_PIECE = 256 * 1024
_LONGEST_HEAD = 16 * 1024
_PADDING = 64
_LINES = re.compile(r"\r\n(?![ \t])")
_PARAMETER = re.compile(
    r';\s*(?P<name>[^\s=;"]+)\s*=\s*'
    r'(?:"(?P<quoted>(?:[^"\\]|\\.)*)"(?=\s*(?:;|$))|"?(?P<plain>[^;]*?)"?\s*(?=;|$))',
    re.DOTALL,
)
_PLAIN = frozenset({"", "7bit", "8bit", "binary"})
"""RFC 7578 knows no other: what is kept is what was sent."""
_ESCAPED = re.compile(r'\\(["\\])')


class Malformed(Exception):  # noqa: N818 - says what is wrong
    """The body is none of its kind."""


class CutOff(Exception):  # noqa: N818 - says what is wrong
    """The body ended before its last boundary."""


@dataclass(frozen=True)
class Part:
    """``field`` it belongs to; ``filename`` as it was sent, "" too, None: it names no file."""

    field: str
    filename: str | None


def parts(read: Callable[[int], bytes], boundary: bytes) -> Iterator[tuple[Part, Iterator[bytes]]]:
    """Every part with its content in pieces, in their order. What the caller leaves of a content
    is passed over. ``read`` gives at most so many of the next bytes, none at the end.

    Errors: ``Malformed``, ``CutOff``, and those of ``read``.
    """
    body = _Body(read, boundary)
    _pass_over(body.content())
    while not body.is_over:
        part, content = _part(body.head()), body.content()
        yield part, content
        _pass_over(content)
    while read(_PIECE):
        pass


class _Body:
    """A stream cut at its boundaries; each stands on a line of its own."""

    def __init__(self, read: Callable[[int], bytes], boundary: bytes) -> None:
        self.is_over = False
        self._read = read
        line = b"\r\n--" + boundary
        self._boundary = re.compile(
            re.escape(line) + rb"(?:(?P<last>--)|[ \t]{0,%d}\r\n)" % _PADDING
        )
        self._reach = len(line) + _PADDING + 2
        self._held = b"\r\n"  # the first boundary has no line before it

    def content(self) -> Iterator[bytes]:
        """What stands before the next boundary."""
        while (found := self._boundary.search(self._held)) is None:
            safe = max(0, len(self._held) - self._reach)
            if safe:
                yield self._held[:safe]
            self._held = self._held[safe:] + self._more()
        before, self._held = self._held[: found.start()], self._held[found.end() :]
        self.is_over = found["last"] is not None
        if before:
            yield before

    def head(self) -> bytes:
        """The lines before a content."""
        while (end := self._held.find(b"\r\n\r\n")) < 0:
            if len(self._held) > _LONGEST_HEAD:
                raise Malformed
            self._held += self._more()
        head, self._held = self._held[:end], self._held[end + 4 :]
        if len(head) > _LONGEST_HEAD or self._boundary.search(b"\r\n" + head + b"\r\n"):
            raise Malformed
        return head

    def _more(self) -> bytes:
        piece = self._read(_PIECE)
        if not piece:
            raise CutOff
        return piece


def _part(head: bytes) -> Part:
    said: dict[str, str] = {}
    for line in _LINES.split(decoded(head)):
        name = line.partition(":")[0].strip().lower()
        if name in said:
            raise Malformed
        said[name] = line
    coded = said.get("content-transfer-encoding", "").partition(":")[2].strip().lower()
    given = _parameters(said.get("content-disposition", ""))
    if "name" not in given or coded not in _PLAIN:
        raise Malformed
    return Part(given["name"].strip(), _extended(given.get("filename*")) or given.get("filename"))


def _parameters(line: str) -> dict[str, str]:
    found = {}
    for one in _PARAMETER.finditer(line):
        quoted = one["quoted"]
        value = one["plain"] if quoted is None else _ESCAPED.sub(r"\1", quoted)
        found[one["name"].lower()] = value
    return found


def _extended(value: str | None) -> str | None:
    """What RFC 5987 spells out; None where nobody could read it."""
    charset, _quote, rest = (value or "").partition("'")
    _language, quote, spelt = rest.partition("'")
    try:
        return unquote_to_bytes(spelt).decode(charset, "replace") if quote else None
    except (LookupError, ValueError):
        return None


def decoded(content: bytes) -> str:
    """Text as browsers send it, or as programs of Windows in China do."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode(errors="replace")


def _pass_over(content: Iterator[bytes]) -> None:
    for _piece in content:
        pass
