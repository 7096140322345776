"""How a due time is counted from its start."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from kesu.policy.schema.base import Part, Whole

URGENT = "urgent"
"""The line of a table that holds for what is urgent."""


class EndOfDay(Part):
    """23:59:59 in the pack's zone of the N-th workday after the day of receipt; 0 is that day."""

    rule: Literal["end_of_day"] = "end_of_day"
    after_workdays: Whole = Field(ge=0, le=365)


class Elapsed(Part):
    """So much time by the wall clock, nights and holidays included (Q6)."""

    rule: Literal["elapsed"] = "elapsed"
    hours: Whole = Field(default=0, ge=0, le=8760)
    minutes: Whole = Field(default=0, ge=0, le=59)

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if not self.seconds:
            raise PydanticCustomError("no_time", "expected more than no time at all")
        return self

    @property
    def seconds(self) -> int:
        return (self.hours * 60 + self.minutes) * 60


ClockRule = Annotated[EndOfDay | Elapsed, Field(discriminator="rule")]
