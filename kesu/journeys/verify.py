"""核实: is the complaint borne out (E04)."""

from pydantic import Field

from kesu.complaints.models import Verification
from kesu.journeys import merchant
from kesu.journeys.conduct import settle
from kesu.journeys.payload import Payload, Sentence, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import State, Verdict

_BORNE_OUT = (Verdict.valid, Verdict.partly)


class Verify(Payload):
    verdict: Verdict = Field(title="Verdict")
    reason: Text = Field(title="Reason")
    no_merchant: Sentence | None = Field(default=None, title="Why no merchant is involved")


def verify(step: Step, said: Verify) -> None:
    """pending: → verifying. Any other verdict: → consulting while a department's task is open,
    else proposing. Borne out at a merchant's, it opens the merchant department's task (E05).
    """
    record(step, said)
    step.tell(
        "complaint.verified",
        {"verdict": said.verdict},
        notes={"reason": said.reason, "no_merchant": said.no_merchant},
        rule="E04",
    )
    settle(step, because=said.reason)
    if said.verdict in _BORNE_OUT and said.no_merchant is None:
        merchant.ask(step, said.reason)
    if said.verdict == Verdict.pending:
        step.move(State.verifying)
    elif step.open_consults:
        step.set(came_from=State.proposing.value)
        step.move(State.consulting)
    else:
        step.move(State.proposing)


def record(step: Step, said: Verify) -> None:
    """Keeps the verdict."""
    Verification.objects.create(
        complaint=step.complaint,
        by_id=step.staff,
        at=step.at,
        verdict=said.verdict,
        reason=said.reason,
        no_merchant=said.no_merchant or "",
    )
    step.set(verdict=said.verdict)


declare(
    Verb(
        name="verify",
        words=Words("核实", "核實", "Verify"),
        payload=Verify,
        from_states=states(State.accepted, State.verifying),
        to_states=states(State.verifying, State.consulting, State.proposing),
        act=verify,
    )
)
