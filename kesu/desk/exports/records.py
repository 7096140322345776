"""Lines of the journal as an export lists them: facts, which hold codes, and no notes."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.desk.exports import keys
from kesu.desk.exports.ask import Ask, Case
from kesu.desk.exports.columns import Column, column
from kesu.desk.faults import NotYours
from kesu.desk.reach import find
from kesu.journal.models import JournalLine
from kesu.people.rules import People, Person

_COMPLAINT = "complaint"
_LOOK_AT = 4 * keys.BATCH


@dataclass(frozen=True)
class ListedLine:
    """One line without its notes; ``hash`` is what the next line of the chain points to."""

    seq: int
    at: datetime
    written: datetime
    kind: str
    case: str | None
    about: str
    by: str
    by_name: str
    for_: str | None
    rule: str | None
    policy: str
    facts: dict[str, Any]
    hash: str


def case_of(no: str, *, reader: Person, people: People) -> Case:
    """The complaint of that ``no`` or ``form_no``, for who may export its record.

    Errors: ``NoSuchComplaint``, ``AccusedHere``, ``NotYours``.
    """
    complaint, tie = find(no, reader=reader, people=people)
    if not permissions.may_export(reader, tie):
        raise NotYours
    return Case(complaint.no, str(complaint.pk))


@dataclass(frozen=True)
class Reading:
    """Reads batches of one export."""

    ask: Ask

    def listed(self) -> keys.Keys[int]:
        """The lines that the reader may read, in commit order."""
        return keys.of_numbers(self._seqs())

    def rows(self, batch: Sequence[int]) -> list[ListedLine]:
        """The lines of a batch, but for those about what may not leave any more."""
        lines = list(JournalLine.objects.filter(seq__in=batch).order_by("seq"))
        there = set(self._permitted((one.seq, one.about_kind, one.about_id) for one in lines))
        return [_row(one, self.ask.people) for one in lines if one.seq in there]

    def _seqs(self) -> Iterator[int]:
        rows = self._lines().order_by("seq").values_list("seq", "about_kind", "about_id")
        lines = rows.iterator(chunk_size=_LOOK_AT)
        while piece := list(islice(lines, _LOOK_AT)):
            yield from self._permitted(piece)

    def _lines(self) -> QuerySet[JournalLine]:
        lines = JournalLine.objects.all()
        if self.ask.case is not None:
            lines = lines.filter(about_kind=_COMPLAINT, about_id=self.ask.case.key)
        return lines if self.ask.since is None else lines.filter(written__gte=self.ask.since)

    def _permitted(self, lines: Iterable[tuple[int, str, str]]) -> Iterator[int]:
        lines = list(lines)
        cases = {UUID(id_) for _, kind, id_ in lines if kind == _COMPLAINT}
        here = _keys_of(self.ask.exportable(), cases)
        gone = cases - _keys_of(Complaint.objects.all(), cases - here) - here
        beside, restricted = self._may_all(restricted=False), self._may_all(restricted=True)
        for seq, kind, id_ in lines:
            if kind != _COMPLAINT:
                permitted = beside
            else:
                permitted = UUID(id_) in here or (restricted and UUID(id_) in gone)
            if permitted:
                yield seq

    def _may_all(self, *, restricted: bool) -> bool:
        """Whether lines about no complaint, or about one that is gone, are for the reader."""
        reader = self.ask.reader
        return reader is None or permissions.may_export_all(reader, restricted=restricted)


def _keys_of(rows: QuerySet[Complaint], wanted: set[UUID]) -> set[UUID]:
    if not wanted:
        return set()
    return set(rows.filter(pk__in=wanted).order_by().values_list("pk", flat=True))


def _row(row: JournalLine, people: People) -> ListedLine:
    said = json.loads(row.line)
    return ListedLine(
        seq=row.seq,
        at=row.at,
        written=row.written,
        kind=row.kind,
        case=said["case"],
        about=f"{row.about_kind}:{row.about_id}",
        by=said["by"],
        by_name=_name(said["by"], people),
        for_=said["for"],
        rule=said["rule"],
        policy=said["policy"],
        facts=said["facts"],
        hash=row.hash,
    )


def _name(by: str, people: People) -> str:
    kind, _, id_ = by.partition(":")
    person = people.get(int(id_)) if kind == "staff" and id_.isdigit() else None
    return person.full_name if person else ""


COLUMNS: tuple[Column[ListedLine], ...] = (
    column("seq", gettext_lazy("Line")),
    column("at", gettext_lazy("Happened at")),
    column("written", gettext_lazy("Written at")),
    column("kind", gettext_lazy("Kind of line")),
    column("case", gettext_lazy("Complaint number")),
    column("about", gettext_lazy("About")),
    column("by", gettext_lazy("Done by")),
    column("by_name", gettext_lazy("Name of who did it")),
    Column("for", gettext_lazy("On behalf of"), lambda row: row.for_),
    column("rule", gettext_lazy("Rule")),
    column("policy", gettext_lazy("Policy version")),
    column("facts", gettext_lazy("Recorded facts")),
    column("hash", gettext_lazy("Hash")),
)
