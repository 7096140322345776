"""The board of warnings: what may become a complaint is settled where it stands (A22, M26)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kesu.journeys.hear import hear
from kesu.journeys.hear_payload import read_many
from kesu.journeys.lodge import lodge
from kesu.watch.models import HitMark, Signal
from tests.cast import House, complaint
from tests.workbench.visitor import Visitor, value

pytestmark = pytest.mark.django_db
TEXT = "电话13812345678，再不处理我就打12315"


NOW = datetime(2026, 2, 12, 1, tzinfo=UTC)


def chat(text: str = TEXT, conversation: str = "C-1") -> Signal:
    now = datetime.now(UTC)
    said = [
        {"from": "agent", "text": "您好", "id": f"{conversation}-0"},
        {"from": "customer", "text": text, "id": f"{conversation}-1"},
    ]
    at = now.isoformat(timespec="seconds")
    rows: list[dict[str, Any]] = [
        {**one, "conversation": conversation, "at": at, "shop": "旗舰店"} for one in said
    ]
    hear(read_many({"messages": rows}, now=now), by=None, at=now)
    return Signal.objects.get(conversation__key=conversation)


@pytest.mark.req("A22")
def test_the_sentence_stands_with_its_word_marked_and_numbers_covered(agent: Visitor) -> None:
    chat()
    page = agent.read("/signals")
    assert "<mark>12315</mark>" in page
    assert "138****5678" in page
    assert "13812345678" not in page
    assert 'data-row-key="H"' in page


@pytest.mark.req("A22")
def test_a_case_gone_quiet_is_named_by_what_it_is_about(agent: Visitor, house: House) -> None:
    given = {"channel": "email", "text": "一直没有回音", "subject": "除湿机漏水13812345678"}
    lodged = {"customer": {}, "type": "1.2.5", **given}
    case = lodge(lodged, by=house.agent, now=NOW).complaint
    told = {"rule": "case", "seen": 3, "limit": 2}
    raised = {"raised": NOW, "last_at": NOW, "reasons": [told]}
    Signal.objects.create(kind="silence", key="silence:1", level=2, about=case, **raised)
    row = agent.read("/signals").partition('<li class="ask signal"')[2].partition("</li>")[0]
    assert "除湿机漏水138****5678" in row
    assert f">{case.no}</a></p>" in row


def test_with_nothing_to_do_the_board_says_where_warnings_come_from(agent: Visitor) -> None:
    page = agent.read("/signals")
    assert "Nothing waits here" in page
    assert "Nothing was settled yet" in agent.read("/signals?tab=settled")


@pytest.mark.req("M26")
def test_handled_with_its_words_marked_it_counts(agent: Visitor) -> None:
    one = chat()
    chat("我要找记者曝光", "C-2")
    typed = {"words": "已回电", "helped": "yes", "mark-12315": "yes"}
    assert agent.post(f"/signals/{one.pk}/handle", **typed).status_code == 302
    assert HitMark.objects.get().right
    page = agent.read("/signals?tab=settled")
    assert "50.0%" in page
    assert "1/2, 95% interval" in page
    assert "100.0%" in page
    assert "已回电" in page
    assert str(one.pk) not in agent.read("/signals")


def test_what_is_missing_is_said_beside_what_was_typed(agent: Visitor) -> None:
    one = chat()
    refused = agent.post(f"/signals/{one.pk}/dismiss", words="  ")
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()
    one.refresh_from_db()
    assert one.state == "open"


def test_a_wrong_handling_is_taken_back_by_who_did_it(agent: Visitor, house: House) -> None:
    one = chat()
    agent.post(f"/signals/{one.pk}/dismiss", words="玩笑")
    assert f"/signals/{one.pk}/undo" in agent.read("/signals?tab=settled")
    assert f"/signals/{one.pk}/undo" not in Visitor(house.supervisor).read("/signals?tab=settled")
    again = Visitor(house.supervisor).post(f"/signals/{one.pk}/dismiss", words="也是")
    assert again.status_code == 409
    assert agent.post(f"/signals/{one.pk}/undo").status_code == 302
    assert str(one.pk) in agent.read("/signals")


def test_the_conversation_stands_beside_it(agent: Visitor) -> None:
    one = chat()
    page = agent.read(f"/signals/{one.pk}/talk")
    assert "您好" in page
    assert "<mark>12315</mark>" in page
    assert "13812345678" not in page


@pytest.mark.req("A22")
def test_lodged_with_the_talk_as_its_words_and_its_numbers_kept(agent: Visitor) -> None:
    one = chat()
    page = agent.read(f"/lodge?signal={one.pk}")
    shown = value(page, "text")
    assert "138****5678" in shown
    typed = {"channel": "im", "text": shown, "type": "1.2.5", "signal": str(one.pk), "once": "k"}
    assert agent.post("/lodge", **typed).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.complaint is not None) == ("lodged", True)
    assert one.complaint is not None
    made = complaint(one.complaint.no)
    assert "13812345678" in made.text
    assert (made.channel, made.received <= one.raised) == ("im", True)
    assert made.no in agent.read("/signals?tab=settled")
    assert agent.get(f"/lodge?signal={one.pk}").status_code == 409


def test_a_talk_that_was_lodged_before_says_as_what(agent: Visitor) -> None:
    one = chat()
    typed = {"channel": "im", "text": "x", "type": "1.2.5", "signal": str(one.pk), "once": "k"}
    assert agent.post("/lodge", **typed).status_code == 302
    one.refresh_from_db()
    assert one.complaint is not None
    said = {"raised": one.raised, "last_at": one.raised, "conversation": one.conversation}
    late = Signal.objects.create(kind="silence", key="late", level=2, **said)
    asked = agent.get(f"/lodge?signal={late.pk}")
    assert (asked.status_code, one.complaint.no in asked.content.decode()) == (409, True)
    again = agent.post("/lodge", **{**typed, "signal": str(late.pk), "once": "l"})
    assert (again.status_code, one.complaint.no in again.content.decode()) == (422, True)


def test_news_tell_what_was_raised_and_settled_behind_a_line(agent: Visitor) -> None:
    one = chat()
    head = agent.get("/signals/news").content.decode()
    seq = int(head.partition('data-head="')[2].partition('"')[0])
    assert agent.get(f"/signals/news?since={seq}").status_code == 204
    two = chat("我要找记者曝光", "C-2")
    agent.post(f"/signals/{one.pk}/dismiss", words="玩笑")
    told = agent.get(f"/signals/news?since={seq}").content.decode()
    fresh, _, settled = told.partition("data-settled")
    assert (str(two.pk) in fresh, str(one.pk) in settled) == (True, True)


def test_the_rail_leads_there_with_the_number_that_waits(agent: Visitor) -> None:
    chat()
    page = agent.read("/signals")
    assert 'href="/signals"' in page


def test_auditors_read_and_liaisons_do_not(house: House) -> None:
    one = chat()
    auditor = Visitor(house.auditor)
    assert 'data-row-key="H"' not in auditor.read("/signals")
    assert auditor.post(f"/signals/{one.pk}/dismiss", words="x").status_code == 409
    for nobody in (house.liaison, house.admin):
        assert Visitor(nobody).get("/signals").status_code == 403
        assert Visitor(nobody).get(f"/signals/{one.pk}/talk").status_code == 404
