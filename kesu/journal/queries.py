"""Reading and checking the record."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Func, OuterRef, Q, Subquery, TextField

from kesu.foundation.days import midnight
from kesu.foundation.sealing import Unopenable, unseal
from kesu.journal.models import JournalHead, JournalLine, JournalNote
from kesu.journal.rules import (
    GENESIS,
    NotCanonical,
    canonical,
    line_hash,
    merkle_root,
    parse,
    text_digest,
)

_CHUNK = 2000
"""Lines read at a time."""


@dataclass(frozen=True)
class Entry:
    """One line as it is read: its fields, its facts and, if asked, its opened notes."""

    seq: int
    kind: str
    at: datetime
    written: datetime
    by: str
    rule: str | None
    facts: dict[str, Any]
    notes: dict[str, Any]


@dataclass(frozen=True)
class Broken:
    """The first thing that does not verify: ``seq`` and ``kind`` where they are known."""

    what: str
    seq: int | None = None
    kind: str = ""
    about: str = ""
    case: str = ""


def about_each(kind: str, ids: Collection[str]) -> dict[str, list[Entry]]:
    """The lines about each of these things with their notes, in their order; asked once for all."""
    found: dict[str, list[Entry]] = {one: [] for one in ids}
    rows = JournalLine.objects.filter(about_kind=kind, about_id__in=found).order_by("seq")
    sealed = JournalNote.objects.filter(seq=OuterRef("seq")).values("sealed")
    for line in rows.annotate(sealed=Subquery(sealed)):
        found[line.about_id].append(_entry(line, _opened(line.sealed)))
    return found


def about(kind: str, id_: str, *, with_notes: bool = True, only: str = "") -> list[Entry]:
    """The lines about one thing, in their order; ``only``: those of one kind of line."""
    rows = JournalLine.objects.filter(about_kind=kind, about_id=id_).order_by("seq")
    rows = rows.filter(kind=only) if only else rows
    if not with_notes:
        return [_entry(line, {}) for line in rows]
    sealed = JournalNote.objects.filter(seq=OuterRef("seq")).values("sealed")
    return [_entry(line, _opened(line.sealed)) for line in rows.annotate(sealed=Subquery(sealed))]


def _opened(sealed: bytes | None) -> dict[str, Any]:
    if sealed is None:
        return {}
    notes: dict[str, Any] = json.loads(unseal(sealed, field="journal.note"))
    return notes


def _entry(line: JournalLine, notes: dict[str, Any]) -> Entry:
    said = json.loads(line.line)
    return Entry(
        seq=line.seq,
        kind=line.kind,
        at=line.at,
        written=line.written,
        by=said["by"],
        rule=said["rule"],
        facts=said["facts"],
        notes=notes,
    )


def verify() -> Broken | None:
    """Checks the database itself, every line, every note and the head; the first fault or None.

    Writers may go on meanwhile: what stands behind the head of the start is left to the next run.
    """
    fault = _database_fault()
    if fault:
        return Broken(what=fault)
    end = JournalHead.objects.filter(id=1).values_list("seq", "hash").first() or (0, GENESIS)
    try:
        return _chain_fault(end) or _tail_fault()
    except DatabaseError:
        unreadable = _unreadable(end[0])
        if unreadable is None:
            raise
        return unreadable


def _unreadable(last: int) -> Broken | None:
    """The first line of which the database cannot even hand out the text: bytes that are none."""
    for start in range(1, last + 1, _CHUNK):
        chunk = range(start, min(start + _CHUNK, last + 1))
        if _can_be_read(chunk):
            continue
        seq = next(seq for seq in chunk if not _can_be_read([seq]))
        row = JournalLine.objects.filter(seq=seq).values_list("kind", "about_id").first()
        kind, about_id = row or ("", "")
        return Broken(what="the line cannot be read", seq=seq, kind=kind, about=about_id)
    return None


def _can_be_read(seqs: Sequence[int]) -> bool:
    try:
        for _ in JournalLine.objects.filter(seq__range=(seqs[0], seqs[-1])).values_list("line"):
            pass
    except DatabaseError:
        return False
    return True


def _chain_fault(end: tuple[int, str]) -> Broken | None:
    ends: dict[tuple[str, str], str] = {}
    previous, expected = GENESIS, 1
    notes = _note_stream(end[0])
    note = next(notes, None)
    for row in _line_stream(end[0]):
        seq, digest, kind = row.seq, row.hash, row.kind
        if seq != expected:
            return Broken(what=f"line {expected} is missing", seq=expected)
        case_key = (row.about_kind, row.about_id)
        said, fault = _read_line(row, previous=previous, case_prev=ends.get(case_key))
        mine = note[1] if note and note[0] == seq else None
        fault = fault or _note_fault(said["notes"], mine)
        if fault:
            case = str(said.get("case") or "") if isinstance(said, dict) else ""
            return Broken(what=fault, seq=seq, kind=kind, about=case_key[1], case=case)
        if mine:
            note = next(notes, None)
        ends[case_key] = previous = digest
        expected = seq + 1
    if (expected - 1, previous) != end:
        return Broken(what="the last lines are missing, or the head was altered", seq=expected)
    if note is not None:
        return Broken(what="a note belongs to no line", seq=note[0])
    return None


def _tail_fault() -> Broken | None:
    head = JournalHead.objects.filter(id=1).values_list("seq", flat=True).first() or 0
    outside = Q(seq__gt=head) | Q(seq__lt=1)
    line = JournalLine.objects.filter(outside).values_list("seq", flat=True).first()
    if line is not None:
        return Broken(what="a line was added behind the head", seq=line)
    note = JournalNote.objects.filter(outside).values_list("seq", flat=True).first()
    return Broken(what="a note belongs to no line", seq=note) if note is not None else None


class _Row(NamedTuple):
    """A line with its columns, as it is checked. The times are the database's own text."""

    seq: int
    line: str
    hash: str
    kind: str
    about_kind: str
    about_id: str
    at: str
    written: str

    @property
    def columns(self) -> tuple[object, ...]:
        return (self.seq, self.kind, [self.about_kind, self.about_id], self.at, self.written)


