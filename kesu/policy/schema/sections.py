"""The other tables of a pack, one class each."""

from collections.abc import Collection, Mapping
from datetime import time
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, StringConstraints

from kesu.policy.codes import HandlerRule, Notify, Rank, ReadRisk, Remedy, Tier, Urgency
from kesu.policy.schema.base import GradeName, Part, Text, Whole
from kesu.policy.schema.conditions import Condition


class Found(NamedTuple):
    """A reason of urgency that holds: the row it comes from and what made it true."""

    rule: str
    because: str


class UrgentReason(Part):
    """``when``: any of these makes a complaint urgent. ``advised_when``: any of these is put to
    the person who lodges it, who decides (law 8). ``advised_read``: so is any of these risks,
    read in what the customer says.
    """

    code: Urgency
    name: Text
    when: tuple[Condition, ...] = ()
    advised_when: tuple[Condition, ...] = ()
    advised_read: tuple[ReadRisk, ...] = ()
    source: str = ""


class Urgent(Part):
    """Who takes an urgent complaint and who is told (E33 to E38, E63, E64)."""

    handler: HandlerRule
    min_rank: Rank
    ack_minutes: Whole = Field(gt=0, le=1440)
    notify: tuple[Notify, ...] = ()
    report_chain: tuple[Notify, ...] = ()
    reasons: tuple[UrgentReason, ...]
    caution: Text | None = None
    source: str = ""

    def found(self, facts: Mapping[str, object]) -> dict[Urgency, Found]:
        """The reasons that hold for these facts, each with its row and what made it true."""
        return self._found(facts, "when")

    def advised(self, facts: Mapping[str, object]) -> dict[Urgency, Found]:
        """The reasons a person is asked to think of."""
        return self._found(facts, "advised_when")

    def read(self, risks: Collection[str]) -> dict[Urgency, tuple[str, ...]]:
        """The reasons a person is asked to think of for these risks, with those that ask for it."""
        found: dict[Urgency, tuple[str, ...]] = {}
        for reason in self.reasons:
            asking = tuple(one for one in risks if one in reason.advised_read)
            if asking:
                found[reason.code] = asking
        return found

    def _found(self, facts: Mapping[str, object], which: str) -> dict[Urgency, Found]:
        found: dict[Urgency, Found] = {}
        for reason in self.reasons:
            told = [said for one in getattr(reason, which) if (said := one.holds(facts))]
            if told:
                found[reason.code] = Found(reason.source, told[0])
        return found


class Approval(Part):
    """Who approves a solution, and who never may (E09)."""

    min_rank: Rank
    excluded: tuple[Literal["owner", "proposer", "accused"], ...] = Field(alias="not")


class ByMandate(Part):
    """Approval by mandate (Q25). ``limits``: 分 a case, by type, group or ``any``.

    ``strict`` switches it off whole; ``sampled_percent`` is the share seen afterwards.
    """

    strict: bool = False
    grades: tuple[GradeName, ...] = ()
    limits: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    sampled_percent: Whole = Field(default=10, ge=0, le=100)


class Resolve(Part):
    """Types (or groups) that may be solved in the same contact."""

    types: tuple[str, ...] = ()


class Queue(Part):
    order: tuple[Literal["urgent", "-grade", "next_due", "received", "no"], ...] = Field(
        min_length=1
    )


class FollowUp(Part):
    """Days after execution on which 回访 is due, by type, group or ``any``; none: not asked."""

    days: dict[str, tuple[int, ...]]


class Impact(Part):
    """How far a complaint may reach: the last entry of which a condition holds (A06)."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$", max_length=10)]
    name: Text
    when: tuple[Condition, ...] = ()


class FirstTier(Part):
    """The tier a complaint starts on, by type, group or ``any``; ``urgent`` at least that.

    ``impacts``, the least first, and ``matrix``, by grade and impact, raise it: severity by impact
    (A06, Q1).
    """

    urgent: Tier
    types: dict[str, Tier]
    impacts: tuple[Impact, ...] = ()
    matrix: dict[str, dict[str, Tier]] = Field(default_factory=dict)

    def impact(self, facts: Mapping[str, object]) -> str:
        """The farthest impact that holds, else the first; "" where the policy names none."""
        found = self.impacts[0].code if self.impacts else ""
        for entry in self.impacts:
            if any(condition.holds(facts) for condition in entry.when):
                found = entry.code
        return found


class QuietHours(Part):
    """No outgoing call between ``start`` and ``end`` in the pack's zone (Q6, Q7)."""

    on: bool
    start: time
    end: time

    def covers(self, local: time) -> bool:
        """Whether ``local``, a time of day in the pack's zone, lies in the quiet hours."""
        if not self.on:
            return False
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end


class ContactAttempts(Part):
    """When nobody could be reached though all was done, 尽责未接通 (Q24)."""

    attempts: Whole = Field(ge=1)
    apart_minutes: Whole = Field(ge=0)
    message: bool


class Cooling(Part):
    """冷处理 takes so many days without anything new: no word from the customer, nothing made
    public, no authority (A34). 0: it may begin at once.
    """

    quiet_days: Whole = Field(default=3, ge=0, le=90)


class Convert(Part):
    """How a complaint becomes an escalated one (E31, Q23)."""

    to: str
    convert_on_breach: bool = False
    child_within_days: Whole = Field(ge=0)


class Batch(Part):
    """More than ``over`` complaints of one issue on one day make a batch (E37, Q5)."""

    over: Whole = Field(ge=1)


class ImportantMember(Part):
    """All three make an important member; ``any_of`` lets one do (E32, Q19). Spend in 分.

    ``type``: what is suggested for their complaints.
    """

    type: str = "3.4"
    level: Whole = Field(ge=0, le=9)
    spend: Whole = Field(ge=0)
    months: Whole = Field(ge=0, le=12)
    any_of: bool = False

    def covers(self, *, level: int, spend: int, months: int) -> bool:
        """Whether somebody of that level, who spent so much (分) in so many of twelve months, is
        an important member.
        """
        reached = (level >= self.level, spend >= self.spend, months >= self.months)
        return any(reached) if self.any_of else all(reached)


class Rounds(Part):
    """After so many rounds without agreement an alert asks for the next tier (A51)."""

    alert_at: Whole = Field(default=3, ge=1)


class Reviews(Part):
    """Public reviews are kept within so many hours of the wall clock (A38)."""

    within_hours: Whole = Field(ge=1, le=720)


class Incidents(Part):
    """How a crisis is watched: a sample every so often, an alarm from so many views (A46)."""

    sample_minutes: Whole = Field(ge=1, le=1440)
    views: Whole = Field(ge=0)
    told: tuple[Notify, ...] = Field(min_length=1)


class Remedies(Part):
    """Which remedies a rank may give, and which need the legal mandate first (A07, A54).

    ``ranks``: by the lowest rank that may. ``customer_cap``: 分 of a kind that one customer gets
    in twelve months; more is for ``over_cap`` (F10). ``with_review``: may one be tied to a public
    review; no policy may say yes (Q14).
    """

    ranks: dict[Remedy, Rank] = Field(default_factory=dict)
    legal: tuple[Remedy, ...] = ()
    customer_cap: dict[Remedy, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    over_cap: Rank = Rank.manager
    with_review: Literal[False] = False
