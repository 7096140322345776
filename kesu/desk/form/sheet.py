"""Everything that a form is written from: the rows of one complaint, each kind read once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from kesu.authority.models import Approval
from kesu.complaints.models import (
    Action,
    Cause,
    Complaint,
    CustomerDecision,
    Demand,
    Evidence,
    FollowUp,
    Solution,
    Verification,
)
from kesu.consults.models import Consult, Told
from kesu.correspondence.models import Reply
from kesu.desk.evidence import readable
from kesu.desk.rules import stands
from kesu.desk.views import Eyes, Policies
from kesu.journal import queries as journal
from kesu.journal.queries import Entry
from kesu.people.rules import People
from kesu.policy.codes import State
from kesu.policy.schema import Pack
from kesu.policy.schema.types import TypeEntry
from kesu.remedies.models import Remedy

MERCHANT = "merchant"


@dataclass
class Sheet:
    """One complaint as its form sees it, with the eyes of its reader. ``department``: whose tasks
    alone a liaison may see, "" for everybody else.
    """

    complaint: Complaint
    eyes: Eyes
    people: People
    department: str = ""

    @cached_property
    def packs(self) -> Policies:
        return Policies()

    @property
    def pack(self) -> Pack:
        return self.packs.pack(self.complaint)

    @property
    def language(self) -> str:
        return self.packs.language

    @property
    def type(self) -> TypeEntry:
        return self.pack.type(self.complaint.type)

    @property
    def state(self) -> State:
        """Where it stands; of a complaint that cools off, where it will go on."""
        cooled = self.complaint.cooled_from
        cooling = self.complaint.state == State.cooling
        return State(cooled if cooling and cooled else self.complaint.state)

    @cached_property
    def verification(self) -> Verification | None:
        return Verification.objects.filter(complaint=self.complaint).order_by("-id").first()

    @cached_property
    def cause(self) -> Cause | None:
        return Cause.objects.filter(complaint=self.complaint).order_by("-id").first()

    @cached_property
    def demands(self) -> list[Demand]:
        return list(Demand.objects.filter(complaint=self.complaint).order_by("id"))

    @cached_property
    def solutions(self) -> list[Solution]:
        return list(Solution.objects.filter(complaint=self.complaint).order_by("id"))

    @cached_property
    def current(self) -> Solution | None:
        """The solution the form is about; None while another one is waited for."""
        newest = self.solutions[-1] if self.solutions else None
        if newest is None or newest.returned_at is not None or not stands(self.state):
            return None
        return newest

    @cached_property
    def approvals(self) -> list[Approval]:
        return list(Approval.objects.filter(complaint=self.complaint).order_by("id"))

    @cached_property
    def replies(self) -> list[Reply]:
        return list(Reply.objects.filter(complaint=self.complaint).order_by("id"))

    @cached_property
    def decisions(self) -> list[CustomerDecision]:
        return list(CustomerDecision.objects.filter(complaint=self.complaint).order_by("id"))

    @cached_property
    def actions(self) -> list[Action]:
        return list(Action.objects.filter(complaint=self.complaint).order_by("id"))

    @cached_property
    def follow_ups(self) -> list[FollowUp]:
        return list(FollowUp.objects.filter(complaint=self.complaint).order_by("id"))

    @cached_property
    def remedies(self) -> list[Remedy]:
        """What is given or planned; what was dropped is not."""
        rows = Remedy.objects.filter(complaint=self.complaint).exclude(state="dropped")
        return list(rows.order_by("at", "id"))

    @cached_property
    def merchant_tasks(self) -> list[Consult]:
        """What the merchant's department was asked, but for what it sent back."""
        rows = Consult.objects.filter(complaint=self.complaint, department=MERCHANT)
        asked = rows.filter(sent_back_at=None).order_by("at", "id")
        return [] if self.department not in ("", MERCHANT) else list(asked)

    @cached_property
    def told(self) -> list[Told]:
        """When the merchant's department was told of the result."""
        rows = Told.objects.filter(complaint=self.complaint, department=MERCHANT)
        return list(rows.exclude(why="receipt").order_by("at", "id"))

    @cached_property
    def evidence(self) -> list[Evidence]:
        """What stands; to a liaison what came with or for a task of their department alone."""
        rows = Evidence.objects.filter(complaint=self.complaint, retracted_at=None)
        found = list(rows.order_by("at", "id"))
        return readable(self.complaint, found, whose=self.department)

    @cached_property
    def _told(self) -> dict[str, list[Entry]]:
        """What was read of the record, by kind: no note is unsealed that nothing is written of."""
        return {}

    def last(self, *kinds: str) -> Entry | None:
        """The newest line of one of these kinds."""
        about = str(self.complaint.pk)
        for kind in kinds:
            if kind not in self._told:
                self._told[kind] = journal.about("complaint", about, only=kind)
        found = [line for kind in kinds for line in self._told[kind]]
        return max(found, key=lambda line: line.seq, default=None)

    @property
    def asks_merchant(self) -> bool:
        """Whether a merchant has a say: one was asked, or the rule asks one and nobody said that
        none is concerned (E05).
        """
        if self.merchant_tasks:
            return True
        named = bool(self.complaint.merchant)
        excused = self.verification is not None and bool(self.verification.no_merchant)
        return self.type.asks_merchant(named=named) and not excused and not self.department

    def name(self, id_: int | None) -> str:
        """A colleague's name; "" for nobody."""
        return self.people[id_].full_name if id_ is not None and id_ in self.people else ""

    def when(self, moment: datetime | None) -> str:
        """``2026-02-13 10:00`` in the policy's zone."""
        return f"{moment.astimezone(self.pack.tz):%Y-%m-%d %H:%M}" if moment else ""


def lines(parts: Iterable[str]) -> str:
    """Texts below each other, empty ones left out."""
    return "\n".join(part for part in parts if part)


def beside(*parts: str) -> str:
    """Texts beside each other, empty ones left out."""
    return " · ".join(part for part in parts if part)


def numbered(parts: Iterable[str]) -> str:
    """Texts below each other, numbered where there are several."""
    found = [part for part in parts if part]
    if len(found) < 2:
        return lines(found)
    return lines(f"{place}. {part}" for place, part in enumerate(found, 1))


def money(cents: int) -> str:
    """``1,238.00 元``."""
    return _("%(amount)s yuan") % {"amount": f"{cents // 100:,}.{cents % 100:02d}"}
