"""Asked of a pack: what may be given, by whom, up to how much."""

from kesu.policy.codes import Rank, Remedy, rank_level
from kesu.policy.schema.questions.types import OfTypes
from kesu.policy.schema.redress import CompensationRow
from kesu.policy.schema.types import nearest


class OfMoney(OfTypes):
    """How much: mandates, budgets, the table of compensation."""

    def mandate(self, rank: str, kind: str = "compensation") -> int:
        """分 a case that a rank may give of a kind of remedy by itself; 0 when none is stated. A
        kind without a table of its own has that of 补偿.
        """
        limits = self.mandates.get(self.mandate_table(kind), {})
        return next((limit for holder, limit in limits.items() if holder == rank), 0)

    def mandate_table(self, kind: str) -> str:
        """The kind whose mandates hold for ``kind``: its own where it has a table, else 补偿."""
        return kind if kind in self.mandates else Remedy.compensation.value

    def compensation_row(self, code: str) -> CompensationRow | None:
        """The line of the table of compensation for a type, the nearest first (B18)."""
        rows = {key: row for row in reversed(self.compensation) for key in row.types}
        return nearest(rows, code)

    def by_mandate_limit(self, code: str, rank: str) -> int | None:
        """分 up to which a solution of this type is approved by mandate (Q25), or ``None``.

        ``None``: never, because of the strict switch, the grade or the type. Urgent complaints
        are never approved by mandate; that is asked where urgency is known.
        """
        rule = self.by_mandate
        limit = nearest(rule.limits, code)
        if rule.strict or limit is None or self.grade(code) not in rule.grades:
            return None
        return min(limit, self.mandate(rank))

    def budget(self, rank: str, kind: str = "gift") -> int | None:
        """分 a calendar month that a rank may give of a kind; ``None``: without limit (E62)."""
        limits = self.budgets.get(kind)
        return None if limits is None else limits.get(Rank(rank), 0)

    def may_give(self, rank: str, kind: str) -> bool:
        """Whether a rank may give a remedy of a kind at all, within its mandate (A07)."""
        lowest = self.remedies.ranks.get(Remedy(kind), Rank.agent)
        return rank_level(rank) >= rank_level(lowest)

    def needs_legal(self, kind: str) -> bool:
        """Whether a remedy of a kind needs the legal mandate first (A54)."""
        return Remedy(kind) in self.remedies.legal
