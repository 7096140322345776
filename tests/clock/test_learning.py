"""The types are learned from closed cases, in a process of their own."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from kesu.clock.learning import LEASE, School
from kesu.complaints.models import Complaint
from kesu.foundation.faults import Refused
from kesu.intake import cases, taught
from kesu.intake.models import Learning
from kesu.journal.queries import about
from kesu.journeys import learning
from kesu.journeys.faults import NotYours
from kesu.policy.loading import builtin
from tests.cast import Play
from tests.intake.closed import closed

CODES = builtin("loyalty").type_codes


def work(school: School, play: Play, rounds: int = 600) -> None:
    """Until nothing is due any more."""
    for _ in range(rounds):
        due = school.work(play.now, 50)
        if due is None or due > play.now:
            return
    raise AssertionError("the lesson does not end")


def told() -> list[str]:
    """What the record says of it."""
    return [entry.kind for entry in about(*learning.ABOUT)]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KESU_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.req("A22", "E27")
def test_what_a_director_asks_for_is_learned_and_on_the_record(play: Play, home: Path) -> None:
    closed(play)
    learning.ask(by=play.house.director, at=play.now)
    work(School(), play)
    known = taught.learned()
    model = taught.model()
    assert known is not None
    assert model is not None
    assert (known.sound, known.about["cases"]) == (True, 90)
    assert model.guess(["快递还没有到"])[0].label == "1.2.1"
    row = Learning.objects.get()
    assert (row.state, row.open, row.cases) == ("done", False, 90)
    assert told() == ["types.asked", "types.learned"]


def test_too_few_cases_leave_what_was_learned_alone(play: Play, home: Path) -> None:
    closed(play)
    learning.learn(by="system:console", at=play.now)
    before = (home / "models" / "type" / "model.kesu").read_bytes()
    Complaint.objects.filter(type="2.2").update(state="received")
    Complaint.objects.filter(type="1.2.2").update(restricted=True)
    learning.ask(by=play.house.director, at=play.now)
    work(School(), play)
    assert (home / "models" / "type" / "model.kesu").read_bytes() == before
    assert Learning.objects.get().cases == 0
    assert told()[-1] == "types.too_few"


def test_it_is_asked_for_once_at_a_time_and_not_by_everybody(play: Play) -> None:
    learning.ask(by=play.house.director, at=play.now)
    with pytest.raises(Refused, match="已经在进行了"), transaction.atomic():
        learning.ask(by=play.house.admin, at=play.now)
    with pytest.raises(NotYours):
        learning.ask(by=play.house.agent, at=play.now)
    assert told() == ["types.asked"]


def test_a_case_counts_as_it_ended_and_masked(play: Play, home: Path) -> None:
    closed(play)
    Complaint.objects.filter(type="2.2").update(text="请回电13912344417", type="2.3")
    found = cases.stock(CODES)
    assert set(found.types) == {"1.2.1", "1.2.2", "2.3"}
    assert not any("13912344417" in text for text in found.texts)


@pytest.mark.parametrize("columns", [{"restricted": True}, {"type": "0"}, {"state": "received"}])
def test_what_is_open_unsorted_or_for_few_is_not_learned_from(
    play: Play, columns: dict[str, object]
) -> None:
    closed(play)
    Complaint.objects.filter(type="2.2").update(**columns)
    assert set(cases.stock(CODES).types) == {"1.2.1", "1.2.2"}


def test_a_lesson_whose_worker_is_gone_is_begun_again(play: Play, home: Path) -> None:
    closed(play)
    learning.ask(by=play.house.director, at=play.now)
    lost = School()
    lost.work(play.now, 50)
    play.now += LEASE + timedelta(seconds=1)
    work(School(), play)
    lost.work(play.now, 50)
    assert told() == ["types.asked", "types.learned"]


def test_a_file_that_was_spoilt_is_left_aside(play: Play, home: Path) -> None:
    closed(play)
    learning.learn(by="system:console", at=play.now)
    (home / "models" / "type" / "model.kesu").write_bytes(b"PK")
    known = taught.learned()
    assert known is not None
    assert (taught.model(), known.sound) == (None, False)
    learning.learn(by="system:console", at=play.now)
    assert taught.model() is not None
