"""Run by tests in a process of its own, on the data of a server.

``python -m tests.clock.sleepers lodge COUNT`` leaves so many complaints whose call-backs ran out
in one night; ``… told`` prints as JSON what became of them.
"""

import json
import sys
from collections import Counter

import django

MORNING_AFTER = "02-20 06:00"


def lodge(count: int) -> None:
    """Twenty owners in turn, each with a supervisor of their own."""
    from tests.cast import Play, at
    from tests.clock.asleep import crew, lodge_many

    play = Play()
    lodge_many(play, count, crew(play, 20), before=at(MORNING_AFTER))


def told() -> dict[str, object]:
    """What the database and the record say of breaches."""
    from django.db.models import F

    from kesu.correspondence.models import Notice
    from kesu.deadlines.models import Clock, DueMoment
    from kesu.journal.models import JournalLine

    lines = JournalLine.objects.filter(kind="clock.breached").order_by("seq")
    said = [json.loads(text) for text in lines.values_list("line", flat=True)]
    times = [line["at"] for line in said]
    breached = Clock.objects.filter(state="breached")
    return {
        "breached": breached.count(),
        "running": Clock.objects.filter(state="running").count(),
        "still due": DueMoment.objects.count(),
        "lines": len(said),
        "twice": [case for case, n in Counter(line["case"] for line in said).items() if n > 1],
        "untrue": breached.exclude(breached_at=F("due")).count(),
        "in order": times == sorted(times),
        "notices": Notice.objects.filter(kind="breached").count(),
    }


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "lodge":
        lodge(int(sys.argv[2]))
    else:
        print(json.dumps(told()))
