"""The watch list as a file that can be edited and brought back."""

from collections.abc import Iterable, Iterator
from typing import Any

from kesu.foundation.tables.writing import Cell, write_rows
from kesu.policy.writing import toml
from kesu.watch.words import Own

COLUMNS = (
    "term",
    "group",
    "level",
    "variants",
    "near",
    "not_near",
    "inside",
    "shop",
    "months",
    "valid_from",
    "valid_until",
    "on",
)


def as_toml(words: Iterable[Own]) -> Iterator[bytes]:
    """Every word under ``[[word]]``; what is as usual is left out."""
    for own in words:
        said = [f"{name} = {_said(getattr(own, name))}" for name in COLUMNS if _told(own, name)]
        yield ("[[word]]\n" + "\n".join(said) + "\n\n").encode()


def as_csv(words: Iterable[Own]) -> Iterator[bytes]:
    """One row a word, lists with semicolons between their words."""
    return write_rows(
        "csv", COLUMNS, (tuple(_cell(own, name) for name in COLUMNS) for own in words)
    )


def _told(own: Own, name: str) -> bool:
    value = getattr(own, name)
    return not value if name == "on" else value not in ("", (), None)


def _said(value: Any) -> str:
    return toml(value.replace("\n", " ") if isinstance(value, str) else value)


def _cell(own: Own, name: str) -> Cell:
    value = getattr(own, name)
    if name == "on":
        return "是" if value else "否"
    if isinstance(value, tuple):
        return tuple(map(str, value))
    return value if isinstance(value, int) else str(value or "")
