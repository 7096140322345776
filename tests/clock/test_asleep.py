"""Eight hours asleep: what ran out meanwhile is marked once, the oldest first, at its true time."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from kesu.clock.duties import breaches
from kesu.correspondence.models import Notice
from kesu.deadlines.models import Clock, DueMoment
from kesu.journal.models import JournalLine
from kesu.journal.queries import verify
from tests.cast import Play, at, complaint, end_of
from tests.clock.asleep import NIGHT, crew, lodge_many
from tests.clock.sleepers import MORNING_AFTER
from tests.door import Server
from tests.door.server import KESU

SLEEPERS = int(os.environ.get("KESU_SLEEPERS", "240"))
"""How many clocks run out in the night; 10,000 before a release."""
NOW = at(MORNING_AFTER) + timedelta(minutes=1)


def work_off(limit: int) -> None:
    """As the worker does it when it wakes."""
    while (due := breaches(NOW, limit)) is not None and due <= NOW:
        pass


def test_each_is_marked_once_oldest_first_at_its_true_time(play: Play) -> None:
    owners = crew(play, 5)
    lodge_many(play, 120, owners, before=at(MORNING_AFTER))
    work_off(50)
    said = JournalLine.objects.filter(kind="clock.breached").order_by("seq")
    times = list(said.values_list("at", flat=True))
    wanted = sorted(Clock.objects.filter(state="breached").values_list("due", flat=True))
    assert (times, len(set(said.values_list("about_id", flat=True)))) == (wanted, 120)
    assert (times[0], times[-1] - times[0] < NIGHT) == (at(MORNING_AFTER) - NIGHT, True)
    assert (DueMoment.objects.count(), verify()) == (0, None)


def test_everybody_concerned_is_told_of_each(play: Play) -> None:
    owners = crew(play, 4)
    lodge_many(play, 41, owners, before=at(MORNING_AFTER))
    work_off(50)
    told = Notice.objects.filter(kind="breached")
    assert [told.filter(to=one.id).count() for one in owners] == [10] * 4
    assert [told.filter(to=one.supervisor).count() for one in owners] == [10] * 4


def test_in_one_hand_or_in_many_the_record_says_the_same(play: Play) -> None:
    lodge_many(play, 30, crew(play, 2), before=at(MORNING_AFTER))
    due = list(DueMoment.objects.values_list("pk", flat=True))
    DueMoment.objects.filter(pk__in=due[15:]).update(state="done")
    work_off(50)
    DueMoment.objects.filter(pk__in=due[15:]).update(state="waiting")
    work_off(1)
    each = JournalLine.objects.filter(kind="clock.breached").values_list("line", flat=True)
    own = {"seq", "id", "about", "case", "at", "prev", "case_prev"}
    forms = set()
    for text in each:
        line = json.loads(text)
        line["facts"].pop("due")
        forms.add(json.dumps({name: said for name, said in line.items() if name not in own}))
    assert (len(each), len(forms)) == (30, 1)


def test_two_clocks_of_one_complaint_in_one_hand_are_two_steps(play: Play) -> None:
    no = play.walk("accepted")
    before = complaint(no).version
    breaches(at("02-15 00:00"), 50)
    rows = Clock.objects.filter(complaint__no=no, state="breached")
    assert sorted(rows.values_list("name", "breached_at")) == [
        ("first_callback", end_of("02-14")),
        ("progress", end_of("02-14")),
    ]
    assert (complaint(no).version, verify()) == (before + 2, None)


@pytest.mark.req("C21")
def test_months_without_a_line_are_judged_a_month_at_a_time(play: Play) -> None:
    no = play.walk("accepted")
    late = at("05-31 12:00")
    parts = 0
    while (due := breaches(late, 50)) is not None and due <= late:
        parts += 1
    missed = Clock.objects.filter(complaint__no=no, name="progress", state="breached")
    days = [row.breached_at for row in missed.order_by("due")]
    first, last = end_of("02-14"), end_of("05-30")
    assert days == [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert [row.due for row in Clock.objects.filter(name="progress", state="running")] == [
        end_of("05-31")
    ]
    told = Notice.objects.filter(complaint__no=no, kind="breached", detail="progress")
    assert (parts > 1, set(told.values_list("at", flat=True))) == (True, {late})
    assert told.count() == 2


@pytest.mark.door
@pytest.mark.req("E44")
def test_two_workers_that_wake_mark_each_once(tmp_path: Path) -> None:
    server = Server(tmp_path / "home")
    server.home.mkdir()
    assert server.cli("worker", "--once").returncode == 0
    _sleepers(server, "lodge", str(SLEEPERS))
    command = [KESU, "worker", "--once"]
    workers = [subprocess.Popen(command, env=server.environment) for _ in range(2)]
    assert [worker.wait(600) for worker in workers] == [0, 0]
    said = json.loads(_sleepers(server, "told"))
    said.pop("in order")  # the two of them go beside each other
    # The first one is the example from which the others were made; it is due as well.
    assert said == {
        "breached": SLEEPERS,
        "running": 0,
        "still due": 0,
        "lines": SLEEPERS,
        "twice": [],
        "untrue": 0,
        "notices": 2 * SLEEPERS,
    }
    assert server.cli("journal", "verify").returncode == 0


@pytest.mark.door
@pytest.mark.req("E44")
def test_one_worker_that_wakes_goes_by_age(tmp_path: Path) -> None:
    server = Server(tmp_path / "home")
    server.home.mkdir()
    assert server.cli("worker", "--once").returncode == 0
    _sleepers(server, "lodge", str(SLEEPERS))
    assert server.cli("worker", "--once").returncode == 0
    said = json.loads(_sleepers(server, "told"))
    assert (said["breached"], said["in order"], said["twice"]) == (SLEEPERS, True, [])


def _sleepers(server: Server, *words: str) -> str:
    environment = {**server.environment, "DJANGO_SETTINGS_MODULE": "kesu.config.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.clock.sleepers", *words],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
