"""Several workers, one that stopped and went on, and eight hours in which nobody worked."""

import signal
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

import pytest

from tests.door import Member, Server
from tests.door.server import eventually
from tests.faults.cluster import Dated, asked, asking, is_in_a_write
from tests.faults.fortune import fortune, often
from tests.faults.ledger import Crew, Kind, Ledger
from tests.faults.oracle import LEASE, judge, look, moment
from tests.faults.parts import Part, web, worker

pytestmark = pytest.mark.door

HOUR = 3600
_ASLEEP = -8 * HOUR
_PATIENCE_SECONDS = 120.0
Ask = Callable[[str], int]


@pytest.fixture(scope="module")
def asleep(tmp_path_factory: pytest.TempPathFactory, calendar: Dated) -> tuple[Server, Member]:
    """A server's data and a person, without its processes; nobody is at work."""
    server = calendar.server(tmp_path_factory.mktemp("asleep") / "home")
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
    asleep: tuple[Server, Member], hours: Dated
) -> None:
    """While it is stopped the time of all is set a lease later, so that nobody has to wait."""
    server, member = asleep
    runs, chance, ledger = often(2, 50), fortune("stopped"), Ledger(member.token)
    later = int(LEASE.total_seconds()) + 1
    for _ in range(runs):
        _lodged(server, member, 100, ledger)
        hours.set_clock(0)
        with worker(server) as first:
            if _stopped_with_rows_in_hand(server, first):
                hours.set_clock(later)
                first.set_clock(later)
                with worker(server, seconds=later) as second:
                    _until(server, _is_taken_over, second)
                    time.sleep(chance.uniform(0, 0.3))
                    first.process.send_signal(signal.SIGCONT)
                    _until(server, _is_done, second)
            _until(server, _is_done, first)
    judge(server, ledger, fault="worker stopped past its lease, continued", runs=runs).hold()


def _stopped_with_rows_in_hand(server: Server, first: Part) -> bool:
    """Stops it the moment it has claimed rows, before it works them; False when it was too quick
    each time. In the middle of a write it would keep others out, not be overtaken.
    """
    with asking(server) as ask:
        while not _is_done(ask):
            _until(server, lambda ask: ask(_IN_HAND) > 0 or _is_done(ask), first, ask)
            first.process.send_signal(signal.SIGSTOP)
            if ask(_IN_HAND) and not is_in_a_write(server):
                return True
            first.process.send_signal(signal.SIGCONT)
            _until(server, lambda ask: ask(_IN_HAND) == 0, first, ask)
    return False


def _is_taken_over(ask: Ask) -> bool:
    return ask(_TAKEN_OVER) > 0 or _is_done(ask)


def _is_done(ask: Ask) -> bool:
    return ask(_OPEN) == 0 and ask(_IN_HAND) == 0


_ROWS = "SELECT count(*) FROM deadlines_duemoment WHERE "
_OPEN = f"{_ROWS} state = 'waiting'"
"""What nobody has taken up yet; all of it is due here."""
_IN_HAND = f"{_ROWS} state = 'leased'"
_TAKEN_OVER = f"{_ROWS} fence > 1"


def _until(
    server: Server, holds: Callable[[Ask], bool], working: Part, ask: Ask | None = None
) -> None:
    """Waits long, but only while the worker lives; a failure says how what is due stands."""

    def is_over() -> bool:
        assert working.process.poll() is None, f"the worker ended, {found()}"
        return holds(ask or partial(asked, server))

    def found() -> str:
        return f"{asked(server, _OPEN)} due, {asked(server, _IN_HAND)} in hand"

    eventually(is_over, _PATIENCE_SECONDS, found, every=0.0 if ask else 0.02)


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
