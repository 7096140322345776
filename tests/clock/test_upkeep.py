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


def _schema() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA schema_version")
        return int(cursor.fetchone()[0])


def test_connections_that_are_open_are_told_of_new_figures(play: Play) -> None:
    if connection.vendor == "sqlite":
        before = _schema()
        Upkeep().work(NOON, 10)
        assert _schema() > before
    assert "clock_figures" not in connection.introspection.table_names()


def test_where_others_write_too_long_it_looks_again_in_a_minute(play: Play) -> None:
    upkeep = Upkeep()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE clock_figures (one)")
        assert upkeep.work(NOON, 10) == NOON + timedelta(minutes=1)
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE clock_figures")
        assert upkeep.work(NOON + timedelta(minutes=1), 10) == NOON + timedelta(minutes=61)
