"""kesu backup and kesu restore: drills on a real server while clients lodge."""

import json
import os
import re
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.door import Member, Server
from tests.door.drill import Told, lodge_one, lodging
from tests.door.dumps import Dump, force, of_backup, of_server
from tests.door.server import KESU, eventually
from tests.door.smtp import Mode, Smtp

DRILLS = int(os.environ.get("KESU_DRILLS", "2"))
"""How often a backup under load is restored; 20 before a release."""
_SOME = 8
"""Complaints that are lodged, at least, before each backup and after it."""
KILLS = int(os.environ.get("KESU_KILLS", "4"))
_TOUCHED = {"django_session", "complaints_formcounter", "journal_journalhead"}
_ADDED = ["system.form_numbers_raised", "system.restored"]

pytestmark = pytest.mark.door


def manifest(directory: Path) -> Any:
    """What a backup says of itself."""
    return json.loads((directory / "manifest.json").read_text(encoding="utf-8"))


def done(result: "subprocess.CompletedProcess[str]") -> str:
    """What a command printed that went well."""
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def lines_behind(dump: Dump, seq: int) -> list[str]:
    """The kinds of the lines of the record behind ``seq``."""
    found = [
        re.match(r"\((\d+), '(.*)', '[0-9a-f]{64}', '([\w.]+)'", row)
        for row in dump["journal_journalline"]
    ]
    return sorted(one[3] for one in found if one and int(one[1]) > seq)


def numbers(dump: Dump) -> str:
    """Every complaint there is, as one text to look for numbers in."""
    return "\n".join(dump["complaints_complaint"])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Member]]:
    """A server and a person of it; every backup and so every restore has that person."""
    with Server(tmp_path_factory.mktemp("backup") / "home") as running:
        yield running, running.hire("lin", rank="agent")


@pytest.fixture
def server(house: tuple[Server, Member]) -> Server:
    """It runs, whatever the test before it did."""
    if not house[0].runs():
        house[0].start()
    return house[0]


@pytest.fixture
def member(house: tuple[Server, Member]) -> Member:
    return house[1]


@pytest.mark.req("F-29", "G11")
def test_what_is_restored_is_what_stood_there_at_the_moment_of_the_backup(
    server: Server, member: Member, tmp_path: Path
) -> None:
    told = Told()
    kept: list[str] = []
    for drill in range(DRILLS):
        start = len(told.numbers)
        directory = tmp_path / f"backup{drill}"
        with lodging(server, member, told):
            told.until_more(_SOME)
            before = [*kept, *told.numbers[start:]]
            done(server.cli("backup", str(directory)))
            told.until_more(_SOME)
        server.stop()
        done(server.cli("restore", str(directory), "--replace"))
        kept = _compare(server, directory, before, told)
        server.start()
    with server.client(member.token) as client:
        lodge_one(client, told, resolved=True)
    assert [one for one, times in Counter(told.forms).items() if times > 1] == []
    assert [one for one, times in Counter(told.numbers).items() if times > 1] == []


def _compare(server: Server, directory: Path, acknowledged: list[str], told: Told) -> list[str]:
    """Those told of that are there, after everything was held against the copy."""
    said = manifest(directory)
    copied, restored = of_backup(directory, server), of_server(server)
    there = numbers(restored)
    assert [no for no in acknowledged if no not in there] == []
    assert len(restored["complaints_complaint"]) == said["complaints"]
    differing = {name for name, rows in restored.items() if rows != copied[name]} - _TOUCHED
    assert (restored.keys(), differing) == (copied.keys(), {"journal_journalline"})
    kept = set(restored["journal_journalline"])
    assert kept > set(copied["journal_journalline"])
    seq = said["journal"]["seq"]
    assert (lines_behind(copied, seq), lines_behind(restored, seq)) == ([], _ADDED)
    done(server.cli("journal", "verify"))
    return [no for no in told.numbers if no in there]


@pytest.mark.req("F-29")
def test_after_a_restore_the_record_still_refuses_changes(
    server: Server, member: Member, tmp_path: Path
) -> None:
    with server.client(member.token) as client:
        lodge_one(client, Told(), resolved=True)
    done(server.cli("backup", str(tmp_path / "backup")))
    server.stop()
    done(server.cli("restore", str(tmp_path / "backup"), "--replace"))
    for statement in (
        "UPDATE journal_journalline SET kind = 'other' WHERE seq = 1",
        "DELETE FROM journal_journalline WHERE seq = 1",
        "DELETE FROM journal_journalnote WHERE seq > 0",
    ):
        with pytest.raises(Exception, match="append-only"):
            force(server, statement)


