"""What was said before in the same words, and what closed cases taught, beside words typed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kesu.complaints.models import Complaint
from kesu.journeys import learning
from kesu.people.rules import Person
from tests.cast import Play, lines
from tests.intake.closed import closed
from tests.workbench.visitor import Visitor, body

LEAK = "保温杯用了三天杯底就开裂漏水，把桌上的电脑泡坏了，店里说没有小票不能换。"
PHONE = "13912344417"
SAME = "The same words were lodged before"
TELLS = "Open cases that tell of the same"


@pytest.fixture
def lodged(play: Play) -> Complaint:
    """What the caller said yesterday; two other agents work there, too."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    given: dict[str, Any] = {
        "customer": {"phone": PHONE},
        "text": LEAK,
        "type": "1.1",
        "product": "保温杯",
    }
    return play.lodge(now=yesterday, **given).complaint


def typed(who: Person, text: str, **more: str) -> str:
    return body(Visitor(who).post("/lodge/suggest", text=text, **more))


@pytest.mark.req("D15", "E37")
def test_the_same_words_of_the_same_person_are_shown(play: Play, lodged: Complaint) -> None:
    shown = typed(play.house.agent, f"{LEAK}请尽快！", customer__phone=PHONE)
    assert [SAME in shown, f"/complaints/{lodged.no}" in shown] == [True, True]
    assert SAME not in typed(play.house.agent, LEAK, customer__phone="13900000000")
    assert SAME not in typed(play.house.agent, "发票一直没有开给我", customer__phone=PHONE)


def test_who_may_not_open_it_is_told_its_number_without_a_way_there(
    play: Play, lodged: Complaint
) -> None:
    shown = typed(play.house.clerk, LEAK, customer__phone=PHONE)
    assert [lodged.no in shown, f'href="/complaints/{lodged.no}"' in shown] == [True, False]


@pytest.mark.req("E36")
@pytest.mark.parametrize("columns", [{"restricted": True}, {"accused": "agent"}])
def test_what_is_for_few_or_about_the_reader_is_never_shown(
    play: Play, lodged: Complaint, columns: dict[str, Any]
) -> None:
    named = {key: play.house.agent.id if key == "accused" else one for key, one in columns.items()}
    Complaint.objects.filter(pk=lodged.pk).update(**named)
    shown = typed(play.house.agent, LEAK, customer__phone=PHONE, type="1.1")
    assert [lodged.no in shown, SAME in shown, TELLS in shown] == [False, False, False]


@pytest.mark.req("E37")
def test_open_cases_that_tell_of_the_same_are_shown_to_who_may_open_them(
    play: Play, lodged: Complaint
) -> None:
    other = "杯底开裂了，保温杯漏水把我的电脑泡坏了，去店里要求换，说没有小票"
    shown = typed(play.house.agent, other, type="1.1")
    assert [TELLS in shown, lodged.no in shown] == [True, True]
    assert TELLS not in typed(play.house.agent, other, type="2.2")
    assert TELLS not in typed(play.house.clerk, other, type="1.1")
    Complaint.objects.filter(pk=lodged.pk).update(state="closed")
    assert TELLS not in typed(play.house.agent, other, type="1.1")


def test_that_takes_two_questions_more(play: Play, lodged: Complaint) -> None:
    visitor = Visitor(play.house.agent)
    asked = {"customer__phone": PHONE, "type": "1.1"}
    with CaptureQueriesContext(
        connection,
    ) as short:
        visitor.post("/lodge/suggest", text="漏", **asked)
    with CaptureQueriesContext(connection) as long:
        visitor.post("/lodge/suggest", text=LEAK, **asked)
    assert len(long) - len(short) == 2


@pytest.mark.req("A22", "E27")
def test_what_closed_cases_taught_is_suggested_with_its_words_and_kept_with_what_was_chosen(
    play: Play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KESU_HOME", str(tmp_path))
    text = "3号：快递十天了还没有到，天地玄黄"
    before = typed(play.house.agent, text)
    closed(play)
    learning.learn(by="system:console", at=play.now)
    after = typed(play.house.agent, text)
    assert ["as in closed cases" in one for one in (before, after)] == [False, True]
    assert after.index('data-pick="1.2.1"') < after.index("as in closed cases")
    given = {"channel": "email", "text": text, "type": "1.2.2", "once": "a", "offered": "1.2.1,9.9"}
    Visitor(play.house.agent).post("/lodge", **given)
    no = Complaint.objects.latest("received").no
    assert lines(no, "complaint.lodged")[0].facts["offered"] == ["1.2.1"]
