"""Told to end while work goes on: what was accepted is finished and answered."""

import pytest

from tests.faults.conftest import House
from tests.faults.fortune import fortune, often
from tests.faults.ledger import Crew, Ledger
from tests.faults.oracle import judge

pytestmark = pytest.mark.door


def test_sigterm_under_load_finishes_what_was_accepted(house: House) -> None:
    runs, chance, server = often(2, 50), fortune("sigterm"), house.server
    ledger = Ledger(house.member.token)
    crew = Crew(server, house.member, chance=chance, ledger=ledger)
    with crew.at_work():
        for _ in range(runs):
            port = int(server.url.rpartition(":")[2])
            assert server.stop() == 0
            server.start(port)
            crew.write_more(chance.randint(4, 12))
    assert set(ledger.held_off) <= {409}
    judge(server, ledger, fault="SIGTERM under load", runs=runs).hold()
