"""One house for the faults that leave it standing; others make their own."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.door import Member, Server
from tests.faults.fortune import SEED

logging.getLogger("httpx").setLevel(logging.WARNING)  # a line a request would bury what failed


@dataclass(frozen=True)
class House:
    """A running Kesu and the person for whom the clerks write."""

    server: Server
    member: Member


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A running Kesu that the faults of this process share; each leaves it running."""
    with Server(tmp_path_factory.mktemp("faults") / "home") as server:
        yield House(server, server.hire("lin", rank="supervisor"))


def pytest_report_header() -> str:
    """The seed, also where all is well."""
    return f"KESU_FAULT_SEED={SEED}"
