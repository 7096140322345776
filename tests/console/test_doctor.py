"""kesu doctor: a line a check, what to do, and a status that scripts can ask."""

import os
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kesu.clock.models import Heartbeat
from kesu.console import doctor
from kesu.console.checks import calendar, work
from kesu.console.checks.finding import Finding
from tests.door.server import KESU

AT = datetime(2026, 2, 13, 2, tzinfo=UTC)


def test_a_sound_installation_has_no_fault(db: None) -> None:
    # The keys of a test run are made by the settings, in a directory of their own. A database's
    # clock is a real one, and it is asked.
    now = datetime.now(tz=UTC)
    assert [finding for finding in doctor.findings(now) if finding.holds is False] == []


def test_the_calendar_of_a_year_nobody_published_is_a_warning(db: None) -> None:
    late = AT.replace(year=2027)
    assert [finding.holds for finding in calendar.calendar(late)] == [None]


@pytest.mark.parametrize(("hour", "holds"), [(15, True), (16, None)])
def test_december_begins_in_the_zone_of_the_policy(db: None, hour: int, holds: bool | None) -> None:
    """From then on the next year should be published; 16 o'clock UTC is midnight in China."""
    last = datetime(2026, 11, 30, hour, tzinfo=UTC)
    assert [finding.holds for finding in calendar.calendar(last)] == [holds]


@pytest.mark.parametrize(("ago", "holds"), [(None, None), (59, True), (61, None)])
def test_a_worker_that_is_silent_for_a_minute_is_a_warning(
    db: None, ago: int | None, holds: bool | None
) -> None:
    if ago is not None:
        Heartbeat.objects.create(worker="one:1", at=AT - timedelta(seconds=ago))
    assert [finding.holds for finding in work.worker(AT)] == [holds]


def test_a_check_that_breaks_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: datetime) -> Iterator[Finding]:
        raise OSError("the disk is gone")

    monkeypatch.setattr(doctor, "_CHECKS", (broken,))
    assert list(doctor.findings(AT)) == [Finding("broken", holds=False, detail="the disk is gone")]


def test_what_to_do_stands_where_there_is_something_to_do() -> None:
    told = [Finding("disk", holds=holds, detail="1 GiB", advice="make room") for holds in (1, 0)]
    assert ["make room" in finding.line() for finding in told] == [False, True]


class Patient:
    """An installation in a folder of its own, on SQLite unless told otherwise."""

    def __init__(self, home: Path) -> None:
        self.home = home
        foreign = ("KESU_", "LC_", "LANG")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        self.environment = {**kept, "KESU_HOME": str(home), "LANG": "en_US.UTF-8"}

    @property
    def file(self) -> Path:
        return self.home / "kesu.sqlite3"

    def run(self, *words: str, full: bool = False) -> "subprocess.CompletedProcess[str]":
        """A command; never a traceback."""
        done = subprocess.run(
            [KESU, *words],
            check=False,
            env=self.environment,
            capture_output=True,
            text=True,
            preexec_fn=_no_room if full else None,
        )
        assert "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
        return done

    def see(self, *, full: bool = False) -> tuple[int, list[str]]:
        """The status, and the lines that are not in order."""
        done = self.run("doctor", full=full)
        lines = done.stdout.splitlines()
        assert len(lines) > 1
        return done.returncode, [line for line in lines if not line.startswith("ok  ")]


def _no_room() -> None:
    """No file can grow any more, as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house that was set up once; tests break copies of it."""
    patient = Patient(tmp_path_factory.mktemp("doctor") / "home")
    status, lines = patient.see()
    assert (status, [line.partition("  ")[0] for line in lines]) == (0, ["warning"] * 2)
    return patient.home


@pytest.fixture
def patient(made: Path, tmp_path: Path) -> Patient:
    return Patient(Path(shutil.copytree(made, tmp_path / "home")))


Illness = Callable[[Patient], object]


