"""How long a process waits for PostgreSQL."""

import pytest

from kesu.foundation import environment

URL = "postgresql://kesu@db.example/kesu"


@pytest.fixture(autouse=True)
def _unserved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(environment.BOUND, raising=False)


def _options(monkeypatch: pytest.MonkeyPatch, url: str) -> dict[str, str]:
    monkeypatch.setenv("KESU_DATABASE_URL", url)
    options: dict[str, str] = environment.database()["OPTIONS"]
    return options


def test_nobody_waits_for_a_lock_or_a_connection_without_a_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = {"connect_timeout": "5", "options": "-c lock_timeout=5s"}
    assert _options(monkeypatch, URL) == expected


def test_what_serves_people_bounds_each_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(environment.BOUND, "127.0.0.1")
    options = _options(monkeypatch, URL)["options"]
    assert options == "-c lock_timeout=5s -c statement_timeout=30s"


def test_what_the_url_says_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"{URL}?connect_timeout=60&options=-c%20lock_timeout%3D1min&sslmode=require"
    assert _options(monkeypatch, url) == {
        "connect_timeout": "60",
        "options": "-c lock_timeout=5s -c lock_timeout=1min",
        "sslmode": "require",
    }
