"""Moments as people write them. What can be read in two ways is not read. Pure."""

import math
import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kesu.foundation.tables.cells import LostDigits, read_number, read_text
from kesu.foundation.tables.shape import Cell

__all__ = ["LostDigits", "read_number", "read_text", "read_time"]

_LONGEST = 64
_YEARS = range(1900, 2200)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "(?P<word>(?:" + "|".join(_MONTHS) + r")[a-z]{0,6})\.?"
_WEEKDAY = r"(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
_WEEKDAY_WORD = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+)?"
_HALF = "(?P<half>上午|下午|凌晨|清晨|早上|中午|晚上|[ap]\\.?m\\.?)?"
_CLOCK = (
    _HALF + r"\s*(?P<hour>[0-9]{1,2})\s*[:时点]\s*(?:(?P<minute>[0-9]{1,2})\s*分?)?"
    r"\s*:?\s*(?:(?P<second>[0-9]{1,2})(?:[.,](?P<fraction>[0-9]{1,9}))?\s*秒?)?"
    r"\s*(?P<after>[ap]\.?m\.?)?"
)
_OFFSET = r"\s*(?P<offset>z|(?:utc|gmt)?\s*[+-][0-9]{1,2}(?::?[0-9]{2})?|utc|gmt)?"
_END = rf"(?:[\s,t]*{_CLOCK}{_OFFSET})?\s*\Z"
_BARE_END = r"[t\s]?(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second>[0-9]{2})?" + _OFFSET + r"\Z"
_YEAR = "(?P<year>[0-9]{4})"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}\s*(?P<sep>[-/.])\s*(?P<month>[0-9]{{1,2}})\s*(?P=sep)\s*(?P<day>[0-9]{{1,2}})"
        rf"(?![0-9])\s*{_WEEKDAY}{_END}",
        rf"{_YEAR}\s*年\s*(?P<month>[0-9]{{1,2}})\s*月\s*(?P<day>[0-9]{{1,2}})"
        rf"\s*(?:[日号]|(?![0-9:]))\s*{_WEEKDAY}{_END}",
        rf"{_YEAR}(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})(?![0-9]){_END}",
        rf"{_YEAR}(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}}){_BARE_END}",
        rf"(?P<one>[0-9]{{1,2}})(?P<sep>[-/.])(?P<two>[0-9]{{1,2}})(?P=sep){_YEAR}(?![0-9]){_END}",
        rf"{_WEEKDAY_WORD}{_MONTH}\s*(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}(?![0-9]){_END}",
        rf"{_WEEKDAY_WORD}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[\s-]*{_MONTH},?[\s-]*{_YEAR}"
        rf"(?![0-9]){_END}",
        rf"{_WEEKDAY_WORD}{_MONTH}\s+(?P<day>[0-9]{{1,2}})\s+{_CLOCK}\s+{_YEAR}\Z",
    )
)
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?\Z")
_SERIALS = (25_569, 109_575)
"""Days since 1899-12-30 that are taken for a day: 1970 to 2199."""


def read_time(cell: Cell, zone: ZoneInfo, *, since_1904: bool = False) -> datetime | None:
    """The moment a cell tells, in UTC; None when it tells none, or could tell two.

    A time without an offset is in ``zone``; a day is its midnight. Numbers are days of a
    spreadsheet (since 1900, or since 1904 where the workbook says so), seconds (10 digits) or
    milliseconds (13) since 1970, or ``20190228``. ``3/4/2019`` and two-digit years are refused.
    """
    try:
        local = _read(cell, since_1904=since_1904)
        if local is None or local.year not in _YEARS:
            return None
        return (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _read(cell: Cell, *, since_1904: bool) -> datetime | None:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if isinstance(cell, str):
        return _from_text(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(cell, since_1904=since_1904)
    return None


def _from_text(cell: str) -> datetime | None:
    if len(cell) > _LONGEST:
        return None
    text = unicodedata.normalize("NFKC", cell).replace("\ufeff", "").strip().lstrip("'")
    if _DIGITS.match(text) and ("." in text or len(text) not in (12, 14)):
        number = float(text) if "." in text else int(text)
        return _from_number(number, since_1904=False)
    for pattern in _PATTERNS:
        if found := pattern.match(text):
            return _from_parts(found.groupdict())
    return None


def _from_number(number: float, *, since_1904: bool) -> datetime | None:
    if not math.isfinite(number):
        return None
    if 10**9 <= number < 10**10:
        return datetime.fromtimestamp(number, UTC)
    if 10**12 <= number < 10**13:
        return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=number)
    if number == int(number) and 19_000_101 <= number <= 21_991_231:
        return datetime(int(number) // 10_000, int(number) // 100 % 100, int(number) % 100)  # noqa: DTZ001
    days = number + 1_462 * since_1904
    if _SERIALS[0] <= days < _SERIALS[1]:
        return datetime(1899, 12, 30) + timedelta(milliseconds=round(days * 86_400_000))  # noqa: DTZ001
    return None


def _from_parts(parts: dict[str, str | None]) -> datetime | None:
    day = _day(parts)
    if day is None or parts.get("hour") is None:
        return day
    clock = _clock(parts)
    return None if clock is None else _with_offset(day + clock, parts.get("offset"))


def _day(parts: dict[str, str | None]) -> datetime | None:
    year = int(parts["year"] or 0)
    if one := parts.get("one"):
        first, second = int(one), int(parts["two"] or 0)
        if first <= 12 and second <= 12 and first != second:
            return None
        month, day = (second, first) if first > 12 else (first, second)
    else:
        month, day = _month(parts), int(parts["day"] or 0)
    return datetime(year, month, day)  # noqa: DTZ001 - the zone is put on at the end


def _month(parts: dict[str, str | None]) -> int:
    if name := parts.get("word"):
        return _MONTHS.index(name[:3].lower()) + 1
    return int(parts["month"] or 0)


def _clock(parts: dict[str, str | None]) -> timedelta | None:
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    micro = int((parts.get("fraction") or "0").ljust(6, "0")[:6])
    half = (parts.get("half") or parts.get("after") or "").replace(".", "").lower()
    full = _full_hour(hour, half)
    if full is None or minute > 59 or second > 59 or (full == 24 and minute + second + micro):
        return None
    return timedelta(hours=full, minutes=minute, seconds=second, microseconds=micro)


def _full_hour(hour: int, half: str) -> int | None:
    """The hour of the day; None where the word does not fit it."""
    if not half:
        return hour if hour <= 24 else None
    if half in ("上午", "凌晨", "清晨", "早上", "am"):
        return hour % 12 if hour <= 12 else None
    if half == "中午":
        return {11: 11, 12: 12, 1: 13, 2: 14, 13: 13, 14: 14}.get(hour)
    if half == "晚上" and hour in (0, 12):
        return None
    return hour % 12 + 12 if hour < 24 else None


def _with_offset(moment: datetime, offset: str | None) -> datetime:
    if not offset:
        return moment
    bare = re.sub(r"utc|gmt|\s", "", offset.lower())
    if bare in ("z", ""):
        return moment.replace(tzinfo=UTC)
    digits = bare[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    ahead = timedelta(hours=int(hours), minutes=int(minutes))
    return (moment + (ahead if bare[0] == "-" else -ahead)).replace(tzinfo=UTC)
