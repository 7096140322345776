"""A list of watch words as a file says it, in TOML or as a table; each fault by its row."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kesu.foundation.faults import Fault, Refused
from kesu.foundation.tables.cells import read_text
from kesu.foundation.tables.shape import BadRow, Cell, Table
from kesu.journeys.watch_words import WordEntry, readable

HEADERS: dict[str, tuple[str, ...]] = {
    "term": ("term", "word", "敏感词", "敏感詞", "关键词", "關鍵詞"),
    "group": ("group", "分组", "分組", "类别", "類別"),
    "level": ("level", "级别", "級別", "等级", "等級"),
    "variants": ("variants", "变体", "變體", "其他写法", "其他寫法"),
    "near": ("near", "须邻近", "須鄰近"),
    "not_near": ("not_near", "不得邻近", "不得鄰近"),
    "inside": ("inside", "排除词", "排除詞"),
    "shop": ("shop", "店铺", "店鋪"),
    "months": ("months", "月份"),
    "valid_from": ("valid_from", "起始日"),
    "valid_until": ("valid_until", "截止日"),
    "on": ("on", "启用", "啟用"),
}
"""The words by which a column of a list of watch words is known."""
_LISTS = frozenset(("variants", "near", "not_near", "inside", "months"))
_SPLIT = re.compile(r"[;；|\n]+")
_NO = frozenset(("否", "no", "n", "false", "0", "×", "停用"))


def of_toml(text: str) -> list[WordEntry]:
    """The words under ``[[word]]``. Errors: ``Refused``."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise Refused([Fault("file", _("This is no TOML."), str(fault))], code="words") from None
    rows = told.get("word")
    if not isinstance(rows, list) or not rows:
        raise Refused([Fault("file", _("This file names no word."), "[[word]]")], code="words")
    return readable([_plain(row) for row in rows])


def of_table(table: Table, groups: Mapping[str, str]) -> list[WordEntry]:
    """The words of a table; ``groups``: codes by what people call them. Errors: ``Refused``."""
    places = _columns(table)
    rows = []
    for row in table.rows:
        if isinstance(row, BadRow):
            raise Refused([Fault(f"{row.number}.", row.reason)], code="words")
        rows.append({name: row.cells[at] for name, at in places.items()})
    if not rows:
        raise Refused([Fault("file", _("This file names no word."))], code="words")
    return readable([_told(row, groups) for row in rows])


def _columns(table: Table) -> dict[str, int]:
    heads = [head.strip().casefold() for head in table.header]
    places = {
        name: heads.index(word)
        for name, words in HEADERS.items()
        for word in words[::-1]
        if word in heads
    }
    missing = [name for name in ("term", "group", "level") if name not in places]
    if missing:
        message = _("A column is missing.")
        faults = [Fault("file", message, " / ".join(HEADERS[name][:3])) for name in missing]
        raise Refused(faults, code="words")
    return places


def _told(row: Mapping[str, Cell], groups: Mapping[str, str]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name, cell in row.items():
        text = read_text(cell).strip()
        if not text:
            continue
        if name in _LISTS:
            parts = [part.strip() for part in _SPLIT.split(text) if part.strip()]
            said[name] = [_whole(part) for part in parts] if name == "months" else parts
        elif name == "level":
            said[name] = _whole(text)
        elif name == "on":
            said[name] = text.casefold() not in _NO
        elif name == "group":
            said[name] = groups.get(text, text)
        else:
            said[name] = text[:10] if name.startswith("valid_") else text
    return said


def _whole(text: str) -> int | str:
    return int(text) if text.isdecimal() and len(text) < 4 else text


def _plain(row: Any) -> Any:
    """TOML's own days as text, which is what payloads read."""
    if not isinstance(row, dict):
        return row
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()
    }
