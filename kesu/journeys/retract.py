"""不再采信: a piece of evidence is not relied on any more, and why. It stays as it was (A29)."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints.evidence import piece_of
from kesu.complaints.models import Evidence
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys.case import Case
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Name, Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN


class Retract(Payload):
    evidence: Name = Field(title="Evidence")
    reason: Text = Field(title="Reason")


class Retracted(CaseFacts):
    evidence: str


declare_kind("complaint.evidence_retracted", Retracted)


def check(case: Case, said: Retract) -> None:
    """The piece is one of this complaint, relied on until now, and holds up no agreement."""
    piece = known(case, said.evidence)
    if piece.retracted_at is not None:
        message = _("This evidence is not relied on any more.")
        raise Refused([Fault("evidence", message)], code="retracted")
    if piece.agreement_set.filter(retracted_at=None).exists():
        message = _("An agreement rests on this evidence.")
        raise Refused([Fault("evidence", message)], code="holds_agreement")


def retract(step: Step, said: Retract) -> None:
    """Marks it; the file and the words stay."""
    piece = known(step, said.evidence)
    piece.retracted_at, piece.retracted_because = step.at, said.reason
    piece.save(update_fields=["retracted_at", "retracted_because"])
    facts = {"evidence": str(piece.pk)}
    step.tell("complaint.evidence_retracted", facts, notes={"reason": said.reason}, rule="A29")


def known(case: Case, key: str, *, loc: str = "evidence") -> Evidence:
    """The piece of that id on this complaint. Errors: ``Refused`` at ``loc``."""
    piece = piece_of(case.complaint, key)
    if piece is None:
        message = _("This complaint has no such evidence.")
        raise Refused([Fault(loc, message, _("the id of a piece on its list"))])
    return piece


declare(
    Verb(
        name="retract",
        words=Words("不再采信", "不再採信", "Rely on it no more"),
        payload=Retract,
        from_states=states(OPEN),
        act=retract,
        check=check,
    )
)
