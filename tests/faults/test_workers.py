"""Several workers, one that stopped and went on, and eight hours in which nobody worked."""

import signal
import time
from contextlib import ExitStack

import pytest

from tests.door import Member, Server
from tests.door.server import eventually
from tests.faults.cluster import asked
from tests.faults.fortune import fortune, often
from tests.faults.ledger import Crew, Kind, Ledger
from tests.faults.oracle import LEASE, judge, look, moment
from tests.faults.parts import web, worker

pytestmark = pytest.mark.door

HOUR = 3600
_ASLEEP = -8 * HOUR
_PATIENCE_SECONDS = 120.0


@pytest.fixture(scope="module")
def asleep(tmp_path_factory: pytest.TempPathFactory) -> tuple[Server, Member]:
    """A server's data and a person, without its processes; nobody is at work."""
    server = Server(tmp_path_factory.mktemp("asleep") / "home")
    server.home.mkdir()
    return server, server.hire("lin", rank="supervisor")


@pytest.mark.req("F28")
def test_what_ran_out_in_eight_hours_asleep_is_marked_once_and_in_order(
    asleep: tuple[Server, Member],
) -> None:
    server, member = asleep
    count = often(100, 10_000)
    ledger = _lodged(server, member, count)
    start = time.monotonic()
    with worker(server, "--once") as one:
        assert one.process.wait(600) == 0
    print(f"{len(ledger)} clocks that ran out: {time.monotonic() - start:.1f} s")
    mine = {told.no for told in ledger.told}
    lines = [
        line
        for line in look(server)["lines"]
        if line["kind"] == "clock.breached" and line["case"] in mine
    ]
    dues = [line["facts"]["due"] for line in lines]
    assert len(dues) == len(ledger)
    assert dues == sorted(dues)
    assert [line["at"] for line in lines] == [str(moment(due)) for due in dues]
    judge(server, ledger, fault="eight hours asleep", runs=1).hold()


@pytest.mark.parametrize("count", [2, 3])
def test_workers_at_once_mark_each_due_moment_once(
    asleep: tuple[Server, Member], count: int
) -> None:
    server, member = asleep
    runs, ledger = often(1, 20), Ledger(member.token)
    for _ in range(runs):
        _lodged(server, member, 100, ledger)
        with ExitStack() as gone:
            workers = [gone.enter_context(worker(server, "--once")) for _ in range(count)]
            assert [one.wait() for one in workers] == [0] * count
    judge(server, ledger, fault=f"{count} workers at once", runs=runs).hold()


def test_a_worker_stopped_past_its_lease_and_continued_does_nothing_twice(
    asleep: tuple[Server, Member],
) -> None:
    """The second worker lives a lease later, so that nobody has to wait for it."""
    server, member = asleep
    runs, chance, ledger = often(2, 50), fortune("stopped"), Ledger(member.token)
    later = int(LEASE.total_seconds()) + 1
    for _ in range(runs):
        _lodged(server, member, 100, ledger)
        open_before = asked(server, _OPEN)
        with worker(server) as first:
            eventually(lambda: asked(server, _OPEN) < open_before, _PATIENCE_SECONDS)  # noqa: B023
            time.sleep(chance.uniform(0, 0.05))
            first.process.send_signal(signal.SIGSTOP)
            with worker(server, seconds=later):
                time.sleep(chance.uniform(1, 3))
                first.process.send_signal(signal.SIGCONT)
                eventually(lambda: asked(server, _OPEN) == 0, _PATIENCE_SECONDS)
    judge(server, ledger, fault="worker stopped past its lease, continued", runs=runs).hold()


_OPEN = "SELECT count(*) FROM deadlines_duemoment WHERE state = 'waiting'"
"""What nobody has taken up yet; all of it is due here."""


def _lodged(server: Server, member: Member, count: int, ledger: Ledger | None = None) -> Ledger:
    """So many complaints of eight hours ago whose clocks ran out five hours ago."""
    crew = Crew(
        server,
        member,
        chance=fortune(f"lodged {len(ledger or ())}"),
        ledger=ledger,
        kind=Kind(lodging=1, urgent=1, lain=False),
    )
    with web(server, seconds=_ASLEEP), crew.at_work() as written:
        crew.write_more(count, seconds=600)
    return written
