"""The database away, starting again, or locked: a word that says so, in time, and it heals."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.door import Server
from tests.door.server import eventually
from tests.faults.cluster import alive, cluster, control, held
from tests.faults.conftest import House
from tests.faults.fortune import fortune, often
from tests.faults.ledger import Crew, Ledger
from tests.faults.oracle import judge

pytestmark = pytest.mark.door

HEALS_WITHIN_SECONDS = 10.0
_LONGER_THAN_PATIENCE_SECONDS = 7.0
_ON_POSTGRESQL = os.environ.get("KESU_DATABASE_URL", "").startswith("postgres")


def test_a_lock_held_for_long_is_answered_in_time_and_heals(house: House) -> None:
    runs, server = often(1, 10), house.server
    crew = Crew(server, house.member, chance=fortune("lock"))
    before = alive(server)
    with crew.at_work() as ledger:
        for _ in range(runs):
            with held(server):
                _wait_for_refusals(ledger)
                time.sleep(_LONGER_THAN_PATIENCE_SECONDS)
                _reads(house, ledger)
                _page_says_when_to_come_again(house)
            crew.write_more(8, HEALS_WITHIN_SECONDS)
    assert alive(server) == before
    judge(server, ledger, fault="locked for long", runs=runs).hold()


def test_what_dies_while_the_database_is_away_comes_back_by_itself(house: House) -> None:
    """Its start fails for want of the database, again and again; that ends nothing else."""
    runs, server = often(1, 10), house.server
    crew = Crew(server, house.member, chance=fortune("come back"))
    with crew.at_work() as ledger:
        for _ in range(runs):
            with held(server):
                server.kill("worker")
                server.kill("web")
                time.sleep(_LONGER_THAN_PATIENCE_SECONDS + 1)
            crew.write_more(8)
            eventually(lambda: len(server.processes("worker")) > 0)
    judge(server, ledger, fault="killed while the database is locked", runs=runs).hold()


def _wait_for_refusals(ledger: Ledger) -> None:
    before = ledger.held_off.count(503)
    eventually(lambda: ledger.held_off.count(503) > before or bool(ledger.odd))


def _reads(house: House, ledger: Ledger) -> None:
    """On SQLite reading goes on; on PostgreSQL the lock is one that keeps readers out."""
    with house.server.client(house.member.token) as client:
        answer = client.get(f"/complaints/{ledger.told[0].no}")
    if house.server.database:
        assert (answer.status_code, answer.json()["code"]) == (503, "busy")
        assert answer.headers["Retry-After"].isdecimal()
    else:
        assert answer.status_code == 200


def _page_says_when_to_come_again(house: House) -> None:
    """Signing in writes; what stands behind it reads complaints."""
    with httpx.Client(base_url=house.server.url, timeout=30, follow_redirects=True) as visitor:
        page = visitor.get("/sign-in")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token is not None
        form = {
            "csrfmiddlewaretoken": token[1],
            "login": house.member.sign_in,
            "password": house.member.password,
        }
        answer = visitor.post("/sign-in", data=form, headers={"Referer": str(page.url)})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "<dl" in answer.text


@contextmanager
def _away(url: str) -> Iterator[None]:
    control(url, "stop", "-m", "immediate")
    yield
    control(url, "start")


if _ON_POSTGRESQL:

    def test_postgresql_restarted_and_away_under_load_loses_nothing(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        runs, chance = often(2, 100), fortune("restart")
        with cluster() as url:
            monkeypatch.setenv("KESU_DATABASE_URL", url)
            with Server(tmp_path / "home") as server:
                crew = Crew(server, server.hire("lin", rank="supervisor"), chance=chance)
                before = alive(server)
                with crew.at_work() as ledger:
                    for _ in range(runs):
                        time.sleep(chance.uniform(0, 0.5))
                        with _away(url):
                            time.sleep(chance.uniform(0, 2))
                        crew.write_more(8, HEALS_WITHIN_SECONDS)
                    assert alive(server) == before
                    with _away(url):
                        server.kill("worker")
                        server.kill("web")
                        time.sleep(4)
                    crew.write_more(8)
                fault = "PostgreSQL stopped at once, started again"
                judge(server, ledger, fault=fault, runs=runs).hold()
