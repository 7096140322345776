"""How long the queue and a case take where many complaints lie: the page of fifty rows for a
director and an agent, the question what is new and a case that was worked, against reading fifty
complaints by their primary key.

Run as ``python bench/lists.py [COMPLAINTS] [OPEN] [bare]``; ``bare``: without the statistics that
ANALYZE leaves, as a new house has none. The search index stays empty. KESU_DATABASE_URL names
another database than a new SQLite. Only the ratios compare between machines.
"""

import gzip
import random
import shutil
import statistics
import sys
import time
from typing import Any
from unittest import mock

from furnish import beside, spread, worked
from search import HOME, build, hire, made_texts, times, told


def main() -> None:
    import django

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    waiting = int(sys.argv[2]) if len(sys.argv) > 2 else 5_000
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    director, agent = hire()
    chance = random.Random(11)
    fill(count, chance)
    close(waiting)
    spread(chance)
    beside()
    if "bare" in sys.argv:
        forget()
    measure(director, agent, chance)


def fill(count: int, chance: random.Random) -> None:
    """Complaints without their words in the index, which no list asks and which takes longest."""
    from kesu.complaints import index

    with mock.patch.object(index, "write"):
        build(count, made_texts(chance), chance)


def forget() -> None:
    """SQLite then knows of no table how full it is."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.execute("DELETE FROM sqlite_stat4")
    connection.close()


def close(waiting: int) -> None:
    """All but so many have ended; those are urgent or not, of every grade, due over a month."""
    from django.db import connection

    with connection.cursor() as cursor:
        keys = "SELECT no FROM complaints_complaint ORDER BY received DESC LIMIT %s"
        cursor.execute(
            f"UPDATE complaints_complaint SET state = 'archived' WHERE no NOT IN ({keys})",
            [waiting],
        )
        cursor.execute(
            "UPDATE complaints_complaint SET grade_rank = 1 + search_key % 3 "
            "WHERE state <> 'archived'"
        )
        cursor.execute("ANALYZE")


def measure(director: Any, agent: Any, chance: random.Random) -> None:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from kesu.complaints.models import Complaint
    from kesu.desk import queue
    from kesu.people.models import Staff

    settings.ALLOWED_HOSTS = ["*"]
    keys = list(Complaint.objects.values_list("pk", flat=True)[:100_000])
    fifties = [chance.sample(keys, min(50, len(keys))) for _ in range(50)]
    by_key = times(lambda some: list(Complaint.objects.filter(pk__in=some)), fifties)
    reference = statistics.median(by_key)
    ended = Complaint.objects.filter(state="archived").count()
    print(f"{connection.vendor}, {len(keys):,} complaints and more, {ended:,} of them ended")
    told("fifty by primary key", by_key, reference)
    case = f"/complaints/{worked(agent)}"
    for name, reader in (("director", director), ("agent", agent)):
        client = Client()
        client.force_login(Staff.objects.get(pk=reader.id))
        for view in ("mine", "department", "all"):
            taken = times(client.get, [f"/?view={view}"] * 10)
            told(f"queue, {name}, {view}", taken, reference)
            print(f"{'':<28}{processor(client, f'/?view={view}'):>8.2f} ms of the processor")
        told(f"case, {name}", times(client.get, [case] * 10), reference)
        print(f"{'':<28}{processor(client, case):>8.2f} ms of the processor")
        page = client.get("/?view=all").content
        print(f"  {len(page):,} bytes, {len(gzip.compress(page, 6)):,} squeezed")
        news = f"/queue/news?view=all&since={queue.head()}"
        told(f"what is new, {name}", times(client.get, [news] * 20), reference)


def processor(client: Any, page: str) -> float:
    """Milliseconds of this process for a page, the median: what others do is not in it."""
    taken = []
    for _ in range(10):
        start = time.process_time()
        client.get(page)
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
