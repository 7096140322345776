"""A month's balance: two at once never take more than there is."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest

from kesu.authority import operations, queries
from kesu.authority.models import Balance, Spending
from kesu.policy.loading import builtin
from tests.api.caller import lodging
from tests.cast import MORNING, Play, at
from tests.door import Server

MONTH = date(2026, 2, 1)
RACE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from kesu.console import database
database.setup()
from django.db import connections, transaction
from kesu.authority.operations import spend
from kesu.complaints.models import Complaint
row = Complaint.objects.get(no=sys.argv[1])
at = datetime(2026, 2, 13, 2, tzinfo=UTC)

def take(_):
    try:
        with transaction.atomic():
            return spend(complaint=row, staff=row.owner_id, kind="gift", amount=700,
                         budget=10000, month=date(2026, 2, 1), at=at)
    finally:
        connections.close_all()

with ThreadPoolExecutor(4) as pool:
    print(sum(pool.map(take, range(20))))
"""


@pytest.mark.req("E62")
@pytest.mark.django_db
def test_a_balance_is_spent_until_it_is_gone_and_begins_anew_each_month() -> None:
    play = Play()
    row = play.lodge().complaint
    pack, senior = builtin("loyalty"), play.house.senior.id

    def take(amount: int, when: datetime) -> bool:
        return operations.spend(
            complaint=row,
            staff=senior,
            kind="gift",
            amount=amount,
            budget=pack.budget("senior"),
            month=queries.month_of(when, pack.tz),
            at=when,
        )

    def left(when: datetime) -> int | None:
        return queries.left(pack, staff=senior, rank="senior", kind="gift", at=when)

    assert (left(MORNING), take(50001, MORNING), take(40000, MORNING)) == (50000, False, True)
    assert (take(10001, MORNING), take(10000, MORNING), left(MORNING)) == (False, True, 0)
    march = at("03-01 00:00")
    assert (left(march), take(50000, march)) == (50000, True)
    assert list(Spending.objects.order_by("id").values_list("amount", flat=True)) == [
        40000,
        10000,
        50000,
    ]
    assert Balance.objects.count() == 2


@pytest.mark.req("E62")
@pytest.mark.door
def test_many_at_once_never_take_more_than_there_is(server: Server) -> None:
    member = server.hire("giver", rank="senior")
    with server.client(member.token) as client:
        no = str(client.post("/complaints", json=lodging()).json()["no"])

    def race(_: int) -> int:
        done = subprocess.run(
            [sys.executable, "-c", RACE, no],
            check=True,
            env=server.environment,
            capture_output=True,
            text=True,
        )
        return int(done.stdout)

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(race, range(2))) == 14
