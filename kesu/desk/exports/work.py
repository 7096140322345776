"""What hangs on complaints: clocks, promises and tasks of departments, as an export lists them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy

from kesu.complaints.models import Complaint, Promise
from kesu.consults.models import Consult
from kesu.consults.wording import question_of
from kesu.deadlines.models import Clock
from kesu.desk import scope, words
from kesu.desk.exports import keys
from kesu.desk.exports.ask import Ask
from kesu.desk.exports.columns import Column, column, yes_no
from kesu.desk.exports.veil import veiled
from kesu.desk.values import ClockView, ConsultView, PromiseView
from kesu.desk.views import Policies, clock_view, is_overdue, person_view
from kesu.people.rules import People

View = TypeVar("View")


@dataclass(frozen=True)
class Hanging(Generic[View]):
    """One thing of a complaint, with what tells which complaint it is."""

    no: str
    subject: str
    owner: str
    it: View


@dataclass(frozen=True)
class Reading(Generic[View]):
    """Reads the rows of one model in batches."""

    ask: Ask
    model: type[Model]
    view: Callable[[Any, People], View]

    def listed(self) -> keys.Keys[int]:
        """What hangs on the complaints asked for, in the order it came about."""
        rows = self._rows().filter(complaint__in=self.ask.covered()).order_by("pk")
        return keys.of_numbers(rows.values_list("pk", flat=True).iterator(4 * keys.BATCH))

    def rows(self, batch: Sequence[int]) -> list[Hanging[View]]:
        """The rows of a batch in its order, but for those that may not leave any more."""
        found = self._rows().filter(scope.among(self.ask.exportable()), pk__in=batch)
        there = {row.pk: row for row in found.select_related("complaint")}
        return [self._row(there[key]) for key in batch if key in there]

    def _rows(self) -> QuerySet[Any]:
        return self.model._default_manager.all()

    def _row(self, row: Any) -> Hanging[View]:
        case: Complaint = row.complaint
        owner = self.ask.people[case.owner_id].full_name
        return Hanging(case.no, veiled(case.subject), owner, self.view(row, self.ask.people))


def clocks(ask: Ask) -> Reading[ClockView]:
    return Reading(ask, Clock, lambda row, _people: clock_view(row))


def promises(ask: Ask) -> Reading[PromiseView]:
    return Reading(ask, Promise, _promise)


@dataclass(frozen=True)
class Task:
    """A task of a department, which has a name under the policy of its complaint."""

    consult: ConsultView
    department_name: str


def consults(ask: Ask) -> Reading[Task]:
    packs = Policies()

    def task(row: Consult, people: People) -> Task:
        pack = packs.pack(row.complaint)
        name = pack.department_name(row.department, packs.language)
        return Task(_consult(row, people), name)

    return Reading(ask, Consult, task)


def _promise(row: Promise, _people: People) -> PromiseView:
    return PromiseView(row.pk, veiled(row.what), row.due, row.kept, row.settled_at)


def _consult(row: Consult, people: People) -> ConsultView:
    return ConsultView(
        id=row.pk,
        department=row.department,
        question=veiled(question_of(row)),
        at=row.at,
        due=row.due,
        answered=row.answered_at,
        answer=veiled(row.answer),
        answered_by=person_view(people, row.answered_by_id),
    )


_CASE: tuple[Column[Any], ...] = (
    column("no", gettext_lazy("Complaint number")),
    column("subject", gettext_lazy("Subject")),
    column("owner", gettext_lazy("Owner")),
)


def _kept(row: Hanging[PromiseView]) -> str:
    return "" if row.it.kept is None else yes_no(row.it.kept)


def _answered_by(row: Hanging[Task]) -> str:
    by = row.it.consult.answered_by
    return by.name if by else ""


CLOCKS: tuple[Column[Hanging[ClockView]], ...] = (
    *_CASE,
    Column(
        "clock",
        gettext_lazy("Clock"),
        lambda row: row.it.name,
        lambda row: words.clock_word(row.it.name),
    ),
    Column("started", gettext_lazy("Started"), lambda row: row.it.started),
    Column("due", gettext_lazy("Due"), lambda row: row.it.due),
    Column(
        "state",
        gettext_lazy("State"),
        lambda row: row.it.state,
        lambda row: words.clock_state_word(row.it.state),
    ),
    Column("met_at", gettext_lazy("Met at"), lambda row: row.it.met_at),
    Column("breached_at", gettext_lazy("Breached at"), lambda row: row.it.breached_at),
    Column(
        "overdue",
        gettext_lazy("Overdue and owed"),
        lambda row: is_overdue(row.it),
        lambda row: yes_no(is_overdue(row.it)),
    ),
    Column("rule", gettext_lazy("Rule"), lambda row: row.it.rule),
    Column("calendar", gettext_lazy("Calendar"), lambda row: row.it.calendar),
)
PROMISES: tuple[Column[Hanging[PromiseView]], ...] = (
    *_CASE,
    Column("what", gettext_lazy("Promise"), lambda row: row.it.what),
    Column("due", gettext_lazy("Due"), lambda row: row.it.due),
    Column("kept", gettext_lazy("Kept"), lambda row: row.it.kept, _kept),
    Column("settled_at", gettext_lazy("Settled at"), lambda row: row.it.settled_at),
)
CONSULTS: tuple[Column[Hanging[Task]], ...] = (
    *_CASE,
    Column(
        "department",
        gettext_lazy("Asked department"),
        lambda row: row.it.consult.department,
        lambda row: row.it.department_name,
    ),
    Column("question", gettext_lazy("Question asked"), lambda row: row.it.consult.question),
    Column("at", gettext_lazy("Asked at"), lambda row: row.it.consult.at),
    Column("due", gettext_lazy("Due"), lambda row: row.it.consult.due),
    Column("answer", gettext_lazy("Answer"), lambda row: row.it.consult.answer),
    Column("answered_at", gettext_lazy("Answered at"), lambda row: row.it.consult.answered),
    Column("answered_by", gettext_lazy("Answered by"), _answered_by),
)
