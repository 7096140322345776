"""Clocks that ran out while nobody looked, judged a second, against writing the record alone.

Run as ``python bench/breaches.py [CLOCKS]``; on PostgreSQL where KESU_DATABASE_URL names one that
may be filled. The reference writes as many lines of the record, in hands of the same size, and
nothing else. Only the ratio compares between machines.
"""

import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HAND = 50


def judge(count: int) -> float:
    """Breaches a second, from the first claim to the last commit; the longest hand is printed."""
    from kesu.clock.duties import breaches
    from tests.cast import Play, at
    from tests.clock.asleep import crew, lodge_many

    morning = at("02-20 06:00")
    play = Play()
    lodge_many(play, count, crew(play, 20), before=morning)
    now, hands = morning + timedelta(minutes=1), []
    while True:
        start = time.perf_counter()
        due = breaches(now, HAND)
        hands.append(time.perf_counter() - start)
        if due is None or due > now:
            break
    hands.sort()
    print(f"hand of {HAND}   median {hands[len(hands) // 2] * 1000:.0f} ms", end="")
    print(f"   longest {hands[-1] * 1000:.0f} ms")
    return count / sum(hands)


def reference(count: int) -> float:
    """Lines a second, written to the record in hands, each a transaction of its own."""
    from django.db import transaction

    from kesu.journal.operations import Draft, append
    from tests.cast import MORNING

    facts = {"clock": "first_callback", "subject": "", "due": "x", "state": "breached"}
    drafts = [
        Draft(
            kind="clock.breached",
            about=("complaint", f"reference-{number}"),
            by="system:clock",
            at=MORNING,
            written=MORNING,
            policy="loyalty@1",
            facts=facts,
        )
        for number in range(count)
    ]
    start = time.perf_counter()
    for place in range(0, count, HAND):
        with transaction.atomic():
            append(drafts[place : place + HAND])
    return count / (time.perf_counter() - start)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory(prefix="kesu-bench-") as home:
        os.environ["KESU_HOME"] = home
        sys.path.insert(0, str(ROOT))
        from kesu.console import database

        database.prepare()
        database.setup()
        ours, theirs = judge(count), reference(count)
        from django.db import connections

        connections.close_all()
    print(f"breaches     {ours:>10,.0f} a second")
    print(f"lines alone  {theirs:>10,.0f} a second")
    print(f"ratio        {ours / theirs:>10.2f}")


if __name__ == "__main__":
    main()
