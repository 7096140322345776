"""A full disk: writes are refused with a word that says so, reading goes on, room heals it."""

import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg
import pytest

from tests.door import Server
from tests.door.server import eventually
from tests.faults.cluster import alive
from tests.faults.conftest import House
from tests.faults.fortune import fortune, often
from tests.faults.ledger import Crew, Ledger
from tests.faults.oracle import judge

pytestmark = pytest.mark.door

_ROOM = "32m"
_UNLIMITED = resource.RLIM_INFINITY


def test_a_full_disk_refuses_writes_and_loses_nothing() -> None:
    runs, chance = often(1, 25), fortune("disk")
    with _small_disk() as (server, full):
        crew = Crew(server, server.hire("lin", rank="supervisor"), chance=chance)
        before = alive(server)
        with crew.at_work() as ledger:
            for _ in range(runs):
                with full():
                    _wait_for_refusals(ledger)
                    _reads_go_on(server, ledger)
                crew.write_more(8)
        assert alive(server) == before
        judge(server, ledger, fault="disk full", runs=runs).hold()


def test_files_that_may_not_grow_refuse_writes_and_lose_nothing(house: House) -> None:
    """As with a full disk. With PostgreSQL only what Kesu itself writes is cut: its log."""
    runs, chance, server = often(1, 25), fortune("limit"), house.server
    crew = Crew(server, house.member, chance=chance)
    with crew.at_work() as ledger:
        for _ in range(runs):
            with _files_may_not_grow(server):
                if server.database:
                    crew.write_more(4)
                else:
                    _wait_for_refusals(ledger)
                _reads_go_on(server, ledger)
            crew.write_more(8)
    judge(server, ledger, fault="files may not grow", runs=runs).hold()


def _wait_for_refusals(ledger: Ledger) -> None:
    before = ledger.held_off.count(507)
    eventually(lambda: ledger.held_off.count(507) >= before + 4 or bool(ledger.odd))


def _reads_go_on(server: Server, ledger: Ledger) -> None:
    no = ledger.told[0].no
    places = ("/queue", "/complaints", f"/complaints/{no}", f"/complaints/{no}/journal")
    with server.client(ledger.token) as client:
        assert [client.get(place).status_code for place in places] == [200] * len(places)
    assert httpx.get(f"{server.url}/sign-in").status_code == 200


@contextmanager
def _files_may_not_grow(server: Server) -> Iterator[None]:
    _limit(server, 4096)
    try:
        yield
    finally:
        _limit(server, _UNLIMITED)


def _limit(server: Server, size: int) -> None:
    for pid in (*server.processes("web"), *server.processes("worker")):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, _UNLIMITED))


Full = Callable[[], AbstractContextManager[None]]


@contextmanager
def _small_disk() -> Iterator[tuple[Server, Full]]:
    """A server whose data lies on a disk of its own, and what fills that. Where no disk may be
    mounted, its files may not grow instead.
    """
    place = Path(tempfile.mkdtemp(prefix="kesu-small-"))
    mounted = _run("mount", "-t", "tmpfs", "-o", f"size={_ROOM},mode=755", "tmpfs", str(place))
    try:
        server = Server(place / "home")
        with _tables_in(place, server) if mounted else nullcontext(), server:
            yield (
                server,
                partial(_ballast, place) if mounted else partial(_files_may_not_grow, server),
            )
    finally:
        if mounted:
            assert _run("umount", str(place))
        shutil.rmtree(place)


@contextmanager
def _tables_in(place: Path, server: Server) -> Iterator[None]:
    """PostgreSQL's tables on that disk; its log stays where it was. Nothing to do for SQLite."""
    if not server.database:
        yield
        return
    parts = urlsplit(server.database)
    name, folder = parts.path.removeprefix("/"), place / "tables"
    folder.mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as link:
        link.execute(f"CREATE TABLESPACE {name} LOCATION '{folder}'".encode())
        link.execute(f"ALTER DATABASE {name} SET TABLESPACE {name}".encode())
        yield
        link.execute(f"DROP TABLESPACE {name}".encode())


@contextmanager
def _ballast(place: Path) -> Iterator[None]:
    """Fills the disk to the last byte inside the block."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            with suppress(OSError):
                while file.write(b"\0" * size):
                    pass
    try:
        yield
    finally:
        ballast.unlink()


def _run(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0
