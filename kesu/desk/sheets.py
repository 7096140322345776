"""What lies on the desk for some complaints: everything recorded on them, read at once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from kesu.authority.models import Approval, Escalation, Meeting, Opinion, Report, Round
from kesu.complaints.models import (
    Action,
    Batch,
    Cause,
    Complaint,
    CustomerDecision,
    EmotionPoint,
    Evidence,
    FollowUp,
    OneSided,
    Promise,
    Solution,
    Urge,
    Verification,
    Watch,
)
from kesu.complaints.queries import urges_each
from kesu.consults.models import Consult
from kesu.correspondence.models import Mail, Reply
from kesu.deadlines.models import Clock
from kesu.desk import scope
from kesu.desk.gathered import Gathered, Sheet, gathered
from kesu.desk.labels import label_of
from kesu.people.rules import People, Person
from kesu.remedies.models import Remedy
from kesu.routing.models import Transfer

Row = TypeVar("Row", bound=Model)
_OF_A_CASE: tuple[type[Model], ...] = (
    Action,
    Approval,
    Cause,
    Clock,
    Consult,
    CustomerDecision,
    EmotionPoint,
    Escalation,
    Evidence,
    FollowUp,
    Mail,
    Meeting,
    OneSided,
    Opinion,
    Promise,
    Remedy,
    Reply,
    Report,
    Round,
    Solution,
    Transfer,
    Urge,
    Verification,
    Watch,
)
_KINDS: tuple[Sheet, ...] = (
    *((model, "complaint") for model in _OF_A_CASE),
    (Complaint, "merged_into"),
    (Complaint, "parent"),
)
_FEW = 50
"""Of more complaints than these each kind is a question of its own, asked where it is needed."""


class Sheets:
    """The rows of each kind by complaint. Of few complaints all kinds come with one question; of
    many each kind is one, asked when it is needed. Of other complaints it gives those alone that
    exist for ``reader``. ``also``: kinds that only some pages need.
    """

    def __init__(
        self,
        complaints: Sequence[Complaint],
        *,
        reader: Person,
        people: People,
        also: tuple[type[Model], ...] = (),
    ) -> None:
        self._reader, self._people = reader, people
        self._kinds = (*_KINDS, *((model, "complaint") for model in also))
        self._keys = [one.pk for one in complaints]
        self._batched = any(one.batch_id is not None for one in complaints)
        linked = ((one.parent_id, one.merged_into_id) for one in complaints)
        self._parents = {one for both in linked for one in both if one is not None}

    def holds(self, model: type[Model], by: str = "complaint") -> bool:
        """Whether there is anything to read of that kind; of very many complaints there may be."""
        if not self._are_few or (model, by) not in self._kinds:
            return True
        return bool(self._gathered[model, by])

    @property
    def _are_few(self) -> bool:
        return 0 < len(self._keys) <= _FEW

    @cached_property
    def _gathered(self) -> Gathered:
        return gathered(self._keys, self._kinds)

    @cached_property
    def clocks(self) -> dict[UUID, list[Clock]]:
        return self._all(Clock, "due", "id")

    @cached_property
    def promises(self) -> dict[UUID, list[Promise]]:
        return self._all(Promise, "due", "id")

    @cached_property
    def consults(self) -> dict[UUID, list[Consult]]:
        return self._all(Consult, "at", "id")

    @cached_property
    def emotions(self) -> dict[UUID, list[EmotionPoint]]:
        return self._all(EmotionPoint, "at", "id")

    @cached_property
    def verifications(self) -> dict[UUID, Verification]:
        return self._latest(Verification)

    @cached_property
    def causes(self) -> dict[UUID, Cause]:
        return self._latest(Cause)

    @cached_property
    def solutions(self) -> dict[UUID, Solution]:
        return self._latest(Solution)

    @cached_property
    def decisions(self) -> dict[UUID, CustomerDecision]:
        return self._latest(CustomerDecision)

    @cached_property
    def replies(self) -> dict[UUID, Reply]:
        return self._latest(Reply)

    @cached_property
    def approvals(self) -> dict[int, Approval]:
        """By solution."""
        return {row.solution_id: row for row in self._rows(Approval, "id")}

    @cached_property
    def merged(self) -> dict[UUID, list[str]]:
        """The numbers of the cases that went into each."""
        return self._numbers("merged_into_id")

    @cached_property
    def children(self) -> dict[UUID, list[str]]:
        """The numbers of the cases that each brought about."""
        return self._numbers("parent_id")

    @cached_property
    def urges(self) -> dict[UUID, int]:
        """How often each customer has chased."""
        if not self._are_few:
            return urges_each(self._keys)
        chased = Counter(one.complaint_id for one in self._rows(Urge) if one.kind == "customer")
        return dict(chased)

    @cached_property
    def watches(self) -> dict[UUID, list[Watch]]:
        return self._all(Watch, "id")

    @cached_property
    def labels(self) -> dict[UUID | None, str]:
        """What the batches of these are called."""
        rows = Batch.objects.filter(members__in=self._keys).distinct() if self._batched else ()
        return {row.pk: label_of(row) for row in rows}

    def read(self, model: type[Row]) -> list[Row]:
        """The rows of that kind, the oldest first; none is asked where there is none."""
        return list(self._rows(model, "id"))

    def _numbers(self, by: str) -> dict[UUID, list[str]]:
        found: dict[UUID, list[str]] = {}
        for one in self._kin:
            if one[by] in self._keys:
                found.setdefault(one[by], []).append(one["no"])
        return found

    @cached_property
    def parents(self) -> dict[UUID | None, str]:
        """The numbers of the complaints that these came from or went into."""
        return {one["pk"]: one["no"] for one in self._kin if one["pk"] in self._parents}

    @cached_property
    def _kin(self) -> list[Any]:
        """Where these came from and went, and what came of them: one question for all."""
        down = [by for by in ("merged_into", "parent") if self.holds(Complaint, by)]
        if not down and not self._parents:
            return []
        asked = Q(pk__in=self._parents)
        for by in down:
            asked |= Q(**{f"{by}__in": self._keys})
        rows = self._visible.filter(asked).order_by("received", "no")
        return list(rows.values("pk", "no", "merged_into_id", "parent_id"))

    @property
    def _visible(self) -> QuerySet[Complaint]:
        return scope.visible(self._reader, self._people)

    def _all(self, model: type[Row], *order: str) -> dict[UUID, list[Row]]:
        found: dict[UUID, list[Row]] = {}
        for row in self._rows(model, *order):
            found.setdefault(_complaint_of(row), []).append(row)
        return found

    def _latest(self, model: type[Row]) -> dict[UUID, Row]:
        return {_complaint_of(row): row for row in self._rows(model, "id")}

    def _rows(self, model: type[Row], *order: str) -> Iterable[Row]:
        if not self._are_few:
            found = model._default_manager.filter(complaint__in=self._keys)
            return found.order_by(*order)
        rows = cast("list[Row]", self._gathered[model, "complaint"])
        return sorted(rows, key=attrgetter(*order)) if order else rows


def _complaint_of(row: Any) -> UUID:
    key: UUID = row.complaint_id
    return key
