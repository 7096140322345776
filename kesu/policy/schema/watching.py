"""What is watched beside complaints: seasons, risk orders, claimant patterns, silence.

Every rule is a named one in Python; its numbers, its words and whether it is on are data here.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from kesu.policy.schema.base import Part, Text, Whole

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=20)]
Month = Annotated[int, Field(strict=True, ge=1, le=12)]
Level = Annotated[int, Field(strict=True, ge=1, le=3)]
ORDER_RULES: dict[str, tuple[str, ...]] = {
    "bulk": ("at_least",),
    "repeat_product": ("at_least", "within_days"),
    "same_address": ("at_least", "within_days"),
    "late_shipping": ("hours",),
}
"""What each rule over orders asks to be given."""
CLAIM_RULES: dict[str, tuple[str, ...]] = {
    "repeat_product": ("at_least", "within_days"),
    "shops_one_address": ("at_least", "within_days"),
    "template_wording": ("at_least",),
    "prior_claims": ("at_least", "within_days"),
    "short_intervals": ("at_least", "within_days"),
}
"""What each rule over a customer's behaviour asks to be given."""


class Season(Part):
    """Months in which trouble is likelier (A02): words of ``groups`` (none: of all) count
    ``raises`` levels more, and waiting times of silence are ``percent`` of what they are.
    """

    code: Code
    name: Text
    months: tuple[Month, ...] = Field(min_length=1)
    groups: tuple[str, ...] = ()
    raises: Whole = Field(default=1, ge=0, le=2)
    percent: Whole = Field(default=50, ge=1, le=100)


def _named(value: object) -> object:
    """Rules by their names; each knows its own."""
    if not isinstance(value, Mapping):
        return value
    return {
        name: {"code": name, **row} if isinstance(row, Mapping) else row
        for name, row in value.items()
    }


class WatchRule(Part):
    """One named rule. ``at_least`` so many ``within_days``; ``hours`` of waiting."""

    code: Code
    name: Text
    on: bool = True
    at_least: Whole | None = Field(default=None, ge=1, le=100_000)
    within_days: Whole | None = Field(default=None, ge=1, le=3650)
    hours: Whole | None = Field(default=None, ge=0, le=8760)


class OrderRule(WatchRule):
    """风险订单 (A21). ``level``: of the signal it makes."""

    level: Level = 2


class ClaimRule(WatchRule):
    """One kind of behaviour and what it adds to the score (A20)."""

    weight: Whole = Field(ge=1, le=100)


OrderRules = Annotated[dict[str, OrderRule], BeforeValidator(_named)]
ClaimRules = Annotated[dict[str, ClaimRule], BeforeValidator(_named)]


class ClaimCheck(Part):
    """One thing to look at before a claim is called professional; ``asks``: what shows it."""

    code: Code
    name: Text
    asks: Text


class Claims(Part):
    """疑似职业索赔(行为特征): advice that expires, never a name for a person (Q15, F24).

    ``shown_from``: the score from which it is shown. ``checks``: what is to be proved, by
    ``source``; ``confidence`` as that of a statutory profile.
    """

    by_name: ClaimRules = Field(default_factory=dict, alias="rules")
    shown_from: Whole = Field(default=40, ge=1, le=100)
    expires_days: Whole = Field(default=180, ge=1, le=730)
    checks: tuple[ClaimCheck, ...] = ()
    source: str = ""
    confidence: Literal["P", "S", "K"] = "K"

    @property
    def rules(self) -> tuple[ClaimRule, ...]:
        """In the order of the file."""
        return tuple(self.by_name.values())


class Silence(Part):
    """Unhappy and gone quiet. Minutes count in a talk from its last word, ``case_days`` on an open
    complaint since the last contact; what is older than ``most_days`` is nobody's news any more.
    """

    on: bool = True
    emotion: Whole = Field(default=3, ge=1, le=5)
    unanswered_minutes: Whole = Field(default=10, ge=1, le=10_080)
    quiet_minutes: Whole = Field(default=60, ge=1, le=10_080)
    case_days: Whole = Field(default=2, ge=1, le=90)
    most_days: Whole = Field(default=14, ge=1, le=365)


class Watching(Part):
    """All of it; a pack without this part watches for silence alone."""

    seasons: tuple[Season, ...] = ()
    orders_by_name: OrderRules = Field(default_factory=dict, alias="orders")
    claims: Claims = Claims()
    silence: Silence = Silence()

    @property
    def orders(self) -> tuple[OrderRule, ...]:
        """The rules over orders, in the order of the file."""
        return tuple(self.orders_by_name.values())

    def seasons_at(self, local: datetime) -> tuple[Season, ...]:
        """Those of the month of ``local``, a time in the pack's zone."""
        return tuple(one for one in self.seasons if local.month in one.months)

    def percent_at(self, local: datetime) -> int:
        """What of the usual waiting time holds at ``local``."""
        return min((one.percent for one in self.seasons_at(local)), default=100)

    def raises_at(self, local: datetime, group: str) -> int:
        """How many levels more a word of ``group`` counts at ``local``."""
        fits = (s.raises for s in self.seasons_at(local) if not s.groups or group in s.groups)
        return max(fits, default=0)
