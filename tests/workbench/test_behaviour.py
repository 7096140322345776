"""What a customer's orders and claims show, on the page of a case and nowhere else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kesu.complaints.models import Complaint, Customer, Order
from kesu.journal.queries import Entry, about
from kesu.journeys.claimant import look, look_at_recent
from kesu.watch.models import ClaimantPattern, Signal
from tests.cast import Play, complaint
from tests.workbench.visitor import Visitor, body

NOW = datetime.now(UTC)
MEMBER = {"external_id": "M-77", "name": "示例客户"}
TEXT = "依据《食品安全法》第一百四十八条，要求退一赔十，假一赔三。"


def days_ago(days: float) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


def bought(times: int = 4, *, every: float = 1, shop: str = "") -> None:
    customer = Customer.objects.get(external_id="M-77")
    for number in range(times):
        Order.objects.create(
            external_id=f"N-{number}",
            customer=customer,
            ordered=days_ago(3 + number * every),
            product="进口饼干",
            shop=shop or f"店{number}",
            address_blind="a" * 64,
        )


def claimant(play: Play, **given: Any) -> str:
    """The number of a case of somebody who bought the same again and again and cites the law."""
    said = {"customer": MEMBER, "text": TEXT, "remedy_sought": "赔偿1000元", **given}
    no = play.lodge(now=days_ago(0.1), **said).complaint.no
    bought()
    look([complaint(no).customer_id], at=datetime.now(UTC))
    return no


def lines() -> list[Entry]:
    return list(about("customer", str(Customer.objects.get(external_id="M-77").pk)))


def fragment(play: Play, who: str, no: str) -> str:
    return body(Visitor(getattr(play.house, who)).get(f"/complaints/{no}/behaviour"))


@pytest.mark.req("A20", "Q15")
def test_behaviour_is_shown_with_numbers_and_days_to_those_who_may(play: Play) -> None:
    no = claimant(play)
    page = fragment(play, "lead", no)
    assert "Suspected professional claims (behaviour)" in page
    assert "4 within 30 days, 3 asked for" in page
    assert ("N-0" in page, "+25" in page) == (True, True)
    for who, status in (("agent", 403), ("auditor", 403), ("liaison", 403), ("peer", 403)):
        answer = Visitor(getattr(play.house, who)).get(f"/complaints/{no}/behaviour")
        assert answer.status_code == status, who
    assert 'hx-get="/complaints/' + no + '/behaviour"' in Visitor(play.house.lead).read(
        f"/complaints/{no}"
    )
    assert "/behaviour" not in Visitor(play.house.agent).read(f"/complaints/{no}")


@pytest.mark.req("A20", "E49")
def test_no_number_is_told_of_a_case_that_its_reader_may_not_see(play: Play) -> None:
    no = claimant(play)
    said = {"customer": MEMBER, "text": TEXT, "remedy_sought": "赔偿1000元"}
    hidden = [play.lodge(now=days_ago(0.2), **said).complaint.no for _ in range(2)]
    customers = [complaint(no).customer_id]
    look(customers, at=datetime.now(UTC))
    assert all(one in fragment(play, "lead", no) for one in (no, *hidden))
    Complaint.objects.filter(no=hidden[0]).update(accused=play.house.lead.id)
    far = play.house.risk.id
    closed = {"restricted": True, "owner": far, "risk_owner": far}
    Complaint.objects.filter(no=hidden[1]).update(**closed)
    page = fragment(play, "lead", no)
    assert (no in page, *(one in page for one in hidden)) == (True, False, False)
    ClaimantPattern.objects.all().delete()
    look(customers, at=datetime.now(UTC))
    kept = str(ClaimantPattern.objects.values_list("factors", flat=True).get())
    assert (hidden[0] in kept, hidden[1] in kept) == (True, False)


@pytest.mark.req("Q15", "F24")
def test_it_changes_nothing_for_the_customer_and_stands_in_no_list(play: Play) -> None:
    no = play.lodge(now=days_ago(0.1), customer=MEMBER, text=TEXT).complaint.no
    before = Complaint.objects.values().get(no=no)
    bought()
    look_at_recent(datetime.now(UTC), 50)
    assert ClaimantPattern.objects.count() == 1
    assert Complaint.objects.values().get(no=no) == before
    assert Signal.objects.filter(kind="claimant").count() == 0
    queue = Visitor(play.house.lead).read("/?view=all")
    assert "rofessional claims" not in queue


@pytest.mark.req("Q15", "F24")
def test_somebody_who_buys_once_and_complains_in_anger_shows_nothing(play: Play) -> None:
    no = play.lodge(
        now=days_ago(0.1), customer=MEMBER, text="假货！退一赔三！气死我了"
    ).complaint.no
    assert look([complaint(no).customer_id], at=datetime.now(UTC)) == 0
    assert fragment(play, "lead", no).strip() == '<div id="case-behaviour"></div>'


@pytest.mark.req("A20", "Q15")
def test_a_line_of_the_evidence_list_is_looked_at_and_taken_back(play: Play) -> None:
    no = claimant(play)
    visitor = Visitor(play.house.lead)
    path = f"/complaints/{no}/behaviour/do/check"
    visitor.post(path, check="knowing", done="true", said="聊天里说过自己是买来索赔的")
    page = fragment(play, "supervisor", no)
    assert ("聊天里说过" in page, "What to prove 1/5" in " ".join(page.split())) == (True, True)
    visitor.post(path, check="knowing", done="false")
    assert "聊天里说过" not in fragment(play, "supervisor", no)
    assert visitor.post(path, check="guilty").status_code == 302
    kinds = [line.kind for line in lines() if line.kind.startswith("claimant.")]
    assert kinds == ["claimant.found", "claimant.checked", "claimant.checked"]


@pytest.mark.req("Q15")
def test_dropped_with_a_reason_it_comes_back_by_another_behaviour_alone(play: Play) -> None:
    no = claimant(play)
    customer, visitor = complaint(no).customer_id, Visitor(play.house.lead)
    path = f"/complaints/{no}/behaviour/do/drop"
    refused = visitor.client.post(path, {"because": " "}, headers={"HX-Request": "true"})
    assert (refused.status_code, "field-error" in body(refused)) == (422, True)
    visitor.post(path, because="公司团购，已核实")
    assert "N-0" not in fragment(play, "lead", no)
    assert look([customer], at=datetime.now(UTC)) == 0
    for _ in range(3):
        play.lodge(now=days_ago(0.05), customer=MEMBER, text="要求赔偿")
    assert look([customer], at=datetime.now(UTC)) == 1
    dropped = [line for line in lines() if line.kind == "claimant.dropped"]
    assert [line.notes for line in dropped] in ([{"because": "公司团购，已核实"}], [{}])


@pytest.mark.req("Q15")
def test_it_is_forgotten_when_its_time_is_over(play: Play) -> None:
    no = claimant(play)
    ClaimantPattern.objects.update(found=days_ago(10), expires=days_ago(1))
    assert "N-0" not in fragment(play, "lead", no)


@pytest.mark.req("A20")
def test_who_takes_a_call_is_told_quietly_if_they_may(play: Play) -> None:
    claimant(play, customer={**MEMBER, "phone": "13800001111"})
    told = []
    for who in (play.house.lead, play.house.agent):
        answer = Visitor(who).post("/lodge/customer", customer__phone="13800001111")
        told.append("kinds of behaviour were seen" in body(answer))
    assert told == [True, False]


@pytest.mark.req("Q15")
def test_two_who_look_at_one_customer_come_one_after_the_other(play: Play) -> None:
    no = claimant(play)
    ClaimantPattern.objects.all().delete()
    with CaptureQueriesContext(connection) as asked:
        assert look([complaint(no).customer_id], at=datetime.now(UTC)) == 1
    said = [one["sql"] for one in asked]
    looked = next(at for at, one in enumerate(said) if 'FROM "watch_claimantpattern"' in one)
    assert 'FROM "complaints_customer"' in said[looked - 1]
    if connection.features.has_select_for_no_key_update:
        assert "FOR NO KEY UPDATE" in said[looked - 1]


@pytest.mark.req("Q15")
def test_dropped_is_all_that_is_shown_of_the_customer(play: Play) -> None:
    no = claimant(play)
    first = ClaimantPattern.objects.get()
    ClaimantPattern.objects.create(
        customer=first.customer,
        factors=first.factors,
        score=first.score,
        found=days_ago(1),
        expires=first.expires,
    )
    Visitor(play.house.lead).post(f"/complaints/{no}/behaviour/do/drop", because="公司团购")
    assert not ClaimantPattern.objects.filter(dropped=None).exists()
    assert sum(line.kind == "claimant.dropped" for line in lines()) == 2
    assert look([complaint(no).customer_id], at=datetime.now(UTC)) == 0
