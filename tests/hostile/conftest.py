"""Who brings what is not what it seems, at the server that the tests share."""

from collections.abc import Iterator

import httpx
import pytest

from tests.api.caller import lodging
from tests.door import Member, Server


@pytest.fixture(scope="module")
def who(server: Server, request: pytest.FixtureRequest) -> Member:
    """One of these for each module."""
    return server.hire(f"w-{request.path.stem}", rank="agent")


@pytest.fixture(scope="module")
def client(server: Server, who: Member) -> Iterator[httpx.Client]:
    with server.client(who.token) as opened:
        yield opened


@pytest.fixture
def no(client: httpx.Client) -> str:
    """A complaint of theirs."""
    return str(client.post("/complaints", json=lodging()).json()["no"])
