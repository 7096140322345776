"""One complaint as a step sees it before anything changes."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from kesu.authority.models import Approval
from kesu.complaints.models import (
    Action,
    Cause,
    Complaint,
    CustomerDecision,
    FollowUp,
    Promise,
    Solution,
    Verification,
)
from kesu.complaints.permissions import Tie
from kesu.consults.models import Consult
from kesu.consults.queries import merchant_settled, open_of
from kesu.correspondence.models import Reply
from kesu.foundation.files import Kept
from kesu.people.rules import People, Person
from kesu.policy import queries as policies
from kesu.policy.codes import State
from kesu.policy.schema import Pack, TypeEntry
from kesu.routing.models import Transfer


class Grounds(NamedTuple):
    """Whether the direct cause is recorded, and whether the merchant's side is settled (E05)."""

    cause: bool
    merchant: bool


@dataclass
class Case:
    """The row, who asks, what binds them, and what was done so far, read when it is asked for."""

    complaint: Complaint
    by: Person | None
    tie: Tie
    people: People
    at: datetime
    now: datetime
    brought: Kept | None = field(default=None, kw_only=True)
    """The file that came with the step, kept already."""
    version_named: bool = field(default=False, kw_only=True)
    """Whether who acts said which version they saw."""

    @cached_property
    def pack(self) -> Pack:
        """The policy the complaint is judged by (law 4)."""
        return policies.version(self.complaint.policy_name, self.complaint.policy_version)

    @property
    def type(self) -> TypeEntry:
        return self.pack.type(self.complaint.type)

    @property
    def state(self) -> State:
        return State(self.complaint.state)

    @property
    def owner(self) -> Person:
        return self.people[self.complaint.owner_id]

    @cached_property
    def solution(self) -> Solution | None:
        """The newest solution."""
        return Solution.objects.filter(complaint=self.complaint).order_by("-id").first()

    @cached_property
    def approved(self) -> Solution | None:
        """The newest solution, if it stands approved."""
        latest = self.solution
        return latest if latest and latest.approved_at else None

    @cached_property
    def approval(self) -> Approval | None:
        solution = self.approved
        return Approval.objects.filter(solution=solution).first() if solution else None

    @cached_property
    def verification(self) -> Verification | None:
        return Verification.objects.filter(complaint=self.complaint).order_by("-id").first()

    @cached_property
    def grounds(self) -> Grounds:
        """What a solution stands on, in one query."""
        cause = Exists(Cause.objects.filter(complaint=OuterRef("pk")))
        rows = Complaint.objects.filter(pk=self.complaint.pk)
        found = rows.annotate(caused=cause, settled=merchant_settled())
        return Grounds(*found.values_list("caused", "settled").get())

    @cached_property
    def cause(self) -> Cause | None:
        return Cause.objects.filter(complaint=self.complaint).order_by("-id").first()

    @cached_property
    def reply(self) -> Reply | None:
        """The newest reply on the approved solution."""
        if self.approved is None:
            return None
        return Reply.objects.filter(solution=self.approved).order_by("-id").first()

    @cached_property
    def decision(self) -> CustomerDecision | None:
        return CustomerDecision.objects.filter(complaint=self.complaint).order_by("-id").first()

    @cached_property
    def actions(self) -> list[Action]:
        """What was done for the newest solution."""
        if self.solution is None:
            return []
        return list(Action.objects.filter(solution=self.solution).order_by("id"))

    @cached_property
    def open_consults(self) -> list[Consult]:
        return open_of(self.complaint)

    @cached_property
    def follow_ups(self) -> list[FollowUp]:
        """回访 on the newest solution."""
        if self.solution is None:
            return []
        return list(FollowUp.objects.filter(solution=self.solution).order_by("id"))

    @cached_property
    def handed_on(self) -> int:
        """How often it changed hands by a person's decision before this step (E42)."""
        return Transfer.objects.filter(complaint=self.complaint).count()

    @cached_property
    def promises(self) -> list[Promise]:
        return list(Promise.objects.filter(complaint=self.complaint).order_by("due", "id"))
