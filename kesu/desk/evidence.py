"""The proof of a complaint as its reader may see it, and a file of it (A29, C15)."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from kesu.complaints.evidence import ARGUED, evidence_of, piece_of, said_of_sides
from kesu.complaints.models import Complaint, Evidence
from kesu.consults.models import Consult
from kesu.desk.faults import NoSuchComplaint, NotYours
from kesu.desk.reach import eyes_of, find
from kesu.desk.values import PersonView
from kesu.desk.views import Eyes, person_view
from kesu.foundation import filenames, files, kinds, pictures
from kesu.foundation.bare import Telltale
from kesu.foundation.files import Spoilt
from kesu.foundation.serving import Served, Wish, serve
from kesu.journal.queries import about, lines_of_kind
from kesu.people.rules import People, Person
from kesu.policy.codes import Flag

SPOILT = "complaint.evidence_spoilt"
_MOST_SUSPECTS = 1000
_READ_WHEN_LISTED = 32 * 1024 * 1024


@dataclass(frozen=True)
class FileView:
    """``name`` is washed and masked; ``size`` in bytes. ``width`` and ``height`` in pixels of a
    picture that may be shown. ``spoilt``: ``altered`` or ``lost``, "" as far as is known without
    reading it.
    """

    name: str
    content_type: str
    size: int
    sha256: str
    width: int = 0
    height: int = 0
    spoilt: str = ""

    @property
    def shows_as(self) -> str:
        """``image``, ``audio``, ``video``, ``page``, ``unplayable`` or ``download``."""
        if self.content_type in kinds.UNPLAYABLE:
            return "unplayable"
        if self.content_type in kinds.IMAGES:
            return "image" if self.width else "download"
        if self.content_type in kinds.SOUNDS:
            return "audio"
        if self.content_type in kinds.VIDEOS:
            return "video"
        return "page" if self.content_type == kinds.DOCUMENT else "download"


@dataclass(frozen=True)
class PieceView:
    """One piece of proof; ``file`` None: words."""

    id: str
    side: str
    kind: str
    strength: str
    source: str
    text: str
    gap: str
    counter_plan: str
    task: int | None
    by: PersonView | None
    at: datetime
    file: FileView | None
    retracted_at: datetime | None = None
    retracted_because: str = ""


@dataclass(frozen=True)
class NothingView:
    """A side that somebody looked for and found empty."""

    side: str
    text: str
    by: PersonView | None
    at: datetime


@dataclass(frozen=True)
class ProofView:
    """All of it, or a part of the pieces; ``next`` names the last of the part where more follow.
    ``open``: the sides that nobody has looked for yet.
    """

    no: str
    policy_name: str
    policy_version: str
    pieces: list[PieceView]
    nothing: list[NothingView]
    open: list[str]
    next: str | None = None


@dataclass(frozen=True)
class Part:
    """Pieces in the order in which they came: those that came after the one of that id, at most so
    many. Files of other pieces are not read.
    """

    after: UUID | None
    most: int | None

    def of(self, rows: list[Evidence]) -> tuple[list[Evidence], str | None]:
        """The part, and what names its end where more follow. A piece that comes meanwhile, with
        whatever time it is told of, stands behind all others.
        """
        came = sorted(rows, key=lambda row: row.pk)
        there = [row for row in came if self.after is None or row.pk > self.after]
        shown = there[: self.most]
        return shown, str(shown[-1].pk) if len(shown) < len(there) else None


def proof(no: str, *, reader: Person, people: People, part: Part | None = None) -> ProofView:
    """What there is, the oldest first; a liaison sees what belongs to a task of theirs.

    Errors: ``NoSuchComplaint``, ``AccusedHere``.
    """
    complaint, tie = find(no, reader=reader, people=people)
    eyes = eyes_of(reader, tie)
    rows = readable(complaint, evidence_of(complaint), whose=department_of(reader))
    shown, following = part.of(rows) if part else (rows, None)
    said = [] if Flag.liaison in reader.flags else said_of_sides(complaint)
    suspects = _told_spoilt(complaint) if any(row.sha256 for row in shown) else set()
    known = {row.side for row in rows if row.retracted_at is None} | {row.side for row in said}
    return ProofView(
        no=complaint.no,
        policy_name=complaint.policy_name,
        policy_version=complaint.policy_version,
        pieces=[_piece(row, eyes, people, suspects) for row in shown],
        nothing=[
            NothingView(row.side, eyes.text(row.text), person_view(people, row.by_id), row.at)
            for row in said
        ],
        open=[side.value for side in ARGUED if side not in known],
        next=following,
    )


class SpoiltFile(Exception):  # noqa: N818 - says what is wrong
    """A file of the proof that is not what it was; ``piece`` is its id."""

    def __init__(self, piece: str, fault: Spoilt) -> None:
        super().__init__(piece)
        self.piece, self.fault = piece, fault


def file(no: str, key: str, *, reader: Person, people: People, wish: Wish) -> Served:
    """A file as an answer. Errors: ``NoSuchComplaint`` also for a piece that is not for this
    reader or has no file; ``AccusedHere``; ``SpoiltFile``; ``NotYours`` for a picture of which
    it cannot be said what it tells. Who may not see numbers sees no place in a photo either.
    """
    complaint, tie = find(no, reader=reader, people=people)
    row = _one(complaint, key, reader)
    eyes, kind = eyes_of(reader, tie), row.content_type
    name = eyes.text(filenames.shown(row.name))
    try:
        return serve(row.sha256, name=name, content_type=kind, wish=wish, without=not eyes.clear)
    except Telltale:
        raise NotYours from None
    except Spoilt as fault:
        raise SpoiltFile(str(row.pk), fault) from None


def _one(complaint: Complaint, key: str, reader: Person) -> Evidence:
    row = piece_of(complaint, key)
    if row is None or not row.sha256:
        raise NoSuchComplaint
    if not readable(complaint, [row], whose=department_of(reader)):
        raise NoSuchComplaint
    return row


def department_of(reader: Person) -> str:
    """Whose tasks alone a reader may see: a liaison those of their department, "" everybody else
    (DOMAIN, People).
    """
    return reader.department if Flag.liaison in reader.flags else ""


def readable(complaint: Complaint, rows: list[Evidence], *, whose: str) -> list[Evidence]:
    """Which of the pieces may be read: those that came with or for a task of the department
    ``whose``; "": all of them.
    """
    if not whose:
        return rows
    mine = Consult.objects.filter(complaint=complaint, department=whose)
    tasks = set(mine.values_list("pk", flat=True))
    return [row for row in rows if row.task in tasks]


def _piece(row: Evidence, eyes: Eyes, people: People, suspects: set[str]) -> PieceView:
    return PieceView(
        id=str(row.pk),
        side=row.side,
        kind=eyes.text(row.kind),
        strength=row.strength,
        source=eyes.text(row.source),
        text=eyes.text(row.text),
        gap=eyes.text(row.gap),
        counter_plan=eyes.text(row.counter_plan),
        task=row.task,
        by=person_view(people, row.by_id),
        at=row.at,
        file=_file(row, eyes, suspects) if row.sha256 else None,
        retracted_at=row.retracted_at,
        retracted_because=eyes.text(row.retracted_because),
    )


def _file(row: Evidence, eyes: Eyes, suspects: set[str]) -> FileView:
    flaw = _flaw(row, suspects)
    picture = not flaw and row.content_type in kinds.IMAGES
    width, height = _size(row.sha256) if picture else (0, 0)
    return FileView(
        name=eyes.text(filenames.shown(row.name)),
        content_type=row.content_type,
        size=row.size or 0,
        sha256=row.sha256,
        width=width,
        height=height,
        spoilt=flaw,
    )


def _flaw(row: Evidence, suspects: set[str]) -> str:
    """Small files are read whole the first time they are listed, large ones when they are asked
    for; what was found spoilt once is read again.
    """
    if not files.is_there(row.sha256, row.size or 0):
        return "altered" if files.place(row.sha256).exists() else "lost"
    if (row.size or 0) > _READ_WHEN_LISTED and str(row.pk) not in suspects:
        return ""
    return files.spoilt(row.sha256, anew=str(row.pk) in suspects)


def _told_spoilt(complaint: Complaint) -> set[str]:
    told = about("complaint", str(complaint.pk), with_notes=False, only=SPOILT)
    return {str(line.facts["evidence"]) for line in told}


def ever_spoilt() -> set[str]:
    """The digests of the files that were found spoilt, whether or not they were brought again."""
    lines = lines_of_kind(SPOILT, after=0, limit=_MOST_SUSPECTS)
    return {str(json.loads(line)["facts"]["sha256"]) for _seq, line in lines}


@lru_cache(maxsize=4096)
def _size(sha256: str) -> tuple[int, int]:
    """Width and height of a picture that may be shown, else nothing."""
    try:
        with files.place(sha256).open("rb") as opened:
            size = pictures.size_of(opened.read(pictures.HEAD_BYTES))
    except FileNotFoundError:
        return 0, 0
    return size if size is not None and pictures.showable(size) else (0, 0)
