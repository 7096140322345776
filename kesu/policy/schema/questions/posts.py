"""Asked of a pack: who handles, who decides, and what a post is called."""

from functools import cached_property
from typing import Any

from kesu.policy.codes import HandlerRule, Rank, Tier
from kesu.policy.schema.questions.types import OfTypes
from kesu.policy.schema.staffing import HandlerEntry, TierEntry
from kesu.policy.schema.types import nearest


class OfPosts(OfTypes):
    """Who: ranks, tiers, departments, handlers."""

    def handler(self, code: str, *, urgent: bool = False) -> HandlerRule:
        """The rule that names the handler (E44 to E63). Errors: ``UnknownType``."""
        return self.urgent.handler if urgent else self.type(code).handler

    def handler_entry(self, rule: HandlerRule) -> HandlerEntry:
        """What a handler rule asks: lowest rank and, where one is meant, the department."""
        return next(entry for entry in self.handlers if entry.code is rule)

    def initial_tier(self, code: str, *, urgent: bool = False, impact: str = "") -> Tier:
        """The tier a complaint starts on: the highest of what its type, the matrix of severity
        and ``impact`` and, for an urgent one, urgency say (Q1, A06). Errors: ``UnknownType``.
        """
        first, ladder = self.first_tier, self.ladder
        found = [nearest(first.types, code) or self.tiers[0].code]
        found += [
            tier for tier in [first.matrix.get(self.grade(code).name, {}).get(impact)] if tier
        ]
        if urgent:
            found.append(first.urgent)
        return max(found, key=ladder.index)

    def asks_review(self, *, tier: str, urgent: bool, batch: bool) -> bool:
        """Whether a complaint is reviewed before its inner side ends (A12)."""
        asked = self.case_reviews
        high = asked.from_tier is not None and self.ladder.index(Tier(tier)) >= self.ladder.index(
            asked.from_tier
        )
        return high or (urgent and asked.urgent) or (batch and asked.batch)

    @cached_property
    def ladder(self) -> tuple[Tier, ...]:
        """The tiers from the lowest."""
        return tuple(entry.code for entry in self.tiers)

    def tier_of(self, rank: str) -> Tier:
        """What a rank decides alone. Errors: ``LookupError`` for an unknown rank."""
        for entry in self.ranks:
            if entry.code == rank:
                return entry.tier
        raise LookupError(f"{rank}: {', '.join(entry.code for entry in self.ranks)}")

    def rank_of_tier(self, tier: str) -> Rank:
        """Who decides on a tier. Errors: ``LookupError`` for an unknown tier."""
        return self._tier(tier).rank

    def tier_above(self, tier: str) -> Tier | None:
        """One step up the ladder (A14), ``None`` at the top. Errors: ``LookupError``."""
        place = self.ladder.index(self._tier(tier).code)
        return self.ladder[place + 1] if place + 1 < len(self.ladder) else None

    def _tier(self, tier: str) -> TierEntry:
        for entry in self.tiers:
            if entry.code == tier:
                return entry
        raise LookupError(f"{tier}: {', '.join(self.ladder)}")

    def rank_name(self, rank: str, language: str) -> str:
        """The word for a rank; the code itself when the pack has none."""
        return _named(self.ranks, rank, language)

    def department_name(self, department: str, language: str) -> str:
        """The word for a department; the code itself for one the pack does not know."""
        return _named(self.departments, department, language)


def _named(entries: tuple[Any, ...], code: str, language: str) -> str:
    for entry in entries:
        if entry.code == code:
            return str(entry.name.say(language))
    return code
