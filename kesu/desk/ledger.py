"""Does the record tell where every complaint stands? State and owner replayed and compared."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db import transaction

from kesu.complaints.models import Complaint
from kesu.journal.models import JournalLine

_BATCH = 500
_REPLAYED = ("state", "owner")


@dataclass(frozen=True)
class Disagreement:
    """Where a row and the record part: ``seq`` and ``kind`` of the line that says otherwise, 0 and
    "" where none says anything. ``name``: ``state``, ``owner``, or ``row`` for one that is gone.
    """

    seq: int
    kind: str
    case: str
    name: str
    stands: str = ""
    told: str = ""


@dataclass
class _Told:
    """What the record says of one thing, and the line that said it last."""

    value: str = ""
    seq: int = 0
    kind: str = ""


def disagreements() -> Iterator[Disagreement]:
    """Every complaint whose row is not what its lines tell, and every one whose row is gone.

    Reads all rows and lines about complaints once, in batches: the memory it takes does not grow
    with them. Work may go on meanwhile.
    """
    for rows in _batches():
        for row, found in zip(rows, _compare(rows), strict=True):
            if found is not None:
                yield from _again(row.pk)
    yield from _without_row()


def _batches() -> Iterator[list[Complaint]]:
    rows = Complaint.objects.only("no", "state", "owner").order_by("pk")
    batch = list(rows[:_BATCH])
    while batch:
        yield batch
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:_BATCH])


def _compare(rows: list[Complaint]) -> list[Disagreement | None]:
    lines = _lines([str(row.pk) for row in rows])
    return [_difference(row, lines.get(str(row.pk), [])) for row in rows]


def _lines(keys: list[str]) -> dict[str, list[tuple[int, str, str]]]:
    rows = JournalLine.objects.filter(about_kind="complaint", about_id__in=keys)
    ordered = rows.order_by("about_id", "seq").values_list("about_id", "seq", "kind", "line")
    return {
        key: [(seq, kind, text) for _, seq, kind, text in group]
        for key, group in groupby(ordered, key=lambda row: row[0])
    }


def _difference(row: Complaint, lines: Iterable[tuple[int, str, str]]) -> Disagreement | None:
    told = {name: _Told() for name in _REPLAYED}
    for seq, kind, text in lines:
        if not any(f'"{name}":[' in text for name in _REPLAYED):
            continue
        facts = json.loads(text)["facts"]
        for name, (before, after) in _changes(facts):
            if before != told[name].value:
                return Disagreement(seq, kind, row.no, name, told[name].value, before)
            told[name] = _Told(after, seq, kind)
    for name, value in (("state", row.state), ("owner", str(row.owner_id))):
        last = told[name]
        if last.value != value:
            return Disagreement(last.seq, last.kind, row.no, name, value, last.value)
    return None


def _changes(facts: dict[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    for name in _REPLAYED:
        if facts.get(name):
            yield name, facts[name]


def _again(key: UUID) -> Iterator[Disagreement]:
    """The same complaint held still: it may have moved between the reading of row and lines."""
    with transaction.atomic():
        rows = list(Complaint.objects.select_for_update().filter(pk=key))
        yield from (found for found in _compare(rows) if found is not None)


def _without_row() -> Iterator[Disagreement]:
    lodged = JournalLine.objects.filter(kind="complaint.lodged").order_by("seq")
    last = 0
    while batch := list(
        lodged.filter(seq__gt=last).values_list("seq", "about_id", "line")[:_BATCH]
    ):
        there = set(Complaint.objects.filter(pk__in=[row[1] for row in batch]).values_list("pk"))
        gone = [key for _seq, key, _text in batch if (UUID(key),) not in there]
        back = JournalLine.objects.filter(kind="complaint.taken_back", about_id__in=gone)
        taken_back = set(back.values_list("about_id", flat=True))
        for seq, key, text in batch:
            if (UUID(key),) not in there and key not in taken_back:
                case = str(json.loads(text)["case"])
                yield Disagreement(seq, "complaint.lodged", case, "row")
        last = batch[-1][0]
