"""What proof there is of a complaint: its codes, and reading it (A29)."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Sum

from kesu.complaints.models import Complaint, Evidence, OneSided
from kesu.foundation import files
from kesu.foundation.ids import least_uuid7

MOST_SAMPLED = 25
LARGEST_SAMPLED = 64 * 1024**2


class Side(StrEnum):
    """What a piece of proof means to the company."""

    favourable = "favourable"
    unfavourable = "unfavourable"
    neutral = "neutral"


class Strength(StrEnum):
    """How far it carries."""

    strong = "strong"
    medium = "medium"
    weak = "weak"


class EvidenceKind(StrEnum):
    """What it is. Others may be named in words."""

    screenshot = "screenshot"
    photo = "photo"
    recording = "recording"
    video = "video"
    chat = "chat"
    document = "document"
    contract = "contract"
    receipt = "receipt"
    report = "report"
    statement = "statement"
    notice = "notice"
    agreement = "agreement"
    withdrawal = "withdrawal"
    authority = "authority"
    other = "other"


ARGUED = (Side.favourable, Side.unfavourable)
"""The sides that must be looked for."""


def kind_code(kind: str) -> str:
    """The code of a kind, ``other`` for one in words."""
    return kind if kind in set(EvidenceKind) else EvidenceKind.other.value


def evidence_of(complaint: Complaint) -> list[Evidence]:
    """All of it, the oldest first; also what is not relied on any more."""
    return list(Evidence.objects.filter(complaint=complaint).order_by("at", "id"))


def piece_of(complaint: Complaint, key: str) -> Evidence | None:
    """The piece of that id, if it is one of this complaint."""
    try:
        return Evidence.objects.filter(complaint=complaint, pk=UUID(key)).first()
    except ValueError:
        return None


def withdrawal_of(complaint: Complaint, key: str | None = None) -> Evidence | None:
    """The file that shows that the customer withdraws: the one of that id, else the newest that is
    called so.
    """
    if key is not None:
        piece = piece_of(complaint, key)
        return piece if piece and piece.sha256 and piece.retracted_at is None else None
    rows = Evidence.objects.filter(complaint=complaint, kind=EvidenceKind.withdrawal.value)
    return rows.exclude(sha256="").filter(retracted_at=None).order_by("-at", "-id").first()


def said_of_sides(complaint: Complaint) -> list[OneSided]:
    """Which sides were said to have nothing, the oldest first."""
    return list(OneSided.objects.filter(complaint=complaint).order_by("at", "id"))


def sides_open(complaint: Complaint) -> list[Side]:
    """The sides that nobody has looked for: no piece stands, and nothing was said of them."""
    standing = Evidence.objects.filter(complaint=complaint, retracted_at=None)
    known = {*standing.values_list("side", flat=True)}
    known |= {row.side for row in said_of_sides(complaint)}
    return [side for side in ARGUED if side not in known]


def brought_since(staff: int, since: datetime) -> tuple[int, int]:
    """How many files, and how many bytes, a person has brought since then (UTC). Their ids say
    when they came; ``at`` is what the person said.
    """
    rows = Evidence.objects.filter(by=staff, pk__gte=least_uuid7(since)).exclude(sha256="")
    found = rows.aggregate(files=Count("pk"), bytes=Sum("size"))
    return found["files"], found["bytes"] or 0


def files_named() -> list[tuple[str, int]]:
    """The digest and size in bytes of every file that a piece names, each once."""
    rows = Evidence.objects.exclude(sha256="").values_list("sha256", "size")
    return sorted({(sha256, size or 0) for sha256, size in rows})


def sweep_files(at: datetime) -> int:
    """Removes the files that no piece has named for a day; how many."""
    return files.sweep_unnamed({sha256 for sha256, _size in files_named()}, at)


def cases_with(digests: Collection[str]) -> list[str]:
    """The numbers of the complaints that rely on files of these digests, in order."""
    rows = Evidence.objects.filter(sha256__in=digests).values_list("complaint__no", flat=True)
    return sorted(set(rows))


def spoilt_among(
    named: list[tuple[str, int]], at: datetime, *, suspects: Collection[str] = ()
) -> tuple[int, list[str]]:
    """How many of the files were read, the ``suspects``, those of another size and a few more each
    day, and which are not what they were.
    """
    start = at.toordinal() * MOST_SAMPLED % max(len(named), 1)
    chosen = (named[start:] + named[:start])[:MOST_SAMPLED]
    read = {sha256 for sha256, size in chosen if size <= LARGEST_SAMPLED}
    read |= {sha256 for sha256, size in named if sha256 in suspects or _is_odd(sha256, size)}
    return len(read), sorted(one for one in read if files.spoilt(one) == "altered")


def _is_odd(sha256: str, size: int) -> bool:
    return files.place(sha256).exists() and not files.is_there(sha256, size)
