"""Who is calling: the page of a call knows them, and what they are owed (F03, E41, C05)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kesu.complaints.models import Complaint, Contact, Customer, Order, Promise
from kesu.correspondence.models import Notice
from kesu.desk import customers
from kesu.people.queries import everyone
from kesu.people.rules import Person
from tests.cast import House, Play, complaint, lines
from tests.workbench.visitor import Visitor, body, value

PHONE = "13912344417"
CALLER = {"name": "张女士", "phone": PHONE, "level": 3, "age": 68}
NOW = datetime.now(UTC)
"""Screens read the clock themselves."""


def called(play: Play, days: int = 0, by: Person | None = None, **given: object) -> str:
    """A complaint that came in by telephone so many days ago; its number."""
    due = (NOW + timedelta(days=1)).isoformat()
    ends = {"promise": {"what": "18点前回电", "due": due}}
    said = {"channel": "hotline", "customer": CALLER, "first_contact": ends, **given}
    return play.lodge(by, now=NOW - timedelta(days=days), **said).complaint.no


def pops(person: Person, call: str = "CALL-1", phone: str = PHONE) -> str:
    """The page that the telephone system opens."""
    return Visitor(person).read(f"/call?phone={phone}&call_id={call}")


def left(page: str) -> str:
    """The column of who is calling."""
    return page.partition('class="lodge-who')[2].partition('class="lodge-what')[0]


@pytest.mark.req("F03")
def test_the_telephone_opens_the_page_with_all_it_knows(play: Play, house: House) -> None:
    no = called(play, text="取件员两次未上门")
    shown = pops(house.peer)
    assert (value(shown, "customer.phone"), value(shown, "recording")) == (PHONE, "CALL-1")
    wanted = ("张女士", "Level 3", "139****4417", "取件员两次未上门", "18点前回电", "68 years old")
    assert [word for word in wanted if word not in left(shown)] == []
    assert f"/lodge/contact/{no}" in shown


@pytest.mark.req("F03")
def test_the_call_is_counted_in_seven_days_and_in_the_year(play: Play, house: House) -> None:
    called(play, days=1)
    no = called(play, days=0)
    Visitor(house.peer).post(f"/lodge/contact/{no}", channel="hotline", recording="CALL-0")
    assert "Call <b>4</b> in 7 days" in pops(house.peer)


def test_one_call_that_was_kept_twice_is_one_call(play: Play, house: House) -> None:
    no = called(play)
    Complaint.objects.filter(no=no).update(recording="CALL-1")
    Visitor(house.peer).post(f"/lodge/contact/{no}", channel="hotline", recording="CALL-1")
    assert "Call <b>1</b> in 7 days" in pops(house.peer)


@pytest.mark.req("F03")
def test_a_member_calls_from_another_number(play: Play, house: House) -> None:
    called(play, customer={"name": "张女士", "external_id": "M-88", "phone": PHONE}, text="第一件")
    other = {"customer__phone": "13500001111", "customer__external_id": "M-88"}
    shown = body(Visitor(house.peer).post("/lodge/customer", **other))
    assert ["张女士" in shown, "第一件" in shown] == [True, True]


def test_what_is_open_stands_above_what_was(play: Play, house: House) -> None:
    play.walk("withdrawn", customer=CALLER, text="从前的一件")
    play.lodge(customer=CALLER, text="还开着的一件", now=NOW)
    shown = left(pops(house.agent))
    assert shown.index("还开着的一件") < shown.index("从前的一件")


def test_the_last_promise_says_whether_it_was_kept(play: Play, house: House) -> None:
    no = called(play)
    play.do("keep_promise", no, now=NOW, promise=Promise.objects.get().pk, kept=False)
    assert "Not kept" in left(pops(house.agent))


@pytest.mark.req("C05")
def test_how_the_customer_wants_to_be_reached_is_shown(play: Play, house: House) -> None:
    no = called(play)
    play.do("prefer", no, now=NOW, channel="wechat", call_from="18:00", do_not_call=True)
    shown = left(pops(house.agent))
    assert ["WeChat, from 18:00" in shown, "Does not want to be called" in shown] == [True, True]


def test_the_latest_orders_can_be_taken_over(play: Play, house: House) -> None:
    called(play)
    customer = Customer.objects.get()
    Order.objects.create(
        external_id="O-5527", customer=customer, product="空气炸锅", amount=32900, ordered=NOW
    )
    shown = left(pops(house.agent))
    assert ["空气炸锅" in shown, "329.00" in shown, "ends in 5527" in shown] == [True] * 3


@pytest.mark.req("E41")
def test_a_contact_is_logged_there_with_the_call_and_the_owner_stays(
    play: Play, house: House
) -> None:
    no = called(play)
    typed = {"channel": "hotline", "text": "又来问补发", "recording": "CALL-7", "once": "a"}
    response = Visitor(house.clerk).post(f"/lodge/contact/{no}", **typed)
    row = Contact.objects.get()
    kept = (row.direction, row.outcome, row.summary, row.recording, complaint(no).owner_id)
    assert response.status_code == 302
    assert kept == ("in", "reached", "又来问补发", "CALL-7", house.agent.id)


def test_a_contact_sent_twice_is_logged_once_and_the_form_may_still_lodge(
    play: Play, house: House
) -> None:
    no, visitor = called(play), Visitor(house.clerk)
    typed = {"channel": "email", "text": "又来问补发", "once": "a"}
    for _ in range(2):
        visitor.client.post(f"/lodge/contact/{no}", typed, headers={"HX-Request": "true"})
    visitor.post("/lodge", **typed)
    assert (Contact.objects.count(), Complaint.objects.count()) == (1, 2)


def test_a_case_that_ended_meanwhile_says_so_and_nothing_typed_is_lost(
    play: Play, house: House
) -> None:
    no = play.walk("withdrawn", customer=CALLER)
    typed = {"channel": "hotline", "text": "说了很久的话", "once": "a"}
    response = Visitor(house.agent).post(f"/lodge/contact/{no}", **typed)
    assert (response.status_code, value(body(response), "text")) == (409, "说了很久的话")


@pytest.mark.req("F03")
def test_the_call_stays_with_the_complaint_and_is_told_when_it_rings_again(
    play: Play, house: House
) -> None:
    typed = {"channel": "email", "text": "没有寄", "recording": "CALL-9", "once": "a"}
    Visitor(house.agent).post("/lodge", **typed)
    row = Complaint.objects.get()
    assert row.recording == "CALL-9"
    assert lines(row.no, "complaint.lodged")[0].notes["recording"] == "CALL-9"
    assert f'href="/complaints/{row.no}">{row.no}' in pops(house.agent, call="CALL-9")


@pytest.mark.req("F03")
def test_a_missed_call_is_told_to_the_owner_and_shown_until_somebody_speaks(
    play: Play, house: House
) -> None:
    no = called(play)
    missed = {"channel": "hotline", "direction": "in", "outcome": "no_answer"}
    play.do("contact", no, house.peer, now=NOW, recording="CALL-3", **missed)
    assert Notice.objects.filter(to=house.agent.id, kind="missed_call").count() == 1
    before = "Called in vain" in left(pops(house.peer))
    play.do("contact", no, now=NOW + timedelta(seconds=1), channel="hotline", outcome="reached")
    assert (before, "Called in vain" in left(pops(house.peer))) == (True, False)


@pytest.mark.req("E49")
def test_the_accused_hear_of_no_case_about_them_not_even_in_a_count(
    play: Play, house: House
) -> None:
    called(play, by=house.second, type="2.2", accused_agent="peer", text="他中途挂断")
    shown = pops(house.peer)
    assert ["他中途挂断" in shown, "18点前回电" in shown, "Call <b>1</b> in 7" in shown] == [
        False,
        False,
        True,
    ]


@pytest.mark.req("E41", "E06")
@pytest.mark.parametrize("who", ["auditor", "admin", "liaison"])
def test_who_takes_no_calls_learns_of_no_caller(play: Play, house: House, who: str) -> None:
    called(play, customer={**CALLER, "external_id": "M-88"}, text="第一件")
    visitor = Visitor(getattr(house, who))
    pages = [pops(getattr(house, who))]
    for typed in ({"customer__phone": PHONE}, {"customer__external_id": "M-88"}):
        answer = visitor.post("/lodge/customer", **typed)
        assert answer.status_code == 200
        pages.append(body(answer))
    told = ("张女士", "第一件", "18点前回电", "a new customer")
    assert [word for page in pages for word in told if word in left(page) + page] == []


def test_a_liaison_takes_a_complaint_in_all_the_same(play: Play, house: House) -> None:
    called(play)
    typed = {"channel": "email", "text": "没有寄", "customer__phone": PHONE, "once": "a"}
    assert Visitor(house.liaison).post("/lodge", **typed).status_code == 302
    assert Complaint.objects.filter(lodged_by=house.liaison.id).count() == 1


def test_an_age_is_of_the_year_at_the_place_of_the_rules(play: Play, house: House) -> None:
    called(play)
    Customer.objects.update(birth_year=1950)
    people, eve = everyone(), datetime(2026, 12, 31, 17, tzinfo=UTC)
    found = customers.known(PHONE, reader=house.agent, people=people, now=eve)
    assert found is not None
    assert found.customer.age == 77


def test_a_number_nobody_has_is_a_new_customer(house: House) -> None:
    assert "a new customer" in left(pops(house.agent, phone="13500009999"))


@pytest.mark.parametrize(
    "odd", ["", "x" * 900, "%00", "<script>alert(1)</script>", "13912344417 转 8"]
)
def test_whatever_the_telephone_system_sends_the_page_opens(house: House, odd: str) -> None:
    client = Visitor(house.agent).client
    response = client.get("/call", {"phone": odd, "call_id": odd})
    assert (response.status_code, "<script>alert(1)" in body(response)) == (200, False)


def test_the_page_of_a_call_asks_no_more_for_three_cases_than_for_one(
    play: Play, house: House
) -> None:
    visitor = Visitor(house.agent)
    asked = []
    for more in (1, 2):
        for _ in range(more):
            called(play)
        with CaptureQueriesContext(connection) as seen:
            visitor.read(f"/call?phone={PHONE}&call_id=CALL-1")
        asked.append(len(seen))
    assert (asked[1], asked[0] <= 24) == (asked[0], True)
