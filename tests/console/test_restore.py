"""kesu restore: what it refuses, and that a refusal changes nothing."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.door import Server
from tests.door.drill import Told, lodge_one
from tests.door.dumps import of_server

pytestmark = pytest.mark.door


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with one complaint and a backup in ``house.home/backup``, stopped."""
    with Server(tmp_path_factory.mktemp("kesu") / "home") as server:
        member = server.hire("lin", rank="agent")
        with server.client(member.token) as client:
            lodge_one(client, Told(), resolved=True)
        made = server.cli("backup", str(server.home / "backup"), "--with-keys")
        assert made.returncode == 0, made.stderr
        server.stop()
        yield server


@pytest.fixture
def directory(house: Server, tmp_path: Path) -> Path:
    """A copy of the backup that a test may spoil."""
    copied = tmp_path / "backup"
    shutil.copytree(house.home / "backup", copied)
    return copied


@pytest.fixture(autouse=True)
def _nothing_changes(house: Server) -> Iterator[None]:
    before = (_kept(house), (house.home / "keys.toml").read_bytes())
    yield
    assert (_kept(house), (house.home / "keys.toml").read_bytes()) == before
    assert list(house.home.glob("*.restoring*")) == []


def _kept(server: Server) -> object:
    """Every table but those in which a worker that runs says that it does, and SQLite's figures
    of how full they are, which it has brought up to date.
    """
    tables = of_server(server)
    return {
        name: rows for name, rows in tables.items() if not name.startswith(("clock_", "sqlite_"))
    }


def refused(server: Server, directory: Path, *more: str, status: int = 2) -> str:
    """What is said to somebody who may not restore this here."""
    result: subprocess.CompletedProcess[str] = server.cli("restore", str(directory), *more)
    assert result.returncode == status, result.stdout + result.stderr
    return result.stdout + result.stderr


def say(directory: Path, **changes: Any) -> None:
    """The manifest says something else, and its digest fits."""
    file = directory / "manifest.json"
    text = json.dumps({**json.loads(file.read_text(encoding="utf-8")), **changes})
    file.write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    (directory / "manifest.sha256").write_text(f"{digest}  manifest.json\n")


def elsewhere(house: Server, tmp_path: Path) -> Server:
    """The same database, asked for from another data directory."""
    other = Server.__new__(Server)
    other.__dict__ = {**house.__dict__, "home": tmp_path / "other"}
    other.environment = {**house.environment, "KESU_HOME": str(tmp_path / "other")}
    return other


@pytest.mark.req("F-29")
def test_a_byte_flipped_in_the_copy_is_named(house: Server, directory: Path) -> None:
    file = next(directory.glob("database.*"))
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)
    assert file.name in refused(house, directory, "--replace")


@pytest.mark.req("F-29")
def test_a_missing_file_is_named(house: Server, directory: Path) -> None:
    (directory / "keys.toml").unlink()
    assert "keys.toml: 缺少此文件" in refused(house, directory, "--replace")


@pytest.mark.req("F-29")
def test_a_file_too_many_is_named(house: Server, directory: Path) -> None:
    (directory / "notes.txt").touch()
    assert "notes.txt: 多出此文件" in refused(house, directory, "--replace")


def test_a_changed_manifest_is_refused(house: Server, directory: Path) -> None:
    with (directory / "manifest.json").open("a") as file:
        file.write(" ")
    assert "清单被改动" in refused(house, directory, "--replace")


