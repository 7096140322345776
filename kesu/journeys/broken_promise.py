"""转处理效率投诉: a promise that was not kept becomes a complaint of its own, in one key (E28)."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints.models import Complaint, Promise
from kesu.deadlines.models import Clock
from kesu.foundation.faults import Fault, Refused
from kesu.journal import queries as journal
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import split
from kesu.journeys.case import Case
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Payload
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy import queries as policies
from kesu.policy.codes import OPEN, ClockName, ClockState, State


class BrokenPromise(Payload):
    promise: int = Field(ge=1, title="Promise")


class Raised(CaseFacts):
    promise: int


KIND = "complaint.promise_raised"
declare_kind(KIND, Raised)


def check(case: Case, said: BrokenPromise) -> None:
    """The promise is one of this complaint, was broken, and became no complaint yet."""
    broken = broken_of(case.complaint)
    if said.promise not in broken:
        fault = Fault(
            "promise",
            _("No broken promise of that number waits here."),
            ", ".join(map(str, broken)),
        )
        raise Refused([fault], code="unknown_promise")


def broken_of(complaint: Complaint) -> list[int]:
    """The numbers of the promises that were broken and became no complaint yet."""
    late = Clock.objects.filter(
        complaint=complaint, name=ClockName.promise, state=ClockState.breached
    )
    raised = {
        line.facts["promise"]
        for line in journal.about("complaint", str(complaint.pk), with_notes=False, only=KIND)
    }
    numbers = {int(subject) for subject in late.values_list("subject", flat=True)}
    return sorted(numbers - raised)


def take_first(complaint: Complaint, said: BrokenPromise) -> None:
    """As for any second matter."""
    row = Promise.objects.filter(pk=said.promise, complaint=complaint).first()
    if row is not None:
        broken = policies.version(complaint.policy_name, complaint.policy_version).promises.broken
        split.take_first(complaint, _matter(row, broken))


def broken_promise(step: Step, said: BrokenPromise) -> None:
    """The new case has the type the policy names. It is about whoever promised, so that somebody
    else handles it.
    """
    row = Promise.objects.get(pk=said.promise, complaint=step.complaint)
    step.tell(KIND, {"promise": row.pk}, rule="E28")
    child = split.split_off(step, _matter(row, step.pack.promises.broken), accused=row.by_id)
    if child.accused_id == step.staff:
        step.warn("split", _("It became a complaint that somebody else handles."))
    else:
        step.warn("split", _("The second matter is %(no)s.") % {"no": child.no}, no=child.no)


def _matter(row: Promise, type_code: str) -> split.Split:
    text = _("A promise was not kept: %(what)s") % {"what": row.what}
    return split.Split(text=text, type=type_code)


declare(
    Verb(
        name="broken_promise",
        words=Words("失约转投诉", "失約轉投訴", "Make it a complaint"),
        payload=BrokenPromise,
        from_states=states(OPEN, State.closed),
        act=broken_promise,
        check=check,
        before=take_first,
    )
)
