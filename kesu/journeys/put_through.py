"""转接: the customer who complains about the person they are speaking with goes to a supervisor."""

from django.utils.translation import gettext as _

from kesu.journal.kinds import declare
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.routes import question_of
from kesu.journeys.step import Step
from kesu.people.queries import unassigned
from kesu.policy.codes import PERSON_ON_THE_LINE, HandlerRule
from kesu.routing.models import RoutingAttempt
from kesu.routing.rules import LiveTransfer, live_transfer


class RoutingTried(CaseFacts):
    """``tried``: who could not take the call, each with why; ``taker`` who could; else
    ``call_back`` who calls today.
    """

    tried: tuple[tuple[str, str], ...] = ()
    taker: str | None = None
    call_back: str | None = None


declare("complaint.routing_tried", RoutingTried)


def put_through(step: Step, rule: HandlerRule) -> None:
    """Says where the person on the line goes: the accused's direct supervisor, another supervisor,
    or the line is cut and the direct supervisor calls back today (E48, E49). The owner, who also
    calls back, stays the direct supervisor whoever takes the call (Q31).
    """
    complaint = step.complaint
    if rule is not HandlerRule.direct_supervisor or complaint.accused_id is None:
        return
    if complaint.channel not in PERSON_ON_THE_LINE or complaint.owner_id == unassigned():
        return
    question = question_of(complaint, step.pack, rule, receiver=complaint.lodged_by_id)
    found = live_transfer(step.people, question, owner=complaint.owner_id)
    _keep(step, found)
    _say(step, found)


def _keep(step: Step, found: LiveTransfer) -> None:
    RoutingAttempt.objects.bulk_create(
        RoutingAttempt(
            complaint=step.complaint, place=place, person_id=one.person, why=one.why, at=step.at
        )
        for place, one in enumerate(found.attempts, start=1)
    )
    facts: dict[str, object] = {
        "tried": [[str(one.person), one.why] for one in found.attempts if one.why]
    }
    if found.taker is None:
        facts["call_back"] = str(found.call_back)
    else:
        facts["taker"] = str(found.taker)
    step.tell("complaint.routing_tried", facts, rule="E48")


def _say(step: Step, found: LiveTransfer) -> None:
    if found.taker is not None:
        name = step.people[found.taker].full_name
        step.warn("put_through", _("Put the call through to %(name)s now.") % {"name": name})
        step.notify([found.taker], "put_through")
        return
    name = step.people[found.call_back].full_name
    said = _("No supervisor can be reached: end the call, %(name)s calls back today.")
    step.warn("call_back", said % {"name": name})
    step.notify([found.call_back], "call_back")
