"""Proof and remedies of one complaint in short, from what lies on the desk already."""

from dataclasses import dataclass

from kesu.complaints.models import Evidence, OneSided
from kesu.consults.models import Consult
from kesu.desk.brief_values import Proof, ProofPiece, RemedyLine
from kesu.desk.sheets import Sheets
from kesu.desk.views import Eyes
from kesu.foundation import filenames, kinds
from kesu.people.rules import Person
from kesu.policy.codes import Flag
from kesu.remedies.models import Remedy
from kesu.remedies.rules import ledger_of


@dataclass(frozen=True)
class Briefs:
    """What the case page says of them beside the story."""

    proof: Proof
    remedies: list[RemedyLine]


def of_case(sheets: Sheets, eyes: Eyes, *, reader: Person) -> Briefs:
    """A liaison sees the proof that belongs to a task of theirs, and nothing of what is given."""
    liaison = Flag.liaison in reader.flags
    pieces = sheets.read(Evidence)
    if liaison:
        tasks = {one.pk for one in sheets.read(Consult) if one.department == reader.department}
        pieces = [one for one in pieces if one.task in tasks]
    said = [] if liaison else sheets.read(OneSided)
    proof = Proof([_piece(one, eyes) for one in pieces], frozenset(one.side for one in said))
    given = [] if liaison else sheets.read(Remedy)
    return Briefs(proof, [_remedy(one, eyes) for one in given if one.state != "dropped"])


def _piece(row: Evidence, eyes: Eyes) -> ProofPiece:
    return ProofPiece(
        id=str(row.pk),
        side=row.side,
        strength=row.strength,
        source=eyes.text(row.source),
        text=eyes.text(row.text),
        file=eyes.text(filenames.shown(row.name)) if row.sha256 else "",
        size=row.size or 0,
        sounds=row.content_type in kinds.SOUNDS,
        retracted=row.retracted_at is not None,
    )


def _remedy(row: Remedy, eyes: Eyes) -> RemedyLine:
    what = eyes.text(row.what)
    return RemedyLine(row.kind, what, row.amount, row.state, ledger_of(row.kind).value)
