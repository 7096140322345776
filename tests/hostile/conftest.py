"""Who brings what is not what it seems, at the server that the tests share."""

import secrets
from collections.abc import Iterator

import httpx
import pytest

from tests.api.caller import lodging
from tests.door import Member, Server


@pytest.fixture(scope="module")
def who(server: Server, request: pytest.FixtureRequest) -> Member:
    """One of these for each module."""
    # A module may be taken up twice by one process of the tests.
    return server.hire(f"w-{request.path.stem}-{secrets.token_hex(3)}", rank="agent")


@pytest.fixture(scope="module")
def client(server: Server, who: Member) -> Iterator[httpx.Client]:
    with server.client(who.token) as opened:
        yield opened


@pytest.fixture
def no(client: httpx.Client) -> str:
    """A complaint of theirs."""
    return str(client.post("/complaints", json=lodging()).json()["no"])