@pytest.mark.req("F-29")
def test_everybody_signs_in_again_and_tokens_stay(
    server: Server, member: Member, tmp_path: Path
) -> None:
    force(
        server,
        "INSERT INTO django_session (session_key, session_data, expire_date) "
        "VALUES ('k', 'd', '2090-01-01 00:00:00')",
    )
    done(server.cli("backup", str(tmp_path / "backup")))
    server.stop()
    done(server.cli("restore", str(tmp_path / "backup"), "--replace"))
    assert of_server(server)["django_session"] == []
    server.start()
    with server.client(member.token) as client:
        assert client.get("/complaints").status_code == 200


@pytest.mark.req("F-29", "E01")
def test_mail_that_waited_then_is_set_aside_and_later_mail_goes(tmp_path: Path) -> None:
    with Smtp(mode=Mode.refuse) as smtp:
        variables = {"KESU_SMTP_URL": smtp.url, "KESU_MAIL_FROM": "kesu@example.com"}
        with Server(tmp_path / "home", variables=variables) as server:
            member = server.hire("lin", rank="agent")
            _lodge_by_mail(server, member, "wang@example.com")
            done(server.cli("backup", str(tmp_path / "backup")))
            server.stop()
            smtp.mode = Mode.take
            said = done(server.cli("restore", str(tmp_path / "backup"), "--replace"))
            server.start()
            _lodge_by_mail(server, member, "zhao@example.com")
            eventually(lambda: bool(smtp.messages))
            held = [row for row in of_server(server)["correspondence_mail"] if "'restored'" in row]
    assert ("搁置未发邮件 1 封" in said, len(held)) == (True, 1)
    assert smtp.recipients == ["zhao@example.com"]


def _lodge_by_mail(server: Server, member: Member, address: str) -> None:
    body = {"channel": "email", "text": "没有收到赠品", "customer": {"email": address}}
    with server.client(member.token) as client:
        assert client.post("/complaints", json={**body, "type": "1.2.5"}).status_code == 201


def test_a_key_that_was_answered_before_the_backup_is_answered_again_after_the_restore(
    server: Server, member: Member, tmp_path: Path
) -> None:
    body = {"channel": "im", "text": "没有收到赠品", "customer": {}, "type": "1.2.5"}
    key = {"Idempotency-Key": "one"}
    with server.client(member.token) as client:
        first = client.post("/complaints", json=body, headers=key)
    done(server.cli("backup", str(tmp_path / "backup")))
    server.stop()
    done(server.cli("restore", str(tmp_path / "backup"), "--replace"))
    server.start()
    with server.client(member.token) as client:
        again = client.post("/complaints", json=body, headers=key)
    assert again.json()["no"] == first.json()["no"]


def test_what_was_replaced_lies_aside_and_can_be_found(
    server: Server, member: Member, tmp_path: Path
) -> None:
    told = Told()
    done(server.cli("backup", str(tmp_path / "backup")))
    with server.client(member.token) as client:
        lodge_one(client, told, resolved=False)
    server.stop()
    said = done(server.cli("restore", str(tmp_path / "backup"), "--replace"))
    aside = Server(server.home)
    aside.database = server.database
    name = said.rpartition("before")[2].strip()
    if server.database:
        place = urlsplit(server.database)
        aside.database = urlunsplit(place._replace(path=f"{place.path}_before{name}"))
        assert told.numbers[0] in numbers(of_server(aside))
    else:
        old = server.home / f"kesu.sqlite3.before{name}"
        (server.home / "kesu.sqlite3").unlink()
        old.rename(server.home / "kesu.sqlite3")
        assert told.numbers[0] in numbers(of_server(aside))


def test_files_of_the_data_are_copied_and_brought_back(server: Server, tmp_path: Path) -> None:
    file = server.home / "files" / "ab" / "abcd"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"a recording")
    done(server.cli("backup", str(tmp_path / "backup")))
    server.stop()
    file.unlink()
    done(server.cli("restore", str(tmp_path / "backup"), "--replace"))
    assert file.read_bytes() == b"a recording"


def test_only_its_owner_may_read_a_backup(server: Server, tmp_path: Path) -> None:
    directory = tmp_path / "some" / "where"
    done(server.cli("backup", str(directory), "--with-keys"))
    modes = {path.stat().st_mode & 0o777 for path in directory.rglob("*") if path.is_file()}
    inside = {path.stat().st_mode & 0o777 for path in (directory, *directory.rglob("*/"))}
    assert (inside, modes) == ({0o700}, {0o600})