def _line_stream(last: int) -> Iterator[_Row]:
    rows = JournalLine.objects.filter(seq__range=(1, last)).order_by("seq")
    rows = rows.annotate(at_text=_Stamp("at"), written_text=_Stamp("written"))
    columns = rows.values_list(*_Row._fields[:6], "at_text", "written_text")
    return map(_Row._make, columns.iterator(chunk_size=_CHUNK))


class _Stamp(Func):
    """A time as a journal line writes it, made by the database: Python takes as long for the two
    of a line as for all the rest of it.
    """

    output_field = TextField()
    # Django keeps no microseconds where there are none.
    template = (
        "replace(%(expressions)s, ' ', 'T') || "
        "CASE length(%(expressions)s) WHEN 19 THEN '.000000Z' ELSE 'Z' END"
    )

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> Any:
        form = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
        template = f"to_char(%(expressions)s AT TIME ZONE 'UTC', '{form}')"
        return self.as_sql(compiler, connection, template=template)


def _read_line(
    row: _Row, *, previous: str, case_prev: str | None
) -> tuple[dict[str, Any], str | None]:
    try:
        said = parse(row.line)
        columns = (said["seq"], said["kind"], said["about"], said["at"], said["written"])
        before, case_before, _ = said["prev"], said["case_prev"], said["notes"]
    except NotCanonical as fault:
        return fault.args[0], "the line was altered"
    except (ValueError, KeyError, TypeError):
        return {}, "the line cannot be read"
    if line_hash(row.line) != row.hash:
        return said, "the line was altered"
    if columns != row.columns:
        return said, "the line's columns were altered"
    if before != previous:
        return said, "the line does not follow the one before it"
    if case_before != (case_prev or GENESIS):
        return said, "the line does not follow the one before it on its case"
    return said, None


