"""How well the learned types fit, learning again, and closed cases like the one at hand."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kesu.complaints.models import Complaint
from kesu.intake.models import Learning
from kesu.journal.queries import about
from kesu.journeys import learning
from tests.cast import Play
from tests.intake.closed import closed
from tests.workbench.visitor import Visitor, body

LEAK = "保温杯用了三天杯底就开裂漏水，把桌上的电脑泡坏了，店里说没有小票不能换。"
AGAIN = "杯底开裂了，保温杯漏水把我的电脑泡坏了，去店里要求换，说没有小票"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KESU_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.req("A22")
def test_before_there_are_cases_it_says_what_is_needed(play: Play, home: Path) -> None:
    page = Visitor(play.house.director).read("/admin/learned")
    wanted = ("Nothing is learned yet", "Needed are 60", "Too few")
    assert [one for one in wanted if one not in page] == []
    assert "/admin/learned/again" not in page


@pytest.mark.req("A22", "E27")
def test_the_page_shows_how_well_it_fits_and_what_people_did(play: Play, home: Path) -> None:
    closed(play)
    learning.learn(by="system:console", at=play.now)
    agent = Visitor(play.house.agent)
    for number, code in enumerate(("1.2.1", "1.2.2", "2.2", "0")):
        given = {"channel": "email", "text": "快递没有到", "offered": "1.2.1,1.2.2"}
        named = {"accused_agent": "peer"} if code == "2.2" else {}
        agent.post("/lodge", **given, type=code, once=str(number), **named)
    page = Visitor(play.house.auditor).read("/admin/learned")
    wanted = ("90 closed cases", "100.0%", 'scope="row">1.2.1', "None was taken for another")
    assert [one for one in wanted if one not in page] == []
    taken = page.partition('id="uptake"')[2].partition('id="known"')[0]
    shown = [one.partition("<")[0] for one in taken.split("<dd>")[1:]]
    assert [one.strip() for one in shown] == ["4", "1", "1", "1", "1", "1"]


def test_a_director_has_it_learned_again_and_once_at_a_time(play: Play, home: Path) -> None:
    closed(play)
    director = Visitor(play.house.director)
    assert "/admin/learned/again" in director.read("/admin/learned")
    assert "/admin/learned/again" not in Visitor(play.house.manager).read("/admin/learned")
    for _ in range(2):
        assert director.post("/admin/learned/again").status_code == 302
    page = director.read("/admin/learned")
    assert ["under way already" in page, "being learned again" in page] == [True, True]
    assert [one.kind for one in about(*learning.ABOUT)] == ["types.asked"]
    Learning.objects.update(state="quarantined", last_error="ValueError: spoilt\nmore")
    page = director.read("/admin/learned")
    assert ["ValueError: spoilt" in page, "/admin/learned/again" in page] == [True, True]
    assert director.post("/admin/learned/again").status_code == 302
    assert "being learned again" in director.read("/admin/learned")
    assert Learning.objects.filter(open=True, state="waiting").count() == 1


@pytest.mark.req("D15")
def test_closed_cases_like_it_are_shown_with_cause_and_solution(play: Play) -> None:
    old = play.walk("closed", text=f"{LEAK}请回电13912344417", product="保温杯", type="1.1")
    Complaint.objects.filter(no=old).update(subject="回电13912344417")
    no = play.lodge(text=AGAIN, product="保温杯", type="1.1").complaint.no
    agent = Visitor(play.house.agent)
    assert f"/complaints/{no}/precedents" in agent.read(f"/complaints/{no}")
    shown = agent.read(f"/complaints/{no}/precedents")
    wanted = (old, "商户漏发", "补寄赠品", "合作条款 4.2", "139****4417")
    assert [one for one in wanted if one not in shown] == []
    Complaint.objects.filter(no=old).update(restricted=True)
    assert old not in Visitor(play.house.director).read(f"/complaints/{no}/precedents")


@pytest.mark.req("D15", "B06")
def test_no_closed_case_is_shown_to_who_may_not_open_it(play: Play) -> None:
    old = play.walk("closed", text=LEAK, type="1.1")
    no = play.lodge(play.house.clerk, text=AGAIN, type="1.1").complaint.no
    Complaint.objects.filter(no=no).update(owner=play.house.clerk.id)
    clerk = Visitor(play.house.clerk)
    assert clerk.get(f"/complaints/{old}").status_code == 404
    assert old not in clerk.read(f"/complaints/{no}/precedents")
    assert clerk.get(f"/complaints/{old}/precedents").status_code == 404


def test_many_closed_cases_cost_no_more_questions(play: Play) -> None:
    no = play.lodge(text=AGAIN, type="1.1").complaint.no
    play.walk("closed", text=LEAK, type="1.1")
    agent = Visitor(play.house.agent)
    with CaptureQueriesContext(connection) as one:
        agent.get(f"/complaints/{no}/precedents")
    for _ in range(2):
        play.walk("closed", text=LEAK, type="1.1")
    with CaptureQueriesContext(connection) as three:
        body(agent.get(f"/complaints/{no}/precedents"))
    assert len(three) == len(one)
