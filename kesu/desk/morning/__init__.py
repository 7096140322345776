"""晨会: what needs a decision, what collides today, and what changed (F20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kesu.complaints.permissions.boards import may_hold_the_morning
from kesu.complaints.queries import worked_on
from kesu.desk import scope
from kesu.desk.faults import NotYours
from kesu.desk.morning.clashing import Today, today
from kesu.desk.morning.counting import Numbers, numbers
from kesu.desk.morning.days import Days
from kesu.desk.morning.deciding import Decision, decisions
from kesu.desk.morning.telling import Told, told
from kesu.desk.morning.trends import Breaches, Intake, Issue, breaches, intake, issues
from kesu.people.rules import People, Person
from kesu.policy.schema import Pack

__all__ = ["Days", "Decision", "Morning", "morning", "text"]


@dataclass(frozen=True)
class Morning:
    """Everything of the page, of what its reader may see."""

    days: Days
    numbers: Numbers
    decisions: list[Decision]
    today: Today
    issues: list[Issue]
    breaches: Sequence[Breaches]
    intake: Intake


def morning(*, reader: Person, people: People, pack: Pack, now: datetime) -> Morning:
    """The house at ``now`` (UTC), in the days of the policy's zone. Errors: ``NotYours``."""
    if not may_hold_the_morning(reader):
        raise NotYours
    days = Days.of(now, pack.tz)
    cases = scope.visible(reader, people).filter(merged_into=None, history=False)
    waiting = worked_on(cases)
    return Morning(
        days=days,
        numbers=numbers(cases, waiting, days),
        decisions=decisions(waiting, reader=reader, people=people, now=now, zone=pack.tz),
        today=today(waiting, reader=reader, people=people, days=days),
        issues=issues(cases, days, pack),
        breaches=breaches(cases, days, pack),
        intake=intake(cases, days),
    )


def text(*, reader: Person, people: People, pack: Pack, now: datetime) -> Told:
    """The figures of a day in words, to be pasted into a chat (F20): before noon of yesterday,
    then of today. Errors: ``NotYours``.
    """
    if not may_hold_the_morning(reader):
        raise NotYours
    cases = scope.visible(reader, people).filter(merged_into=None, history=False)
    return told(cases, Days.of(now, pack.tz), reader=reader, people=people)
