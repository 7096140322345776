"""The record searched across everything: only lines the reader may read, never their notes."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.complaints.queries import by_number
from kesu.desk import scope
from kesu.desk.faults import NotYours
from kesu.foundation.days import midnight
from kesu.journal.models import JournalHead, JournalLine
from kesu.people.rules import People, Person
from kesu.policy.codes import Flag

PAGE = 50
_PIECE = 500
_MOST = 20_000
"""Lines looked at for one page; the next page goes on behind them."""
_STRETCH = 100_000
_COMPLAINT = "complaint"
_OF_THE_HOUSE = frozenset(
    {"staff", "department", "roster", "policy", "calendar", "queue", "journal", "delegation"}
)
"""What lines are about that an admin reads: no complaint, no customer, no import."""


@dataclass(frozen=True)
class Ask:
    """What narrows the record. ``before``: only lines under this number."""

    no: str = ""
    person: int | None = None
    kind: str = ""
    first: date | None = None
    last: date | None = None
    before: int | None = None


@dataclass(frozen=True)
class Line:
    """One line without its notes. ``case``: its complaint's number, where it is about one."""

    seq: int
    at: datetime
    written: datetime
    kind: str
    case: str
    about: str
    by: str
    by_name: str
    rule: str
    policy: str
    facts: dict[str, Any]
    hash: str


@dataclass(frozen=True)
class Found:
    """``older``: where the next page begins; None: nothing is left. ``ended``: looking ended
    before a page was full because too many lines were not the reader's or did not fit.
    """

    lines: tuple[Line, ...]
    older: int | None
    ended: bool


@dataclass(frozen=True)
class Checked:
    """The last check of the whole record."""

    at: datetime
    lines: int
    sound: bool
    seq: int
    by: str


def search(ask: Ask, *, reader: Person, people: People, zone: ZoneInfo) -> Found:
    """The newest lines that fit. Errors: ``NotYours``."""
    if not permissions.may_search_records(reader):
        raise NotYours
    rows = _narrowed(ask, zone)
    if rows is None:
        return Found((), None, ended=False)
    lines: list[Line] = []
    seen, last = 0, ask.before or length() + 1
    # No column tells who did it: the text is read for it, a stretch at a time.
    floor = max(last - _STRETCH, 1) if ask.person is not None and not ask.no else 1
    while len(lines) < PAGE and seen < _MOST:
        piece = list(rows.filter(seq__lt=last, seq__gte=floor)[:_PIECE])
        if not piece:
            return Found(tuple(lines), floor if floor > 1 else None, ended=floor > 1)
        seen += len(piece)
        for row in _permitted(piece, reader, people):
            lines.append(_line(row, people))
            if len(lines) == PAGE:
                return Found(tuple(lines), row.seq, ended=False)
        last = piece[-1].seq
    return Found(tuple(lines), last, ended=True)


def last_check(people: People) -> Checked | None:
    """When the whole record was checked last, and what was found."""
    row = JournalLine.objects.filter(kind="journal.verified").order_by("-seq").first()
    if row is None:
        return None
    said = json.loads(row.line)
    facts = said["facts"]
    return Checked(
        row.at, facts["lines"], facts["sound"], facts.get("seq", 0), name(said["by"], people)
    )


def length() -> int:
    """How many lines the record has."""
    return JournalHead.objects.filter(id=1).values_list("seq", flat=True).first() or 0


def _narrowed(ask: Ask, zone: ZoneInfo) -> QuerySet[JournalLine] | None:
    rows = JournalLine.objects.order_by("-seq")
    if ask.no:
        complaint = by_number(ask.no)
        if complaint is None:
            return None
        rows = rows.filter(about_kind=_COMPLAINT, about_id=str(complaint.pk))
    if ask.person is not None:
        rows = rows.filter(line__contains=f'"by":"staff:{ask.person}"')
    if ask.kind:
        rows = rows.filter(kind=ask.kind)
    if ask.first is not None:
        rows = rows.filter(written__gte=midnight(ask.first, zone))
    if ask.last is not None:
        rows = rows.filter(written__lt=midnight(ask.last, zone, later=1))
    return rows


def _permitted(
    rows: Sequence[JournalLine], reader: Person, people: People
) -> Iterator[JournalLine]:
    cases = {UUID(row.about_id) for row in rows if row.about_kind == _COMPLAINT}
    mine: set[UUID] = set()
    if cases:
        readable = scope.exportable(reader, people).filter(pk__in=cases).order_by()
        mine = set(readable.values_list("pk", flat=True))
    gone = cases - mine
    if gone and permissions.may_export_all(reader, restricted=True):
        there = Complaint.objects.filter(pk__in=gone).order_by()
        gone -= set(there.values_list("pk", flat=True))
        mine |= gone
    beside = permissions.may_export_all(reader, restricted=False)
    admin = Flag.admin in reader.flags
    for row in rows:
        if row.about_kind == _COMPLAINT:
            if UUID(row.about_id) in mine:
                yield row
        elif beside or (admin and row.about_kind in _OF_THE_HOUSE):
            yield row


def _line(row: JournalLine, people: People) -> Line:
    said = json.loads(row.line)
    return Line(
        seq=row.seq,
        at=row.at,
        written=row.written,
        kind=row.kind,
        case=said["case"] or "",
        about=f"{row.about_kind}:{row.about_id}",
        by=said["by"],
        by_name=name(said["by"], people),
        rule=said["rule"] or "",
        policy=said["policy"],
        facts=said["facts"],
        hash=row.hash,
    )


def name(by: str, people: People) -> str:
    """Who did it: a colleague's name, else as the line says it."""
    kind, _, id_ = by.partition(":")
    person = people.get(int(id_)) if kind == "staff" and id_.isdigit() else None
    return person.full_name if person else by
