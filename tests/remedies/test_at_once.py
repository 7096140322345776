"""Two at once, each in a process of its own: never one too many, on either database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.caller import lodging
from tests.door import Server

TRIALS = int(os.environ.get("KESU_TRIALS", "4"))
"""``KESU_TRIALS=1000`` is the long form."""
KINDS = ["budget", "stock", "refund", "pay", "list"]


@pytest.mark.req("E62", "A58", "F09", "F11")
@pytest.mark.door
def test_of_two_at_once_exactly_one_goes_through(server: Server) -> None:
    giver = server.hire("giver-of-two", rank="senior")
    for payer in ("payer1", "payer2"):
        server.hire(payer, rank="agent", department="finance", flags="finance")
    with server.client(giver.token) as client:
        lodged = [client.post("/complaints", json=lodging()).json() for _ in range(2)]
    assert {one["owner"]["name"] for one in lodged} == {giver.sign_in}
    nos = [str(one["no"]) for one in lodged]
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("trials.py")), *nos, str(TRIALS), *KINDS],
        check=False,
        env=server.environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [f"{kind} {TRIALS}" for kind in KINDS]
