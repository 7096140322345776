"""转派: another person becomes the owner, with a reason (E42)."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.foundation.faults import Fault, Refused
from kesu.journeys import naming
from kesu.journeys.case import Case
from kesu.journeys.payload import Payload, Someone, Text
from kesu.journeys.powers import passed_on, times_passed
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.people.rules import Person, direct_supervisor
from kesu.policy.codes import OPEN, Rank, ranks_from
from kesu.routing.models import Transfer as TransferRow
from kesu.routing.rules import fit_for, may_own


class Transfer(Payload):
    to: Someone = Field(title="To")
    reason: Text = Field(title="Reason")


def check(case: Case, said: Transfer) -> None:
    """The new owner exists, is another one, and may own this complaint."""
    new_owner(case, said.to)


def transfer(step: Step, said: Transfer) -> None:
    """The owner changes at once; there is always exactly one."""
    give(step, new_owner(step, said.to), "complaint.transferred", reason=said.reason, rule="E42")


def new_owner(case: Case, to: str | int) -> Person:
    """Who is meant. Errors: ``Refused`` at ``to`` for nobody, the present owner, or somebody who
    cannot own it: the accused, somebody who does not handle complaints, too low a rank.
    """
    person = naming.person(case.people, to, loc="to")
    if person.id == case.complaint.owner_id:
        raise Refused([Fault("to", _("This person owns the complaint already."))], code="owns_it")
    fit(case, person)
    return person


def fit(case: Case, person: Person) -> None:
    """Errors: ``Refused`` at ``to`` for who cannot own it."""
    complaint = case.complaint
    because = may_own(
        person,
        urgent=complaint.urgent,
        accused=complaint.accused_id,
        certified=fit_for(case.people, person.id, complaint.type),
    )
    if because is not None:
        said = {
            "inactive": _("This person does not work here any more."),
            "accused": _("This person cannot own the complaint."),
            "flag": _("This person does not handle complaints."),
            "rank": _("An urgent complaint needs a supervisor or above."),
            "certificate": _("This person holds no certificate for complaints of this type."),
        }
        raise Refused([Fault("to", said[because])], code="cannot_own")


def give(step: Step, to: Person, kind: str, *, reason: str, rule: str) -> None:
    """The change itself, for transfer and hand-over."""
    TransferRow.objects.create(
        complaint=step.complaint,
        owner_from_id=step.complaint.owner_id,
        owner_to_id=to.id,
        reason=reason,
        by_id=step.staff,
        at=step.at,
    )
    if step.complaint.dedicated_id == step.complaint.owner_id:
        step.set(dedicated_id=to.id)
    step.assign(to.id)
    step.set(understaffed=False)
    step.tell(kind, {"to": str(to.id)}, notes={"reason": reason}, rule=rule)
    times = times_passed(step)
    if times > 1:
        _alarm(step, times)


def _alarm(step: Step, times: int) -> None:
    """Passed on again and again: said to who does it, and to who stands above (E42)."""
    complaint = step.complaint
    above = direct_supervisor(step.people, complaint.owner_id, ranks=ranks_from(Rank.supervisor))
    told = {above, complaint.risk_owner_id} - {step.staff, None}
    step.notify(sorted(one for one in told if one is not None), "transfers", str(times))
    message = _("This complaint changed hands %(n)s times; who has it now sees it through.")
    step.warn("transfers", message % {"n": times}, transfers=times)


declare(
    Verb(
        name="transfer",
        words=Words("转派", "轉派", "Transfer"),
        payload=Transfer,
        from_states=states(OPEN),
        gates=(passed_on,),
        act=transfer,
        check=check,
    )
)
