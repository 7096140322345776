"""静默研判: a customer who says nothing has not been content; one of three things is true, and
something is done about it (A42, A43).
"""

from enum import StrEnum

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.deadlines import queries
from kesu.deadlines.models import SilenceReview as SilenceReviewRow
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, ClockName, ClockState


class Hypothesis(StrEnum):
    """What a silence may mean: trust is lost, they go higher, they are gone."""

    trust = "trust"
    higher = "higher"
    gone = "gone"


class SilenceReview(Payload):
    hypothesis: Hypothesis = Field(title="What the silence may mean")
    action: Text = Field(title="What is done about it")


class Judged(CaseFacts):
    hypothesis: str


declare_kind("complaint.silence_judged", Judged)


def silence_review(step: Step, said: SilenceReview) -> None:
    """Keeps it; the silence lasts until there is a word. Going higher is warned of, and so is one
    that is judged though the customer was heard lately.
    """
    SilenceReviewRow.objects.create(
        complaint=step.complaint,
        hypothesis=said.hypothesis,
        action=said.action,
        by_id=step.staff,
        at=step.at,
    )
    facts = {"hypothesis": said.hypothesis}
    step.tell("complaint.silence_judged", facts, notes={"action": said.action}, rule="A43")
    clock = queries.latest(step.complaint, ClockName.silence)
    if clock is not None and clock.state == ClockState.running and step.at <= clock.due:
        step.warn("not_silent", _("The customer was heard lately; nobody calls that a silence."))
    if said.hypothesis == Hypothesis.higher:
        message = _("They may go to an authority or the public: think of raising it.")
        step.warn("may_go_higher", message)


declare(
    Verb(
        name="silence_review",
        words=Words("静默研判", "靜默研判", "Judge a silence"),
        payload=SilenceReview,
        from_states=states(OPEN),
        act=silence_review,
    )
)
