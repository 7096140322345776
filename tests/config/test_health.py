"""What load balancers ask."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from kesu.config import health


def _get(path: str) -> tuple[int, Any]:
    answer = Client(headers={"host": "localhost"}).get(path)
    return answer.status_code, answer.json()


def _away() -> bool:
    raise OperationalError("connection refused")


def test_a_process_that_answers_lives_without_any_database() -> None:
    assert _get("/health/live") == (200, {"live": True})


def test_a_house_in_order_is_ready(db: None) -> None:
    checks = {"database": True, "migrations": True, "keys": True}
    assert _get("/health/ready") == (200, {"ready": True, "checks": checks})


@pytest.mark.parametrize("name", ["database", "migrations", "keys"])
def test_what_is_away_is_named(db: None, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(health._CHECKS, name, _away)
    status, said = _get("/health/ready")
    assert (status, said["ready"], said["checks"][name]) == (503, False, False)


def test_a_database_of_an_older_kesu_is_not_ready(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_migrated", set())
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: [("one", False)])
    assert _get("/health/ready")[1]["checks"] == {
        "database": True,
        "migrations": False,
        "keys": True,
    }


def test_nobody_writes_to_health() -> None:
    answer = Client(headers={"host": "localhost"}).post("/health/live")
    assert answer.status_code == 405
