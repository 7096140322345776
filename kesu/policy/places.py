"""Where in a TOML file a part of it stands. ``tomllib`` keeps no lines, so they are found here."""

import re
from typing import Any

from kesu.policy.faults import Path

_KEY = r"""(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = re.compile(rf"^\s*(\[\[?)\s*({_DOTTED})\s*\]")
_PAIR = re.compile(rf"^\s*({_DOTTED})\s*=")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_LONG = re.compile(r'"{3}|\'{3}')
_PLAIN = re.compile(r"^[A-Za-z0-9_-]+$")


class _Scanner:
    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        self._table: Path = ()
        self._depth = 0
        self._long: str | None = None

    def feed(self, number: int, line: str) -> None:
        if self._long:
            self._leave_long(line)
        elif self._depth:
            self._measure(line)
        elif header := _HEADER.match(line):
            self._enter(header[2], number, repeated=header[1] == "[[")
        elif pair := _PAIR.match(line):
            self.lines.setdefault((*self._table, *_keys(pair[1])), number)
            self._measure(line[pair.end() :])

    def _leave_long(self, line: str) -> None:
        if self._long and self._long in line:
            self._long = None

    def _measure(self, value: str) -> None:
        marks = _LONG.findall(value)
        if len(marks) % 2:
            self._long = marks[-1]
            return
        bare = _QUOTED.sub("", value).partition("#")[0]
        self._depth += sum((mark in "[{") - (mark in "]}") for mark in bare)

    def _enter(self, dotted: str, number: int, *, repeated: bool) -> None:
        *above, last = _keys(dotted)
        path: Path = ()
        for key in above:
            path = self._inside((*path, key))
        path = (*path, last)
        if repeated:
            self._counts[path] = self._counts.get(path, -1) + 1
            self.lines.setdefault(path, number)
        self._table = self._inside(path)
        self.lines.setdefault(self._table, number)

    def _inside(self, path: Path) -> Path:
        return (*path, self._counts[path]) if path in self._counts else path


def _keys(dotted: str) -> list[str]:
    return [key.strip("\"'") for key in re.findall(_KEY, dotted)]


def lines(text: str) -> dict[Path, int]:
    """The line, counted from 1, of every table and key of a TOML text."""
    scanner = _Scanner()
    for number, line in enumerate(text.splitlines(), 1):
        scanner.feed(number, line)
    return scanner.lines


def name(path: Path) -> str:
    """``types[12].handler``; a key with a dot is quoted."""
    said = ""
    for part in path:
        if isinstance(part, int):
            said += f"[{part}]"
        else:
            said += f".{part}" if _PLAIN.match(part) else f'."{part}"'
    return said.lstrip(".") or "TOML"


def place(
    path: Path, written: dict[str, Any], document: dict[str, Any], at: dict[Path, int]
) -> str:
    """The name of ``path`` in the file as written, with the line nearest to it.

    ``document`` is what ``written`` became on top of the pack it extends; entries of a list
    are found again by their code.
    """
    own = _own(path, written, document)
    if own is None:
        return f"{name(path)} ({written.get('extends')})"
    for end in range(len(own), 0, -1):
        if own[:end] in at:
            return f"{name(own)} (line {at[own[:end]]})"
    return name(own)


def _own(path: Path, written: Any, document: Any) -> Path | None:
    own: list[str | int] = []
    for part in path:
        index = part
        if isinstance(part, int) and isinstance(document, list) and isinstance(written, list):
            found = _same_code(document[part], written, part)
            if found is None:
                return None
            index = found
        own.append(index)
        document, written = _step(document, part), _step(written, index)
        if written is None and document is not None:
            return None
    return tuple(own)


def _same_code(entry: Any, written: list[Any], index: int) -> int | None:
    if not isinstance(entry, dict):
        return index
    if index < len(written) and written[index] == entry:
        return index
    codes = [row.get("code") if isinstance(row, dict) else None for row in written]
    return codes.index(entry.get("code")) if entry.get("code") in codes else None


def _step(value: Any, part: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(str(part))
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return None
