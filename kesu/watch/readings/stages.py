"""心理阶段 as it was read and as the talks went (D30 to D32). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

STAGES = ("none", "expect", "respect", "compensation", "revenge", "vent")
"""In their order; ``none`` says nothing."""
_CALM = 1
_HEATED = 3
"""Who lets it out is at least angry; a word of displeasure alone is none of that."""
_MANY = 2
"""So many talks without a plan, or without the customer being content, are too many (D31)."""


@dataclass(frozen=True)
class Step:
    """A stage the customer came to. ``because``: ``read``, ``said`` by a person, or the rule:
    ``no_plan``, ``unsatisfied``. ``emotion`` as it was then.
    """

    at: datetime
    stage: str
    because: str
    emotion: int = 5


@dataclass(frozen=True)
class Talk:
    """A talk that reached the customer; ``content`` false where they were not satisfied by it."""

    at: datetime
    content: bool


def story(steps: Iterable[Step]) -> list[Step]:
    """Each change of stage, the oldest first. It rises with what is read; it falls only by a
    person's word or by calm words: anger does not go because the next text is short.
    """
    found: list[Step] = []
    for one in sorted(steps, key=lambda step: step.at):
        now = found[-1].stage if found else "none"
        if one.stage != now and _comes(one, now):
            found.append(one)
    return found


def _comes(one: Step, now: str) -> bool:
    if one.because == "said":
        return True
    if one.stage == "none" or (one.stage == "vent" and one.emotion < _HEATED):
        return False
    rises = STAGES.index(one.stage) > STAGES.index(now)
    return rises or (one.because == "read" and one.emotion <= _CALM)


def of_talks(talks: Sequence[Talk], *, planned: datetime | None) -> list[Step]:
    """What the talks lead to whatever is said in them (D31): two without a plan ask for 尊重, two
    without satisfaction for 求偿. ``planned``: when a solution was first proposed.
    """
    talks = sorted(talks, key=lambda one: one.at)
    found = []
    open_ = [one for one in talks if planned is None or one.at < planned]
    if len(open_) >= _MANY:
        found.append(Step(open_[_MANY - 1].at, "respect", "no_plan"))
    unhappy = [one for one in talks if not one.content]
    if len(unhappy) >= _MANY:
        found.append(Step(unhappy[_MANY - 1].at, "compensation", "unsatisfied"))
    return found
