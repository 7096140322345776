"""The words by which other systems call their columns, as data: ``headers.toml``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

Words = Mapping[str, list[str]]


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("headers.toml").read_text(encoding="utf-8"))


def words(kind: str) -> Words:
    """For each field of ``complaints``, ``customers`` or ``orders`` how its column may be called,
    the surest first, in both writings; fields in the order in which they choose.
    """
    return {field: _both(said) for field, said in _file()[kind].items()}


def never() -> list[str]:
    """What stands in headers of columns that only sound like a field."""
    return _both(_file()["never"])


def weak() -> list[str]:
    """Words that are also headers of something else: the values decide."""
    return _both(_file()["weak"])


def _both(said: list[str]) -> list[str]:
    """Each word, and behind it the same in traditional writing where that is another."""
    return list(dict.fromkeys(form for word in said for form in (word, word.translate(_signs()))))


@cache
def _signs() -> dict[int, str]:
    return {ord(pair[0]): pair[1] for pair in _file()["traditional"].split()}
