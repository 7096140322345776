"""协商轮次: what was offered and what the customer said; rounds without agreement are counted
(A51).
"""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.authority.models import Round as RoundRow
from kesu.authority.queries import rounds_without_agreement
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.people.rules import direct_supervisor
from kesu.policy.codes import OPEN, Rank, ranks_from


class Round(Payload):
    offer: Text = Field(title="What was offered")
    reaction: Text = Field(title="What the customer said to it")
    agreed: bool = Field(title="Agreed")


class Talked(CaseFacts):
    """``without``: rounds without agreement, this one included."""

    agreed: bool
    without: int


declare_kind("complaint.talked", Talked)


def round_(step: Step, said: Round) -> None:
    """Counts it. So many rounds without agreement, as the policy says, alert the supervisor and
    ask for the next tier.
    """
    RoundRow.objects.create(
        complaint=step.complaint,
        offer=said.offer,
        reaction=said.reaction,
        agreed=said.agreed,
        by_id=step.staff,
        at=step.at,
    )
    without = rounds_without_agreement(step.complaint)
    notes = {"offer": said.offer, "reaction": said.reaction}
    step.tell(
        "complaint.talked", {"agreed": said.agreed, "without": without}, notes=notes, rule="A51"
    )
    if not said.agreed and without >= step.pack.rounds.alert_at:
        _alert(step, without)


def _alert(step: Step, count: int) -> None:
    complaint = step.complaint
    above = direct_supervisor(step.people, complaint.owner_id, ranks=ranks_from(Rank.supervisor))
    told = {above, complaint.risk_owner_id, complaint.owner_id}
    step.notify(sorted(one for one in told if one is not None), "rounds", str(count))
    message = _("%(n)s rounds without agreement: escalate it now.")
    step.warn("rounds", message % {"n": count}, rounds=count)


declare(
    Verb(
        name="round",
        words=Words("记协商", "記協商", "Record a round of talks"),
        payload=Round,
        from_states=states(OPEN),
        act=round_,
    )
)
