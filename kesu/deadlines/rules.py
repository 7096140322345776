"""When something is due, why, and whether it was met in time (DOMAIN, Clocks; Q4 to Q9).

Every clock by time is one of four rules: the end of the N-th workday, calendar day or weekday
after a day, or so many seconds by the wall clock, nights and holidays included. Values in, answer
out: the caller reads the pack, gives the calendar and the time zone, and stores what comes back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal, TypedDict, cast
from zoneinfo import ZoneInfo

from kesu.policy.codes import ClockState
from kesu.workdays.rules import WORKED, Calendar

IMPORTED = "imported"
"""The subject of a first call-back that is counted from the day on which an old case was brought
over, so that it is worked in due time (F28).
"""
TRIED = "Q24"
"""The rule of a first call-back that nobody could be reached for though all was done, 尽责未接通:
no breach, or none that counts where it came on the record after the breach.
"""
LAST_SECOND = time(23, 59, 59, fold=1)
"""Of a day whose last hour comes twice when summer time ends there, the second time counts."""

Kind = Literal["workday", "holiday", "weekend", "makeup", "receipt"]
Horizon = Literal["official", "estimated"]


class _Stated(TypedDict):
    date: str
    kind: Kind
    counted: bool


class DerivationEntry(_Stated, total=False):
    """A day of a derivation as ``kesu deadline`` and the clock's row write it."""

    name: str


@dataclass(frozen=True, slots=True)
class DerivationDay:
    """One day that was looked at; ``counted`` when it is one of the N workdays."""

    date: date
    kind: Kind
    counted: bool
    name: str | None = None

    def as_json(self) -> DerivationEntry:
        """The entry with keys in the order of the contract, ``name`` only where there is one."""
        stated: DerivationEntry = {
            "date": self.date.isoformat(),
            "kind": self.kind,
            "counted": self.counted,
        }
        return {**stated, "name": self.name} if self.name else stated

    @classmethod
    def from_json(cls, entry: Mapping[str, object]) -> "DerivationDay":
        """The day that ``as_json`` wrote."""
        on, name = date.fromisoformat(str(entry["date"])), entry.get("name")
        kind = cast(Kind, entry["kind"])
        return cls(on, kind, bool(entry["counted"]), str(name) if name else None)


@dataclass(frozen=True, slots=True)
class Due:
    """A due time and where it comes from.

    ``due`` is in UTC. ``calendar`` is ``estimated`` when a day without a published list was
    looked at (Q9). ``because`` is the row of the requirements that decided.
    """

    due: datetime
    derivation: tuple[DerivationDay, ...]
    calendar: Horizon
    because: str


@dataclass(frozen=True, slots=True)
class EndOfDayRule:
    """23:59:59 of the N-th workday strictly after the day of receipt; 0 is that day (Q7, Q8)."""

    after_workdays: int


@dataclass(frozen=True, slots=True)
class ElapsedRule:
    """So many seconds by the wall clock (Q6)."""

    seconds: float


CARE = "care:"
"""How the subject of a follow-up begins that is a task after closing, no call (A11)."""


@dataclass(frozen=True, slots=True)
class CalendarDaysRule:
    """23:59:59 of the N-th calendar day after the day it starts; days off count as well."""

    days: int


@dataclass(frozen=True, slots=True)
class WeekdaysRule:
    """23:59:59 of the N-th day from Monday to Friday: business days of a country whose days off
    are not known here, so that the answer is an estimate (Q9).
    """

    after_weekdays: int


Rule = EndOfDayRule | ElapsedRule | CalendarDaysRule | WeekdaysRule


class TimeOutOfRange(ValueError):  # noqa: N818 - says what is wrong with the time
    """A time before year 1 or after year 9999 in UTC or in the policy's zone."""


class UnknownZone(ValueError):  # noqa: N818 - says what is wrong with the name
    """A time zone that this machine does not know."""


def zone_named(name: str) -> tzinfo:
    """The time zone of that IANA name. Raises UnknownZone.

    On a machine without a zone database Asia/Shanghai still answers, as +08:00: China has kept
    it since September 1991.
    """
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        if name == "Asia/Shanghai":
            return timezone(timedelta(hours=8), name)
        raise UnknownZone(name) from None


def first_callback(
    rule: Rule,
    *,
    received: datetime,
    urgent_rule: Rule | None = None,
    urgent: bool = False,
    mandated: datetime | None = None,
    calendar: Calendar,
    zone: tzinfo,
) -> Due:
    """When the first call-back is due for a complaint received then (Q6, Q7, Q8, E63).

    ``received`` and ``mandated`` carry an offset. One that is urgent from the start follows
    ``urgent_rule`` whatever its type says; a deadline mandated from above stands where it is
    earlier (E38). Never earlier for a later ``received``. Raises TimeOutOfRange, CalendarFault.
    """
    if urgent and urgent_rule is None:
        raise ValueError("an urgent complaint needs its own rule")
    chosen = urgent_rule if urgent and urgent_rule else rule
    return _mandated(due_by(chosen, started=received, calendar=calendar, zone=zone), mandated)


