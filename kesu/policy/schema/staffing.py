"""Ranks, departments, tiers and the rules that name a handler."""

from typing import Annotated

from pydantic import Field, StringConstraints

from kesu.policy.codes import Flag, HandlerRule, Rank, Tier
from kesu.policy.schema.base import Part, Text, Whole

DepartmentCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


class RankEntry(Part):
    """One of the six ranks (A13); ``level`` orders them, ``tier`` is what it decides alone.

    ``acts_for``: the rank whose absence it fills (Q2: a lead acts for a supervisor).
    """

    code: Rank
    level: Whole = Field(ge=1)
    tier: Tier
    name: Text
    acts_for: Rank | None = None


class DepartmentEntry(Part):
    code: DepartmentCode
    name: Text


class TierEntry(Part):
    """One step of the ladder (A14): who decides, and who sits with him."""

    code: Tier
    rank: Rank
    name: Text
    with_departments: tuple[str, ...] = ()
    with_flags: tuple[Flag, ...] = ()


class HandlerEntry(Part):
    """A handler rule: the lowest rank that fits it and, where one is meant, the department."""

    code: HandlerRule
    min_rank: Rank
    department: str | None = None
    name: Text
