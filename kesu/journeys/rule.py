"""A rule as the policy writes it, as the rule that counts."""

from kesu.deadlines.rules import CalendarDaysRule, ElapsedRule, EndOfDayRule, Rule, WeekdaysRule
from kesu.policy.schema import Elapsed, EndOfDay
from kesu.policy.schema.statutory import CalendarDays, Weekdays


def rule_of(written: EndOfDay | Elapsed | CalendarDays | Weekdays) -> Rule:
    """The rule of ``deadlines`` for one of the pack."""
    if isinstance(written, EndOfDay):
        return EndOfDayRule(written.after_workdays)
    if isinstance(written, CalendarDays):
        return CalendarDaysRule(written.days)
    if isinstance(written, Weekdays):
        return WeekdaysRule(written.after_weekdays)
    return ElapsedRule(written.seconds)
