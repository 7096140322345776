"""Writing the record, and finding what was altered in it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import DatabaseError, connection, transaction
from pydantic import ValidationError

from kesu.foundation.sealing import seal
from kesu.journal import queries, triggers
from kesu.journal.models import JournalHead, JournalLine, JournalNote
from kesu.journal.operations import Draft, append
from kesu.journal.queries import Broken
from kesu.journal.rules import GENESIS, canonical, line_hash, merkle_root, note_digest
from tests.cast import MORNING

pytestmark = pytest.mark.usefixtures("db")
FIRST, SECOND = ("complaint", "one"), ("complaint", "two")


def draft(about: tuple[str, str] = FIRST, **other: Any) -> Draft:
    plain: dict[str, Any] = {
        "kind": "complaint.noted",
        "about": about,
        "case": "KS-20260213-AAAAAA",
        "by": "staff:1",
        "at": MORNING,
        "written": MORNING,
        "policy": "loyalty@2026.1",
    }
    return Draft(**plain | other)


@pytest.fixture
def record() -> None:
    """Five lines about two cases; lines 2 and 4 have notes."""
    append(
        [
            draft(),
            draft(notes={"text": "张女士要求退款"}),
            draft(SECOND),
            draft(SECOND, notes={"text": "补寄", "empty": "", "none": None}),
            draft(kind="complaint.verified", facts={"verdict": "valid"}),
        ]
    )


def lines() -> list[JournalLine]:
    return list(JournalLine.objects.order_by("seq"))


def said() -> list[dict[str, Any]]:
    return [json.loads(row.line) for row in lines()]


def test_a_line_is_the_contracts_line(record: None) -> None:
    first = said()[0]
    assert first | {"id": ""} == {
        "v": 1,
        "seq": 1,
        "id": "",
        "kind": "complaint.noted",
        "about": ["complaint", "one"],
        "case": "KS-20260213-AAAAAA",
        "by": "staff:1",
        "for": None,
        "at": "2026-02-13T02:00:00.000000Z",
        "written": "2026-02-13T02:00:00.000000Z",
        "policy": "loyalty@2026.1",
        "rule": None,
        "facts": {},
        "notes": None,
        "case_prev": GENESIS,
        "prev": GENESIS,
    }


def test_each_line_follows_the_one_before_it_and_the_one_of_its_case(record: None) -> None:
    digests = [row.hash for row in lines()]
    assert [one["prev"] for one in said()] == [GENESIS, *digests[:-1]]
    assert [one["case_prev"] for one in said()] == [
        GENESIS,
        digests[0],
        GENESIS,
        digests[2],
        digests[1],
    ]
    assert [line_hash(row.line) for row in lines()] == digests
    assert JournalHead.objects.values_list("seq", "hash").get() == (5, digests[-1])


def test_notes_are_sealed_and_only_their_digest_is_in_the_line(record: None) -> None:
    (note,) = JournalNote.objects.filter(seq=4)
    assert said()[3]["notes"] == note_digest(bytes(note.salt), {"text": "补寄"})
    assert [entry.notes for entry in queries.about("complaint", "two")] == [{}, {"text": "补寄"}]
    assert queries.about("complaint", "two", with_notes=False)[1].notes == {}


def test_a_line_that_does_not_fit_its_kind_is_refused_whole() -> None:
    for facts in ({}, {"verdict": "valid", "who": "张女士"}):
        with pytest.raises(ValidationError):
            append([draft(), draft(kind="complaint.verified", facts=facts)])
    assert JournalLine.objects.count() == 0


def test_a_rolled_back_step_leaves_no_gap(record: None) -> None:
    with transaction.atomic():
        append([draft()])
        transaction.set_rollback(True)
    append([draft()])
    assert [row.seq for row in lines()] == [1, 2, 3, 4, 5, 6]
    assert queries.verify() is None


def test_lines_after_a_number_come_in_their_order(record: None) -> None:
    assert [one["seq"] for one in queries.lines_after(2, limit=2)] == [3, 4]


@pytest.mark.parametrize("table", ["journal_journalline", "journal_journalnote"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET seq = seq + 100 WHERE seq = 2",
        "DELETE FROM {table} WHERE seq = 2",
        "DELETE FROM {table}",
    ],
)
def test_the_database_refuses_to_change_what_was_written(
    table: str, statement: str, record: None
) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        run(statement.format(table=table))
    assert (queries.verify(), queries.triggers_bite()) == (None, True)


def test_the_database_refuses_to_replace_what_was_written(record: None) -> None:
    """REPLACE deletes without asking the triggers of DELETE."""
    with pytest.raises(DatabaseError), transaction.atomic():
        run("REPLACE INTO journal_journalnote (seq, salt, sealed) VALUES (2, x'00', x'00')")
    assert queries.verify() is None


def test_remade_triggers_still_bite(record: None) -> None:
    triggers.remake(using="default")
    assert queries.triggers_bite()


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def force(statement: str, *values: object) -> None:
    """As somebody does who holds the file: past the triggers."""
    table = "journal_journalline" if "journalline" in statement else "journal_journalnote"
    if connection.vendor == "postgresql":
        run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    else:
        for verb in ("update", "delete"):
            run(f"DROP TRIGGER {table}_no_{verb}")
    run(statement, *values)


def broken(what: str, seq: int, kind: str = "complaint.noted", about: str = "") -> Broken:
    return Broken(what=what, seq=seq, kind=kind, about=about, case="KS-20260213-AAAAAA")


def lines_kind(seq: int) -> str:
    """The kind of a line, whatever its text."""
    return str(JournalLine.objects.values_list("kind", flat=True).get(seq=seq))


LINE = "the line was altered"
COLUMNS = "the line's columns were altered"
NOTE = "its note was altered"


@pytest.mark.parametrize("seq", [1, 2, 3, 4, 5])
def test_one_byte_of_any_line_is_found(seq: int, record: None) -> None:
    row = lines()[seq - 1]
    force("UPDATE journal_journalline SET line = %s WHERE seq = %s", row.line + " ", seq)
    found = queries.verify()
    assert found is not None
    assert (found.what, found.seq, found.kind) == (LINE, seq, row.kind)


@pytest.mark.parametrize(
    ("assignment", "what"),
    [
        ("hash = '" + "0" * 64 + "'", LINE),
        ("line = replace(line, 'staff:1', 'staff:2')", LINE),
        ("line = 'nonsense'", "the line cannot be read"),
        ("kind = 'complaint.closed'", COLUMNS),
        ("about_id = 'two'", COLUMNS),
        ("about_kind = 'staff'", COLUMNS),
        ("at = '2020-01-01 00:00:00'", COLUMNS),
        ("written = '2020-01-01 00:00:00'", COLUMNS),
    ],
)
def test_an_altered_column_is_found(assignment: str, what: str, record: None) -> None:
    force(f"UPDATE journal_journalline SET {assignment} WHERE seq = 2")
    found = queries.verify()
    assert found is not None
    assert (found.what, found.seq) == (what, 2)


@pytest.mark.parametrize("text", ['{"seq":2}', "[]", "1.5", '{"a":1.5}', "null"])
def test_a_line_that_was_replaced_with_its_hash_is_found(text: str, record: None) -> None:
    statement = "UPDATE journal_journalline SET line = %s, hash = %s WHERE seq = 2"
    force(statement, text, line_hash(text))
    found = queries.verify()
    assert found is not None
    assert (found.what, found.seq) == ("the line cannot be read", 2)


def test_bytes_that_are_no_text_are_refused_or_found(record: None) -> None:
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError), transaction.atomic():
            force("UPDATE journal_journalline SET line = convert_from('\\x7bff7d', 'UTF8')")
        return
    force("UPDATE journal_journalline SET line = CAST(x'7bff7d' AS TEXT) WHERE seq = 2")
    found = queries.verify()
    assert found is not None
    assert (found.what, found.seq, found.kind) == ("the line cannot be read", 2, lines_kind(2))


def test_a_line_without_its_chain_is_found(record: None) -> None:
    bare = {name: value for name, value in said()[1].items() if name not in ("prev", "notes")}
    text = canonical(bare)
    statement = "UPDATE journal_journalline SET line = %s, hash = %s WHERE seq = 2"
    force(statement, text, line_hash(text))
    found = queries.verify()
    assert found is not None
    assert (found.what, found.seq) == ("the line cannot be read", 2)


def test_a_forged_line_with_a_true_hash_breaks_the_chain_behind_it(record: None) -> None:
    text = canonical(said()[1] | {"by": "staff:2"})
    statement = "UPDATE journal_journalline SET line = %s, hash = %s WHERE seq = 2"
    force(statement, text, line_hash(text))
    assert queries.verify() == broken("the line does not follow the one before it", 3, about="two")


@pytest.mark.parametrize("seq", [1, 3])
def test_a_line_taken_out_is_found(seq: int, record: None) -> None:
    force("DELETE FROM journal_journalline WHERE seq = %s", seq)
    assert queries.verify() == Broken(what=f"line {seq} is missing", seq=seq)


def test_a_tail_cut_off_is_found(record: None) -> None:
    force("DELETE FROM journal_journalline WHERE seq >= 4")
    assert queries.verify() == Broken(
        what="the last lines are missing, or the head was altered", seq=4
    )


@pytest.mark.parametrize("assignment", ["seq = 4", f"hash = '{GENESIS}'"])
def test_an_altered_head_is_found(assignment: str, record: None) -> None:
    run(f"UPDATE journal_journalhead SET {assignment}")
    assert queries.verify() is not None


@pytest.mark.parametrize("seq", [6, -1])
def test_a_line_added_is_found(seq: int, record: None) -> None:
    JournalLine.objects.create(seq=seq, line="{}", hash="", at=MORNING, written=MORNING)
    found = queries.verify()
    assert found == Broken(what="a line was added behind the head", seq=seq)


@pytest.mark.parametrize("column", ["salt", "sealed"])
def test_one_byte_of_a_note_is_found(column: str, record: None) -> None:
    note = JournalNote.objects.get(seq=2)
    raw = bytearray(getattr(note, column))
    raw[-1] ^= 1
    force(f"UPDATE journal_journalnote SET {column} = %s WHERE seq = 2", bytes(raw))
    assert queries.verify() == broken(NOTE, 2, about="one")


def test_a_note_sealed_anew_with_other_words_is_found(record: None) -> None:
    sealed = seal('{"text":"无事"}', field="journal.note")
    force("UPDATE journal_journalnote SET sealed = %s WHERE seq = 2", sealed)
    assert queries.verify() == broken(NOTE, 2, about="one")


@pytest.mark.parametrize(
    ("seq", "expected"),
    [
        (3, broken("a note was added", 3, about="two")),
        (9, Broken(what="a note belongs to no line", seq=9)),
        (-9, Broken(what="a note belongs to no line", seq=-9)),
    ],
)
def test_a_note_added_is_found(seq: int, expected: Broken, record: None) -> None:
    JournalNote.objects.create(seq=seq, salt=b"0" * 32, sealed=b"0" * 40)
    assert queries.verify() == expected


def test_the_chain_verifies_without_a_note_that_was_erased(record: None) -> None:
    force("DELETE FROM journal_journalnote WHERE seq = 2")
    assert queries.verify() is None


def test_an_empty_record_verifies() -> None:
    assert queries.verify() is None


def test_the_head_of_a_day_is_signed_and_names_its_lines(record: None) -> None:
    append([draft(written=MORNING + timedelta(days=1))])
    head = queries.signed_head(MORNING.date(), "Asia/Shanghai")
    digests = [row.hash for row in lines()]
    assert {name: head[name] for name in ("date", "seq", "hash", "root")} == {
        "date": "2026-02-13",
        "seq": 5,
        "hash": digests[4],
        "root": merkle_root(digests[:5]),
    }
    verifies(head)
    with pytest.raises(InvalidSignature):
        verifies(head | {"seq": 4})


def verifies(head: dict[str, Any]) -> None:
    signed = {name: head[name] for name in ("date", "seq", "hash", "root")}
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(head["key"]))
    key.verify(bytes.fromhex(head["signature"]), canonical(signed).encode())


def test_a_day_ends_at_midnight_of_the_policys_zone(record: None) -> None:
    append([draft(written=MORNING + timedelta(hours=14))])
    head = queries.signed_head(MORNING.date(), "Asia/Shanghai")
    next_day = queries.signed_head((MORNING + timedelta(days=1)).date(), "Asia/Shanghai")
    assert (head["seq"], next_day["seq"]) == (5, 6)
    assert next_day["root"] == merkle_root([lines()[5].hash])
