"""What load balancers ask."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from kesu.config import health
from kesu.foundation.sealing import Unopenable

Point = Callable[..., None]
CHECKS = {"database": True, "migrations": True, "keys": True, "disk": True}


def _get(path: str, language: str = "en") -> tuple[int, Any]:
    headers = {"host": "localhost", "accept-language": language}
    answer = Client(headers=headers).get(path)
    return answer.status_code, answer.json()


def _said(wanted: str) -> tuple[int, bool, list[str], str]:
    """Status, the check itself, all checks that do not hold, and what is said about it."""
    status, said = _get("/health/ready")
    causes = {one["check"]: one["say"] for one in said["not_ready"]}
    assert [name for name, holds in said["checks"].items() if not holds] == list(causes)
    return status, said["checks"][wanted], sorted(causes), causes.get(wanted, "")


@pytest.fixture
def elsewhere(db: None) -> Iterator[Point]:
    """Points new connections of the process to another database."""
    with pytest.MonkeyPatch.context() as patch:
        # What was found on one database does not stand for another.
        patch.setattr(health, "_migrated", set())

        def point(**columns: Any) -> None:
            for name, value in columns.items():
                patch.setitem(connections["default"].settings_dict, name, value)

        yield point


def test_a_process_that_answers_lives_without_any_database() -> None:
    assert _get("/health/live") == (200, {"live": True})


def test_a_house_in_order_is_ready(db: None) -> None:
    assert _get("/health/ready") == (200, {"ready": True, "checks": CHECKS, "not_ready": []})


def test_a_database_that_is_not_there_is_said(elsewhere: Point, tmp_path: Path) -> None:
    place = str(tmp_path / "nowhere")
    elsewhere(**({"HOST": place} if _on_postgresql() else {"NAME": f"{place}/kesu.sqlite3"}))
    away = (503, False, ["database", "migrations"], "The database cannot be reached.")
    assert _said("database") == away


def test_what_is_said_names_no_place(elsewhere: Point, tmp_path: Path) -> None:
    place = str(tmp_path / "nowhere")
    elsewhere(**({"HOST": place} if _on_postgresql() else {"NAME": f"{place}/kesu.sqlite3"}))
    assert str(tmp_path) not in str(_get("/health/ready"))


def test_a_database_without_its_tables_is_not_ready(elsewhere: Point, tmp_path: Path) -> None:
    elsewhere(NAME="postgres" if _on_postgresql() else str(tmp_path / "new.sqlite3"))
    status, holds, names, said = _said("migrations")
    assert (status, holds, names) == (503, False, ["migrations"])
    assert said == "The database is not migrated to this version of Kesu."


def test_a_database_that_cannot_be_written_to_is_not_ready(
    elsewhere: Point, tmp_path: Path
) -> None:
    if _on_postgresql():
        options = connection.settings_dict["OPTIONS"]
        bounds = f"{options.get('options', '')} -c default_transaction_read_only=on"
        elsewhere(OPTIONS={**options, "options": bounds})
    else:
        copy = tmp_path / "copy.sqlite3"
        with closing(sqlite3.connect(copy)) as link:
            link.execute("PRAGMA journal_mode=WAL")
        elsewhere(NAME=f"file:{copy}?mode=ro")
    said = "The database is read-only, or there is no room left for it."
    assert _said("database") == (503, False, ["database", "migrations"], said)


def test_while_somebody_writes_it_is_ready(db: None) -> None:
    # The test itself is inside a transaction, which on SQLite keeps every other writer waiting.
    assert connection.in_atomic_block
    assert _get("/health/ready")[0] == 200


def test_keys_that_do_not_open_are_named(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def unopenable() -> str:
        raise Unopenable("health")

    monkeypatch.setitem(health._CHECKS, "keys", (unopenable, health.KEYLESS))
    assert _said("keys") == (503, False, ["keys"], "The keys are missing or do not fit.")


def test_a_disk_nearly_full_is_named(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_LEAST_FREE_BYTES", 2**62)
    assert _said("disk") == (503, False, ["disk"], "The disk is nearly full.")


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A database that does not answer until the test is over."""
    over = threading.Event()

    def hang() -> str:
        over.wait(30)
        return ""

    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setitem(health._CHECKS, "database", (hang, health.AWAY))
    yield
    over.set()
    assert health._probe is not None
    health._probe.join(30)


def test_a_database_that_hangs_does_not_hang_the_answer(db: None, hanging: Any) -> None:
    silent = (503, False, ["database", "migrations"], "The database does not answer.")
    assert [_said("database"), _said("database")] == [silent, silent]


def test_those_who_ask_while_it_hangs_share_one_look(db: None, hanging: Any) -> None:
    before = threading.active_count()
    for _ in range(5):
        _get("/health/ready")
    assert threading.active_count() == before + 1


def test_a_look_leaves_no_connection_behind(db: None) -> None:
    _get("/health/ready")
    eventually = time.monotonic() + 5
    while health._probe is not None and health._probe.is_alive():
        assert time.monotonic() < eventually
    while _on_postgresql() and _sessions() != 1:  # the server ends one after its client has gone
        assert time.monotonic() < eventually


def _sessions() -> int:
    with connection.cursor() as cursor:
        # Inside a transaction the server shows what it saw first, until it is asked to look anew.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def test_nobody_writes_to_health() -> None:
    answer = Client(headers={"host": "localhost"}).post("/health/live")
    assert answer.status_code == 405


def _on_postgresql() -> bool:
    return connection.vendor == "postgresql"
