"""Evidence in the shapes of the API."""

from datetime import datetime, tzinfo
from typing import Any

from django.urls import reverse

from kesu.api import shapes
from kesu.api.shapes import Shape
from kesu.desk.evidence import FileView, NothingView, PieceView, ProofView
from kesu.desk.values import PersonView
from kesu.foundation.files import Kept


class EvidenceFile(Shape):
    """``size`` in bytes; ``spoilt``: altered or lost, no longer handed out."""

    name: str
    content_type: str
    size: int
    sha256: str
    href: str
    spoilt: str | None = None


class Piece(Shape):
    """One piece of evidence: a file, or words somebody said."""

    id: str
    side: str
    kind: str
    strength: str | None = None
    source: str | None = None
    note: str | None = None
    gap: str | None = None
    counter_plan: str | None = None
    task: int | None = None
    by: shapes.Person | None = None
    at: datetime
    file: EvidenceFile | None = None
    retracted_at: datetime | None = None
    retracted_because: str | None = None


class Nothing(Shape):
    """A side that was looked for and has nothing."""

    side: str
    note: str | None = None
    by: shapes.Person | None = None
    at: datetime


class Proof(Shape):
    """``open``: the sides that nobody has looked for yet."""

    items: list[Piece]
    nothing: list[Nothing]
    open: list[str]
    next: str | None


class Made(Shape):
    """The piece that was brought."""

    id: str
    sha256: str | None = None
    size: int | None = None
    href: str | None = None


class Brought(shapes.Complaint):
    """The complaint, with the piece that was brought to it."""

    evidence: Made | None = None


class BroughtUnread(shapes.Touched):
    """For who may bring a piece and may not read the complaint."""

    evidence: Made | None = None


def proof(found: ProofView, zone: tzinfo) -> Proof:
    """The list, times in the policy's zone."""
    return Proof(
        items=[_piece(one, found.no, zone) for one in found.pieces],
        nothing=[_nothing(one, zone) for one in found.nothing],
        open=found.open,
        next=found.next,
    )


def made(key: str, brought: Kept | None, no: str) -> dict[str, Any]:
    """What stands beside the complaint; nothing where no piece was made."""
    if not key:
        return {}
    if brought is None:
        return {"evidence": Made(id=key)}
    where = _href(no, key)
    return {"evidence": Made(id=key, sha256=brought.sha256, size=brought.size, href=where)}


def _href(no: str, key: str) -> str:
    return reverse("api:evidence-file", kwargs={"no": no, "key": key})


def _piece(one: PieceView, no: str, zone: tzinfo) -> Piece:
    gone = one.retracted_at
    given = _present(
        strength=one.strength,
        source=one.source,
        note=one.text,
        gap=one.gap,
        counter_plan=one.counter_plan,
        task=one.task,
        by=_person(one.by),
        file=_file(one.file, no, one.id) if one.file else None,
        retracted_at=gone.astimezone(zone) if gone else None,
        retracted_because=one.retracted_because,
    )
    return Piece(id=one.id, side=one.side, kind=one.kind, at=one.at.astimezone(zone), **given)


def _file(one: FileView, no: str, key: str) -> EvidenceFile:
    return EvidenceFile(
        name=one.name,
        content_type=one.content_type,
        size=one.size,
        sha256=one.sha256,
        href=_href(no, key),
        **_present(spoilt=one.spoilt),
    )


def _nothing(one: NothingView, zone: tzinfo) -> Nothing:
    given = _present(note=one.text, by=_person(one.by))
    return Nothing(side=one.side, at=one.at.astimezone(zone), **given)


def _person(one: PersonView | None) -> shapes.Person | None:
    return shapes.Person(id=one.id, name=one.name) if one else None


def _present(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None)}
