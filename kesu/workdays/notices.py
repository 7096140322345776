"""Reading a year's official notice, as it is published or as a table. Pure.

A line such as 「二、春节：2月15日至23日放假调休。2月14日、2月28日（周六）上班。」 names days off
and make-up workdays; a line ``2027-01-01,holiday,元旦`` names one day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kesu.workdays.rules import COLUMNS, DayKind, Special

_DAY = r"(?:(?P<{0}y>\d{{4}})\s*年\s*)?(?:(?P<{0}m>\d{{1,2}})\s*月\s*)?(?P<{0}d>\d{{1,2}})\s*日"
_ONE = re.compile(_DAY.format("a"))
_STRETCH = re.compile(_DAY.format("a") + r"\s*(?:至|到|—|－|-|~)\s*" + _DAY.format("b"))
_ASIDE = re.compile(r"[（(][^（()）]*[)）]")
_NUMBER = re.compile(r"^\s*(?:[一二三四五六七八九十]+\s*[、.．]|\d+\s*[、.．])\s*")
_OFF, _WORK = ("放假", "休息", "补休"), ("上班",)
_LONGEST = timedelta(days=31)
_FULLWIDTH = str.maketrans("０１２３４５６７８９：，", "0123456789:,")
_SPLIT = re.compile(r"[。；;]")
_KINDS = {
    **{kind.value: kind for kind in DayKind},
    **dict.fromkeys(("休", "放假", "假", "假日"), DayKind.holiday),
    **dict.fromkeys(("班", "上班", "补班", "調班", "调班"), DayKind.makeup),
}


@dataclass(frozen=True)
class Wrong:
    """A line that cannot be used: ``line`` from 1, a code of the reason, and what stood there.

    Codes: ``day`` no such day, ``year`` of another year, ``kind`` no word for a kind of day,
    ``order`` ends before it begins or lasts too long, ``twice`` said before with another kind,
    ``nothing`` a line that names days and not whether they are off.
    """

    line: int
    reason: str
    found: str


@dataclass(frozen=True)
class Reading:
    """What a notice says, by day, and the lines that cannot be used."""

    days: tuple[Special, ...]
    wrong: tuple[Wrong, ...]


class _Unusable(ValueError):  # noqa: N818 - says what is wrong with the line
    def __init__(self, reason: str, found: str) -> None:
        super().__init__(reason)
        self.reason, self.found = reason, found


def read(text: str, year: int) -> Reading:
    """The days of ``year`` that ``text`` names; a day of a neighbouring year is taken where the
    text names its year. Lines without any day are passed over.
    """
    days: dict[date, Special] = {}
    wrong: list[Wrong] = []
    for number, line in enumerate(text.translate(_FULLWIDTH).splitlines(), 1):
        try:
            for day in _line(line.strip(), year):
                before = days.get(day.date)
                if before is not None and before.kind is not day.kind:
                    raise _Unusable("twice", day.date.isoformat())
                days[day.date] = before or day
        except _Unusable as fault:
            wrong.append(Wrong(number, fault.reason, fault.found))
    return Reading(tuple(days[day] for day in sorted(days)), tuple(wrong))


def _line(line: str, year: int) -> Iterator[Special]:
    cells = [cell.strip() for cell in re.split(r"[,\t]", line)]
    if line.startswith("#") or tuple(cell.lower() for cell in cells[:2]) == COLUMNS[:2]:
        return
    if re.match(r"\d{4}-\d", cells[0]):
        yield _cell(cells, year)
        return
    name, rest = _named(line)
    month = 0
    for sentence in _SPLIT.split(_ASIDE.sub("", rest)):
        kind = _kind(sentence)
        found = list(_days(sentence, year, month))
        if found and kind is None:
            raise _Unusable("nothing", sentence.strip())
        for day in found:
            month = day.month
            assert kind is not None
            yield Special(day, kind, name or None)


def _named(line: str) -> tuple[str, str]:
    bare = _NUMBER.sub("", line)
    name, colon, rest = bare.partition(":")
    if colon and len(name) <= 20 and not _ONE.search(name):
        return name.strip(), rest
    return "", bare


def _kind(sentence: str) -> DayKind | None:
    if any(word in sentence for word in _WORK):
        return DayKind.makeup
    return DayKind.holiday if any(word in sentence for word in _OFF) else None


def _days(sentence: str, year: int, month: int) -> Iterator[date]:
    place = 0
    while found := _ONE.search(sentence, place):
        stretch = _STRETCH.match(sentence, found.start())
        first = _day(found, "a", year, month)
        month = first.month
        if stretch is None:
            yield first
            place = found.end()
            continue
        last = _day(stretch, "b", first.year, first.month)
        if not first <= last <= first + _LONGEST:
            raise _Unusable("order", stretch[0])
        yield from (first + timedelta(days=days) for days in range((last - first).days + 1))
        month, place = last.month, stretch.end()


def _day(found: re.Match[str], side: str, year: int, month: int) -> date:
    said_year, said_month = found[f"{side}y"], found[f"{side}m"]
    of_year, of_month = int(said_year or year), int(said_month or month or 0)
    try:
        day = date(of_year, of_month, int(found[f"{side}d"]))
    except ValueError:
        raise _Unusable("day", found[0]) from None
    return _near(day, year, found[0])


def _cell(cells: list[str], year: int) -> Special:
    try:
        day = date.fromisoformat(cells[0])
    except ValueError:
        raise _Unusable("day", cells[0]) from None
    word = cells[1] if len(cells) > 1 else ""
    if word not in _KINDS:
        raise _Unusable("kind", word)
    name = cells[2][:80] if len(cells) > 2 else ""
    return Special(_near(day, year, cells[0]), _KINDS[word], name or None)


def _near(day: date, year: int, found: str) -> date:
    """Days around the turn of a year stand in the notice of either."""
    if not date(year - 1, 12, 20) <= day <= date(year + 1, 1, 12):
        raise _Unusable("year", found)
    return day
