"""What may be offered, and what the law could award: tables with their dates, all of it advice."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from kesu.policy.codes import Party, Remedy
from kesu.policy.schema.base import Part, Text, Words
from kesu.policy.schema.statutory import Code

Percent = Annotated[int, Field(ge=0, le=1000)]
Fen = Annotated[int, Field(ge=0, le=10**12)]


class DemandKind(StrEnum):
    """What a customer wants (A53, D06)."""

    refund = "refund"
    triple = "triple"
    tenfold = "tenfold"
    apology = "apology"
    non_money = "non_money"
    other = "other"


class Pressure(StrEnum):
    """How far the matter has come: a first complaint, talks that led nowhere, made public."""

    first = "first"
    repeated = "repeated"
    exposed = "exposed"


class CompensationRow(Part):
    """One line of the table of compensation (B18, D37), for types, groups or ``any``.

    The offer is ``share_percent`` of the loss, ``base`` 分 where no loss is known, times the
    percentages of the customer's level (from that level up), the stage and whose fault it is (100
    where none is stated), not under ``least`` and not over ``most``.
    """

    code: Code
    name: Text
    types: tuple[str, ...] = Field(min_length=1)
    kind: Remedy = Remedy.compensation
    base: Fen = 0
    share_percent: Percent = 0
    level: dict[str, Percent] = Field(default_factory=dict)
    stage: dict[Pressure, Percent] = Field(default_factory=dict)
    fault: dict[Party, Percent] = Field(default_factory=dict)
    least: Fen = 0
    most: Fen
    source: str = ""


class AwardPeriod(Part):
    """What an article gives from a day to a day, both included: ``times`` the price or
    ``loss_times`` the loss, whichever is more, at least ``floor`` 分; or a limit of ``days``.

    ``within_need``: only for what a household reasonably consumes.
    """

    effective_from: date | None = None
    effective_to: date | None = None
    times: int | None = Field(default=None, ge=1, le=100)
    loss_times: int | None = Field(default=None, ge=1, le=100)
    floor: Fen | None = None
    days: int | None = Field(default=None, ge=1, le=365)
    within_need: bool = False

    @model_validator(mode="after")
    def _gives_something(self) -> Self:
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            raise PydanticCustomError("backwards", "it ends before it begins")
        if not (self.times or self.loss_times or self.days or self.within_need):
            raise PydanticCustomError("empty", "it gives nothing: times, loss_times or days")
        return self

    def covers(self, day: date) -> bool:
        """Whether it stands on ``day``, in the pack's zone."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)


class Award(Part):
    """One article of one law, for demands of these kinds. ``confidence`` as of statutory profiles:
    P primary text read, S secondary source, K general knowledge.
    """

    code: Code
    name: Text
    demands: tuple[DemandKind, ...] = Field(min_length=1)
    source: Words
    article: Words
    confidence: Literal["P", "S", "K"]
    periods: tuple[AwardPeriod, ...] = Field(min_length=1)

    def on(self, day: date) -> AwardPeriod | None:
        """What stands on ``day``; None: nothing."""
        return next((one for one in self.periods if one.covers(day)), None)
