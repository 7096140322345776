"""Calls that nobody took: told by the telephone system, once each, and lost to nobody (F03)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kesu.complaints.models import Contact
from kesu.correspondence.models import Notice
from kesu.journal.models import JournalLine
from kesu.watch.models import MissedCall
from tests.api.caller import Caller
from tests.cast import House, Play

pytestmark = pytest.mark.django_db
PHONE = "13912344417"


def ring(id_: str, phone: str = PHONE, **more: Any) -> dict[str, Any]:
    return {"id": id_, "phone": phone, "at": "2026-02-13T09:00:00+08:00", **more}


def told(caller: Caller, *calls: dict[str, Any]) -> list[Any]:
    answer = caller.post("/calls", {"calls": list(calls)})
    assert answer.status == 200, answer.content
    found: list[Any] = answer.json["calls"]
    return found


@pytest.mark.req("F03")
def test_a_missed_call_of_an_open_complaint_is_a_contact_there(play: Play) -> None:
    no = play.lodge(customer={"name": "张女士", "phone": PHONE}).complaint.no
    caller = Caller(play.house.peer)
    assert told(caller, ring("1")) == [{"id": "1", "complaint": no, "new": True}]
    row = Contact.objects.get()
    assert (row.direction, row.outcome, row.recording) == ("in", "no_answer", "1")
    assert MissedCall.objects.get().state == "logged"
    assert Notice.objects.filter(kind="missed_call", to=play.house.agent.id).count() == 1
    assert told(caller, ring("1"), ring("1")) == [{"id": "1", "complaint": no, "new": False}] * 2
    assert Contact.objects.count() == 1


@pytest.mark.req("F03")
def test_one_of_nobody_s_is_kept_sealed_and_once(house: House) -> None:
    caller = Caller(house.agent)
    assert told(caller, ring("1"), ring("2", "+86 139 1234 4417")) == [
        {"id": "1", "complaint": None, "new": True},
        {"id": "2", "complaint": None, "new": True},
    ]
    assert told(caller, ring("1"))[0]["new"] is False
    first, second = MissedCall.objects.order_by("key")
    assert first.phone_blind == second.phone_blind
    assert PHONE.encode() not in bytes(first.phone)
    lines = JournalLine.objects.filter(kind="call.missed")
    assert (lines.count(), PHONE in "".join(one.line for one in lines)) == (2, False)


@pytest.mark.req("F03")
def test_the_complaint_of_a_closed_matter_is_not_touched(play: Play) -> None:
    play.walk("closed", customer={"phone": PHONE})
    before = Contact.objects.count()
    assert told(Caller(play.house.peer), ring("1"))[0]["complaint"] is None
    assert (Contact.objects.count(), MissedCall.objects.get().state) == (before, "open")


@pytest.mark.req("F03", "E49")
def test_the_accused_learns_of_no_complaint_against_them(play: Play) -> None:
    said = {"customer": {"phone": PHONE}, "type": "2.1.1", "accused_agent": "8001"}
    play.lodge(by=play.house.peer, **said)
    assert told(Caller(play.house.agent), ring("1"))[0]["complaint"] is None
    assert not Contact.objects.exists()


def test_who_is_told_of_no_caller_tells_of_none(house: House) -> None:
    for person in (house.liaison, house.auditor, house.admin):
        answer = Caller(person).post("/calls", {"calls": [ring("1")]})
        assert (answer.status, MissedCall.objects.count()) == (403, 0), person.sign_in


def test_other_keys_are_no_fault_and_a_call_told_twice_at_once_is_new(house: House) -> None:
    known = ring("1", line="400", agent={"no": 7})
    assert [one["new"] for one in told(Caller(house.agent), known, known)] == [True, True]
    assert MissedCall.objects.count() == 1


def test_what_cannot_be_read_is_named_and_nothing_is_kept(house: House) -> None:
    later = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    bad = (
        (ring("2", "none"), "calls.1.phone"),
        (ring("2", at=later), "calls.1.at"),
        (ring("2", at="yesterday"), "calls.1.at"),
        (ring(" "), "calls.1.id"),
    )
    for one, place in bad:
        answer = Caller(house.agent).post("/calls", {"calls": [ring("1"), one]})
        assert (answer.status, answer.json["errors"][0]["loc"]) == (422, place)
    assert not MissedCall.objects.exists()
    many = [ring(str(n)) for n in range(1001)]
    assert Caller(house.agent).post("/calls", {"calls": many}).status == 422