def test_a_directory_without_manifest_is_refused(house: Server, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "manifest.json" in refused(house, tmp_path / "empty")
    assert "manifest.json" in refused(house, tmp_path / "nowhere")


def test_a_newer_format_is_refused(house: Server, directory: Path) -> None:
    say(directory, format=2, more="unknown here")
    assert "请先升级" in refused(house, directory, "--replace")


def test_newer_migrations_are_named(house: Server, directory: Path) -> None:
    known = json.loads((directory / "manifest.json").read_text())["migrations"]
    say(directory, migrations=[*known, "complaints.9999_later"])
    assert "complaints.9999_later" in refused(house, directory, "--replace")


def test_a_backup_of_another_kind_of_database_is_refused(house: Server, directory: Path) -> None:
    say(directory, vendor="sqlite" if house.database else "postgresql")
    assert "应为同一种数据库" in refused(house, directory, "--replace")


@pytest.mark.req("F-29")
def test_data_with_a_complaint_is_only_replaced_when_told(house: Server, directory: Path) -> None:
    said = refused(house, directory)
    assert ("1 件投诉" in said, "--replace" in said) == (True, True)


@pytest.mark.req("F-29")
def test_data_in_use_is_left_alone(house: Server, directory: Path) -> None:
    house.start()
    try:
        assert "正在使用" in refused(house, directory, "--replace")
    finally:
        house.stop()


def test_a_worker_alone_is_noticed_too(house: Server, directory: Path) -> None:
    worker = subprocess.Popen(
        [*_kesu(), "worker"], env=house.environment, stderr=subprocess.PIPE, text=True
    )
    try:
        _until_in_use(house, directory)
    finally:
        worker.terminate()
        worker.communicate()


@pytest.mark.req("F-29")
def test_other_keys_are_refused(house: Server, directory: Path, tmp_path: Path) -> None:
    other = elsewhere(house, tmp_path)
    assert other.cli("doctor").returncode in (0, 1)
    said = refused(other, directory, "--replace")
    assert ("keys.toml" in said, "signing" in said) == (True, True)


@pytest.mark.req("F-29")
def test_a_place_without_keys_asks_for_them_and_makes_none(
    house: Server, directory: Path, tmp_path: Path
) -> None:
    (directory / "keys.toml").unlink()
    files = json.loads((directory / "manifest.json").read_text())["files"]
    say(directory, files=[file for file in files if file["name"] != "keys.toml"])
    said = refused(elsewhere(house, tmp_path), directory, "--replace")
    assert ("--with-keys" in said, (tmp_path / "other" / "keys.toml").exists()) == (True, False)


def test_keys_brought_for_a_restore_that_fails_are_taken_away_again(
    house: Server, directory: Path, tmp_path: Path
) -> None:
    say(directory, complaints=7)
    other = elsewhere(house, tmp_path)
    refused(other, directory, "--replace", status=1)
    assert not (tmp_path / "other" / "keys.toml").exists()


@pytest.mark.req("F-29")
def test_a_record_that_ends_elsewhere_than_the_manifest_says_is_refused(
    house: Server, directory: Path
) -> None:
    journal = json.loads((directory / "manifest.json").read_text())["journal"]
    say(directory, journal={**journal, "seq": journal["seq"] - 1})
    assert "没有恢复" in refused(house, directory, "--replace", status=1)


@pytest.mark.req("F-29")
def test_a_head_that_others_signed_is_refused(house: Server, directory: Path) -> None:
    journal = json.loads((directory / "manifest.json").read_text())["journal"]
    head = {**journal["head"], "signature": "00" * 64}
    say(directory, journal={**journal, "head": head})
    assert "签名" in refused(house, directory, "--replace", status=1)


def test_it_says_so_in_english_too(house: Server, directory: Path, tmp_path: Path) -> None:
    (directory / "notes.txt").touch()
    other = elsewhere(house, tmp_path)
    other.environment["LANG"] = "en_GB.UTF-8"
    assert "not in the manifest" in refused(other, directory)


def _kesu() -> list[str]:
    from tests.door.server import KESU

    return [str(KESU)]


def _until_in_use(server: Server, directory: Path) -> None:
    from tests.door.server import eventually

    mark = server.home / ("database.in-use" if server.database else "kesu.sqlite3.in-use")
    eventually(lambda: _is_locked(mark))
    assert "正在使用" in refused(server, directory, "--replace")


def _is_locked(mark: Path) -> bool:
    import fcntl

    with mark.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
