"""One house for the faults that leave it standing; others make their own."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.door import Member, Server
from tests.faults.cluster import Dated, dated
from tests.faults.fortune import SEED

for _talkative in ("httpx", "mail.log"):  # a line a request or a command would bury what failed
    logging.getLogger(_talkative).setLevel(logging.WARNING)


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


@pytest.fixture(scope="session")
def calendar() -> Iterator[Dated]:
    """Makes servers whose database lives at a time that can be set."""
    with TemporaryDirectory(prefix="kesu-clock-") as folder, dated(Path(folder)) as made:
        yield made


@pytest.fixture
def hours(calendar: Dated) -> Iterator[Dated]:
    """The database's clock, which goes along with the workers'; right again afterwards."""
    calendar.set_clock(0)
    yield calendar
    calendar.set_clock(0)


def pytest_report_header() -> str:
    """The seed, also where all is well."""
    return f"KESU_FAULT_SEED={SEED}"
