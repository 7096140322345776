"""The worker: one round, many rounds, what stands in its way, its end."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import OperationalError, connection

from kesu.clock import duties, worker
from kesu.clock.models import Heartbeat
from kesu.complaints.models import Complaint, Evidence
from kesu.console.checks import database, work
from kesu.deadlines.models import Clock, DueMoment
from kesu.foundation import files
from kesu.foundation.endings import Ending
from kesu.foundation.faults import Refused
from kesu.foundation.leases import MOST_ATTEMPTS
from kesu.policy.queries import in_force
from tests.cast import MORNING, Play, lines
from tests.door import Server
from tests.door.server import KESU, eventually

LATER = MORNING + timedelta(days=9)


def test_once_works_off_everything_that_is_due(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "LIMIT", 2)
    for _ in range(5):
        play.lodge(type="2.3")
    assert (worker.run(once=True), Clock.objects.filter(state="running").count()) == (0, 0)


def test_its_start_sweeps_a_file_that_no_piece_names(play: Play) -> None:
    digest = Evidence.objects.get(pk=play.attach(play.lodge().complaint.no)).sha256
    stray = files.keep(b"nobody names this").sha256
    for one in (digest, stray):
        os.utime(files.place(one), (0, 0))
    worker.run(once=True)
    assert [files.place(one).exists() for one in (digest, stray)] == [True, False]


def test_once_ends_where_nothing_is_due(db: None) -> None:
    assert worker.run(once=True) == 0


def _broken(complaint: Complaint) -> UUID:
    """A complaint that nobody can judge: its policy is not there. Its key."""
    Complaint.objects.filter(pk=complaint.pk).update(policy_version="lost")
    return complaint.pk


def _mend() -> None:
    Complaint.objects.update(policy_version=in_force(LATER).version)


@pytest.mark.parametrize("place", range(5))
def test_a_row_that_fails_does_not_hold_up_the_others(play: Play, place: int) -> None:
    lodged = [play.lodge(type="2.3").complaint for _ in range(5)]
    broken = _broken(lodged[place])
    duties.breaches(LATER, 20)
    states = dict(Clock.objects.values_list("complaint_id", "state"))
    assert states.pop(broken) == "running"
    assert set(states.values()) == {"breached"}
    assert [line.kind for line in lines(lodged[place - 1].no)].count("clock.breached") == 1


def test_a_row_that_fails_waits_and_says_why(play: Play) -> None:
    _broken(play.lodge(type="2.3").complaint)
    duties.breaches(LATER, 20)
    row = DueMoment.objects.get()
    assert (row.state, row.due_at > LATER, row.last_error) == (
        "waiting",
        True,
        "UnknownPolicy: loyalty@lost",
    )


def test_poison_is_put_aside(play: Play) -> None:
    _broken(play.lodge(type="2.3").complaint)
    now = LATER
    for _ in range(MOST_ATTEMPTS):
        duties.breaches(now, 20)
        now += timedelta(days=1)
    assert (DueMoment.objects.get().state, duties.breaches(now, 20)) == ("quarantined", None)


def test_a_breach_that_failed_at_first_still_has_its_true_time(play: Play) -> None:
    _broken(play.lodge(type="2.3").complaint)
    duties.breaches(LATER, 20)
    _mend()
    duties.breaches(LATER + timedelta(hours=1), 20)
    clock = Clock.objects.get()
    assert (clock.state, clock.breached_at) == ("breached", clock.due)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses of a worker that does not really sleep; the ninth one ends it."""
    pauses: list[float] = []

    def sleep(ending: Ending, seconds: float) -> None:
        pauses.append(seconds)
        ending.told = len(pauses) == 9

    monkeypatch.setattr(Ending, "sleep", sleep)
    return pauses


def test_it_outlives_a_database_that_is_away(
    db: None, quick: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: datetime, _limit: int) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr(duties, "DUTIES", (away,))
    assert (worker.run(once=False), quick) == (0, [0.5, 1, 2, 4, 5, 5, 5, 5, 5])


