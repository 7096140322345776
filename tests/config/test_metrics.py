"""What a monitoring system reads: numbers, behind a token of their own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from django.apps import apps
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample
from pytest_django import Settings

from kesu.clock import duties
from kesu.clock.models import Heartbeat
from kesu.clock.pulse import Pulse
from kesu.config.meters import FOLDER
from kesu.deadlines.models import DueMoment
from kesu.foundation import environment
from kesu.foundation.leases import Obligation
from kesu.workdays.rules import Calendar
from tests.cast import Play
from tests.door import Server

TOKEN = "metrics-token-of-a-test"
_COUNTING = """
import resource, sys
from kesu.config import meters
resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
meters.count(route="queue", method="GET", status=200, seconds=0.1)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
meters.count(route="queue", method="GET", status=200, seconds=0.1)
sys.stdout.buffer.write(meters.text())
"""


@pytest.fixture
def asked(settings: Settings) -> Client:
    """Prometheus, which asks by address and knows the token."""
    settings.KESU_METRICS_TOKEN = TOKEN
    return Client(headers={"host": "10.0.0.5", "authorization": f"Bearer {TOKEN}"})


def samples(text: str) -> Iterator[Sample]:
    for family in text_string_to_metric_families(text):
        yield from family.samples


def read(client: Client, name: str) -> dict[tuple[str, ...], float]:
    """The values of one metric by its labels, in the order of their names."""
    found = samples(client.get("/metrics").content.decode())
    return {
        tuple(one.labels[key] for key in sorted(one.labels)): one.value
        for one in found
        if one.name == name
    }


def test_without_a_token_set_there_are_no_metrics(db: None) -> None:
    answer = Client().get("/metrics", headers={"authorization": "Bearer "})
    assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", TOKEN, f"Basic {TOKEN}", "é"])
def test_another_token_is_refused(asked: Client, given: str) -> None:
    answer = asked.get("/metrics", headers={"authorization": given})
    assert (answer.status_code, answer.content) == (401, b"")


def test_the_token_of_a_person_is_none(db: None, asked: Client, play: Play) -> None:
    assert asked.post("/metrics").status_code == 405


def test_open_complaints_are_counted_by_state_grade_and_urgency(asked: Client, play: Play) -> None:
    play.lodge(), play.lodge(), play.lodge(urgent_reasons=["U5"]), play.walk("closed")
    counted = read(asked, "kesu_complaints_open")
    assert sum(counted.values()) == 3
    assert [(labels[1:], n) for labels, n in counted.items()] == [
        (("received", "false"), 2),
        (("received", "true"), 1),
    ]


def test_overdue_is_what_is_past_its_due_time(asked: Client, play: Play) -> None:
    play.lodge()
    play.lodge(now=datetime.now(tz=UTC))
    assert sum(read(asked, "kesu_complaints_overdue").values()) == 1


def test_breaches_are_counted_by_the_name_of_the_clock(asked: Client, play: Play) -> None:
    play.lodge(), play.walk("accepted")
    later = play.now + timedelta(days=2, hours=1)
    duties.breaches(later, 20)
    for _ in range(2):
        Pulse().beat(later)
    counted = read(asked, "kesu_clocks_breached_total")
    assert counted == {("first_callback",): 2, ("progress",): 1, ("silence",): 1}


def test_every_kind_of_obligation_is_there_with_its_oldest(asked: Client, play: Play) -> None:
    play.lodge()
    due = datetime.now(tz=UTC) - timedelta(hours=1)
    DueMoment.objects.update(due_at=due)
    kinds = {
        model._meta.label_lower for model in apps.get_models() if issubclass(model, Obligation)
    }
    counted, oldest = read(asked, "kesu_obligations"), read(asked, "kesu_obligation_oldest_seconds")
    assert {kind for kind, _ in counted} == {kind for (kind,) in oldest} == kinds
    assert counted["deadlines.duemoment", "waiting"] == 1
    assert 3600 <= oldest["deadlines.duemoment",] < 3700


def test_a_worker_at_work_has_a_young_heartbeat(asked: Client, db: None) -> None:
    assert read(asked, "kesu_worker_heartbeat_age_seconds") == {}
    Pulse().beat(datetime.now(tz=UTC))
    assert 0 <= read(asked, "kesu_worker_heartbeat_age_seconds")[()] < 5


def test_a_heartbeat_from_tomorrow_is_none(asked: Client, db: None) -> None:
    Pulse().beat(datetime.now(tz=UTC) + timedelta(days=1))
    assert read(asked, "kesu_worker_heartbeat_age_seconds") == {}


def test_a_heart_beats_at_most_every_ten_seconds(db: None) -> None:
    pulse, now = Pulse(), datetime.now(tz=UTC)
    pulse.beat(now), pulse.beat(now + timedelta(seconds=1))
    assert [row.at for row in Heartbeat.objects.all()] == [now]


def test_a_worker_that_is_long_gone_is_forgotten(db: None) -> None:
    now = datetime.now(tz=UTC)
    Heartbeat.objects.create(worker="gone:1", at=now - timedelta(days=2))
    Pulse().beat(now)
    assert [row.at for row in Heartbeat.objects.all()] == [now]


def test_policy_calendar_record_and_build_are_told(asked: Client, play: Play) -> None:
    play.lodge()
    last = date(max(Calendar.shipped().published), 12, 31)
    horizon = (last - datetime.now(tz=UTC).date()).days
    assert read(asked, "kesu_calendar_horizon_days")[()] == horizon
    assert [labels[0] for labels in read(asked, "kesu_policy_info")] == ["loyalty"]
    assert read(asked, "kesu_journal_lines_total")[()] >= 2
    assert list(read(asked, "kesu_build_info").values()) == [1]
    assert read(asked, "kesu_scrape_failures")[()] == 0


def test_a_request_is_counted_by_its_route_and_never_by_its_path(asked: Client, play: Play) -> None:
    no = play.lodge().complaint.no
    labels = ("GET", "case", "3xx")
    before = read(asked, "kesu_http_requests_total").get(labels, 0)
    asked.get(f"/complaints/{no}", headers={"host": "localhost"})
    asked.get("/nothing/13812345678", headers={"host": "localhost"})
    asked.generic("BREW", "/sign-in", headers={"host": "localhost"})
    counted = read(asked, "kesu_http_requests_total")
    assert counted[labels] == before + 1
    assert counted["GET", "nowhere", "4xx"] >= 1
    known = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "OTHER"}
    assert {method for method, *_ in counted} <= known
    text = asked.get("/metrics").content.decode()
    assert (no in text, "13812345678" in text, 'kesu_http_request_seconds_bucket{le="' in text) == (
        False,
        False,
        True,
    )


def test_nothing_personal_is_told(asked: Client, play: Play) -> None:
    customer = {"name": "宋小姐", "phone": "13812345678"}
    play.lodge(text="水晶杯碎了", customer=customer, merchant="晶品")
    text = asked.get("/metrics").content.decode()
    for word in ("宋小姐", "1381234", "水晶杯", "晶品", "agent", "Supervisor"):
        assert word not in text


def test_the_token_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "token"
    kept.write_text(f"{TOKEN}\n")
    monkeypatch.setenv("KESU_METRICS_TOKEN_FILE", str(kept))
    assert environment.secret("KESU_METRICS_TOKEN") == TOKEN


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff"])
def test_a_file_without_a_token_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    kept = tmp_path / "token"
    if content is not None:
        kept.write_bytes(content)
    monkeypatch.setenv("KESU_METRICS_TOKEN_FILE", str(kept))
    with pytest.raises(environment.UnusableEnvironment, match="KESU_METRICS_TOKEN_FILE"):
        environment.secret("KESU_METRICS_TOKEN")


@pytest.mark.door
def test_whichever_process_is_asked_tells_of_all(tmp_path: Path) -> None:
    variables = {"KESU_METRICS_TOKEN": TOKEN}
    with Server(tmp_path / "home", variables=variables) as server:

        def ask(_: int) -> None:
            httpx.get(f"{server.url}/sign-in").raise_for_status()

        with ThreadPoolExecutor(8) as crowd:
            list(crowd.map(ask, range(40)))
        for _ in range(8):
            answer = httpx.get(
                f"{server.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}
            )
            told = {(one.name, one.labels.get("route")): one.value for one in samples(answer.text)}
            assert told["kesu_http_requests_total", "account_login"] == 40
            assert told["kesu_http_request_seconds_count", "account_login"] == 40
        assert 0 <= told["kesu_worker_heartbeat_age_seconds", None] < 30


def test_without_room_to_count_in_a_request_goes_uncounted(tmp_path: Path) -> None:
    """What is answered is not lost for it, and counting goes on where there is room again."""
    told = subprocess.run(
        [sys.executable, "-c", _COUNTING],
        check=True,
        env={**os.environ, FOLDER: str(tmp_path)},
        capture_output=True,
        text=True,
    ).stdout
    counted = [one.value for one in samples(told) if one.name == "kesu_http_requests_total"]
    assert counted == [1]
