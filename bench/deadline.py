"""Lines a second of ``kesu deadline``, against reading and writing the same lines as JSON.

Run as ``python bench/deadline.py [LINES]``. Only the ratio compares between machines.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO, TextIOWrapper
from zoneinfo import ZoneInfo

from kesu.console.deadline import run
from kesu.policy.loading import load

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST = datetime(2018, 1, 1, tzinfo=SHANGHAI)


def made_lines(count: int) -> bytes:
    """Complaints of nine years and every type, a tenth urgent, the same each time."""
    chance, codes = random.Random(7), load("loyalty").type_codes
    lines = []
    for number in range(count):
        received = FIRST + timedelta(seconds=chance.randrange(9 * 365 * 86400))
        line = {
            "id": f"c-{number:06d}",
            "type": chance.choice(codes),
            "urgent": chance.random() < 0.1,
            "received": received.isoformat(),
        }
        lines.append(json.dumps(line).encode())
    return b"\n".join(lines) + b"\n"


def judge(lines: bytes) -> None:
    with TextIOWrapper(BytesIO(), encoding="utf-8") as out:
        assert run("loyalty", None, BytesIO(lines), out) == 0


def reference(lines: bytes) -> None:
    for line in lines.splitlines():
        json.dumps(json.loads(line))


def seconds(work: Callable[[bytes], None], lines: bytes) -> float:
    """The best of three, so that a busy neighbour weighs less."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work(lines)
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    lines = made_lines(count)
    ours, theirs = seconds(judge, lines), seconds(reference, lines)
    print(f"deadline     {count / ours:>10,.0f} lines/s")
    print(f"json alone   {count / theirs:>10,.0f} lines/s")
    print(f"ratio        {theirs / ours:>10.2f}")


if __name__ == "__main__":
    main()
