"""kesu journal: names the first line that differs, and holds a kept head against the record."""

import json
from pathlib import Path

import pytest
from django.db import connection

from kesu.complaints.models import Complaint
from kesu.console import database, journal
from kesu.desk.ledger import disagreements
from tests.cast import Play, lines

SEQ_OF_ACCEPTED = 3
"""Lodging leaves two lines, the complaint and its clock; then it is accepted."""


@pytest.fixture
def play(db: None, monkeypatch: pytest.MonkeyPatch) -> Play:
    """A house at work; the command finds the database as the test has it."""
    monkeypatch.setattr(database, "prepare", lambda: False)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    return Play()


@pytest.fixture
def no(play: Play) -> str:
    """One complaint, as far as its follow-up."""
    return play.walk("following_up")


def force(statement: str, *values: object) -> None:
    """As somebody does who holds the file: past the triggers."""
    with connection.cursor() as cursor:
        for table in ("journal_journalline", "journal_journalnote"):
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                continue
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        cursor.execute(statement, values)


def said(capsys: pytest.CaptureFixture[str], head: Path | None = None) -> tuple[int, str]:
    """Status and text of the check."""
    return journal.verify(head=head), capsys.readouterr().out


def kept(tmp_path: Path, capsys: pytest.CaptureFixture[str], **changes: object) -> Path:
    """Today's head in a file."""
    journal.head()
    file = tmp_path / "head.json"
    file.write_text(json.dumps({**json.loads(capsys.readouterr().out), **changes}))
    return file


def test_a_whole_record_is_counted(no: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys) == (0, f"ok, {lines(no)[-1].seq} lines\n")


def test_an_empty_record_is_whole(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys) == (0, "ok, 0 lines\n")


def test_it_speaks_chinese(
    no: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert said(capsys) == (0, f"核对无误，共 {lines(no)[-1].seq} 行\n")


def test_a_line_changed_by_one_byte_is_named(no: str, capsys: pytest.CaptureFixture[str]) -> None:
    line = "replace(line, 'accepted', 'acceptee')"
    force(f"UPDATE journal_journalline SET line = {line} WHERE seq = %s", SEQ_OF_ACCEPTED)
    expected = f"seq {SEQ_OF_ACCEPTED} complaint.accepted {no}: the line was altered\n"
    assert said(capsys) == (1, expected)


def test_a_line_taken_out_is_named(no: str, capsys: pytest.CaptureFixture[str]) -> None:
    force("DELETE FROM journal_journalline WHERE seq = %s", SEQ_OF_ACCEPTED)
    assert said(capsys) == (1, f"seq {SEQ_OF_ACCEPTED}: line {SEQ_OF_ACCEPTED} is missing\n")


@pytest.mark.parametrize("what", sorted(journal._SAID))
def test_every_fault_has_chinese_words(what: str) -> None:
    assert journal._in_chinese(what) != what


def test_a_missing_line_is_said_in_chinese() -> None:
    assert journal._in_chinese("line 7 is missing") == "缺少第 7 行"


def test_a_state_changed_behind_the_record_is_named(
    no: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Complaint.objects.filter(no=no).update(state="closed")
    line = lines(no, "complaint.executed")[-1]
    expected = (
        f"seq {line.seq} complaint.executed {no}: "
        "the state is closed, the record tells following_up\n"
    )
    assert said(capsys) == (1, expected)


def test_an_owner_changed_behind_the_record_is_named(
    play: Play, no: str, capsys: pytest.CaptureFixture[str]
) -> None:
    row = Complaint.objects.get(no=no)
    Complaint.objects.filter(no=no).update(owner_id=play.house.peer.id)
    expected = (
        f"seq 1 complaint.lodged {no}: "
        f"the owner is {play.house.peer.id}, the record tells {row.owner_id}\n"
    )
    assert said(capsys) == (1, expected)


def test_a_complaint_taken_out_is_named(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    no = play.lodge().complaint.no
    hanging = ("deadlines_duemoment", "deadlines_clock", "watch_casereading")
    with connection.cursor() as cursor:
        for table in (*hanging, "complaints_complaint"):
            cursor.execute(f"DELETE FROM {table}")
    assert said(capsys) == (1, f"seq 1 complaint.lodged {no}: the complaint is gone\n")


def test_a_complaint_that_no_line_tells_of_is_named(play: Play) -> None:
    row = play.lodge().complaint
    Complaint(**{**_columns(row), "id": None, "no": "KS-20260213-NNNNNN"}).save(force_insert=True)
    assert [(one.seq, one.case, one.name) for one in disagreements()] == [
        (0, "KS-20260213-NNNNNN", "state")
    ]


def _columns(row: Complaint) -> dict[str, object]:
    from kesu.foundation.ids import uuid7

    columns = {field.attname: getattr(row, field.attname) for field in row._meta.fields}
    return {**columns, "pk": uuid7(), "search_key": row.search_key + 1}


def test_many_complaints_of_every_way_agree_with_their_record(play: Play) -> None:
    for state in ("closed", "cooling", "withdrawn", "consulting"):
        play.walk(state)
    no = play.walk("accepted")
    play.do("transfer", no, to="peer", reason="休假")
    play.do("mark_urgent", no, play.house.supervisor, reasons=["U1"])
    assert list(disagreements()) == []


def test_the_batches_do_not_change_the_answer(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kesu.desk.ledger._BATCH", 2)
    numbers = [play.lodge().complaint.no for _ in range(5)]
    Complaint.objects.filter(no__in=numbers[3:]).update(state="closed")
    assert [one.case for one in disagreements()] == numbers[3:]


def test_a_kept_head_verifies_and_goes_on_to(
    play: Play, no: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = kept(tmp_path, capsys)
    play.do("note", no, text="客户再次来电致谢")
    assert said(capsys, head)[0] == 0


def test_a_tail_cut_off_with_the_head_moved_is_found_by_the_kept_head(
    no: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = kept(tmp_path, capsys)
    last = lines(no)[-1].seq
    force("DELETE FROM journal_journalline WHERE seq = %s", last)
    force("DELETE FROM journal_journalnote WHERE seq = %s", last)
    end = "(SELECT hash FROM journal_journalline WHERE seq = %s)"
    force(f"UPDATE journal_journalhead SET seq = %s, hash = {end}", last - 1, last - 1)
    assert said(capsys, head) == (1, f"seq {last}: the record does not hold this head\n")


@pytest.mark.parametrize("change", [{"seq": 1}, {"hash": "0" * 64}, {"signature": "00"}])
def test_a_head_that_was_changed_is_not_ours(
    no: str, change: dict[str, object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = kept(tmp_path, capsys, **change)
    status, text = said(capsys, head)
    assert (status, text.endswith("the head is not signed by our key\n")) == (1, True)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"seq": "1"}', "\x00"])
def test_a_file_that_is_no_head_is_refused(play: Play, text: str, tmp_path: Path) -> None:
    file = tmp_path / "head.json"
    file.write_text(text)
    with pytest.raises(SystemExit) as ended:
        journal.verify(head=file)
    assert ended.value.code == 2
