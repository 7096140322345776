"""One Redis for the tests of a process; each test finds it empty."""

from collections.abc import Iterator

import pytest

from kesu.stream.chat import PATIENCE, Chat
from kesu.stream.place import client, place
from tests.cast import Play
from tests.stream.redis_server import RedisServer


@pytest.fixture(scope="session")
def _redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with RedisServer(tmp_path_factory.mktemp("redis")) as running:
        yield running


@pytest.fixture
def redis(_redis: RedisServer) -> RedisServer:
    _redis.client().flushall()
    return _redis


@pytest.fixture
def play(db: None) -> Play:
    """A house at work."""
    return Play()


@pytest.fixture
def chat(play: Play, redis: RedisServer) -> Chat:
    """A consumer of the stream's group."""
    where = place(redis.url)
    hearing = Chat(client(where, patience=PATIENCE), where, name="one")
    hearing.join()
    return hearing
