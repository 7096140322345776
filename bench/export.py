"""Rows a second of an export of complaints, against writing the same cells with the csv module.

Run as ``python bench/export.py [ROWS]``. Only the ratio compares between machines. Where
``KESU_HOME`` is set, the complaints are made there and stay, for ``kesu export`` and ``kesu web``
to be measured on.
"""

import csv
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import islice
from typing import Any

FIRST = datetime(2025, 1, 1, 1, tzinfo=UTC)
SIGNS = "客户反映会员积分没有到账多次联系未得到回复要求尽快处理并说明原因商品与描述不符申请退换"
AT_ONCE = 5000


@contextmanager
def home() -> Iterator[None]:
    """A data directory, gone afterwards unless it was given."""
    if os.environ.get("KESU_HOME"):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="kesu-bench-") as place:
        os.environ["KESU_HOME"] = place
        yield


def made(count: int) -> None:
    """Complaints with customers, first call-backs and causes, the same each time."""
    from kesu.complaints.models import Complaint
    from kesu.people.operations import create_staff, ensure_department

    if Complaint.objects.exists():
        return
    ensure_department(code="service")
    director = create_staff(
        sign_in="director",
        full_name="Director",
        agent_no="",
        rank="director",
        department="service",
        supervisor=None,
        flags=(),
        email="",
        password=None,
        at=FIRST,
    )
    chance, numbers = random.Random(7), iter(range(count))
    while piece := list(islice(numbers, AT_ONCE)):
        lay_down(piece, director.id, chance)


def lay_down(numbers: Sequence[int], owner: int, chance: random.Random) -> None:
    from django.db import transaction

    from kesu.complaints.models import Cause, Complaint, Customer
    from kesu.complaints.operations import index, search_keys
    from kesu.deadlines.models import Clock
    from kesu.foundation.sealing import seal

    customers = [
        Customer(
            name=f"客户{number}",
            level=number % 10,
            phone=seal(f"+8613{number:09d}", field="customer.phone"),
        )
        for number in numbers
    ]
    complaints = [
        Complaint(
            no=f"KS-20250101-{number:06d}",
            updated=FIRST,
            state="received",
            type="1.2.5",
            grade_rank=1 + number % 3,
            tier="F",
            channel="email",
            source="customer",
            subject=text(chance, 20),
            text=text(chance, 200) + f"联系电话13{number:09d}",
            merchant=text(chance, 6),
            customer=customer,
            owner_id=owner,
            risk_owner_id=owner,
            lodged_by_id=owner,
            received=FIRST + timedelta(minutes=number),
            next_due=FIRST + timedelta(days=1, minutes=number),
            policy_name="loyalty",
            policy_version="2026.1",
        )
        for number, customer in zip(numbers, customers, strict=True)
    ]
    for one, key in zip(complaints, search_keys([one.received for one in complaints]), strict=True):
        one.search_key = key
    clocks = [
        Clock(
            complaint=one,
            name="first_callback",
            started=one.received,
            due=one.next_due,
            calendar="official",
            rule="Q8",
        )
        for one in complaints
    ]
    causes = [
        Cause(complaint=one, text=text(chance, 30), at=FIRST, by_id=owner) for one in complaints
    ]
    with transaction.atomic():
        Customer.objects.bulk_create(customers)
        Complaint.objects.bulk_create(complaints)
        index(complaints)
        Clock.objects.bulk_create(clocks)
        Cause.objects.bulk_create(causes)


def text(chance: random.Random, signs: int) -> str:
    return "".join(chance.choices(SIGNS, k=signs))


def exported(format_: str) -> int:
    from kesu.desk.exports.ask import Ask
    from kesu.journeys.export_made import export
    from kesu.people.queries import everyone

    done = export("complaints", Ask(None, everyone()), format_=format_, now=datetime.now(tz=UTC))
    return sum(map(len, done.pieces))


def cells() -> list[list[Any]]:
    from kesu.desk.exports.ask import Ask
    from kesu.desk.exports.lists import open_list
    from kesu.people.queries import everyone

    return list(open_list("complaints", Ask(None, everyone())).rows(in_words=True))


def reference(rows: list[list[Any]]) -> int:
    out = StringIO()
    csv.writer(out).writerows(rows)
    return len(out.getvalue().encode())


def seconds(work: Callable[[], int]) -> float:
    """The best of three, so that a busy neighbour weighs less."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        assert work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with home():
        from kesu.console import database

        database.prepare()
        database.setup(for_a_person=True)
        made(count)
        if len(sys.argv) > 2:
            return
        rows = cells()
        plain = seconds(lambda: reference(rows))
        print(f"csv module {len(rows) / plain:12,.0f} rows/s")
        for format_ in ("csv", "jsonl", "xlsx"):
            took = seconds(lambda format_=format_: exported(format_))
            print(f"{format_:10} {len(rows) / took:12,.0f} rows/s   {took / plain:6.1f} x the time")


if __name__ == "__main__":
    main()
