"""Workdays, days off and make-up workdays, and the N-th workday after a day (Q8, Q9).

A calendar lists only what differs from Monday to Friday. Where no list was published, the days
that the law itself names are off and every answer that looked at such a day says ``estimated``.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Self

from kesu.foundation.faults import Fault, Refused
from kesu.foundation.os_words import reason


class DayKind(StrEnum):
    """``workday`` and ``weekend`` follow the week, ``holiday`` and ``makeup`` a notice."""

    workday = "workday"
    holiday = "holiday"
    weekend = "weekend"
    makeup = "makeup"


KINDS = frozenset(DayKind)
WORKED = frozenset({DayKind.workday, DayKind.makeup})
NO_NAME_YET = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
"""Days off that need no yearly notice, by month and day; the moon decides the others."""

SHIPPED = Path(__file__).with_name("days.csv")
COLUMNS = ("date", "kind", "name")
_PUBLISHED = re.compile(r"#\s*published:\s*(\d{4})(?:\s*-\s*(\d{4}))?\s*")


class Sentence(NamedTuple):
    """What is said to a person, with places for the facts."""

    zh: str
    en: str


class CalendarFault(Refused):
    """A calendar that cannot be used, or a day outside it. ``str`` is English.

    ``row`` counts the lines of the file from 1; None where the fault is not one row's.
    """

    def __init__(self, sentence: Sentence, *, row: int | None = None, **facts: object) -> None:
        self.row = row
        at_row = Sentence(f"第 {row} 行:", f"row {row}: ") if row else Sentence("", "")
        self.zh = at_row.zh + sentence.zh.format(**facts)
        self.en = at_row.en + sentence.en.format(**facts)
        super().__init__([Fault(f"{row or ''}", self.en)], code="calendar")

    def __str__(self) -> str:
        return self.en

    def say(self, language: str) -> str:
        """The fault in a language tag like ``zh-hans``; any but Chinese is answered in English."""
        return self.zh if language.lower().startswith("zh") else self.en


NO_FILE = Sentence("无法读取年历 {path}：{zh}", "the calendar {path} cannot be read: {en}")
NO_TEXT = Sentence("年历 {path} 不是 UTF-8 文本", "the calendar {path} is not UTF-8 text")
NO_ROWS = Sentence("年历 {path} 没有任何日期", "the calendar {path} lists no day")
NO_HEADER = Sentence(
    "表头应为 date,kind,name，实际是 {found}", "the header must be date,kind,name, not {found}"
)
NO_CELLS = Sentence(
    "应有 date,kind,name 三格，实际 {count} 格", "expected the cells date,kind,name, found {count}"
)
NO_DATE = Sentence(
    "date 应写成 2026-02-14，实际是 {found}", "date must be a day like 2026-02-14, not {found}"
)
NO_KIND = Sentence(
    "kind 应为 {known} 之一，实际是 {found}", "kind must be one of {known}, not {found}"
)
TWICE = Sentence("{found} 重复列出", "{found} is listed twice")
BEYOND = Sentence(
    "年历止于 9999 年：{start} 之后没有 {count} 个工作日",
    "the calendar ends with the year 9999: no {count} workdays after {start}",
)
BACKWARDS = Sentence(
    "工作日只能往后数：{count} 小于 0", "workdays are counted forwards: {count} is below 0"
)


class Day(NamedTuple):
    """One day of a calendar; ``published`` is False where its kind is only estimated."""

    date: date
    kind: DayKind
    name: str | None
    published: bool


class Special(NamedTuple):
    """A day that differs from Monday to Friday, with the holiday's name in Chinese."""

    date: date
    kind: DayKind
    name: str | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Calendar:
    """The days that differ and the years whose list is known. Hashable by identity, never changed.

    A day that is listed is known even in a year that is not published.
    """

    specials: Mapping[date, Special]
    published: frozenset[int]

    @classmethod
    def of(cls, days: Iterable[Special], published: Iterable[int]) -> Self:
        """A calendar from its days; of two entries for one date the later stands."""
        return cls(MappingProxyType({day.date: day for day in days}), frozenset(published))

    @classmethod
    def shipped(cls) -> "Calendar":
        """The days of 2004 to 2026 as the State Council published them; read once a process."""
        return _shipped()

    @classmethod
    def from_csv(cls, path: Path) -> Self:
        """The calendar in a UTF-8 file ``date,kind,name``, in any order, ``name`` may be empty.

        A first line ``# published: 2004-2026`` names the years whose days off are known; without
        it they are the years that have a row. Raises CalendarFault naming the row (counted from
        1) and what was expected.
        """
        rows, declared = _cells(path)
        days = _specials(rows)
        if not days and not declared:
            raise CalendarFault(NO_ROWS, path=path)
        return cls.of(days, declared or {day.date.year for day in days})

    def day(self, on: date) -> Day:
        """What ``on`` is; Monday to Friday with the fixed days off where nothing is published."""
        special = self.specials.get(on)
        if special:
            return Day(on, special.kind, special.name, published=True)
        known = on.year in self.published
        name = None if known else NO_NAME_YET.get((on.month, on.day))
        return Day(on, DayKind.holiday if name else _by_week(on), name, known)

    def is_workday(self, on: date) -> bool:
        return self.day(on).kind in WORKED

    def nth_workday_after(self, start: date, n: int) -> tuple[date, list[Day], bool]:
        """The ``n``-th workday strictly after ``start`` (Q8), 0 giving ``start`` itself.

        Answers the date, every day looked at from the day after ``start`` to that date, and
        whether one of them is only estimated (Q9). Raises CalendarFault past year 9999.
        """
        if n < 0:
            raise CalendarFault(BACKWARDS, count=n)
        seen: list[Day] = []
        days, left = self._after(start), n
        while left:
            day = next(days, None)
            if day is None:
                raise CalendarFault(BEYOND, count=n, start=start.isoformat())
            seen.append(day)
            left -= day.kind in WORKED
        return (seen[-1].date if seen else start), seen, not all(day.published for day in seen)

    def with_days(self, additions: Iterable[Special], published: Iterable[int] = ()) -> Self:
        """A new calendar in which ``additions`` stand over these days and add known years."""
        return self.of([*self.specials.values(), *additions], self.published.union(published))

    def _after(self, start: date) -> Iterator[Day]:
        for ordinal in range(start.toordinal() + 1, date.max.toordinal() + 1):
            yield self.day(date.fromordinal(ordinal))