def _newer(patient: Patient) -> None:
    with closing(sqlite3.connect(patient.file)) as link, link:
        link.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('complaints', '9999_later', '2030-01-01')"
        )


def _without(name: str) -> Illness:
    def forget(patient: Patient) -> None:
        keys = patient.home / "keys.toml"
        lines = keys.read_text().splitlines(keepends=True)
        keys.write_text("".join(line for line in lines if not line.startswith(name)))

    return forget


def _named(variable: str, value: str) -> Illness:
    return lambda patient: patient.environment.update({variable: value})


def _elsewhere(url: str) -> Illness:
    return _named("KESU_DATABASE_URL", url)


def _folder_instead(patient: Patient) -> None:
    patient.file.unlink()
    patient.file.mkdir()


ILLNESSES: dict[str, tuple[Illness, str]] = {
    "no database": (lambda one: one.file.write_bytes(b"no database" * 999), "restore a backup"),
    "a folder instead": (_folder_instead, "restore a backup"),
    "cut off": (lambda one: os.truncate(one.file, 4096 * 3), "FAULT"),
    "newer": (_newer, "complaints.9999_later → install the version that wrote it"),
    "no keys": (lambda one: (one.home / "keys.toml").unlink(), "keys.toml is missing"),
    "no mail server": (_named("KESU_SMTP_URL", "pigeon://loft"), "set that variable right"),
    "keys for all": (lambda one: (one.home / "keys.toml").chmod(0o644), "chmod 600"),
    "a key missing": (_without("signing"), "signing missing"),
    "keys that are none": (lambda one: (one.home / "keys.toml").write_text("??"), "keys.toml"),
    "no server": (_elsewhere("postgresql://kesu@127.0.0.1:1/kesu"), "KESU_DATABASE_URL"),
    "no such kind": (_elsewhere("mysql://kesu@127.0.0.1/kesu"), "expected sqlite:///"),
}


@pytest.mark.door
@pytest.mark.parametrize("name", ILLNESSES)
def test_what_is_ill_is_named_with_what_to_do(patient: Patient, name: str) -> None:
    make_ill, said = ILLNESSES[name]
    make_ill(patient)
    status, lines = patient.see()
    faults = [line for line in lines if line.startswith("FAULT  ")]
    assert (status, any(said in line for line in faults)) == (1, True), lines


@pytest.mark.door
def test_other_keys_than_those_that_sealed_are_a_fault(patient: Patient) -> None:
    lodged = patient.home / "lodged.csv"
    lodged.write_text("内容,联系电话\n没有寄到,13800001111\n", encoding="utf-8")
    patient.run("import", "complaints", str(lodged))
    kept = patient.home / "keys.toml"
    sealed_with = kept.rename(patient.home / "before.toml")
    assert patient.run("import", "list").returncode == 2
    assert not kept.exists()
    Patient(patient.home / "other").see()
    (patient.home / "other" / "keys.toml").rename(kept)
    status, lines = patient.see()
    assert (status, any("put the keys.toml that sealed it back" in line for line in lines)) == (
        1,
        True,
    )
    exported = patient.run("export", "customers", "--format", "jsonl")
    assert (exported.returncode, exported.stdout) == (2, "")
    assert "keys.toml" in exported.stderr
    sealed_with.rename(kept)
    assert patient.see()[0] == 0


@pytest.mark.door
def test_a_missing_database_is_made(patient: Patient) -> None:
    patient.file.unlink()
    assert (patient.see()[0], patient.file.exists()) == (0, True)


@pytest.mark.door
@pytest.mark.parametrize("is_new", [False, True])
def test_a_full_disk_is_a_fault(patient: Patient, is_new: bool) -> None:
    if is_new:
        patient.file.unlink()
    status, lines = patient.see(full=True)
    assert (status, any("disk" in line and "make room" in line for line in lines)) == (1, True)


@pytest.mark.door
def test_a_home_that_cannot_be_made_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    status, lines = Patient(tmp_path / "file" / "home").see()
    assert (status, lines[0].startswith("FAULT  keys")) == (1, True)
