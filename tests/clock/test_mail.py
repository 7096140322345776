"""Mail at a real server: what a hanging post office holds up, and what kill -9 loses."""

import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.door import Server
from tests.door.server import eventually
from tests.door.smtp import Mode, Smtp

MAILS = int(os.environ.get("KESU_MAILS", "20"))
"""More of them, and more kills, on demand."""
LODGE = """
import django; django.setup()
import sys
from datetime import datetime, UTC
from kesu.journeys.lodge import lodge
from kesu.people.queries import everyone
by = next(one for one in everyone().values() if one.sign_in == "agent")
start = int(sys.argv[1])
for number in range(start, start + int(sys.argv[2])):
    customer = {"email": f"c{number}@customer.test"}
    lodge({"channel": "web", "text": "t", "customer": customer}, by=by, now=datetime.now(UTC))
"""
OVERDUE = """
import django; django.setup()
from datetime import datetime, timedelta, UTC
from kesu.journeys.lodge import lodge
from kesu.people.queries import everyone
by = next(one for one in everyone().values() if one.sign_in == "agent")
at = datetime.now(UTC) - timedelta(days=40)
lodge({"channel": "web", "text": "t", "customer": {}}, by=by, now=at)
"""
ASKED = """
import django; django.setup()
from collections import Counter
from kesu.correspondence.models import Mail
from kesu.deadlines.models import Clock
print(sorted(Counter(Mail.objects.values_list("state", flat=True)).items()))
print(Clock.objects.filter(state="breached").count())
"""


@pytest.fixture
def office() -> Iterator[Smtp]:
    with Smtp() as running:
        yield running


@pytest.fixture
def server(tmp_path: Path, office: Smtp) -> Iterator[Server]:
    """A Kesu whose mail goes to the office."""
    variables = {"KESU_SMTP_URL": office.url, "KESU_MAIL_FROM": "care@kesu.test"}
    with Server(tmp_path / "home", variables=variables) as running:
        running.hire("agent", rank="agent")
        yield running


def python(server: Server, code: str, *words: str) -> str:
    """What a little program prints that works on the server's data."""
    import sys

    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env={**server.environment, "DJANGO_SETTINGS_MODULE": "kesu.config.settings"},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


@pytest.mark.door
@pytest.mark.req("E01")
def test_an_acknowledgement_is_there_at_once(server: Server, office: Smtp) -> None:
    agent = server.hire("lin", rank="agent")
    given = {"channel": "web", "text": "赠品没有寄", "customer": {"email": "c@customer.test"}}
    with server.client(agent.token) as client:
        made = client.post("/complaints", json=given)
    assert made.status_code == 201, made.text
    eventually(lambda: office.copies() == [1])
    assert made.json()["no"] in str(office.one()["Subject"])


@pytest.mark.door
@pytest.mark.req("F-10")
def test_a_post_office_that_says_nothing_holds_up_no_clock(server: Server, office: Smtp) -> None:
    office.mode = Mode.hang
    before = office.connections
    python(server, LODGE, "0", "3")
    eventually(lambda: office.connections > before)
    python(server, OVERDUE)
    eventually(lambda: python(server, ASKED).splitlines()[1] == "1", seconds=20)
    assert office.messages == {}
    office.mode = Mode.take
    eventually(lambda: sorted(office.copies()) == [1, 1, 1], seconds=60)


@pytest.mark.door
@pytest.mark.req("F-02", "F-07", "F-10", "G6")
def test_kills_and_outages_lose_no_letter(server: Server, office: Smtp) -> None:
    chance = random.Random(20260213)
    modes = [Mode.refuse, Mode.take, Mode.drop_after_data, Mode.take, Mode.busy, Mode.take]
    part = -(-MAILS // len(modes))
    for place, mode in enumerate(modes):
        office.mode = mode
        python(server, LODGE, str(place * part), str(part))
        time.sleep(chance.uniform(0, 1))
        server.kill("worker")
        eventually(lambda: bool(server.processes("worker")))
    office.mode = Mode.take
    until = time.monotonic() + 600
    while len(office.messages) < part * len(modes):
        assert time.monotonic() < until, (len(office.messages), python(server, ASKED))
        time.sleep(0.5)
    eventually(lambda: f"('done', {part * len(modes)})]" in python(server, ASKED), seconds=120)
    print(f"letters {len(office.messages)}, copies {sorted(Counter(office.copies()).items())}")
    assert set(office.recipients) == {f"c{n}@customer.test" for n in range(part * len(modes))}


@pytest.mark.door
def test_a_worker_that_is_told_to_end_keeps_what_went_out(server: Server, office: Smtp) -> None:
    python(server, LODGE, "0", "5")
    eventually(lambda: len(office.messages) > 0)
    assert server.stop(signal.SIGTERM) == 0
    server.start()
    eventually(lambda: "('done', 5)" in python(server, ASKED), seconds=90)
    assert sorted(office.copies()) == [1] * 5


@pytest.mark.door
@pytest.mark.req("E9")
def test_a_wrong_setting_is_said_in_one_line_without_its_secret(tmp_path: Path) -> None:
    server = Server(tmp_path / "home", variables={"KESU_SMTP_URL": "smtp://u:S3cret@"}, is_new=True)
    done = server.cli("serve", "--port", "0")
    assert (done.returncode, done.stderr.count("\n"), "S3cret" in done.stderr) == (2, 1, False)
    assert done.stderr.startswith("KESU_SMTP_URL: ")


@pytest.mark.door
@pytest.mark.req("E9")
def test_a_password_stands_in_no_log(tmp_path: Path) -> None:
    with Smtp(login=("care", "right")) as office:
        url = office.url.replace("smtp://", "smtp://care:S3cret-9@")
        variables = {"KESU_SMTP_URL": url, "KESU_MAIL_FROM": "care@kesu.test"}
        with Server(tmp_path / "home", variables=variables) as server:
            server.hire("agent", rank="agent")
            python(server, LODGE, "0", "1")
            eventually(lambda: "mail waits" in server.log())
            listed, checked = server.cli("outbox", "list"), server.cli("doctor")
            said = server.log() + listed.stdout + listed.stderr + checked.stdout
    assert ("535" in listed.stdout, "S3cret" in said) == (True, False)


@pytest.mark.door
def test_the_command_lists_and_sends_again(server: Server, office: Smtp) -> None:
    office.refused_for.add("c0@customer.test")
    python(server, LODGE, "0", "1")
    eventually(lambda: "quarantined" in python(server, ASKED))
    listed = server.cli("outbox", "list")
    id_ = listed.stdout.split("\t")[0]
    assert ("搁置" in listed.stdout, "customer.test" in listed.stdout) == (True, False)
    office.refused_for.clear()
    again = server.cli("outbox", "replay", id_)
    assert again.returncode == 0, again.stderr
    eventually(lambda: office.copies() == [1])
    assert [server.cli("outbox", "replay", *words).returncode for words in ([id_], ["x"], [])] == [
        1,
        2,
        2,
    ]
    assert server.cli("journal", "verify").returncode == 0
