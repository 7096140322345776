"""和解协议 of a complaint as its reader may see it (A63, F12)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from kesu.complaints.evidence import evidence_of
from kesu.desk.faults import NoSuchComplaint
from kesu.desk.reach import eyes_of, find
from kesu.desk.values import PersonView
from kesu.desk.views import Policies, person_view
from kesu.foundation import filenames
from kesu.people.rules import People, Person
from kesu.policy.codes import Flag
from kesu.remedies.agreements import agreements_of, drafts_of


@dataclass(frozen=True)
class AgreementView:
    """``kind``: ``signed`` or ``recording``; ``retracted_at``: the customer came back on it."""

    id: int
    kind: str
    evidence: str
    name: str
    sha256: str
    signatories: list[str]
    by: PersonView | None
    at: datetime
    retracted_at: datetime | None
    retracted_because: str


@dataclass(frozen=True)
class DraftView:
    id: int
    kind: str
    text: str
    by: PersonView | None
    at: datetime


@dataclass(frozen=True)
class ClauseView:
    """``kind``: ``compensation``, ``indemnity`` or ``any``."""

    code: str
    kind: str
    always: bool
    text: str


@dataclass(frozen=True)
class PaperView:
    """A file on the list that could show an agreement."""

    id: str
    name: str
    sha256: str


@dataclass(frozen=True)
class AgreementsView:
    no: str
    agreements: list[AgreementView]
    drafts: list[DraftView]
    clauses: list[ClauseView]
    papers: list[PaperView]


def agreements(no: str, *, reader: Person, people: People) -> AgreementsView:
    """What was agreed and drafted, the newest first, and what may be chosen for it.

    Errors: ``NoSuchComplaint``, also for a liaison, who knows no customer; ``AccusedHere``.
    """
    complaint, tie = find(no, reader=reader, people=people)
    if Flag.liaison in reader.flags:
        raise NoSuchComplaint
    eyes, language = eyes_of(reader, tie), get_language() or ""
    approved = Policies().pack(complaint).agreement
    return AgreementsView(
        no=complaint.no,
        agreements=[
            AgreementView(
                id=row.pk,
                kind=row.kind,
                evidence=str(row.evidence_id),
                name=eyes.text(filenames.shown(row.evidence.name)),
                sha256=row.evidence.sha256,
                signatories=eyes.text(row.signatories),
                by=person_view(people, row.by_id),
                at=row.at,
                retracted_at=row.retracted_at,
                retracted_because=eyes.text(row.retracted_because),
            )
            for row in agreements_of(complaint)
        ],
        drafts=[
            DraftView(row.pk, row.kind, eyes.text(row.text), person_view(people, row.by_id), row.at)
            for row in drafts_of(complaint)
        ],
        clauses=[
            ClauseView(one.code, one.kind, one.always, one.text.say(language))
            for one in approved.clauses
        ],
        papers=[
            PaperView(str(row.pk), eyes.text(filenames.shown(row.name)), row.sha256)
            for row in evidence_of(complaint)
            if row.sha256 and row.retracted_at is None
        ],
    )
