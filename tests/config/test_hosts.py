"""Which names the server answers to."""

import pytest
from django.test import Client

from kesu.foundation import environment


def test_a_probe_by_address_is_answered() -> None:
    answer = Client().get("/health/live", headers={"host": "10.0.0.5"})
    assert (answer.status_code, answer.json()) == (200, {"live": True})


def test_a_page_asked_for_by_a_foreign_name_is_refused() -> None:
    assert Client().get("/sign-in", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("bound", "named", "allowed"),
    [
        ("", "", ""),
        ("10.0.0.5", "", "10.0.0.5"),
        ("fd00::5", "", "[fd00::5]"),
        ("0.0.0.0", "", "*"),
        ("0.0.0.0", "kesu.example", ""),
    ],
)
def test_the_address_served_is_a_name_of_the_server(
    bound: str, named: str, allowed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(environment.BOUND, bound)
    monkeypatch.setenv("KESU_HOSTS", named)
    assert environment.bound_host() == allowed
