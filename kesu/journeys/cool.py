"""冷处理: somebody with authority lets the matter rest until a review date (Q12, A34)."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints.models import Contact, Urge
from kesu.deadlines import operations
from kesu.deadlines.models import Slip
from kesu.foundation.days import midnight
from kesu.foundation.faults import Fault, Refused
from kesu.journeys.case import Case
from kesu.journeys.faults import Missing
from kesu.journeys.payload import Day, Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import ContactOutcome, Direction, State, between
from kesu.remedies.models import Exposure


class Cool(Payload):
    reason: Text = Field(title="Reason")
    review_on: Day = Field(title="Review on")


def check(case: Case, said: Cool) -> None:
    """The review date lies ahead."""
    today = case.at.astimezone(case.pack.tz).date()
    if said.review_on <= today:
        fault = Fault("review_on", _("This date has come already."), f"> {today.isoformat()}")
        raise Refused([fault])


def gate_still(case: Case, _values: object) -> Missing | None:
    """静止: for some days there was nothing new: no call of the customer's and none that reached
    them, no chasing, nothing made public, no authority (A34).
    """
    days = case.pack.cooling.quiet_days
    if not days or not _moves(case, since=case.at - timedelta(days=days)):
        return None
    message = _("Something new came within the last %(days)s days: it may not rest yet.")
    return Missing("still", message % {"days": days})


def _moves(case: Case, *, since: datetime) -> bool:
    lately = Q(complaint=case.complaint, at__gt=since, at__lte=case.at)
    spoke = Q(direction=Direction.in_) | Q(outcome=ContactOutcome.reached)
    return (
        Contact.objects.filter(lately, spoke).exists()
        or Urge.objects.filter(lately, kind="customer").exists()
        or Exposure.objects.filter(lately).exists()
        or Slip.objects.filter(lately).exists()
    )


def cool(step: Step, said: Cool) -> None:
    """→ cooling; remembers where from. No clock pauses."""
    step.set(cooled_from=step.state.value, review_on=said.review_on)
    step.move(State.cooling)
    facts = {"review_on": said.review_on.isoformat()}
    step.tell("complaint.cooled", facts, notes={"reason": said.reason}, rule="Q12")
    review = midnight(said.review_on, step.pack.tz)
    operations.look_again(complaint=step.complaint, what="cooling", at=review)


declare(
    Verb(
        name="cool",
        words=Words("冷处理", "冷處理", "Let it rest"),
        payload=Cool,
        from_states=between(State.accepted, State.replying),
        to_states=states(State.cooling),
        gates=(gate_still,),
        act=cool,
        check=check,
    )
)
