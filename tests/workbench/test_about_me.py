"""投诉我本人: one key, and then no door shows the accused anything of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kesu.complaints.models import Complaint
from kesu.people.rules import Person
from tests.api.caller import Caller
from tests.cast import House, Play
from tests.workbench.visitor import Visitor, body

PHONE = "13912345678"
CALL = "CALL-90871"
NOW = datetime.now(UTC)


def lodged(person: Person, **typed: str) -> Complaint:
    given = {"phone": PHONE, "call": CALL, **typed}
    response = Visitor(person).post("/lodge/about-me", once="me-1", **given)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    return Complaint.objects.get()


@pytest.mark.req("E49", "E48")
def test_one_key_lodges_routes_and_says_where_the_call_goes(house: House) -> None:
    visitor = Visitor(house.agent, language="zh-CN")
    assert "lodge/about-me" in visitor.read("/lodge")
    visitor.post("/lodge/about-me", once="me-1", phone=PHONE, call=CALL)
    row = Complaint.objects.get()
    said = visitor.read("/")
    assert (row.accused_id, row.type, row.owner_id) == (
        house.agent.id,
        "2.2",
        house.supervisor.id,
    )
    assert CALL in row.text
    assert (row.no in said, house.supervisor.full_name in said) == (True, True)


@pytest.mark.req("E49")
def test_the_same_key_pressed_twice_lodges_once(house: House) -> None:
    visitor = Visitor(house.agent)
    for _ in range(2):
        visitor.post("/lodge/about-me", once="me-1", phone=PHONE)
    assert Complaint.objects.count() == 1


def test_a_number_that_is_none_is_refused_with_a_reason(house: House) -> None:
    response = Visitor(house.agent).post("/lodge/about-me", once="me-1", phone="abc")
    assert (response.headers["Location"], Complaint.objects.count()) == ("/lodge", 0)


PAGES = (
    "/",
    "/?view=all",
    "/?view=mine",
    f"/search?q={CALL}",
    f"/search?q={PHONE}",
    "/notices",
    "/export?list=queue&format=csv",
    f"/export?list=search&format=jsonl&q={CALL}",
    "/lodge",
    f"/lodge?phone={PHONE}",
    "/batches",
    "/outbox",
)


@pytest.mark.req("E49")
def test_no_page_shows_the_accused_anything_of_it(house: House) -> None:
    row = lodged(house.agent)
    visitor = Visitor(house.agent)
    visitor.read("/")  # the message that tells the number is read once
    secrets = (row.no, row.text)
    found = {path: seen(visitor.get(path)) for path in PAGES}
    leaking = {path: text for path, text in found.items() if any(one in text for one in secrets)}
    assert list(leaking) == []
    lookup = visitor.post("/lodge/customer", customer__phone=PHONE)
    assert row.no not in body(lookup)
    assert row.no in Visitor(house.supervisor).read("/?view=all")


def seen(response: Any) -> str:
    streamed = getattr(response, "streaming", False)
    content = b"".join(response.streaming_content) if streamed else response.content
    return content.decode()


@pytest.mark.req("E49")
def test_every_direct_address_answers_the_accused_403_without_a_field(house: House) -> None:
    row = lodged(house.agent)
    visitor = Visitor(house.agent)
    answers = [
        visitor.get(f"/complaints/{row.no}"),
        visitor.get(f"/complaints/{row.no}/contact"),
        visitor.post(f"/complaints/{row.no}/reveal"),
        *(
            visitor.post(f"/complaints/{row.no}/do/{verb}", text="x")
            for verb in (
                "note",
                "contact",
                "approve",
                "transfer",
                "follow_up",
                "identify",
                "freeze",
            )
        ),
    ]
    assert {one.status_code for one in answers} == {403}
    assert not any(CALL in body(one) for one in answers)


API = (
    "/complaints",
    f"/complaints?q={CALL}",
    f"/complaints?phone={PHONE}",
    "/queue",
    "/complaints/export?format=jsonl",
    "/queue/export?format=jsonl",
    "/batches",
)


@pytest.mark.req("E49")
def test_the_api_tells_the_accused_a_number_and_where_it_went_and_nothing_after(
    house: House,
) -> None:
    accused = Caller(house.agent, "read", "write")
    due = datetime.now(UTC) + timedelta(hours=2)
    lodging = {
        "channel": "hotline",
        "text": CALL,
        "customer": {"phone": PHONE},
        "type": "2.2",
        "accused_agent": "agent",
        "first_contact": {"promise": {"what": "回电", "due": due.isoformat()}},
    }
    answer = accused.post("/complaints", lodging)
    no = answer.json["no"]
    assert (answer.status, set(answer.json)) == (201, {"no", "routing"})
    assert set(answer.json["routing"]) == {"owner", "say"}
    listed = {path: no in accused.get(path).content.decode() for path in API}
    assert [path for path, found in listed.items() if found] == []
    closed = [
        accused.get(f"/complaints/{no}{tail}").status
        for tail in ("", "/journal", "/clocks", "/actions", "/journal/export")
    ]
    assert set(closed) == {403}


@pytest.mark.req("E49")
def test_the_accused_is_no_follower_of_it_either(play: Play, house: House) -> None:
    row = lodged(house.supervisor)
    people = {row.owner_id, row.risk_owner_id, row.dedicated_id}
    assert house.supervisor.id not in people
