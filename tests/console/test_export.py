"""kesu export: for spreadsheets and programs, as the operator or as one person (B06)."""

import json
import os
import pty
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from kesu.complaints.models import Complaint
from kesu.console import database, export
from kesu.desk.exports.lists import LISTS
from kesu.journal.models import JournalLine
from tests.cast import Play
from tests.door import Server
from tests.door.server import KESU


@pytest.fixture
def play(db: None, monkeypatch: pytest.MonkeyPatch) -> Play:
    """A house at work; the command finds the database as the test has it."""
    monkeypatch.setattr(database, "prepare", lambda: False)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    return Play()


def run(what: str = "complaints", **more: object) -> int:
    given: dict[str, object] = {
        "format_": "jsonl",
        "since": "",
        "fields": "",
        "out": None,
        "user": "",
        **more,
    }
    return export.run(what=what, **given)  # type: ignore[arg-type]  # a test names what it changes


def rows(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.req("B06")
def test_data_goes_to_standard_output_and_words_to_standard_error(
    play: Play, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    no = play.lodge().complaint.no
    assert run(format_="csv", fields="no,grade") == 0
    out, err = capfdbinary.readouterr()
    assert out.decode("utf-8-sig").splitlines()[1:] == [f'"{no}","I"']
    assert err.decode() == "1 rows: standard output\n"


@pytest.mark.req("B06")
def test_a_file_is_there_when_it_is_complete(play: Play, tmp_path: Path) -> None:
    play.lodge()
    file = tmp_path / "out.xlsx"
    assert run(format_="xlsx", out=file) == 0
    sheet = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert len(sheet) == 2
    assert [one.name for one in tmp_path.iterdir()] == ["out.xlsx"]


def test_what_breaks_off_leaves_the_file_that_was_there(
    play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play.lodge()
    file = tmp_path / "out.csv"
    file.write_text("before")
    monkeypatch.setenv("TMPDIR", str(tmp_path / "gone"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    with pytest.raises(OSError, match="gone"):
        run(format_="xlsx", out=file)
    assert file.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.req("B06", "E36")
def test_as_the_operator_all_but_restricted_and_as_a_person_what_they_may(
    play: Play, tmp_path: Path
) -> None:
    house, file = play.house, tmp_path / "out.jsonl"
    own = play.lodge(house.agent).complaint.no
    other = play.lodge(house.clerk).complaint.no
    secret = play.lodge(customer={"special_role": "media"}).complaint.no
    owner = Complaint.objects.get(no=other).owner_id

    def taken(user: str) -> set[object]:
        assert run(fields="no", out=file, user=user) == 0
        return {row["no"] for row in rows(file)}

    assert taken("") == {own, other}
    assert taken("director") == {own, other, secret}
    assert own in taken("agent")
    assert owner != house.agent.id
    assert other not in taken("agent")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"what": "kpi"}, ", ".join(LISTS)),
        ({"format_": "pdf"}, "csv, xlsx, jsonl"),
        ({"since": "yesterday"}, "2026-02-13"),
        ({"user": "nobody"}, "nobody"),
        ({"user": "liaison"}, "may not export"),
    ],
)
def test_what_cannot_be_used_is_said_with_what_is_known(
    play: Play, capsys: pytest.CaptureFixture[str], given: dict[str, str], said: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(**given)
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (2, "")
    assert said in err
    assert not JournalLine.objects.filter(kind="export.made").exists()


def test_since_without_an_offset_is_in_the_zone_of_the_policy(play: Play, tmp_path: Path) -> None:
    play.lodge()  # at 10:00 in Shanghai, which is 02:00 UTC
    file = tmp_path / "out.jsonl"
    found = {}
    for since in ("2026-02-13T10:00", "2026-02-13T10:01", "2026-02-13T02:00Z", "2026-02-14"):
        run(since=since, out=file, fields="no")
        found[since] = len(rows(file))
    assert list(found.values()) == [1, 0, 1, 0]


def test_a_workbook_is_not_thrown_at_a_terminal(tmp_path: Path) -> None:
    terminal, end = pty.openpty()
    try:
        ended = subprocess.run(
            [KESU, "export", "complaints", "--format", "xlsx"],
            env={**os.environ, "KESU_HOME": str(tmp_path), "LC_ALL": "en_GB.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=end,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(terminal)
        os.close(end)
    assert ended.returncode == 2
    assert "--out" in ended.stderr


@pytest.mark.door
def test_whoever_has_read_enough_ends_it_quietly(server: Server) -> None:
    member = server.hire("x-enough", rank="lead")
    with server.client(member.token) as client:
        said = {"channel": "email", "customer": {}, "type": "1.2.5", "text": "长" * 40_000}
        for _ in range(8):
            assert client.post("/complaints", json=said).status_code == 201
    with subprocess.Popen(
        [KESU, "export", "complaints", "--format", "jsonl", "--fields", "text"],
        env=server.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.read(10)
        running.stdout.close()
        assert running.wait(30) == 0
        assert running.stderr.read() == b""


CARRIED = (
    "text,subject,received,type,customer.name,customer.level,merchant,product,order,campaign,"
    "remedy_sought,urgent,urgent_reasons,suggested_type"
)
"""What import takes of a complaint by the headers of an export."""


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A house with the demonstration, and with texts that are more than they seem."""
    with Server(tmp_path_factory.mktemp("export") / "here") as running:
        assert running.cli("demo").returncode == 0
        member = running.hire("writer", rank="agent")
        with running.client(member.token) as client:
            said = {"channel": "email", "type": "1.2.5", "customer": {"name": "-1+2"}}
            for text in ("=1+1", "＠公式", "'=1", "两行\n有“引号”,逗号"):
                assert client.post("/complaints", json={**said, "text": text}).status_code == 201
        yield running


@pytest.mark.door
@pytest.mark.req("B08")
@pytest.mark.parametrize("format_", ["csv", "xlsx", "jsonl"])
def test_what_was_exported_can_be_imported_elsewhere(
    here: Server, tmp_path: Path, format_: str
) -> None:
    file = tmp_path / f"list.{format_}"
    with Server(tmp_path / "there") as there:
        written = here.cli("export", "complaints", "--format", format_, "--out", str(file))
        assert written.returncode == 0, written.stderr
        taken = there.cli("import", "complaints", str(file))
        assert taken.returncode == 0, taken.stdout + taken.stderr
        before, after = _carried(here), _carried(there)
    assert len(before) == 64
    assert after == before


def _carried(server: Server) -> list[str]:
    """The lines in an order of their own."""
    said = server.cli("export", "complaints", "--format", "jsonl", "--fields", CARRIED)
    assert said.returncode == 0, said.stderr
    return sorted(_plain(json.loads(line)) for line in said.stdout.splitlines())


def _plain(row: dict[str, str]) -> str:
    """Spreadsheets know seconds; who is accused is in no export, so that such a type comes back as
    a suggestion.
    """
    suggested = row.pop("suggested_type")
    kind = suggested if row["type"] == "0" else row["type"]
    return json.dumps({**row, "type": kind, "received": row["received"][:19]}, sort_keys=True)
