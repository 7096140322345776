"""Clocks that jump: web and worker disagree about the time, by an hour or by a day."""

from datetime import timedelta

import pytest

from tests.door import Member, Server
from tests.faults.fortune import fortune, often
from tests.faults.ledger import Crew, Kind
from tests.faults.oracle import judge, look, moment
from tests.faults.parts import web, worker

pytestmark = pytest.mark.door

HOUR, DAY = 3600, 86400
_JUMPS = [
    (web_off, worker_off)
    for size in (HOUR, DAY)
    for web_off, worker_off in ((size, 0), (0, size), (-size, 0), (0, -size))
]


@pytest.fixture(scope="module")
def unstarted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Server, Member]:
    """A server's data and a person, without its processes."""
    server = Server(tmp_path_factory.mktemp("clocks") / "home")
    server.home.mkdir()
    return server, server.hire("lin", rank="supervisor")


def test_clocks_that_jump_lose_nothing_and_turn_no_time_round(
    unstarted: tuple[Server, Member],
) -> None:
    runs, chance, (server, member) = often(4, 40), fortune("jumps"), unstarted
    with web(server) as front, worker(server) as back:
        crew = Crew(server, member, chance=chance, kind=Kind(lain=False))
        with crew.at_work() as ledger:
            for front_off, back_off in chance.sample(_JUMPS * 5, runs):
                front.set_clock(front_off)
                back.set_clock(back_off)
                crew.write_more(10)
        front.set_clock(0)
        back.set_clock(0)
        verdict = judge(server, ledger, fault="clocks jump by 1 h, 1 d", runs=runs)
    verdict.halves.extend(_turned_round(server))
    assert set(ledger.held_off) <= {409}
    verdict.hold()


def _turned_round(server: Server) -> list[str]:
    """What happened to a complaint before it was received, or to a clock before it started."""
    seen = look(server)
    received = {row["no"]: moment(row["received"]) for row in seen["complaints"]}
    found = [
        f"{row['no']}: accepted {row['accepted']}, received {row['received']}"
        for row in seen["complaints"]
        if row["accepted"] and moment(row["accepted"]) < moment(row["received"])
    ]
    found += [
        f"{line['case']}: {line['kind']} at {line['at']}"
        for line in seen["lines"]
        if line["case"] in received and moment(line["at"]) < received[line["case"]]
    ]
    for clock in seen["clocks"]:
        started, met = moment(clock["started"]), clock["met_at"] and moment(clock["met_at"])
        if moment(clock["due"]) < started or (met and met < started):
            found.append(f"clock {clock['id']} of {clock['complaint__no']}: {clock}")
    return found


def test_a_year_without_published_days_is_named_an_estimate(
    unstarted: tuple[Server, Member],
) -> None:
    server, member = unstarted
    later = int(timedelta(days=800).total_seconds())
    with web(server, seconds=later), server.client(member.token) as client:
        body = {"channel": "im", "text": "漏发", "customer": {}, "type": "1.2.3"}
        no = client.post("/complaints", json=body).json()["no"]
        clocks = client.get(f"/complaints/{no}/clocks").json()["items"]
    assert [clock["calendar"] for clock in clocks] == ["estimated"]