@lru_cache(maxsize=1)
def _shipped() -> Calendar:
    return Calendar.from_csv(SHIPPED)


def _by_week(on: date) -> DayKind:
    return DayKind.workday if on.weekday() < 5 else DayKind.weekend


Cells = tuple[int, list[str]]


def _cells(path: Path) -> tuple[list[Cells], frozenset[int]]:
    """The rows that say something, each with its number in the file, and the years declared."""
    lines = _text(path).split("\n")
    declared = frozenset(year for line in lines for year in _years(line))
    rows = [
        (number, _split(number, line))
        for number, line in enumerate(lines, start=1)
        if line.strip(" \t,") and not line.startswith("#")
    ]
    return rows, declared


def _split(row: int, line: str) -> list[str]:
    try:
        return next(csv.reader([line]))
    except csv.Error:
        raise CalendarFault(NO_CELLS, row=row, count=0) from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise CalendarFault(NO_TEXT, path=path) from fault
    except (OSError, ValueError) as fault:
        zh, en = reason(fault, english=False), reason(fault, english=True)
        raise CalendarFault(NO_FILE, path=path, zh=zh, en=en) from fault


def _years(line: str) -> range:
    found = _PUBLISHED.fullmatch(line.strip(", \t"))
    if not found:
        return range(0)
    first, last = int(found[1]), int(found[2] or found[1])
    return range(max(first, MINYEAR), min(last, MAXYEAR) + 1)


def _specials(rows: list[Cells]) -> list[Special]:
    if not rows:
        return []
    row, header = rows[0]
    if tuple(cell.strip().lower() for cell in header[:3]) != COLUMNS:
        raise CalendarFault(NO_HEADER, row=row, found=",".join(header))
    return listed_once((row, _special(row, cells)) for row, cells in rows[1:])


def listed_once(rows: Iterable[tuple[int | None, Special]]) -> list[Special]:
    """The days, with the row of each where it has one. Raises CalendarFault for a second entry."""
    days: dict[date, Special] = {}
    for row, day in rows:
        if day.date in days:
            raise CalendarFault(TWICE, row=row, found=day.date)
        days[day.date] = day
    return list(days.values())


def _special(row: int, cells: list[str]) -> Special:
    if len(cells) < 2:
        raise CalendarFault(NO_CELLS, row=row, count=len(cells))
    on, kind, name = (*(cell.strip() for cell in cells[:3]), "")[:3]
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise CalendarFault(NO_DATE, row=row, found=on) from None
    if kind not in KINDS:
        known = ", ".join(DayKind)
        raise CalendarFault(NO_KIND, row=row, known=known, found=kind)
    return Special(day, DayKind(kind), name or None)
