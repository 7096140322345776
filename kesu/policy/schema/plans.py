"""What a company has thought of before a complaint of a type comes in (B34)."""

from typing import NamedTuple

from kesu.policy.schema.base import Part, Text
from kesu.policy.schema.clocks import Elapsed, EndOfDay


class PlanRow(Part):
    """The parts of a plan that stand in no other table, by type, group or ``any``."""

    flow: Text | None = None
    compensation: Text | None = None
    analysis: Text | None = None
    tracking: Text | None = None
    use: Text | None = None


class Plan(NamedTuple):
    """The eight parts of a complete plan; None: nobody has thought of it.

    流程, 責任人, 週期, 補償方案, 回訪週期, 分析反饋, 跟蹤, 運用. ``responsible`` is the word for
    the handler, ``cycle`` the first call-back, ``follow_up`` the days after execution.
    """

    flow: Text | None
    responsible: Text | None
    cycle: EndOfDay | Elapsed | None
    compensation: Text | None
    follow_up: tuple[int, ...] | None
    analysis: Text | None
    tracking: Text | None
    use: Text | None

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that are not there, by their names here."""
        return tuple(name for name, value in self._asdict().items() if value is None)