@pytest.mark.parametrize("ahead", [timedelta(days=1), timedelta(days=-1), timedelta(minutes=2)])
def test_a_worker_with_another_clock_than_the_database_breaches_nothing(
    play: Play, monkeypatch: pytest.MonkeyPatch, ahead: timedelta
) -> None:
    play.lodge(type="2.3", now=datetime.now(tz=UTC) - timedelta(days=30))
    monkeypatch.setattr(worker, "_now", lambda: datetime.now(tz=UTC) + ahead)
    if connection.vendor == "postgresql":
        with pytest.raises(Refused, match="clock"):
            worker.run(once=True)
        (said,) = database.clock(worker._now())
        assert (Clock.objects.get().state, said.holds) == ("running", False)
    else:
        # A file has no clock of its own to compare with.
        worker.run(once=True)
        assert Clock.objects.get().state == "breached"


def test_the_word_of_a_worker_from_tomorrow_is_none(db: None) -> None:
    now = datetime.now(tz=UTC)
    for worker_at, holds in ((now + timedelta(days=1), None), (now, True)):
        Heartbeat.objects.create(worker=str(worker_at), at=worker_at)
        (said,) = work.worker(now)
        assert said.holds is holds


def test_once_says_that_the_database_is_away(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: datetime, _limit: int) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr(duties, "DUTIES", (away,))
    with pytest.raises(OperationalError):
        worker.run(once=True)


@pytest.mark.parametrize(
    ("ahead", "least", "most"),
    [(None, 0.5, 0.5), (60, 0.5, 0.5), (0.2, 0.1, 0.2), (-60, 0.02, 0.02)],
)
def test_it_sleeps_until_the_next_due_time_or_half_a_second(
    ahead: float | None, least: float, most: float
) -> None:
    due = None if ahead is None else datetime.now(tz=UTC) + timedelta(seconds=ahead)
    assert least <= worker._sleep_until(due) <= most


def test_a_clock_set_back_does_not_make_it_sleep_longer(
    db: None, quick: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    year = timedelta(days=365)
    monkeypatch.setattr(duties, "DUTIES", (lambda at, _limit: at + year,))
    worker.run(once=False)
    assert set(quick) == {0.5}


def test_signals_are_as_they_were_afterwards(db: None) -> None:
    before = signal.getsignal(signal.SIGTERM)
    worker.run(once=True)
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.door
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_status_0(tmp_path: Path, number: int) -> None:
    with subprocess.Popen([KESU, "worker"], env=_environment(tmp_path)) as process:
        try:
            eventually(lambda: _handles(process.pid, signal.SIGTERM))
            process.send_signal(number)
            assert process.wait(5) == 0
        finally:
            process.kill()


LODGE = """
import django; django.setup()
from datetime import datetime, timedelta, UTC
from kesu.journeys.lodge import lodge
from kesu.journeys.people.staff import create_staff
at = datetime(2026, 2, 13, 2, tzinfo=UTC)
by = create_staff(sign_in="agent", full_name="a", rank="agent", department="service",
                  supervisor=None, flags=[], password=None, by="system:test", at=at).person
for _ in range(60):
    lodge({"channel": "email", "text": "t", "customer": {}}, by=by, now=at)
"""
COUNT = """
import django; django.setup()
from kesu.deadlines.models import Clock, DueMoment
from kesu.journal.models import JournalLine
from kesu.correspondence.models import Notice
print(Clock.objects.filter(state="breached").count(), DueMoment.objects.count(),
      JournalLine.objects.filter(kind="clock.breached").count(),
      Notice.objects.filter(kind="breached").count())
"""


@pytest.mark.door
def test_three_workers_at_once_breach_each_clock_once(tmp_path: Path) -> None:
    server = Server(tmp_path / "home")
    server.home.mkdir()
    assert server.cli("worker", "--once").returncode == 0
    _python(server, LODGE)
    command = [KESU, "worker", "--once"]
    workers = [subprocess.Popen(command, env=server.environment) for _ in range(3)]
    assert [worker.wait(60) for worker in workers] == [0, 0, 0]
    assert _python(server, COUNT) == "60 0 60 60\n"
    assert server.cli("journal", "verify").returncode == 0


def _python(server: Server, program: str) -> str:
    environment = {**server.environment, "DJANGO_SETTINGS_MODULE": "kesu.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KESU_")}
    return {**kept, "KESU_HOME": str(home)}


def _handles(pid: int, number: int) -> bool:
    """Whether the process has a handler of its own for the signal."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)
