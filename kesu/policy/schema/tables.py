"""The tables of a pack, by their names in the file."""

from datetime import date, datetime, time
from functools import cached_property
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from kesu.policy.codes import Rank
from kesu.policy.schema import sections
from kesu.policy.schema.after_care import AfterCare
from kesu.policy.schema.agreement import Agreement
from kesu.policy.schema.base import Part, Text
from kesu.policy.schema.clocks import ClockRule
from kesu.policy.schema.closing import Closing, Pause
from kesu.policy.schema.duties import DutyRow
from kesu.policy.schema.guides import Dunning, Guides, Promises
from kesu.policy.schema.lessons import CaseReviews, Conduct, Solutions
from kesu.policy.schema.letters import Texts
from kesu.policy.schema.plans import PlanRow
from kesu.policy.schema.redress import Award, CompensationRow
from kesu.policy.schema.staffing import DepartmentEntry, HandlerEntry, RankEntry, TierEntry
from kesu.policy.schema.statutory import Profile
from kesu.policy.schema.types import GroupRow, TypeRow
from kesu.policy.schema.watching import Watching

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]*$", max_length=40)]


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (LookupError, ValueError, OSError):
        raise PydanticCustomError("zone", "unknown time zone") from None
    return value


class Tables(Part):
    """What one version of a policy says."""

    name: Name
    version: Version
    zone: Annotated[str, AfterValidator(_zone)]
    valid_from: date
    extends: str | None = None
    title: Text
    ranks: tuple[RankEntry, ...]
    departments: tuple[DepartmentEntry, ...]
    tiers: tuple[TierEntry, ...]
    handlers: tuple[HandlerEntry, ...]
    groups: tuple[GroupRow, ...]
    types: tuple[TypeRow, ...]
    clocks: dict[str, dict[str, ClockRule]]
    urgent: sections.Urgent
    approval: sections.Approval
    by_mandate: sections.ByMandate
    mandates: dict[str, dict[Rank, Annotated[int, Field(ge=0)]]]
    budgets: dict[str, dict[Rank, Annotated[int, Field(ge=0)]]] = Field(default_factory=dict)
    remedies: sections.Remedies = sections.Remedies()
    compensation: tuple[CompensationRow, ...] = ()
    awards: tuple[Award, ...] = ()
    rounds: sections.Rounds = sections.Rounds()
    solutions: Solutions = Solutions()
    case_reviews: CaseReviews = CaseReviews()
    conduct: Conduct = Conduct()
    agreement: Agreement = Agreement()
    resolve: sections.Resolve
    queue: sections.Queue
    follow_up: sections.FollowUp
    after_care: tuple[AfterCare, ...] = ()
    first_tier: sections.FirstTier
    quiet_hours: sections.QuietHours
    contact_attempts: sections.ContactAttempts
    cooling: sections.Cooling = sections.Cooling()
    convert: sections.Convert
    batch: sections.Batch
    important_member: sections.ImportantMember
    plans: dict[str, PlanRow] = Field(default_factory=dict)
    duties: dict[str, DutyRow] = Field(default_factory=dict)
    reviews: sections.Reviews | None = None
    incidents: sections.Incidents | None = None
    statutory: tuple[Profile, ...] = ()
    profiles: tuple[str, ...] = ()
    closing: Closing = Closing()
    pauses: tuple[Pause, ...] = ()
    dunning: Dunning = Dunning()
    promises: Promises = Promises()
    guides: Guides = Guides()
    watching: Watching = Watching()
    texts: Texts = Field(default_factory=Texts)

    @property
    def label(self) -> str:
        """``loyalty@2026.1``, as the journal writes it."""
        return f"{self.name}@{self.version}"

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def starts(self) -> datetime:
        """Midnight of ``valid_from`` in the pack's zone."""
        return datetime.combine(self.valid_from, time.min, self.tz)
