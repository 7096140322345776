"""登记和解协议: what shows that both sides agreed, a signed paper or a recording (A63)."""

from enum import StrEnum

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints.models import Evidence
from kesu.foundation import files, kinds
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys.case import Case
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Name, Payload
from kesu.journeys.retract import known
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN
from kesu.remedies.models import Agreement as Row
from kesu.remedies.models import Draft


class AgreementKind(StrEnum):
    """What shows it."""

    signed = "signed"
    recording = "recording"


_FITTING: dict[str, tuple[str, ...]] = {
    AgreementKind.signed: ("image/", kinds.DOCUMENT),
    AgreementKind.recording: ("audio/", "video/"),
}


class Agreement(Payload):
    """``evidence``: the id of a file on this complaint's list; ``draft``: the text it holds."""

    kind: AgreementKind = Field(title="Kind")
    evidence: Name = Field(title="Evidence")
    signatories: list[Name] | None = Field(default=None, max_length=20, title="Who signed")
    draft: int | None = Field(default=None, ge=1, title="Draft")


class Agreed(CaseFacts):
    """``agreement``: which one; ``sha256``: of the file that shows it."""

    agreement: int
    kind: str
    evidence: str
    sha256: str
    draft: int | None = None


declare_kind("complaint.agreed", Agreed)


def check(case: Case, said: Agreement) -> None:
    """The file is one of this complaint, fits the kind, and is what it was when it came."""
    piece = known(case, said.evidence)
    if not piece.sha256 or piece.retracted_at is not None:
        message = _("An agreement is shown by a file that is relied on.")
        raise Refused([Fault("evidence", message)], code="no_file")
    if not piece.content_type.startswith(_FITTING[said.kind]):
        message = _("This file is none that shows such an agreement.")
        raise Refused([Fault("evidence", message, _expected(said.kind))], code="unfit_file")
    if files.spoilt(piece.sha256, anew=False):
        message = _("This file is not what it was when it came.")
        raise Refused([Fault("evidence", message)], code="file_spoilt")
    if said.draft is not None and _draft(case, said.draft) is None:
        raise Refused([Fault("draft", _("This complaint has no such draft."))])


def agreement(step: Step, said: Agreement) -> None:
    """Keeps it with the digest of its file; the case may then be closed as agreed."""
    piece: Evidence = known(step, said.evidence)
    row = Row.objects.create(
        complaint=step.complaint,
        kind=said.kind,
        evidence=piece,
        draft_id=said.draft,
        signatories=list(said.signatories or []),
        by_id=step.staff,
        at=step.at,
    )
    step.made = str(row.pk)
    facts = {
        "agreement": row.pk,
        "kind": said.kind,
        "evidence": str(piece.pk),
        "sha256": piece.sha256,
    }
    if said.draft is not None:
        facts["draft"] = said.draft
    step.tell(
        "complaint.agreed", facts, notes={"signatories": list(said.signatories or [])}, rule="A63"
    )


def _draft(case: Case, number: int) -> Draft | None:
    return Draft.objects.filter(complaint=case.complaint, pk=number).first()


def _expected(kind: str) -> str:
    if kind == AgreementKind.recording:
        return _("a recording: sound or video")
    return _("a scan or photo: a picture or a PDF")


declare(
    Verb(
        name="agreement",
        words=Words("登记和解协议", "登記和解協議", "Record the agreement"),
        payload=Agreement,
        from_states=states(OPEN),
        act=agreement,
        check=check,
    )
)
