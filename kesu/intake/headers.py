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
    the surest first; fields in the order in which they choose.
    """
    found: Words = _file()[kind]
    return found


def never() -> list[str]:
    """What stands in headers of columns that only sound like a field."""
    found: list[str] = _file()["never"]
    return found


def weak() -> list[str]:
    """Words that are also headers of something else: the values decide."""
    found: list[str] = _file()["weak"]
    return found
