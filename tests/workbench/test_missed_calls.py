"""A call that nobody took, from a number without an open complaint, until somebody called back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kesu.journal.models import JournalLine
from kesu.journeys.missed_calls import GivenCall, miss
from kesu.people.rules import Person
from kesu.watch.models import MissedCall
from tests.cast import House, Play
from tests.workbench.visitor import Visitor, body, value

PHONE = "13912344417"
NOW = datetime.now(UTC)
"""Screens read the clock themselves."""


def rang(by: Person, *, minutes: int = 5, phone: str = PHONE, id_: str = "1") -> str:
    """A call in vain so many minutes ago; its key."""
    at = NOW - timedelta(minutes=minutes)
    miss([GivenCall(id=id_, phone=phone, at=at)], by=by, now=NOW)
    return str(MissedCall.objects.get(key=id_).pk)


def above(visitor: Visitor) -> str:
    """The part of the board that holds who called in vain."""
    return visitor.read("/callbacks").partition('id="owed-head"')[0]


def kinds() -> list[str]:
    rows = JournalLine.objects.filter(kind__startswith="call.").order_by("seq")
    return list(rows.values_list("kind", flat=True))


@pytest.mark.req("F03")
def test_everybody_who_calls_back_sees_the_number_once_and_masked(house: House) -> None:
    rang(house.agent, minutes=20)
    rang(house.agent, minutes=5, id_="2")
    for person in (house.agent, house.supervisor):
        page = Visitor(person).read("/callbacks")
        shown = (page.count("139****4417"), "2 times" in page, PHONE in page)
        assert shown == (1, True, False), person.sign_in
    assert Visitor(house.liaison).get("/callbacks").status_code == 403


@pytest.mark.req("F03", "E41")
def test_calling_back_opens_the_page_of_a_call_and_lodging_settles_it(
    house: House, agent: Visitor
) -> None:
    key = rang(house.peer)
    answer = agent.post(f"/callbacks/missed/{key}/call")
    assert (answer.status_code, PHONE in answer.url) == (302, False)
    page = agent.read(answer.url)
    assert (value(page, "customer.phone"), value(page, "missed")) == (PHONE, key)
    assert "Agent is calling back" in Visitor(house.peer).read("/callbacks")
    typed: dict[str, Any] = {"missed": key, "channel": "hotline", "customer.phone": PHONE}
    said = {"text": "赠品没有寄", "type": "1.1.1"}
    said |= {"ending": "promise", "first_contact.promise.what": "回电"}
    said |= {"first_contact.promise.due": "2099-01-01T10:00"}
    assert agent.client.post("/lodge", {**typed, **said}).status_code == 302
    row = MissedCall.objects.get()
    assert (row.state, row.complaint is not None) == ("lodged", True)
    assert kinds() == ["call.missed", "call.taken", "call.lodged"]
    assert (
        "139****4417" not in Visitor(house.peer).read("/callbacks").partition('id="owed-head"')[0]
    )


@pytest.mark.req("F03")
def test_the_number_is_shown_to_whoever_took_the_call_alone(house: House) -> None:
    key = rang(house.agent)
    path = f"/lodge?missed={key}"
    assert PHONE not in Visitor(house.peer).read(path)
    Visitor(house.agent).post(f"/callbacks/missed/{key}/call")
    assert PHONE not in Visitor(house.peer).read(path)
    assert Visitor(house.liaison).post(f"/callbacks/missed/{key}/call").status_code == 403


@pytest.mark.req("F03")
def test_in_vain_it_waits_on_and_reached_it_is_settled_with_its_words(
    house: House, agent: Visitor
) -> None:
    key = rang(house.peer)
    path = f"/callbacks/missed/{key}/log"
    assert agent.post(path, reached="false").status_code == 302
    assert "1 attempt" in agent.read("/callbacks")
    refused = agent.post(path, reached="true", summary=" ")
    assert (refused.status_code, MissedCall.objects.get().state) == (422, "open")
    assert 'role="alert"' in body(refused)
    assert agent.post(path, reached="perhaps", summary="问营业时间").status_code == 422
    assert agent.post(path, reached="true", summary="问营业时间").status_code == 302
    row = MissedCall.objects.get()
    assert (row.state, row.said, row.by_id) == ("returned", "问营业时间", house.agent.id)
    assert "Nobody waits for a call" in agent.read("/callbacks")
    assert kinds() == ["call.missed", "call.tried", "call.returned"]


@pytest.mark.req("F03")
def test_of_two_who_settle_it_the_second_is_told(house: House, agent: Visitor) -> None:
    key = rang(house.peer)
    Visitor(house.peer).post(f"/callbacks/missed/{key}/log", reached="true", summary="已答复")
    for what, typed in (("log", {"reached": "true", "summary": "又答复"}), ("call", {})):
        answer = agent.client.post(f"/callbacks/missed/{key}/{what}", typed, follow=True)
        assert "called back already" in body(answer), what
    assert MissedCall.objects.get().said == "已答复"
    assert agent.post(f"/callbacks/missed/{key}/drop").status_code == 404
    nobody = "/callbacks/missed/00000000-0000-7000-8000-000000000000/log"
    assert agent.post(nobody, reached="false").status_code == 404


@pytest.mark.req("F03")
def test_who_was_lodged_or_spoken_with_since_waits_no_more(play: Play, agent: Visitor) -> None:
    rang(play.house.agent, minutes=5)
    assert "139****4417" in agent.read("/callbacks")
    play.lodge(by=play.house.peer, now=NOW, customer={"name": "张女士", "phone": PHONE})
    assert "139****4417" not in agent.read("/callbacks")


@pytest.mark.req("F03", "E36")
def test_a_customer_with_a_role_is_not_named(play: Play, agent: Visitor) -> None:
    play.walk("closed", customer={"name": "王先生", "phone": "13912344410"})
    play.lodge(customer={"name": "李女士", "phone": "13912344411", "special_role": "media"})
    for last in "01":
        rang(play.house.agent, phone=f"1391234441{last}", id_=last)
    page = above(agent)
    shown = [word in page for word in ("139****4410", "王先生", "139****4411", "李女士")]
    assert shown == [True, True, True, False]
