"""Deadlines that law, an authority or a platform sets: profiles as data, each with its dates."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from kesu.policy.codes import Grade
from kesu.policy.schema.base import GradeName, Part, Text, Whole, Words
from kesu.policy.schema.clocks import Elapsed, EndOfDay
from kesu.policy.schema.conditions import Condition


class CalendarDays(Part):
    """23:59:59 of the N-th calendar day after the day it starts; days off count."""

    rule: Literal["calendar_days"] = "calendar_days"
    days: Whole = Field(ge=0, le=3650)


class Weekdays(Part):
    """23:59:59 of the N-th day from Monday to Friday after the day it starts: the business days of
    a country whose days off are not known here, so that every answer is an estimate (Q9).
    """

    rule: Literal["weekdays"] = "weekdays"
    after_weekdays: Whole = Field(ge=1, le=365)


StatutoryRule = Annotated[EndOfDay | Elapsed | CalendarDays | Weekdays, Field(discriminator="rule")]


class Start(StrEnum):
    """What a deadline is counted from. ``asked``: somebody with authority sets it by its slip."""

    received = "received"
    accepted = "accepted"
    asked = "asked"


class Until(StrEnum):
    """What meets a deadline; closing meets every one of them."""

    accepted = "accepted"
    contacted = "contacted"
    replied = "replied"
    closed = "closed"


Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=20)]


class StatutoryClock(Part):
    """One step of a profile. ``grades``: only complaints of these; none: of all.

    ``check``: a number that nobody has held against the primary text yet, said in words.
    """

    code: Code
    name: Text
    due: StatutoryRule
    start: Start = Field(default=Start.received, alias="from")
    until: Until = Until.closed
    grades: tuple[GradeName, ...] = ()
    check: Text | None = None


class Period(Part):
    """A profile as it stands from a day to a day, both included; none: open on that side."""

    effective_from: date | None = None
    effective_to: date | None = None
    clocks: tuple[StatutoryClock, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            raise PydanticCustomError("backwards", "it ends before it begins")
        return self

    def covers(self, day: date) -> bool:
        """Whether it stands on ``day``, in the pack's zone."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)


class Profile(Part):
    """One law or authority. ``when``: any of these puts a complaint under it; ``profiles`` of the
    pack puts every complaint under it. ``confidence``: P primary text read, S secondary source,
    K general knowledge.
    """

    code: Code
    name: Text
    source: Words
    confidence: Literal["P", "S", "K"]
    when: tuple[Condition, ...] = ()
    periods: tuple[Period, ...] = Field(min_length=1)

    def holds(self, facts: Mapping[str, object]) -> bool:
        """Whether a condition puts a complaint of these facts under it."""
        return any(one.holds(facts) for one in self.when)

    def gaps(self) -> tuple[tuple[date, date], ...]:
        """From when to when, both included, nothing stands between two periods; it may be so."""
        rows = sorted(self.periods, key=lambda one: one.effective_from or date.min)
        ends = [one.effective_to for one in rows[:-1]]
        starts = [one.effective_from for one in rows[1:]]
        found = [(end, start) for end, start in zip(ends, starts, strict=True) if end and start]
        day = timedelta(days=1)
        return tuple((end + day, start - day) for end, start in found if start - end > day)

    def rule(self, period: Period) -> str:
        """What a clock of that period names as its rule, as ``samr 2026-04-15``."""
        return f"{self.code} {period.effective_from or ''}".rstrip()

    def on(self, day: date) -> Period | None:
        """The period that covers ``day``; none in a gap."""
        return next((one for one in self.periods if one.covers(day)), None)

    def clocks(self, day: date, grade: Grade) -> tuple[StatutoryClock, ...]:
        """The steps of a complaint of that grade whose deadline starts on ``day``."""
        period = self.on(day)
        steps = period.clocks if period else ()
        return tuple(one for one in steps if not one.grades or grade in one.grades)
