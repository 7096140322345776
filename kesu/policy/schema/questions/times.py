"""Asked of a pack: by when, under which law, and what is due after closing."""

from collections.abc import Mapping
from datetime import date

from kesu.policy.schema.clocks import URGENT, Elapsed, EndOfDay
from kesu.policy.schema.questions.types import OfTypes
from kesu.policy.schema.statutory import Profile, StatutoryClock
from kesu.policy.schema.types import nearest


class OfTimes(OfTypes):
    """By when: clocks, laws, the days after closing."""

    def clock(self, name: str, subject: str, *, urgent: bool = False) -> EndOfDay | Elapsed | None:
        """The rule of a clock for a type code (``consult``: a department), or ``None``.

        An urgent complaint takes the line ``urgent`` where the clock has one.
        """
        table = self.clocks.get(name, {})
        if urgent and URGENT in table:
            return table[URGENT]
        return nearest(table, subject)

    def closing_rule(self, code: str, *, urgent: bool = False) -> EndOfDay | Elapsed | None:
        """How soon after its receipt a complaint of a type is to be closed; none: not set (D12)."""
        use = self.closing.use
        chosen = use[URGENT] if urgent and URGENT in use else nearest(use, code)
        return self.closing.profiles[chosen] if chosen else None

    def statutory_profile(self, code: str) -> Profile | None:
        """The profile of that code; none for one that the pack does not have."""
        return next((one for one in self.statutory if one.code == code), None)

    def statutory_clocks(
        self, profile: Profile, day: date, code: str
    ) -> tuple[StatutoryClock, ...]:
        """The steps that a complaint of a type has under a profile from ``day`` (pack's zone)."""
        return profile.clocks(day, self.grade(code))

    def statutory_step(self, profile: str, code: str, rule: str = "") -> StatutoryClock | None:
        """A step of a profile, of the period that ``rule`` names, else as its newest period has it;
        none for one the pack does not have.
        """
        found = self.statutory_profile(profile)
        periods = found.periods if found else ()
        ranked = sorted(periods, key=lambda one: found is not None and found.rule(one) == rule)
        steps = (one for period in reversed(ranked) for one in period.clocks)
        return next((one for one in steps if one.code == code), None)

    def binding(self, facts: Mapping[str, object]) -> tuple[Profile, ...]:
        """The profiles a complaint is under: those of the whole company, and those of which a
        condition holds. ``facts``: values by the names of ``conditions.FIELDS``.
        """
        return tuple(one for one in self.statutory if one.code in self.profiles or one.holds(facts))

    def pauses_in(self, clock: str) -> frozenset[str]:
        """The states in which a clock of that name waits."""
        return frozenset(one.while_.value for one in self.pauses if one.clock == clock)

    def follow_up_days(self, code: str) -> tuple[int, ...]:
        """Days after execution on which 回访 is due (B19); none: it is not asked."""
        return nearest(self.follow_up.days, code) or ()

    def asks_follow_up(self, code: str) -> bool:
        """Whether 回访 must be answered before closing (E14)."""
        return bool(self.follow_up_days(code))
