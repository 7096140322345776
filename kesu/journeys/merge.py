"""并单: a case goes into another one, which is worked for both (F04)."""

from typing import Any

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints import permissions
from kesu.complaints.models import Complaint, Merging
from kesu.complaints.queries import by_number
from kesu.desk import scope
from kesu.foundation.faults import Fault, Refused
from kesu.journal.rules import moment
from kesu.journeys import together
from kesu.journeys.case import Case
from kesu.journeys.faults import Missing, NotYours
from kesu.journeys.mark_urgent import make_urgent
from kesu.journeys.payload import Name, Payload
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN


class Merge(Payload):
    into: Name = Field(title="Into the case")


def take_first(complaint: Complaint, said: Merge) -> None:
    """Both rows, in the order in which everybody takes two."""
    together.take_both(complaint, by_number(said.into))


def check(case: Case, said: Merge) -> None:
    """The other case is there, is worked, and is this person's to work on as well (Z6).

    Errors: ``Refused`` at ``into``, for one that they may not see as for none; ``NotYours``.
    """
    other, by = by_number(said.into), case.by
    tie = scope.tie(other, by, case.people) if other is not None and by is not None else None
    if other is None or by is None or tie is None or not permissions.may_see(by, tie):
        message, expected = together.unknown_case()
        raise Refused([Fault("into", message, expected)], code="no_case")
    if not permissions.may("merge", by, tie):
        raise NotYours
    if other.pk == case.complaint.pk:
        raise Refused([Fault("into", _("A case does not go into itself."))], code="same_case")
    if other.merged_into is not None:
        message = _("That case was merged itself; name the one it went into.")
        raise Refused([Fault("into", message, other.merged_into.no)], code="merged_case")
    if not other.is_open:
        raise Refused([Fault("into", _("That case is not open any more."))], code="ended_case")


def no_open_task(case: Case, _said: object) -> Missing | None:
    """A department's answer must find the case it was asked about."""
    if not case.open_consults:
        return None
    return Missing("consult", _("A department has not answered yet; its answer belongs here."))


def merge(step: Step, said: Merge) -> None:
    """The other one keeps the earlier receipt, the strictest clocks, what is promised, urgency and
    who may know of it. This one is not worked any more, and leads there.
    """
    found = by_number(said.into)
    assert found is not None
    other = together.beside(step, found)
    received = found.received
    if step.complaint.customer_id != found.customer_id:
        step.warn("other_customer", _("The two cases are of different customers."))
    kept: dict[str, Any] = {"moved": [], "started": []}
    facts = {"other": str(found.pk), "no": found.no}
    step.tell("complaint.merged", facts, rule=together.RULE)
    other.tell("complaint.took_in", _facts(step, received), rule=together.RULE)
    kept["columns"] = _gain(step, other)
    stopped = together.stop_here(step)
    together.carry(other, stopped, kept)
    kept["promises"] = together.hand_promises(step, other, stopped)
    kept["stopped"] = [clock.pk for clock in stopped]
    step.set(merged_into=found, merged_at=step.at)
    Merging.objects.create(
        complaint=step.complaint, into=found, by_id=step.staff, at=step.at, before=kept
    )
    concerned = {step.complaint.owner_id, found.owner_id} - {step.staff}
    other.notify(sorted(concerned), "merged", step.complaint.no)


def _facts(step: Step, received: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"other": str(step.complaint.pk), "no": step.complaint.no}
    if step.complaint.received < received:
        facts["received"] = [moment(received), moment(step.complaint.received)]
    return facts


_GAINED = (
    "received",
    "level_then",
    "points_then",
    "urgent",
    "urgent_reasons",
    "tier",
    "restricted",
    "mandated_deadline",
    "owner_id",
    "dedicated_id",
    "understaffed",
)


def _gain(step: Step, other: Step) -> dict[str, Any]:
    """What the surviving case takes over; each column that changed, before and after."""
    mine, its = step.complaint, other.complaint
    before = {name: getattr(its, name) for name in _GAINED}
    if mine.received < its.received:
        together.receive(other, mine.received)
        if mine.customer_id == its.customer_id:
            other.set(level_then=mine.level_then, points_then=mine.points_then)
    if mine.restricted and not its.restricted:
        other.set(restricted=True)
    mandated = [one for one in (mine.mandated_deadline, its.mandated_deadline) if one]
    if mandated and min(mandated) != its.mandated_deadline:
        other.set(mandated_deadline=min(mandated))
    if set(mine.urgent_reasons) - set(its.urgent_reasons):
        make_urgent(other, sorted({*mine.urgent_reasons, *its.urgent_reasons}))
    after = {name: getattr(its, name) for name in _GAINED}
    return {
        name: [_plain(before[name]), _plain(after[name])]
        for name in _GAINED
        if before[name] != after[name]
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


declare(
    Verb(
        name="merge",
        words=Words("并单", "併單", "Merge into another case"),
        payload=Merge,
        from_states=states(OPEN),
        act=merge,
        check=check,
        gates=(no_open_task,),
        before=take_first,
    )
)
