"""How long a search takes: 500 pieces of two to six signs, a page of fifty each, for a director
and for an agent, against reading fifty complaints by their primary key.

Run as ``python bench/search.py [COMPLAINTS] [LINES]``; KESU_DATABASE_URL names another database
than a new SQLite. LINES is a file of texts to take instead of made-up ones. Only the ratios compare
between machines.
"""

import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

HOME = tempfile.mkdtemp(prefix="kesu-bench-")
os.environ["KESU_HOME"] = HOME
os.environ["DJANGO_SETTINGS_MODULE"] = "kesu.config.settings"

BATCH = 2_000
DEPARTMENTS = 10
AGENTS = 200
FIRST = datetime(2016, 1, 1, tzinfo=UTC)
SPAN = 10 * 365 * 86400
NAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗"


def made_texts(chance: random.Random) -> Iterator[str]:
    """Texts of about a hundred signs; words are as unequal in their number as in a language."""
    signs = [chr(code) for code in chance.sample(range(0x4E00, 0x9FA5), 3_500)]
    weights = list(accumulate(1 / (place + 10) for place in range(len(signs))))
    words = [
        "".join(chance.choices(signs, cum_weights=weights, k=chance.choice((1, 2, 2, 2, 3, 4))))
        for _ in range(30_000)
    ]
    often = list(accumulate(1 / (place + 5) for place in range(len(words))))
    while True:
        said = chance.choices(words, cum_weights=often, k=46)
        for place in range(9, 46, 10):
            said[place] += "，"
        yield "".join(said) + "。"


def given_texts(chance: random.Random, file: Path) -> Iterator[str]:
    """Stretches of a hundred signs out of a file of texts."""
    pool = file.read_text(encoding="utf-8").replace("\n", " ")
    while True:
        start = chance.randrange(len(pool) - 100)
        yield pool[start : start + 100]


class Copies:
    """Rows like one that is there, but for a few columns."""

    def __init__(self, pattern: Any, changed: list[str]) -> None:
        from django.db import connection

        self._connection, self._pattern = connection, pattern
        self._fields = [pattern._meta.get_field(name) for name in changed]
        table = connection.ops.quote_name(pattern._meta.db_table)
        quoted = {field: connection.ops.quote_name(field.column) for field in pattern._meta.fields}
        given = ", ".join("%s" if field in self._fields else quoted[field] for field in quoted)
        order = [field for field in quoted if field in self._fields]
        self._places = [order.index(field) for field in self._fields]
        self._statement = (
            f"INSERT INTO {table} ({', '.join(quoted.values())}) "
            f"SELECT {given} FROM {table} WHERE {quoted[pattern._meta.pk]} = %s"
        )

    def add(self, rows: list[tuple[Any, ...]]) -> None:
        own = self._values((self._pattern.pk,), [self._pattern._meta.pk])[0]
        prepared = []
        for row in rows:
            values: list[Any] = [None] * len(row)
            for place, value in zip(self._places, self._values(row, self._fields), strict=True):
                values[place] = value
            prepared.append([*values, own])
        with self._connection.cursor() as cursor:
            cursor.executemany(self._statement, prepared)

    def _values(self, row: tuple[Any, ...], fields: list[Any]) -> list[Any]:
        pairs = zip(row, fields, strict=True)
        return [field.get_db_prep_save(value, self._connection) for value, field in pairs]


