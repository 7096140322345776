"""Conditions as data: one field of a complaint and what is asked of it."""

from collections.abc import Mapping
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from kesu.policy.schema.base import Part, Words

FIELDS = (
    "channel",
    "source",
    "special_role",
    "mandated_deadline",
    "same_issue_today",
    "text",
    "level",
    "merchant",
    "product",
    "campaign",
    "authority",
)
"""What a condition may ask about; ``text`` is what the customer said, ``authority`` whoever a slip
came from.
"""


class Condition(Part):
    """``{field, is | in | over | matches}``; anything more is a named rule in Python.

    ``matches``: any of these words stands in the text. ``over``: strictly more than that number.
    """

    field: str
    is_: str | int | bool | None = Field(default=None, alias="is")
    in_: tuple[str | int, ...] | None = Field(default=None, alias="in", min_length=1)
    over: int | None = None
    matches: tuple[Words, ...] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        asked = [one for one in (self.is_, self.in_, self.over, self.matches) if one is not None]
        if len(asked) != 1:
            raise PydanticCustomError("condition", "expected one of: is, in, over, matches")
        return self

    def holds(self, facts: Mapping[str, object]) -> str | None:
        """What makes it true, as ``source = group`` or the word found; None when it is not."""
        value = facts.get(self.field)
        if self.matches is not None:
            said = str(value or "").casefold()
            return next((word for word in self.matches if word.casefold() in said), None)
        if self.over is not None:
            more = isinstance(value, int) and not isinstance(value, bool) and value > self.over
            return f"{self.field} {value} > {self.over}" if more else None
        true = value == self.is_ if self.in_ is None else value in self.in_
        return f"{self.field} = {value}" if true else None
