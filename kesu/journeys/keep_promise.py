"""兑现承诺: a promise was kept, or is given up (C03)."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints.models import Promise
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import clocks
from kesu.journeys.case import Case
from kesu.journeys.payload import Payload
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN


class KeepPromise(Payload):
    promise: int = Field(ge=1, title="Promise")
    kept: bool = Field(title="Kept")


def check(case: Case, said: KeepPromise) -> None:
    """The promise is one of this complaint, and not settled."""
    _promise(case, said)


def keep_promise(step: Step, said: KeepPromise) -> None:
    """Kept: its clock is met, late or in time. Not kept: it is owed until its time."""
    row = _promise(step, said)
    row.kept, row.settled_at = said.kept, step.at
    row.save(update_fields=["kept", "settled_at"])
    facts = {"promise": row.pk, "kept": said.kept}
    step.tell("complaint.promise_settled", facts, rule="C03")
    clocks.settle_promise(step, row, kept=said.kept)


def _promise(case: Case, said: KeepPromise) -> Promise:
    waiting = [row for row in case.promises if row.kept is None]
    for row in waiting:
        if row.pk == said.promise:
            return row
    known = ", ".join(str(row.pk) for row in waiting)
    fault = Fault("promise", _("No open promise has that number here."), known)
    raise Refused([fault], code="unknown_promise")


declare(
    Verb(
        name="keep_promise",
        words=Words("了结承诺", "了結承諾", "Settle a promise"),
        payload=KeepPromise,
        from_states=states(OPEN),
        act=keep_promise,
        check=check,
    )
)
