"""Consumers killed at random: each hit stands on the board once, and none is lost (A18)."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.door import Server
from tests.door.databases import KESU
from tests.stream.redis_server import RedisServer
from tests.stream.talks import STREAM, add, talks

MESSAGES = int(os.environ.get("KESU_CHATS", "3000"))
_CONSUMERS = 2
_LEAST_KILLS = 4
_PATIENCE_SECONDS = 120 + MESSAGES / 100


class Consumers:
    """``kesu stream chat``, several of them; who is killed is started again."""

    def __init__(self, server: Server, redis: RedisServer, log: Path) -> None:
        more = {"KESU_REDIS_URL": redis.url, "KESU_CHAT_IDLE_SECONDS": "1"}
        self._environment = {**server.environment, **more}
        self._log = log.open("ab")
        self.running = [self._start() for _ in range(_CONSUMERS)]

    def _start(self) -> subprocess.Popen[bytes]:
        words = [str(KESU), "stream", "chat"]
        return subprocess.Popen(words, env=self._environment, stderr=self._log)

    def kill(self, one: int) -> None:
        """At whatever point it is."""
        self.running[one].kill()
        self.running[one].wait()
        self.running[one] = self._start()

    def end(self) -> list[int]:
        """Asked to end; their exit statuses."""
        for one in self.running:
            one.send_signal(signal.SIGTERM)
        try:
            return [one.wait(60) for one in self.running]
        finally:
            for one in self.running:
                one.kill()
                one.wait()
            self._log.close()


def _left(redis: RedisServer) -> tuple[int, int]:
    """Entries that nobody took yet, and those that are taken and not ended."""
    groups: Any = redis.client().xinfo_groups(STREAM)
    return (int(groups[0]["lag"]), int(groups[0]["pending"])) if groups else (MESSAGES, 0)


@pytest.mark.req("A18")
def test_each_hit_once_and_none_lost(server: Server, redis: RedisServer, tmp_path: Path) -> None:
    rolled = random.Random(11)
    member = server.hire(f"chats{os.getpid()}", rank="agent")
    client = redis.client()
    # Most of them come while consumers die, the rest when the last kill is done.
    sent = talks(MESSAGES)
    expected = add(client, (next(sent) for _ in range(MESSAGES // 2)))
    consumers = Consumers(server, redis, tmp_path / "consumers.log")
    kills = 0
    try:
        until = time.monotonic() + _PATIENCE_SECONDS
        while kills < _LEAST_KILLS or _left(redis) != (0, 0):
            assert time.monotonic() < until, "the stream is not heard"
            time.sleep(rolled.uniform(0.05, 0.6))
            if kills < _LEAST_KILLS or rolled.random() < 0.1:
                consumers.kill(rolled.randrange(_CONSUMERS))
                kills += 1
        for talk, times in add(client, sent).items():
            expected[talk] = expected.get(talk, 0) + times
        while _left(redis) != (0, 0):
            assert time.monotonic() < until, "the stream is not heard"
            time.sleep(0.1)
    finally:
        statuses = consumers.end()
    # One that is asked before it could say that it listens ends as any program does.
    assert set(statuses) <= {0, -signal.SIGTERM}
    assert _board(server, member.token) == expected


def _board(server: Server, token: str) -> dict[str, int]:
    """How often each conversation was found, as the board tells it."""
    found: dict[str, int] = {}
    cursor = ""
    while True:
        with server.client(token) as client:
            page = client.get(f"/signals?kind=chat&limit=200{cursor}").json()
        for one in page["items"]:
            assert one["conversation"] not in found
            found[one["conversation"]] = one["times"]
        if page["next"] is None:
            return found
        cursor = f"&cursor={page['next']}"
