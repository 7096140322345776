"""A call that nobody took, from a number without an open complaint, until somebody called back."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kesu.journal.models import JournalLine
from kesu.journeys.missed_calls import GivenCall, miss
from kesu.journeys.missed_settle import lodge_missed
from kesu.people.rules import Person
from kesu.watch import missed
from kesu.watch.models import MissedCall
from tests.cast import House, Play
from tests.workbench.crew import Crew
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
    agent.post(f"/callbacks/missed/{key}/call")
    assert "is calling back" in agent.read("/callbacks")
    agent.post(path, reached="false")
    assert "is calling back" not in agent.read("/callbacks")
    refused = agent.post(path, reached="true", summary=" ")
    assert (refused.status_code, MissedCall.objects.get().state) == (422, "open")
    assert 'role="alert"' in body(refused)
    assert agent.post(path, reached="perhaps", summary="问营业时间").status_code == 422
    assert agent.post(path, reached="true", summary="问营业时间").status_code == 302
    row = MissedCall.objects.get()
    assert (row.state, row.said, row.by_id) == ("returned", "问营业时间", house.agent.id)
    assert "Nobody waits for a call" in agent.read("/callbacks")
    tried = ["call.tried", "call.taken", "call.tried"]
    assert kinds() == ["call.missed", *tried, "call.returned"]


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


@pytest.mark.req("F03")
def test_a_complaint_of_somebody_else_settles_no_call(house: House, agent: Visitor) -> None:
    key = rang(house.peer)
    agent.post(f"/callbacks/missed/{key}/call")
    said = {"channel": "email", "text": "赠品没有寄", "type": "1.1.1", "missed": key}
    assert agent.post("/lodge", **said, customer__phone="13912344418").status_code == 302
    assert (MissedCall.objects.get().state, kinds()) == ("open", ["call.missed", "call.taken"])
    assert "139****4417" in above(agent)


@pytest.mark.req("F03", "E41")
def test_who_is_told_of_no_caller_settles_no_call(house: House) -> None:
    row = MissedCall.objects.get(pk=rang(house.peer))
    raw = {"channel": "email", "text": "赠品没有寄", "type": "1.1.1", "customer": {"phone": PHONE}}
    lodge_missed(row.pk, raw, by=house.liaison, now=NOW)
    row.refresh_from_db()
    assert (row.state, row.complaint) == ("open", None)


@pytest.mark.req("F03")
def test_what_waits_no_more_is_not_counted_with_what_does(play: Play, agent: Visitor) -> None:
    rang(play.house.peer, minutes=60)
    customer = {"phone": PHONE, "special_role": "media"}
    play.lodge(by=play.house.peer, now=NOW - timedelta(minutes=30), customer=customer)
    key = rang(play.house.peer, minutes=5, id_="2")
    assert "2 times" not in above(agent)
    agent.post(f"/callbacks/missed/{key}/log", reached="true", summary="已答复")
    line = json.loads(JournalLine.objects.get(kind="call.returned").line)
    assert line["facts"]["times"] == 1
    assert list(MissedCall.objects.order_by("key").values_list("state", flat=True)) == [
        "open",
        "returned",
    ]


@pytest.mark.req("F03")
def test_after_two_weeks_a_call_waits_no_more(house: House, agent: Visitor) -> None:
    day = 24 * 60
    old, young = (
        rang(house.peer, minutes=14 * day + 5),
        rang(house.peer, minutes=13 * day, phone="13912344418", id_="2"),
    )
    page = above(agent)
    assert (old in page, young in page) == (False, True)
    answer = agent.client.post(f"/callbacks/missed/{old}/call", follow=True)
    assert "called back already" in body(answer)


@pytest.mark.req("F03")
def test_beyond_a_hundred_numbers_the_rest_is_counted(house: House, agent: Visitor) -> None:
    for n in range(103):
        missed.keep(key=str(n), phone=f"13912{n:06}", at=NOW - timedelta(minutes=n), heard=NOW)
    oldest = NOW - timedelta(minutes=200)
    missed.keep(key="again", phone="13912000000", at=oldest, heard=NOW)
    page = above(agent)
    shown = (page.count('id="missed-'), '"count">100/103<' in page)
    assert shown == (102, True), "with the two of the heading"
    assert "2 times" in page


@pytest.mark.req("F03", "E36")
def test_a_complaint_that_few_may_know_does_not_show(play: Play, agent: Visitor) -> None:
    customer = {"phone": "13912344411", "special_role": "media"}
    play.lodge(by=play.house.peer, now=NOW - timedelta(minutes=30), customer=customer)
    keys = [rang(play.house.peer, phone=f"1391234441{last}", id_=last, minutes=5) for last in "01"]
    page = above(agent)
    rows = [page.partition(f'id="missed-{key}"')[2].partition("</li>")[0] for key in keys]
    alike = {
        re.sub(r'value="\w{64}"', "", row.replace(key, "").replace(f"441{last}", ""))
        for row, key, last in zip(rows, keys, "01", strict=True)
    }
    assert (len(alike), "complaint" in alike.pop()) == (1, False)


@pytest.mark.req("F03")
@pytest.mark.door
@pytest.mark.browser
def test_a_draft_of_another_customer_takes_no_missed_call(
    desk: Callable[..., Page], crew: Crew
) -> None:
    made = crew.server.cli("token", "create", "--user", "w-lin")
    with crew.server.client(made.stdout.split()[-1]) as client:
        at = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
        call = {"id": "draft-1", "phone": "13811118888", "at": at}
        assert client.post("/calls", json={"calls": [call]}).status_code == 200
    page = desk("w-lin")
    page.goto(f"{crew.url}/lodge")
    page.fill("#phone", "13811119999")
    page.fill("#text", "另一位客户的话")
    expect(page.locator("[data-draft-state]")).to_be_visible()
    page.goto(f"{crew.url}/callbacks")
    page.locator(".call", has_text="138****8888").locator("[data-row-key=B]").click()
    page.wait_for_url("**/lodge?missed=*")
    others = page.locator("[data-draft-others] li")
    expect(others).to_have_count(1)
    origin = page.locator("#lodge [name=missed]")
    assert (page.input_value("#phone"), page.input_value("#text")) == ("13811118888", "")
    assert origin.input_value() in page.url
    others.get_by_role("button").first.click()
    expect(page.locator("#phone")).to_have_value("13811119999")
    assert origin.input_value() == ""
