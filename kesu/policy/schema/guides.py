"""What a person has before them while they talk: how to listen, what to ask, what to say."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from kesu.policy.codes import MindStage
from kesu.policy.schema.base import Part, Text
from kesu.policy.schema.conditions import Condition
from kesu.policy.schema.types import lineage


class Interview(Part):
    """问询: what is asked while a complaint is verified (C02). ``types``: types, groups or ``any``;
    ``when``: any of these, asked of the complaint; none: always.
    """

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
    name: Text
    types: tuple[str, ...] = Field(min_length=1)
    when: tuple[Condition, ...] = ()
    questions: tuple[Text, ...] = Field(min_length=1)

    def fits(self, code: str, facts: Mapping[str, object]) -> bool:
        """Whether it is for a complaint of that type with these facts (``conditions.FIELDS``)."""
        named = any(one in self.types for one in (*lineage(code), "any"))
        return named and (not self.when or any(one.holds(facts) for one in self.when))


class Guides(Part):
    """``listening``: 一听二表态三承诺, for the first contact (E66). ``follow_up``: the short script
    of a 回访, by type, group or ``any`` (F14). ``no_news``: what the customer reads on a day
    without any (C20). ``stages``: how to answer a customer in each stage of mind (D30).
    """

    listening: tuple[Text, ...] = ()
    interviews: tuple[Interview, ...] = ()
    follow_up: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    no_news: Text | None = None
    stages: dict[MindStage, Text] = Field(default_factory=dict)


class Promises(Part):
    """``broken``: the type of the complaint that a promise not kept may become (E28)."""

    broken: str = "2.3.4"


class Dunning(Part):
    """催办: after how much of a department's time, in percent, its liaison is reminded and its head
    is told (B11). At 100 the time is over, which nobody sets.
    """

    remind: int = Field(default=50, ge=1, le=99)
    head: int = Field(default=150, ge=101, le=1000)