def due_by(rule: Rule, *, started: datetime, calendar: Calendar, zone: tzinfo) -> Due:
    """When a clock that started then is due, whatever it stands for.

    ``started`` carries an offset and is judged on its day in ``zone``. Raises TimeOutOfRange.
    """
    day = day_of(started, zone)
    if isinstance(rule, ElapsedRule):
        return Due(elapsed(rule, started), (_receipt(day),), "official", "Q6")
    if isinstance(rule, CalendarDaysRule):
        return _calendar_days(rule, day, calendar=calendar, zone=zone)
    if isinstance(rule, WeekdaysRule):
        counted = end_of_day(
            EndOfDayRule(rule.after_weekdays), day, calendar=_EVERY_WEEK, zone=zone
        )
        return replace(counted, calendar="estimated")
    return end_of_day(rule, day, calendar=calendar, zone=zone)


def _calendar_days(rule: CalendarDaysRule, day: date, *, calendar: Calendar, zone: tzinfo) -> Due:
    try:
        last = day + timedelta(days=rule.days)
    except OverflowError:
        raise TimeOutOfRange(day.isoformat()) from None
    shown = calendar.day(last)
    ends = DerivationDay(last, shown.kind.value, counted=True, name=shown.name)
    days = (_receipt(day), ends) if rule.days else (_receipt(day),)
    return Due(progress_due(last, zone), days, "official", "Q8")


def resumed(due: datetime, *, paused: datetime, at: datetime) -> datetime:
    """When a clock that was due then and waited since ``paused`` is due, once it goes on ``at``:
    with the time it had left, so that one long pause and many short ones come to the same.
    """
    return local(at, UTC) + (due - paused)


def silent_until(
    rule: Rule, *, word: datetime, chosen: date | None, calendar: Calendar, zone: tzinfo
) -> Due:
    """When silence has lasted too long since the last word with the customer (C22). Until the day
    they chose for the next word comes, nobody is silent (Q26).
    """
    since = word
    if chosen is not None:
        since = max(word, local(datetime.combine(chosen, time(), zone), UTC))
    due = due_by(rule, started=since, calendar=calendar, zone=zone)
    return replace(due, because="C22" if since == word else "Q26")


def line_day(after: date, chosen: date | None) -> date:
    """The calendar day on which the customer is owed the next line: the day after, or the one they
    chose (C21, Q26).
    """
    following = after + timedelta(days=1)
    return max(following, chosen) if chosen is not None else following


def recounted(start: date, count: int, *, calendar: Calendar, zone: tzinfo) -> Due:
    """What a due time that counted so many workdays from a day would be by another calendar."""
    return end_of_day(EndOfDayRule(count), start, calendar=calendar, zone=zone)


def end_of_day(rule: EndOfDayRule, received: date, *, calendar: Calendar, zone: tzinfo) -> Due:
    """The last second of the N-th workday after the day ``received`` (Q8), or of that day (Q7)."""
    last, seen, estimated = calendar.nth_workday_after(received, rule.after_workdays)
    days = (DerivationDay(day.date, day.kind.value, day.kind in WORKED, day.name) for day in seen)
    return Due(
        progress_due(last, zone),
        (_receipt(received), *days),
        "estimated" if estimated else "official",
        "Q8" if rule.after_workdays else "Q7",
    )


def day_of(moment: datetime, zone: tzinfo) -> date:
    """The calendar day of a moment in ``zone``. Raises TimeOutOfRange."""
    return local(moment, zone).date()


def local(moment: datetime, zone: tzinfo) -> datetime:
    """A moment that carries an offset, as the clocks of ``zone`` show it. Raises TimeOutOfRange."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no offset")
    try:
        return moment.astimezone(zone)
    except OverflowError:
        raise TimeOutOfRange(moment.isoformat()) from None


def elapsed(rule: ElapsedRule, started: datetime) -> datetime:
    """``started`` and so many seconds, in UTC; a night or a change of the clocks is no pause."""
    start = local(started, UTC)
    try:
        return start + timedelta(seconds=rule.seconds)
    except OverflowError:
        raise TimeOutOfRange(started.isoformat()) from None


def made_urgent(
    old: Due, *, at: datetime, urgent_rule: ElapsedRule, mandated: datetime | None = None
) -> Due:
    """The due time after a complaint became urgent at that moment: never later than it was (Q5).

    The day of receipt stays as the derivation of a due time that counts no workday.
    """
    moved = Due(elapsed(urgent_rule, at), old.derivation[:1], "official", "E63")
    return _mandated(moved if moved.due < old.due else old, mandated)


def progress_due(day: date, zone: tzinfo) -> datetime:
    """The last second of a calendar day in ``zone``, in UTC (Q7, Q26)."""
    return local(datetime.combine(day, LAST_SECOND, zone), UTC)


def verdict(due: datetime, met_at: datetime | None, now: datetime) -> ClockState:
    """``met`` up to and at the due second, ``breached`` once it is past, else ``running``.

    A breach is final: an answer that comes later does not undo it, however late one looks.
    """
    if met_at is not None and met_at <= due:
        return ClockState.met
    return ClockState.breached if (met_at or now) > due else ClockState.running


def as_json(derivation: Iterable[DerivationDay]) -> list[DerivationEntry]:
    """A derivation as a clock's row keeps it."""
    return [day.as_json() for day in derivation]


def _mandated(due: Due, mandated: datetime | None) -> Due:
    if mandated is None or local(mandated, UTC) >= due.due:
        return due
    return Due(local(mandated, UTC), due.derivation[:1], "official", "E38")


_EVERY_WEEK = Calendar.of((), range(MINYEAR, MAXYEAR + 1))
"""Monday to Friday and nothing else."""


def _receipt(day: date) -> DerivationDay:
    return DerivationDay(day, "receipt", counted=False)
