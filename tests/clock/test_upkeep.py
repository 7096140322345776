"""SQLite knows how full its tables are, without anybody asking it to look."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from kesu.clock.upkeep import Upkeep
from tests.cast import Play

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 2, 13, 4, tzinfo=UTC)


def _looked_at() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl FROM sqlite_stat1")
        return {table for (table,) in cursor.fetchall()}


def test_the_worker_lets_sqlite_look_each_hour_and_leaves_postgresql_alone(play: Play) -> None:
    play.lodge()
    upkeep = Upkeep()
    due = upkeep.work(NOON, 10)
    if connection.vendor == "sqlite":
        assert due == NOON + timedelta(hours=1)
        assert {"complaints_complaint", "deadlines_clock"} <= _looked_at()
        assert upkeep.work(NOON + timedelta(minutes=1), 10) == due
        assert upkeep.work(due, 10) == due + timedelta(hours=1)
    else:
        assert due is None
