"""Moments and spans in words: pure, every value given, times already in the reader's zone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SOON = timedelta(minutes=60)
LEADS = timedelta(hours=3)
"""Under this the remainder is read first, beyond it the moment."""

WEEKDAYS = (
    gettext_lazy("Mon"),
    gettext_lazy("Tue"),
    gettext_lazy("Wed"),
    gettext_lazy("Thu"),
    gettext_lazy("Fri"),
    gettext_lazy("Sat"),
    gettext_lazy("Sun"),
)

SHORT_WEEKDAYS = (
    gettext_lazy("Mo"),
    gettext_lazy("Tu"),
    gettext_lazy("We"),
    gettext_lazy("Th"),
    gettext_lazy("Fr"),
    gettext_lazy("Sa"),
    gettext_lazy("Su"),
)


@dataclass(frozen=True, slots=True)
class Due:
    """How one due time is shown: ``tone`` overdue, soon, plain, met, late or none."""

    tone: str
    icon: str
    lead: str
    rest: str


def span(length: timedelta) -> str:
    """A length in at most two units: ``26 分``, ``1 时 28 分``, ``3 天``."""
    minutes = int(abs(length).total_seconds() // 60)
    hours, minutes = divmod(minutes, 60)
    if hours >= 48:
        return _("%(days)s days") % {"days": hours // 24}
    if hours >= 10 or (hours and not minutes):
        return _("%(hours)s h") % {"hours": hours}
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)s min") % {"minutes": minutes}


def since(length: timedelta) -> str:
    """A length in its greatest unit alone: ``2 分``, ``20 时``."""
    minutes = int(abs(length).total_seconds() // 60)
    if minutes < 60:
        return span(length)
    if minutes < 48 * 60:
        return _("%(hours)s h") % {"hours": minutes // 60}
    return span(length)


def remainder(due: datetime, now: datetime) -> str:
    """``剩 26 分`` before the time, ``超 12 分`` after it."""
    words = _("%(span)s over") if now > due else _("%(span)s left")
    return words % {"span": span(due - now)}


def day(value: date, today: date) -> str:
    """``今天``, ``明天``, ``昨天``, else ``2/24 周二``; the year where it is another one."""
    near = {0: _("Today"), 1: _("Tomorrow"), -1: _("Yesterday")}.get((value - today).days)
    if near:
        return near
    year = f"{value.year}/" if value.year != today.year else ""
    return f"{year}{date_words(value)}"


def date_words(value: date) -> str:
    """``2/13 周五``."""
    return f"{value.month}/{value.day} {WEEKDAYS[value.weekday()]}"


def moment(value: datetime, now: datetime) -> str:
    """The day as it is said, and the time: ``今天 16:00``."""
    return f"{day(value.date(), now.date())} {value:%H:%M}"


def mark(value: datetime, now: datetime) -> str:
    """The time alone on this day, the day alone on another: for narrow columns."""
    return f"{value:%H:%M}" if value.date() == now.date() else day(value.date(), now.date())


def exact(value: datetime) -> str:
    """Everything, for hover and focus."""
    return f"{value:%Y-%m-%d %H:%M:%S} {WEEKDAYS[value.weekday()]}"


def due_words(
    due: datetime | None, now: datetime, *, met_at: datetime | None = None, breached: bool = False
) -> Due:
    """What stands in the due column; the clock's name and ``rest`` make its second line."""
    if due is None:
        return Due("none", "minus", _("No clock runs"), "")
    if met_at is not None:
        late = breached or met_at > due
        words = _("Met late") if late else _("In time")
        if breached and met_at <= due:
            # Judged broken before it was put on the record: both are said.
            words = _("In time, entered after the breach")
        return Due("late" if late else "met", "check", words, mark(met_at, now))
    if breached or now > due:
        return Due("overdue", "octagon-alert", remainder(due, now), mark(due, now))
    left = due - now
    if left <= LEADS:
        tone = "soon" if left <= SOON else "plain"
        return Due(tone, "clock", remainder(due, now), mark(due, now))
    near = due.date() == now.date()
    lead = moment(due, now) if left < timedelta(days=2) else day(due.date(), now.date())
    return Due("plain", "clock", lead, remainder(due, now) if near else "")


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the calendar strip; ``gap`` stands for days left out."""

    day: int = 0
    weekday: str = ""
    word: str = ""
    off: bool = False
    last: bool = False
    name: str = ""
    gap: str = ""


def cells(days: Sequence[Mapping[str, Any]], room: int = 8) -> list[Cell]:
    """The days a due time was counted over in at most ``room`` cells, the last one always shown.

    A day is {date, kind, counted, name}, as a clock's derivation holds it.
    """
    found: list[Cell] = []
    number = 0
    for entry in days:
        number += bool(entry["counted"]) and entry["kind"] != "receipt"
        found.append(_cell(entry, number, last=len(found) == len(days) - 1))
    if len(found) <= room:
        return found
    gap = Cell(gap=_("%(count)s more days") % {"count": len(found) - room + 1})
    return [*found[: room - 2], gap, found[-1]]


def _cell(entry: Mapping[str, Any], number: int, *, last: bool) -> Cell:
    on, kind = entry["date"], entry["kind"]
    on = date.fromisoformat(on) if isinstance(on, str) else on
    work = kind in ("workday", "makeup")
    makeup = _("work") if kind == "makeup" else ""
    if kind == "receipt":
        word = _("start")
    elif work:
        word = f"{makeup} T+{number}" if entry["counted"] else makeup
    else:
        word = _("off")
    weekday = str(SHORT_WEEKDAYS[on.weekday()])
    off = kind in ("holiday", "weekend")
    return Cell(on.day, weekday, word.strip(), off, last, entry.get("name") or "")