def _note_stream(last: int) -> Iterator[tuple[int, tuple[bytes, bytes]]]:
    rows = JournalNote.objects.filter(seq__range=(1, last)).order_by("seq")
    for seq, salt, sealed in rows.values_list("seq", "salt", "sealed").iterator(chunk_size=_CHUNK):
        yield seq, (bytes(salt), bytes(sealed))


def _note_fault(digest: str | None, note: tuple[bytes, bytes] | None) -> str | None:
    if digest is None:
        return "a note was added" if note else None
    if note is None:
        return None
    try:
        plain = unseal(note[1], field="journal.note")
    except Unopenable:
        return "its note was altered"
    return None if text_digest(note[0], plain) == digest else "its note was altered"


def _database_fault() -> str | None:
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        try:
            cursor.execute("PRAGMA integrity_check(1)")
            said = cursor.fetchone()[0]
        except DatabaseError as fault:
            return f"the database does not pass its own check: {fault}"
    return None if said == "ok" else f"the database does not pass its own check: {said}"


def signed_head(day: date, zone: str) -> dict[str, str | int]:
    """``{date, seq, hash, root, signature, key}``: the end of ``day`` (a date in ``zone``).

    ``root`` is the Merkle root of the lines written on that day; the signature is Ed25519 over
    the canonical form of the other values.
    """
    start, end = midnight(day, ZoneInfo(zone)), midnight(day, ZoneInfo(zone), later=1)
    lines = JournalLine.objects.filter(written__lt=end).order_by("seq")
    last = lines.values_list("seq", "hash").last() or (0, GENESIS)
    hashes = list(lines.filter(written__gte=start).values_list("hash", flat=True))
    head: dict[str, str | int] = {
        "date": day.isoformat(),
        "seq": last[0],
        "hash": last[1],
        "root": merkle_root(hashes),
    }
    key = Ed25519PrivateKey.from_private_bytes(settings.KESU_KEYS.signing)
    signature = key.sign(canonical(dict(head)).encode())
    return {**head, "key": key.public_key().public_bytes_raw().hex(), "signature": signature.hex()}


_ATTACKS = (
    "UPDATE journal_journalline SET seq = -seq WHERE seq = -1",
    "DELETE FROM journal_journalline WHERE seq = -1",
    "UPDATE journal_journalnote SET seq = -seq WHERE seq = -1",
    "DELETE FROM journal_journalnote WHERE seq = -1",
)


def triggers_bite() -> bool:
    """Whether the database itself refuses to change or delete a line and a note."""
    return all(_refuses(statement) for statement in _ATTACKS)


class _Undo(Exception):  # noqa: N818 - never leaves this module
    pass


def _refuses(statement: str) -> bool:
    refused = False
    try:
        with transaction.atomic():
            _plant(line="journalline" in statement)
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement)
            except DatabaseError:
                refused = True
            raise _Undo
    except _Undo:
        return refused


def _plant(*, line: bool) -> None:
    """A row to try on, gone again with the transaction around it."""
    now = datetime.now(tz=UTC)
    if line:
        JournalLine.objects.create(seq=-1, line="", hash="", at=now, written=now)
    else:
        JournalNote.objects.create(seq=-1, salt=b"", sealed=b"")


def lines_after(seq: int, *, limit: int) -> list[dict[str, Any]]:
    """The lines behind ``seq`` in commit order, as their canonical objects."""
    rows = JournalLine.objects.filter(seq__gt=seq).order_by("seq").values_list("line", flat=True)
    return [json.loads(text) for text in rows[:limit]]


def lines_of_kind(kind: str, *, after: int, limit: int) -> list[tuple[int, str]]:
    """Number and canonical text of the lines of one kind behind ``after``, in commit order."""
    rows = JournalLine.objects.filter(kind=kind, seq__gt=after).order_by("seq")
    return list(rows.values_list("seq", "line")[:limit])
