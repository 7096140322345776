"""Values of what was read on a complaint."""

from dataclasses import dataclass, field
from datetime import datetime

from kesu.watch.readings import rules
from kesu.watch.readings.rules import Felt, Score
from kesu.watch.readings.stages import Step


@dataclass(frozen=True)
class Reason:
    """``words`` in their sentence; ``because`` says how they are meant; ``weight`` of 100."""

    rule: str
    about: str
    because: tuple[str, ...]
    weight: int
    before: str
    words: str
    after: str
    earlier: str


@dataclass(frozen=True)
class TextRead:
    """One text of the customer as it was read. ``corrected``: what a person said otherwise."""

    id: int
    source: str
    at: datetime
    emotion: int
    stage: str
    risk: int
    risks: dict[str, int]
    reasons: list[Reason]
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True)
class Point:
    """One point of the line of emotion; ``turn``: it jumped here, ``before`` what it was.
    ``words`` made it so; ``earlier`` was said just before; ``by_people``: noted, else read.
    """

    at: datetime
    level: int
    by_people: bool
    turn: bool = False
    before: int = 0
    words: str = ""
    earlier: str = ""


@dataclass(frozen=True)
class Factor:
    """One factor as it stands, and by how many of the hundred it raises the answer."""

    name: str
    value: int
    points: int


@dataclass(frozen=True)
class Escalation:
    """``percent`` 0 to 100; ``factors`` that speak, the heaviest first."""

    percent: int
    factors: tuple[Factor, ...]

    @property
    def likely(self) -> bool:
        """Whether it is at least as likely as not."""
        return self.percent >= 50


@dataclass(frozen=True)
class CaseRead:
    """``texts`` the newest first, ``points`` and ``stages`` the oldest first; ``risks`` the most of
    each. ``urgent``: reasons of urgency a person may give, with the risks that ask for them;
    ``warned``: what the talks themselves lead to (D31).
    """

    texts: list[TextRead]
    points: list[Point]
    feeling: Felt | None
    stages: list[Step]
    dimensions: list[Score]
    risks: dict[str, int]
    escalation: Escalation
    urgent: dict[str, tuple[str, ...]] = field(default_factory=dict)
    asks_plan: bool = False
    warned: tuple[str, ...] = ()

    @property
    def stage(self) -> str:
        """Where the customer stands now; empty where nothing tells."""
        return self.stages[-1].stage if self.stages else ""

    @property
    def upset(self) -> bool:
        """Whether feelings come before any solution (C06)."""
        return self.feeling is not None and self.feeling.level >= rules.UPSET
