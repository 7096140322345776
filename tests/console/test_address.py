"""The address is found out to be free, held, and given back."""

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from kesu.console.address import Address, Taken, hold


@pytest.fixture
def held() -> Iterator[Address]:
    with closing(hold("127.0.0.1", [0])) as address:
        yield address


def test_the_next_free_port_is_taken(held: Address) -> None:
    with closing(hold("127.0.0.1", [held.port, 0])) as second:
        assert second.port != held.port


def test_no_free_port_is_told_with_its_name(held: Address) -> None:
    with pytest.raises(Taken, match=f"127.0.0.1:{held.port}"):
        hold("127.0.0.1", [held.port])


def test_a_held_port_is_open_to_the_web_server_alone(held: Address) -> None:
    with closing(socket.socket()) as web, closing(socket.socket()) as other:
        web.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        web.bind(("127.0.0.1", held.port))
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", held.port))


def test_everywhere_is_reached_on_this_machine() -> None:
    with closing(hold("0.0.0.0", [0])) as everywhere:
        assert everywhere.url == f"http://127.0.0.1:{everywhere.port}/"


def test_nobody_answers_before_the_web_server_listens(held: Address) -> None:
    assert not held.answers()
