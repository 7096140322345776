"""From a message in a real Redis to the row on the board of warnings, and messages a second.

Run as ``python bench/chat.py [MESSAGES [PROBES]]``; on PostgreSQL where KESU_DATABASE_URL names one
that may be filled. Redis is started for it alone. How long one waits is measured with nothing else
in the stream and beneath 500 messages a second, how many are heard with one consumer and with two.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KESU = Path(sys.executable).with_name("kesu")
STREAM, GROUP = "kesu:chat", "kesu"
BENEATH = 500
EVERY_SECONDS, TICK_SECONDS, PATIENCE_SECONDS = 0.3, 0.01, 600
QUIET, TROUBLE = "什么时候发货呀，尺码偏大吗", "再不处理我就打12315投诉你们"
_numbers = count()


@contextmanager
def consumers(number: int, redis: Any) -> Iterator[None]:
    """So many processes of ``kesu stream chat``, each in the group."""
    redis.flushall()
    words = [str(KESU), "stream", "chat"]
    running = [subprocess.Popen(words, stderr=subprocess.DEVNULL) for _ in range(number)]
    try:
        wait(lambda: _joined(redis) == number)
        yield
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait()


def _joined(redis: Any) -> int:
    """How many have heard something: a group knows those alone."""
    if not redis.exists(STREAM):
        return 0
    if not _left(redis):
        feed(redis, 20)
    return len(redis.xinfo_consumers(STREAM, GROUP))


def wait(done: Any) -> None:
    """Until it is so. Errors: ``TimeoutError``."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while not done():
        if time.monotonic() > ends:
            raise TimeoutError
        time.sleep(TICK_SECONDS)


def said(text: str, talk: str) -> dict[str, str]:
    """An entry; every message another."""
    message = {"id": f"m{next(_numbers)}", "conversation": talk, "from": "customer", "text": text}
    whole = {**message, "at": "2026-02-13T09:00:00+08:00"}
    return {"message": json.dumps(whole, ensure_ascii=False)}


def feed(redis: Any, number: int) -> None:
    """So many quiet messages, ten to a talk."""
    pipe = redis.pipeline(transaction=False)
    for place in range(number):
        pipe.xadd(
            STREAM, said("什么时候发货呀，尺码偏大吗", f"quiet-{place // 10}-{time.time():.0f}")
        )
    pipe.execute()


def waited(redis: Any, probes: int, beneath: int) -> list[float]:
    """Seconds from XADD to the row, of so many warnings one after the other."""
    from kesu.watch.models import Signal

    taken: list[float] = []
    sent: dict[str, float] = {}
    begun = last = time.monotonic()
    fed = 0
    while len(taken) < probes:
        now = time.monotonic()
        owed = int((now - begun) * beneath) - fed
        if owed > 0:
            feed(redis, owed)
            fed += owed
        if now - last >= EVERY_SECONDS and len(taken) + len(sent) < probes:
            last, talk = now, f"probe-{next(_numbers)}"
            sent[f"chat:{talk}"] = time.monotonic()
            redis.xadd(STREAM, said(TROUBLE, talk))
        for key in Signal.objects.filter(key__in=list(sent)).values_list("key", flat=True):
            taken.append(time.monotonic() - sent.pop(key))
        time.sleep(TICK_SECONDS)
    return sorted(taken)


def heard(redis: Any, messages: int) -> float:
    """Messages a second, one in fifty a warning, from the first that is there to the last kept."""
    for place in range(0, messages, 1000):
        feed(redis, min(1000, messages - place) * 49 // 50)
        for _ in range(min(1000, messages - place) // 50):
            redis.xadd(STREAM, said(TROUBLE, f"talk-{next(_numbers)}"))
    start = time.monotonic()
    wait(lambda: not _left(redis))
    return messages / (time.monotonic() - start)


def _left(redis: Any) -> int:
    group = redis.xinfo_groups(STREAM)[0]
    lag = group["lag"]
    return int(group["pending"]) + (1 if lag is None else int(lag))


def told(name: str, taken: list[float]) -> None:
    at = {share: taken[min(len(taken) - 1, len(taken) * share // 100)] for share in (50, 95, 99)}
    shares = "   ".join(f"{share} % {seconds * 1000:,.0f} ms" for share, seconds in at.items())
    print(f"{name:<28}{shares}   most {taken[-1] * 1000:,.0f} ms")


def measure(redis: Any, messages: int, probes: int) -> None:
    with consumers(1, redis):
        waited(redis, 3, 0)
        told("alone in the stream", waited(redis, probes, 0))
        told(f"beneath {BENEATH} a second", waited(redis, probes, BENEATH))
    for number in (1, 2):
        with consumers(number, redis):
            feed(redis, 500)
            wait(lambda: not _left(redis))
            print(f"{number} to hear them{'':<14}{heard(redis, messages):>8,.0f} messages/s")


def main() -> None:
    messages = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    probes = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="kesu-bench-") as home:
        os.environ["KESU_HOME"] = home
        from kesu.console import database

        database.prepare()
        database.setup()
        from tests.stream.redis_server import RedisServer

        with RedisServer(Path(home) / "redis") as server:
            os.environ["KESU_REDIS_URL"] = server.url
            measure(server.client(), messages, probes)
        from django.db import connections

        connections.close_all()


if __name__ == "__main__":
    main()