def build(count: int, texts: Iterator[str], chance: random.Random) -> None:
    """Complaints straight into the tables, their index as an import writes it."""
    from django.db import connection, transaction

    from kesu.complaints import index, operations
    from kesu.foundation.ids import uuid7
    from kesu.journeys.lodge import lodge
    from kesu.people.queries import everyone

    staff = [one for one in everyone().values() if one.rank == "agent"]
    said = {"channel": "email", "text": "样本", "customer": {}}
    pattern = lodge(said, by=staff[0], now=FIRST).complaint
    own = ["id", "no", "search_key", "received", "updated", "subject", "text"]
    complaints = Copies(pattern, [*own, "customer", "owner", "risk_owner", "lodged_by"])
    customers = Copies(pattern.customer, ["id", "name"])
    started = time.perf_counter()
    for done in range(0, count, BATCH):
        moments = [FIRST + timedelta(seconds=chance.randrange(SPAN)) for _ in range(BATCH)]
        people = [(uuid7(), chance.choice(NAMES) + chance.choice(NAMES)) for _ in range(BATCH // 4)]
        rows, entries = [], []
        for place, key in enumerate(operations.search_keys(moments)):
            owner, text, (customer, name) = (
                chance.choice(staff).id,
                next(texts),
                people[place % len(people)],
            )
            received, no = moments[place], f"KS-{done + place:016d}"
            written = (uuid7(), no, key, received, received, text[:39], text)
            rows.append((*written, customer, owner, owner, owner))
            entries.append(index.Entry(key, text[:39], text, name))
        with transaction.atomic():
            customers.add(people)
            complaints.add(rows)
            index.write(entries, connection)
        if done % 100_000 == 0:
            rate = (done + BATCH) / (time.perf_counter() - started)
            print(f"{done + BATCH:>10,} complaints, {rate:,.0f}/s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def hire() -> tuple[Any, Any]:
    """A director and an agent of one of ten departments of two hundred agents."""
    from kesu.people.operations import create_staff, ensure_department

    def one(name: str, rank: str, department: str) -> Any:
        return create_staff(
            sign_in=name,
            full_name=name,
            agent_no="",
            rank=rank,
            department=department,
            supervisor=None,
            flags=(),
            email="",
            password=None,
            at=FIRST,
        )

    for number in range(DEPARTMENTS):
        ensure_department(code=f"d{number}")
    agents = [
        one(f"agent{number}", "agent", f"d{number % DEPARTMENTS}") for number in range(AGENTS)
    ]
    return one("director", "director", "d0"), agents[0]


def pieces(chance: random.Random) -> list[str]:
    """Five hundred pieces as they stand in texts, so that what is often said is often asked."""
    from kesu.complaints.models import Complaint

    keys = list(Complaint.objects.values_list("search_key", flat=True))
    texts = [
        Complaint.objects.get(search_key=key).text
        for key in chance.sample(keys, min(500, len(keys)))
    ]
    cut = []
    for place, text in enumerate(texts):
        length = 2 + place % 5
        start = chance.randrange(max(1, len(text) - length))
        cut.append(text[start : start + length])
    return cut


def times(work: Callable[[Any], object], given: list[Any]) -> list[float]:
    """Milliseconds of each, the quicker of two."""
    taken = []
    for one in given:
        both = []
        for _ in range(2):
            start = time.perf_counter()
            work(one)
            both.append((time.perf_counter() - start) * 1000)
        taken.append(min(both))
    return taken


def told(what: str, taken: list[float], reference: float) -> None:
    middle, most = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
    print(
        f"{what:<28}{middle:>8.2f} ms median{most:>9.2f} ms p95{max(taken):>9.1f} ms most"
        f"{middle / reference:>8.2f} times the reference"
    )


def main() -> None:
    import django

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    chance = random.Random(11)
    texts = given_texts(chance, Path(sys.argv[2])) if len(sys.argv) > 2 else made_texts(chance)
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    director, agent = hire()
    build(count, texts, chance)
    measure(director, agent, chance)


def measure(director: Any, agent: Any, chance: random.Random) -> None:
    from django.db import connection

    from kesu.complaints.models import Complaint
    from kesu.desk import queue
    from kesu.people.queries import everyone

    people = everyone()
    asked = pieces(chance)
    keys = list(Complaint.objects.values_list("pk", flat=True)[:100_000])
    fifties = [chance.sample(keys, min(50, len(keys))) for _ in range(100)]
    by_key = times(lambda some: list(Complaint.objects.filter(pk__in=some)), fifties)
    reference = statistics.median(by_key)
    print(f"{connection.vendor}, {Complaint.objects.count():,} complaints")
    told("fifty by primary key", by_key, reference)
    newest = queue.Filters()
    told(
        "newest fifty, no search",
        times(lambda _: queue.listing(reader=director, people=people, filters=newest), [0] * 20),
        reference,
    )
    for name, reader in (("director", director), ("agent", agent)):

        def find(piece: str, reader: Any = reader) -> None:
            queue.listing(reader=reader, people=people, filters=queue.Filters(q=piece))

        taken = times(find, asked)
        told(f"search, {name}", taken, reference)
        for length in range(2, 7):
            some = [ms for ms, piece in zip(taken, asked, strict=True) if len(piece) == length]
            told(f"  of {length} signs", some, reference)


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
