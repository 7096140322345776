"""The record told as a story: days, the lines of each, and what is folded away."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from kesu.desk.brief_values import ProofPiece
from kesu.desk.values import CaseView, Entry
from kesu.workbench import timeline
from kesu.workbench.timeline import Shown
from kesu.workbench.words import listed

_SHOWN = 12
_NAMED = 4
_CONTACTS = frozenset({"complaint.lodged", "complaint.contacted", "complaint.followed_up"})
_EMOTION = "complaint.emotion_noted"

PARTS: dict[str, tuple[Any, frozenset[str]]] = {
    "contacts": (
        gettext_lazy("With the customer"),
        frozenset(
            {
                "complaint.lodged",
                "complaint.contacted",
                "complaint.replied",
                "complaint.decided",
                "complaint.demanded",
                "complaint.objected",
                "complaint.talked",
                "complaint.urged",
                "complaint.followed_up",
                "complaint.revisited",
                "complaint.progressed",
                "complaint.promised",
                "complaint.promise_settled",
                "complaint.emotion_noted",
                "complaint.withdrawn",
                "mail.queued",
                "mail.sent",
                "mail.set_aside",
                "mail.replayed",
                "mail.withheld",
            }
        ),
    ),
    "departments": (
        gettext_lazy("Departments"),
        frozenset(
            {
                "complaint.consulted",
                "complaint.fed_back",
                "complaint.sent_back",
                "complaint.dunned",
                "complaint.told",
                "complaint.measured",
                "complaint.assisted",
                "complaint.requested",
                "complaint.request_due",
                "complaint.request_answered",
                "complaint.opinion_asked",
                "complaint.opinion_given",
            }
        ),
    ),
    "approvals": (
        gettext_lazy("Approvals"),
        frozenset(
            {
                "complaint.proposed",
                "complaint.approved",
                "complaint.returned",
                "complaint.form_drawn",
                "complaint.escalated",
                "complaint.met",
                "complaint.reported",
                "complaint.acknowledged",
                "complaint.remedy_allowed",
            }
        ),
    ),
    "deadlines": (
        gettext_lazy("Deadlines"),
        frozenset(
            {
                "clock.started",
                "clock.moved",
                "clock.met",
                "clock.breached",
                "clock.stopped",
                "complaint.extended",
            }
        ),
    ),
    "files": (
        gettext_lazy("Files"),
        frozenset(
            {
                "complaint.evidence_added",
                "complaint.evidence_retracted",
                "complaint.evidence_spoilt",
                "complaint.side_empty",
                "complaint.agreement_drafted",
                "complaint.agreed",
            }
        ),
    ),
}
QUIET = frozenset(
    {
        "clock.started",
        "clock.met",
        "clock.moved",
        "clock.stopped",
        "mail.queued",
        "mail.sent",
        "mail.withheld",
        "customer.revealed",
        "complaint.routing_tried",
    }
)
"""What the house did by itself: folded together in the whole story."""


@dataclass(frozen=True)
class Item:
    """A ``day`` as a heading, one ``line``, or ``folded`` items under ``note``; ``earlier``: what
    came before what is shown.
    """

    day: date | None = None
    line: Shown | None = None
    folded: tuple["Item", ...] = ()
    count: int = 0
    note: str = ""
    earlier: bool = False


def lines_of(entries: Iterable[Entry], name: str) -> list[Entry]:
    """The lines of one part of the story, or all."""
    if name not in PARTS:
        return list(entries)
    return [entry for entry in entries if entry.kind in PARTS[name][1]]


def told(found: CaseView, part: str, *, now: datetime) -> list[Item]:
    """The story of a case, the oldest up: what is older is folded, and so is in the whole story
    what the house did by itself.
    """
    shown = _lines(lines_of(found.timeline, part), found, now)
    whole = part not in PARTS
    loud = [one for one in shown if one.kind not in QUIET] if whole else shown
    if len(loud) <= _SHOWN:
        return _items(shown, whole=whole)
    cut = shown.index(loud[-_SHOWN])
    earlier, later = shown[:cut], shown[cut:]
    folded = Item(
        folded=tuple(_items(earlier, whole=whole)),
        count=len(earlier),
        note=_named(one for one in earlier if one.kind not in QUIET),
        earlier=True,
    )
    return [folded, *_items(later, whole=whole)]


def since(found: CaseView, seq: int, *, now: datetime) -> list[Shown]:
    """What happened behind that line of the record, without what the house did by itself."""
    later = [one for one in found.timeline if one.seq > seq]
    return _lines([one for one in later if one.kind not in QUIET] or later, found, now)


def _items(lines: Sequence[Shown], *, whole: bool) -> list[Item]:
    found: list[Item] = []
    for day, of_day in groupby(lines, key=lambda one: timezone.localtime(one.at).date()):
        found.append(Item(day=day))
        for quiet, run in groupby(of_day, key=lambda one: whole and one.kind in QUIET):
            together = list(run)
            if quiet:
                inner = tuple(Item(line=one) for one in together)
                found.append(Item(folded=inner, count=len(inner), note=_named(together)))
            else:
                found += [Item(line=one) for one in together]
    return found


def _named(lines: Iterable[Shown]) -> str:
    """What they are, each kind once, the first few."""
    titles = list(dict.fromkeys(one.title for one in lines))
    return listed(titles[:_NAMED], more=len(titles) > _NAMED)


def _lines(entries: Iterable[Entry], found: CaseView, now: datetime) -> list[Shown]:
    pieces = {one.id: one for one in found.proof.pieces}
    shown = [_with_file(timeline.shown(one, now=now), one, found, pieces) for one in entries]
    return list(_with_feelings(shown))


def _with_file(line: Shown, entry: Entry, found: CaseView, pieces: dict[str, ProofPiece]) -> Shown:
    """A file that came with it, and a recording of the talk, to be heard in its place."""
    piece = pieces.get(str(entry.facts.get("evidence", ""))) or _recording(entry, pieces)
    if piece is None or not piece.file:
        return line
    address = reverse("evidence-file", args=[found.no, piece.id])
    sound = address if piece.sounds else ""
    return replace(line, file=piece.file, file_url=address, file_size=piece.size, sound=sound)


def _recording(entry: Entry, pieces: dict[str, ProofPiece]) -> ProofPiece | None:
    """The recording a contact refers to, where it lies among the evidence."""
    reference = str(entry.notes.get("recording") or "")
    if not reference:
        return None
    known = (one for one in pieces.values() if one.sounds)
    return next((one for one in known if one.is_called(reference)), None)


def _with_feelings(lines: Sequence[Shown]) -> Iterator[Shown]:
    """A talk with how the customer felt before and after it. An emotion noted right after a talk
    by whoever led it, and what turned it, stand with the talk.
    """
    level: int | None = None
    taken: set[int] = set()
    for place, line in enumerate(lines):
        if line.seq in taken:
            continue
        if line.level is not None:
            before, level = level, line.level
            yield replace(line, before=before)
            continue
        noted = _noted_after(lines, place) if line.kind in _CONTACTS else None
        if noted is not None and noted.level is not None:
            taken.add(noted.seq)
            yield replace(line, before=level, level=noted.level, turn=noted.turn, turn_at=noted.at)
            level = noted.level
        else:
            yield line


def _noted_after(lines: Sequence[Shown], place: int) -> Shown | None:
    for one in lines[place + 1 :]:
        if one.kind in QUIET:
            continue
        same = one.kind == _EMOTION and one.by_name == lines[place].by_name
        return one if same else None
    return None
