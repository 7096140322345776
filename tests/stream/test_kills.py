"""Consumers killed at random: each hit stands on the board once, and none is lost (A18)."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from tests.door import Server
from tests.door.databases import KESU
from tests.door.server import eventually
from tests.stream.redis_server import RedisServer
from tests.stream.talks import STREAM, add, talks

MESSAGES = int(os.environ.get("KESU_CHATS", "3000"))
_CONSUMERS = 2
_KILLS = max(4, MESSAGES // 1000)
_LONGEST_LIFE_SECONDS = 0.3
_PATIENCE_SECONDS = 120 + MESSAGES / 100

_TOLD_AT_ONCE = """
import os, signal, sys
from kesu.console import database, stream
prepare = database.prepare
def told():
    os.kill(os.getpid(), signal.SIGTERM)
    return prepare()
database.prepare = told
sys.exit(stream.chat(sys.argv[1]))
"""


class Consumers:
    """``kesu stream chat``, several of them; who is killed is started again."""

    def __init__(self, server: Server, redis: RedisServer, log: Path) -> None:
        more = {"KESU_REDIS_URL": redis.url, "KESU_CHAT_IDLE_SECONDS": "1"}
        self._environment = {**server.environment, **more}
        self._place = log
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
        """Asked to end as soon as each said that it hears; their exit statuses."""
        try:
            eventually(self._hear, _PATIENCE_SECONDS, self._said)
            for one in self.running:
                one.send_signal(signal.SIGTERM)
            return [one.wait(_PATIENCE_SECONDS) for one in self.running]
        finally:
            for one in self.running:
                one.kill()
                one.wait()
            self._log.close()

    def _hear(self) -> bool:
        """Whether each has written the line that ends with its name."""
        ends = {line.split()[-1] for line in self._said().splitlines() if line.split()}
        return {f"{socket.gethostname()}-{one.pid}" for one in self.running} <= ends

    def _said(self) -> str:
        return self._place.read_text(encoding="utf-8", errors="replace")


def _left(redis: RedisServer) -> tuple[int, int]:
    """Entries that nobody took yet, and those that are taken and not ended."""
    groups: Any = redis.client().xinfo_groups(STREAM)
    return (int(groups[0]["lag"]), int(groups[0]["pending"])) if groups else (MESSAGES, 0)


@pytest.mark.req("A18")
def test_each_hit_once_and_none_lost(server: Server, redis: RedisServer, tmp_path: Path) -> None:
    rolled = random.Random(11)
    member = server.hire(f"chats{os.getpid()}", rank="agent")
    client, sent, expected = redis.client(), talks(MESSAGES), Counter[str]()
    consumers = Consumers(server, redis, tmp_path / "consumers.log")

    def wait_until(left: tuple[int, int]) -> None:
        eventually(lambda: _left(redis) <= left, _PATIENCE_SECONDS, lambda: _left(redis))

    try:
        for _ in range(_KILLS):
            told = MESSAGES // (_KILLS + 1)
            expected.update(add(client, islice(sent, told)))
            wait_until((told - 1, MESSAGES))
            time.sleep(rolled.uniform(0, _LONGEST_LIFE_SECONDS))
            consumers.kill(rolled.randrange(_CONSUMERS))
        expected.update(add(client, sent))
        wait_until((0, 0))
    finally:
        statuses = consumers.end()
    assert statuses == [0] * _CONSUMERS
    assert _board(server, member.token) == expected


def test_who_is_told_to_end_before_it_hears_ends_in_order(
    server: Server, redis: RedisServer
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _TOLD_AT_ONCE, redis.url],
        check=False,
        env=server.environment,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr.splitlines()[-1][-5:]) == (0, "0 / 0"), done.stderr


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
