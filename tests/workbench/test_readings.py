"""What was read on a case, beside it: shown with its reasons, put right by people, never acting."""

import html
import re
from typing import Any

import pytest

from kesu.complaints.models import EmotionPoint
from kesu.watch.models import CaseReading
from tests.cast import Play, complaint, lines
from tests.watch.test_readings import DESPAIR, FURIOUS
from tests.workbench.test_page_counts import _queries
from tests.workbench.visitor import Visitor

pytestmark = pytest.mark.django_db


def _case(play: Play, text: str = FURIOUS) -> str:
    no = play.lodge(text=f"上周买的奶粉结块了。{text}").complaint.no
    play.do("accept", no)
    return no


def _panel(page: str) -> str:
    return page.partition('id="case-read"')[2].partition('id="case-side-body"')[0]


@pytest.mark.req("A33", "A04", "D30")
def test_each_number_opens_to_the_words_it_rests_on(play: Play, agent: Visitor) -> None:
    no = _case(play)
    page = html.unescape(agent.read(f"/complaints/{no}"))
    panel = _panel(page)
    marked = re.findall(r"<mark>(.*?)</mark>", panel)
    assert marked
    assert all(words in complaint(no).text for words in marked)
    for said in ("A public crisis", "May go higher", "Retaliation", "Media exposure"):
        assert said in panel
    assert "A public crisis" in page.partition('id="case-danger"')[2].partition("case-rail")[0]


@pytest.mark.req("D30", "D32", "A31")
@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_the_policy_says_how_to_answer_in_that_stage(play: Play, language: str) -> None:
    no = _case(play)
    panel = _panel(Visitor(play.house.agent, language=language).read(f"/complaints/{no}"))
    answer = {"en": "do not argue or dare them", "zh-hans": "不争辩", "zh-hant": "不爭辯"}
    assert answer[language] in panel
    assert ('href="#do-escalate"' in panel, 'href="#do-breakdown"' in panel) == (True, True)
    assert complaint(no).tier == "F"


@pytest.mark.req("A31")
def test_a_plan_is_asked_until_there_is_one(play: Play, agent: Visitor) -> None:
    no = _case(play)
    said: dict[str, Any] = {"attitude": "坚决", "demand": "道歉", "emotion": 4, "plan": "先听完"}
    assert "plan the next one" in agent.read(f"/complaints/{no}")
    play.do("breakdown", no, **said)
    assert "plan the next one" not in agent.read(f"/complaints/{no}")


@pytest.mark.req("E34")
def test_a_grave_risk_offers_urgency_and_one_click_gives_it(play: Play) -> None:
    no = _case(play)
    supervisor = Visitor(play.house.supervisor)
    page = supervisor.read(f"/complaints/{no}")
    assert ("Is this urgent?" in page, complaint(no).urgent) == (True, False)
    assert supervisor.act(no, "mark_urgent", reasons="U1").status_code == 302
    assert (complaint(no).urgent, complaint(no).urgent_reasons) == (True, ["U1"])
    assert "Is this urgent?" not in supervisor.read(f"/complaints/{no}")


def test_a_calm_case_has_neither_banner_nor_question(play: Play, agent: Visitor) -> None:
    no = play.lodge(text="赠品没有寄到，请帮忙查一下，谢谢。").complaint.no
    page = agent.read(f"/complaints/{no}")
    before = page.partition('id="case-danger"')[2].partition("case-rail")[0]
    assert "notice" not in before


@pytest.mark.req("F25")
def test_self_harm_stands_above_everything(play: Play, agent: Visitor) -> None:
    no = _case(play, DESPAIR)
    danger = agent.read(f"/complaints/{no}").partition('id="case-danger"')[2]
    assert "Self-harm" in danger.partition("case-rail")[0]


@pytest.mark.req("A30")
def test_what_people_noted_and_what_was_read_are_told_apart(play: Play, agent: Visitor) -> None:
    no = _case(play)
    play.do("emotion", no, level=2, turning_point="说了今天一定回电")
    page = html.unescape(agent.read(f"/complaints/{no}"))
    read = CaseReading.objects.get().emotion
    assert f"noted by people 2, read {read}" in page
    assert "说了今天一定回电" in _panel(page)


@pytest.mark.req("A30")
def test_a_person_says_that_a_risk_is_not_there(play: Play, agent: Visitor) -> None:
    no = _case(play)
    row = CaseReading.objects.get()
    answer = agent.post(f"/complaints/{no}/reading", reading=row.pk, wrong="media")
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.risks["media"] == 0
    (line,) = lines(no, "reading.corrected")
    assert line.facts == {
        "reading": row.pk,
        "source": "telling",
        "ref": "",
        "risks": {"media": False},
    }


@pytest.mark.req("A30")
def test_an_emotion_and_a_stage_are_put_right(play: Play, agent: Visitor) -> None:
    no = _case(play)
    row = CaseReading.objects.get()
    agent.post(f"/complaints/{no}/reading", reading=row.pk, emotion=1, stage="expect", right="quit")
    row.refresh_from_db()
    assert (row.stage, row.risks["quit"], EmotionPoint.objects.get().level) == ("expect", 100, 1)
    panel = _panel(agent.read(f"/complaints/{no}"))
    assert "Expectation" in panel
    assert "calm, then solve" not in panel.lower()


@pytest.mark.parametrize(
    "typed", [{}, {"reading": "x"}, {"wrong": "nonsense"}, {"emotion": "9"}, {"stage": "love"}]
)
def test_what_cannot_be_is_said_and_nothing_is_kept(
    play: Play, agent: Visitor, typed: dict[str, str]
) -> None:
    no = _case(play)
    given = {"reading": str(CaseReading.objects.get().pk), **typed}
    assert agent.post(f"/complaints/{no}/reading", **given).status_code == 302
    assert lines(no, "reading.corrected") == []


def test_a_reading_of_another_case_cannot_be_put_right_here(play: Play, agent: Visitor) -> None:
    mine, other = _case(play), _case(play)
    row = CaseReading.objects.get(complaint__no=other)
    agent.post(f"/complaints/{mine}/reading", reading=row.pk, wrong="media")
    row.refresh_from_db()
    assert row.risks["media"] > 0


def test_a_liaison_sees_nothing_of_what_was_read(play: Play) -> None:
    no = _case(play)
    play.do("consult", no, department="merchant", question="请核实")
    page = Visitor(play.house.liaison).read(f"/complaints/{no}")
    assert "What was read" not in page


def test_reading_costs_the_case_page_no_more_questions(play: Play, agent: Visitor) -> None:
    no = _case(play)
    one = _queries(agent, f"/complaints/{no}")
    for _ in range(3):
        play.do("contact", no, channel="hotline", outcome="reached", summary=FURIOUS)
    assert (_queries(agent, f"/complaints/{no}"), one <= 25) == (one, True)


@pytest.mark.req("D31")
def test_two_talks_without_satisfaction_warn_of_a_demand(play: Play, agent: Visitor) -> None:
    no = play.lodge(text="赠品没有寄到。").complaint.no
    play.do("accept", no)
    assert "Two talks" not in agent.read(f"/complaints/{no}")
    for _ in range(2):
        play.now = play.now.replace(hour=play.now.hour + 1)
        play.do("contact", no, channel="hotline", outcome="reached", summary="客户仍不满意")
        play.do("emotion", no, level=2)
    panel = _panel(agent.read(f"/complaints/{no}"))
    assert "expect a demand for compensation" in panel
    assert "they want to be taken seriously" in panel
