"""What people marked is what the house learns from, masked, and measures itself by."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from kesu.complaints.models import Complaint
from kesu.console.triage import train
from kesu.desk import marked, reading_model
from kesu.desk.faults import NotYours
from kesu.desk.readings_quality import Cause, quality
from kesu.journeys.reading_corrected import correct
from kesu.watch.models import CaseReading
from tests.cast import Play
from tests.watch.test_readings import FURIOUS

pytestmark = pytest.mark.django_db


@pytest.fixture
def play(db: None) -> Play:
    return Play()


def _say(play: Play, no: str, **said: object) -> None:
    row = CaseReading.objects.filter(complaint__no=no).latest("id")
    correct(no, {"reading": row.pk, **said}, by=play.house.agent, now=play.now)


@pytest.mark.req("A30")
def test_what_people_said_of_a_text_is_one_row(play: Play) -> None:
    no = play.lodge(text=f"打我电话13812345678。{FURIOUS}").complaint.no
    _say(play, no, wrong=["media"], emotion=2)
    _say(play, no, right=["media", "quit"], stage="respect")
    (row,) = marked.rows()
    said = {label for label, there in row["risks"].items() if there}
    assert ({"media", "quit"} <= said, len(row["risks"])) == (True, 10)
    assert (row["emotion"], row["stage"]) == (2, "respect")
    assert (FURIOUS in row["text"], "13812345678" in row["text"]) == (True, False)


@pytest.mark.req("A30")
def test_a_talk_with_its_noted_emotion_is_a_row(play: Play) -> None:
    no = play.lodge(text="赠品没有寄到。").complaint.no
    play.do("accept", no)
    play.do("contact", no, channel="hotline", outcome="reached", summary=FURIOUS)
    play.do("emotion", no, level=5)
    (row,) = marked.rows()
    assert (row["text"], row["risks"]["media"], row["emotion"]) == (FURIOUS, True, 5)


def test_what_only_few_may_know_of_is_not_learned_from(play: Play) -> None:
    no = play.lodge(text=FURIOUS).complaint.no
    _say(play, no, wrong=["media"])
    Complaint.objects.update(restricted=True)
    assert list(marked.rows()) == []


@pytest.mark.req("A30")
def test_the_quality_is_what_people_took_back_and_missed(play: Play) -> None:
    first, second = (play.lodge(text=FURIOUS).complaint.no for _ in range(2))
    _say(play, first, wrong=["media"], emotion=2)
    _say(play, second, right=["quit"])
    found = quality(reader=play.house.manager)
    seen = {one.code: (one.read, one.wrong, one.missed) for one in found.risks}
    assert (seen["media"], seen["quit"], found.marked) == ((2, 1, 0), (0, 0, 1), 2)
    assert (sum(count for _apart, count in found.emotions), found.learned) == (1, None)


@pytest.mark.req("A30")
def test_turning_points_are_told_by_the_cause_of_their_case(play: Play) -> None:
    no = play.walk("proposing", text=FURIOUS)
    play.do("cause", no, text="漏发", category="物流")
    play.do("emotion", no, level=2, turning_point="说了今天补寄")
    other = play.lodge().complaint.no
    play.do("emotion", other, level=1, turning_point="道了歉")
    play.do("emotion", no, level=1, turning_point="补寄到了")
    assert quality(reader=play.house.manager).causes == [Cause("物流", 2), Cause("", 1)]


@pytest.mark.parametrize("told", ["", "[]", "{", '{"quality": {"media": 1}}', '{"quality": []}'])
def test_a_spoilt_report_is_none(
    play: Play, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KESU_HOME", str(tmp_path))
    reading_model.folder().mkdir(parents=True)
    (reading_model.folder() / reading_model.ABOUT).write_text(told)
    assert quality(reader=play.house.manager).learned is None


def test_an_agent_does_not_see_the_quality(play: Play) -> None:
    with pytest.raises(NotYours):
        quality(reader=play.house.agent)


@pytest.mark.req("A30")
def test_the_house_learns_from_its_marks_and_reads_with_it(
    play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KESU_HOME", str(tmp_path))
    words = ("衣服褪色", "鞋子开胶", "杯子漏水", "包装破损", "颜色不对")
    lines = [
        json.dumps(
            {"id": f"{n}", "text": f"{words[n % 5]}{n}，{said}", "quit": there}, ensure_ascii=False
        )
        for n in range(60)
        for said, there in [("以后绝不光顾贵宝号", 1) if n % 2 else ("麻烦看看怎么处理", 0)]
    ]
    assert reading_model.current() is None
    assert train(lines, reading_model.folder(), date(2026, 2, 13), StringIO()) == 0
    learned = quality(reader=play.house.manager).learned
    assert learned is not None
    assert (learned.on, learned.texts) == (date(2026, 2, 13), 60)
    assert reading_model.current() is not None
    play.lodge(text="杯子漏水，以后绝不光顾贵宝号")
    assert CaseReading.objects.latest("id").risks.get("quit", 0) >= 50


def test_a_spoilt_model_is_left_aside(
    play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KESU_HOME", str(tmp_path))
    reading_model.folder().mkdir(parents=True)
    for name in (reading_model.PIECES, reading_model.ABOUT):
        (reading_model.folder() / name).write_bytes(b"\xff{")
    play.lodge(text=FURIOUS)
    assert CaseReading.objects.get().risks["media"] >= 50
