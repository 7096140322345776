"""冷处理: somebody with authority lets the matter rest until a review date (Q12, A34)."""

from datetime import UTC, datetime, time

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.deadlines import operations
from kesu.foundation.faults import Fault, Refused
from kesu.journeys.case import Case
from kesu.journeys.payload import Day, Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import State, between


class Cool(Payload):
    reason: Text = Field(title="Reason")
    review_on: Day = Field(title="Review on")


def check(case: Case, said: Cool) -> None:
    """The review date lies ahead."""
    today = case.at.astimezone(case.pack.tz).date()
    if said.review_on <= today:
        fault = Fault("review_on", _("This date has come already."), f"> {today.isoformat()}")
        raise Refused([fault])


def cool(step: Step, said: Cool) -> None:
    """→ cooling; remembers where from. No clock pauses."""
    step.set(cooled_from=step.state.value, review_on=said.review_on)
    step.move(State.cooling)
    facts = {"review_on": said.review_on.isoformat()}
    step.tell("complaint.cooled", facts, notes={"reason": said.reason}, rule="Q12")
    review = datetime.combine(said.review_on, time(), tzinfo=step.pack.tz).astimezone(UTC)
    operations.look_again(complaint=step.complaint, what="cooling", at=review)


declare(
    Verb(
        name="cool",
        words=Words("冷处理", "冷處理", "Let it rest"),
        payload=Cool,
        from_states=between(State.accepted, State.replying),
        to_states=states(State.cooling),
        act=cool,
        check=check,
    )
)
