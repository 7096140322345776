"""Changing one value in the text of a pack and leaving every other letter as it stands. Pure."""

import re
import tomllib
from copy import deepcopy
from typing import Any

from kesu.policy import places
from kesu.policy.faults import Path

_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\r": "\\r"}


class Unwritable(ValueError):  # noqa: N818 - says what cannot be done
    """The text is written in a way that this value must be changed by hand."""


def set_value(text: str, path: Path, value: Any) -> str:
    """``text`` with ``value`` at a dotted ``path`` of tables: where it stood, else in its table,
    else in a table of its own at the end.

    Errors: ``Unwritable``; ``tomllib.TOMLDecodeError`` for a text that is no TOML.
    """
    wanted = _with(tomllib.loads(text), path, value)
    written = _written(text, path, value)
    try:
        if tomllib.loads(written) == wanted:
            return written
    except tomllib.TOMLDecodeError:
        pass
    raise Unwritable(places.name(path))


def toml(value: Any) -> str:
    """A value as TOML writes it on one line, or over lines for words that have some."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)} = {toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml(one) for one in value) + "]"
    if isinstance(value, str):
        said = "".join(_ESCAPES.get(letter, letter) for letter in value)
        return f'"""\n{said}"""' if "\n" in said else f'"{said}"'
    return str(value)


def _written(text: str, path: Path, value: Any) -> str:
    at, rows = places.lines(text), text.splitlines(keepends=True)
    if path in at and not _is_header(rows[at[path] - 1]):
        return _replaced(text, rows, at[path], value)
    above = path[:-1]
    if above in at and not _is_header(rows[at[above] - 1]):
        inside = _at(tomllib.loads(text), above)
        return _written(text, above, {**inside, str(path[-1]): value})
    line = f"{_key(str(path[-1]))} = {toml(value)}\n"
    if not above or above in at:
        place = at[above] if above else 0
        return "".join([*rows[:place], line, *rows[place:]])
    return f"{text.rstrip()}\n\n[{'.'.join(_key(str(one)) for one in above)}]\n{line}"


def _replaced(text: str, rows: list[str], number: int, value: Any) -> str:
    start = sum(len(row) for row in rows[: number - 1])
    key = re.compile(r"""\s*(?:"[^"]*"|'[^']*'|[^="'\n])+=\s*""").match(text, start)
    if key is None:
        raise Unwritable(f"line {number}")
    return text[: key.end()] + toml(value) + text[_end(text, key.end()) :]


def _end(text: str, start: int) -> int:
    """Behind the value that begins at ``start``: strings, lists and tables are passed whole."""
    place, depth = start, 0
    while place < len(text):
        quote = next((one for one in ('"""', "'''", '"', "'") if text.startswith(one, place)), "")
        if quote:
            place = _closed(text, place + len(quote), quote)
            continue
        letter = text[place]
        if depth == 0 and letter in "\n#":
            break
        depth += (letter in "[{") - (letter in "]}")
        place = text.find("\n", place) if letter == "#" else place + 1
    while place > start and text[place - 1] in " \t\r":
        place -= 1
    return place


def _closed(text: str, place: int, quote: str) -> int:
    while place < len(text) and not text.startswith(quote, place):
        place += 2 if text[place] == "\\" and quote[0] == '"' else 1
    end = place + len(quote)
    # Up to two quotes may stand before the three that close.
    while len(quote) == 3 and text.startswith(quote[0], end):
        end += 1
    return end


def _is_header(row: str) -> bool:
    return row.lstrip().startswith("[")


def _key(key: str) -> str:
    return key if _BARE.match(key) else f'"{key}"'


def _at(document: Any, path: Path) -> Any:
    for part in path:
        document = document[part]
    return document


def _with(document: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    whole = deepcopy(document)
    inside = whole
    for part in path[:-1]:
        inside = inside.setdefault(str(part), {})
    inside[str(path[-1])] = value
    return whole
