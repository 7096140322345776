"""Calls that nobody took: told by the telephone system, once each, and lost to nobody (F03)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection

from kesu.complaints.models import Complaint, Contact
from kesu.correspondence.models import Notice
from kesu.journal.models import JournalLine
from kesu.watch.models import MissedCall
from tests.api.caller import Caller
from tests.cast import House, Play, at

pytestmark = pytest.mark.django_db
PHONE = "13912344417"


def ring(id_: str, phone: str = PHONE, **more: Any) -> dict[str, Any]:
    return {"id": id_, "phone": phone, "at": "2026-02-13T11:00:00+08:00", **more}


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


@pytest.mark.req("F03", "E49")
def test_what_may_not_be_known_any_more_is_not_answered_again(play: Play) -> None:
    no = play.lodge(customer={"phone": PHONE}).complaint.no
    teller = Caller(play.house.peer)
    assert told(teller, ring("1"))[0]["complaint"] == no
    Complaint.objects.update(accused=play.house.peer.id)
    assert told(teller, ring("1")) == [{"id": "1", "complaint": None, "new": False}]
    assert told(Caller(play.house.agent), ring("1"))[0]["complaint"] == no
    Complaint.objects.update(accused=None, restricted=True)
    assert told(teller, ring("1")) == [{"id": "1", "complaint": None, "new": False}]


@pytest.mark.req("F03", "E41")
def test_what_is_told_late_is_no_contact_of_what_came_after_it(play: Play) -> None:
    no = play.lodge(now=at("02-13 12:00"), customer={"phone": PHONE}).complaint.no
    caller = Caller(play.house.peer)
    assert told(caller, ring("1"))[0]["complaint"] is None
    play.do("contact", no, now=at("02-13 15:00"), channel="hotline", outcome="reached")
    between = ring("2", at="2026-02-13T14:00:00+08:00")
    assert told(caller, between)[0]["complaint"] is None
    assert (Contact.objects.get().outcome, Notice.objects.count()) == ("reached", 0)
    later = ring("3", at="2026-02-13T16:00:00+08:00")
    assert told(caller, later)[0]["complaint"] == no


@pytest.mark.req("F03", "E36")
def test_of_a_restricted_complaint_its_owner_alone_hears(play: Play) -> None:
    said = {"customer": {"phone": PHONE, "special_role": "media"}}
    row = play.lodge(**said).complaint
    Notice.objects.all().delete()
    for _time in range(2):
        assert told(Caller(play.house.peer), ring("1"))[0]["complaint"] is None
    notice = Notice.objects.get()
    assert (notice.kind, notice.to_id, notice.complaint_id) == ("missed_call", row.owner_id, row.pk)
    assert (Contact.objects.exists(), MissedCall.objects.get().complaint) == (False, None)
    assert row.no not in JournalLine.objects.get(kind="call.missed").line
    play.do("contact", row.no, now=at("02-13 15:00"), channel="hotline", outcome="reached")
    told(Caller(play.house.peer), ring("2", at="2026-02-13T14:00:00+08:00"))
    assert Notice.objects.filter(kind="missed_call").count() == 1


@pytest.mark.req("F03")
def test_a_long_post_that_breaks_off_is_kept_by_fifties_and_sent_again(house: House) -> None:
    def breaks(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT") and "call-060" in (params or ()):
            raise OperationalError
        return execute(sql, params, many, context)

    caller = Caller(house.agent)
    many = [ring(f"call-{n:03}") for n in range(61)]
    with connection.execute_wrapper(breaks):
        assert caller.post("/calls", {"calls": many}).status >= 500
    assert MissedCall.objects.count() == 50
    assert [one["new"] for one in told(caller, *many)] == [False] * 50 + [True] * 11


def test_with_a_key_the_whole_post_is_answered_once(house: House) -> None:
    caller = Caller(house.agent)
    first, second = (
        caller.post("/calls", {"calls": [ring("1")]}, Idempotency_Key="k-1") for _time in range(2)
    )
    assert (first.json["calls"][0]["new"], first.content) == (True, second.content)
    assert second.headers["Idempotent-Replay"] == "true"


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