def test_keys_are_left_out_unless_asked_for(server: Server, tmp_path: Path) -> None:
    without, carrying = tmp_path / "without", tmp_path / "carrying"
    said = server.cli("backup", str(without)).stderr
    assert ((without / "keys.toml").exists(), "密钥不在备份中" in said) == (False, True)
    said = server.cli("backup", str(carrying), "--with-keys").stderr
    assert ((carrying / "keys.toml").exists(), "含有全部密钥" in said) == (True, True)
    secret = (server.home / "keys.toml").read_text(encoding="utf-8").split('"')[1]
    assert secret not in (without / "manifest.json").read_text(encoding="utf-8")


def test_a_directory_that_holds_something_is_left_alone(server: Server, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    refused = server.cli("backup", str(tmp_path / "full"))
    assert (refused.returncode, "不存在的或空的目录" in refused.stderr) == (2, True)
    assert [path.name for path in tmp_path.glob("full/*")] == ["letter.txt"]


def test_a_file_in_the_place_of_the_directory_is_refused(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = server.cli("backup", str(tmp_path / "file"))
    assert (refused.returncode, "应为目录" in refused.stderr) == (2, True)


def test_an_empty_directory_is_used(server: Server, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done(server.cli("backup", str(tmp_path / "empty")))
    assert (tmp_path / "empty" / "manifest.sha256").exists()


@pytest.mark.req("F-29")
def test_a_backup_killed_at_any_point_is_none_or_whole(
    server: Server, member: Member, tmp_path: Path
) -> None:
    place = tmp_path / "backups"
    with lodging(server, member, Told(), clients=2):
        for number in range(KILLS):
            _killed(server, 0.25 + 0.6 * number / KILLS, "backup", str(place / str(number)))
        done(server.cli("backup", str(place / "last")))
    parts = [path.name for path in place.iterdir() if path.name.startswith(".")]
    assert parts == []
    server.stop()
    for directory in place.iterdir():
        done(server.cli("restore", str(directory), "--replace"))


@pytest.mark.req("F-29")
def test_a_restore_killed_at_any_point_leaves_the_old_data_or_the_new(
    server: Server, member: Member, tmp_path: Path
) -> None:
    old, new = Told(), Told()
    with server.client(member.token) as client:
        lodge_one(client, old, resolved=True)
        done(server.cli("backup", str(tmp_path / "backup")))
        lodge_one(client, new, resolved=True)
    server.stop()
    before = _restores(of_server(server))
    for number in range(KILLS):
        _killed(
            server, 0.3 + 0.9 * number / KILLS, "restore", str(tmp_path / "backup"), "--replace"
        )
        there = of_server(server)
        found = [no in numbers(there) for no in (*old.numbers, *new.numbers)]
        restored = _restores(there) > before
        assert (found, restored) in (([True, True], False), ([True, False], True))
        done(server.cli("journal", "verify"))
    done(server.cli("restore", str(tmp_path / "backup"), "--replace"))
    done(server.cli("doctor"))
    assert list(server.home.glob("*.restoring*")) == []


def _restores(dump: Dump) -> int:
    """How often the data was restored so far."""
    return sum("system.restored" in line for line in dump["journal_journalline"])


def _killed(server: Server, seconds: float, *words: str) -> None:
    process = subprocess.Popen(
        [KESU, *words],
        env=server.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.req("F-29")
def test_a_disk_that_is_full_leaves_no_backup(server: Server, tmp_path: Path) -> None:
    little = ("sh", "-c", 'ulimit -f 64; exec "$0" "$@"', str(KESU))
    refused = subprocess.run(
        [*little, "backup", str(tmp_path / "backup")],
        check=False,
        env=server.environment,
        capture_output=True,
        text=True,
    )
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False), refused.stderr
    assert [path.name for path in tmp_path.iterdir() if "backup" in path.name] == []


def test_a_database_that_is_unsound_is_not_backed_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KESU_DATABASE_URL", raising=False)  # a server checks its own pages
    server = Server(tmp_path / "home")
    done(server.cli("doctor"))
    file = server.home / "kesu.sqlite3"
    raw = bytearray(file.read_bytes())
    page = int.from_bytes(raw[16:18], "big")
    for start in range(page * 20, len(raw), page * 7):
        raw[start : start + 64] = b"\xff" * 64
    file.write_bytes(raw)
    refused = server.cli("backup", str(tmp_path / "backup"))
    assert (refused.returncode, "Traceback" in refused.stderr) == (1, False), refused.stderr
    assert not (tmp_path / "backup").exists()
