"""What the database itself promises of a complaint, and its form numbers."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kesu.complaints import operations, queries
from kesu.complaints.models import Complaint, Customer
from kesu.foundation.sealing import unseal
from tests.cast import MORNING, Play

DAY = date(2026, 2, 13)


@pytest.fixture
def row(db: None) -> Complaint:
    return Play().lodge().complaint


@pytest.mark.req("E16", "E08")
@pytest.mark.parametrize(
    "columns",
    [
        {"urgent": True},
        {"urgent_reasons": ["U1"]},
        {"closed_customer_at": MORNING},
        {"closed_internal_at": MORNING},
        {"form_no": "TS-20260213-0001"},
        {"proposed_at": MORNING},
        {"state": "escalated"},
        {"grade_rank": 4},
        {"next_due": None},
        {"owner": None},
        {"risk_owner": None},
    ],
)
def test_the_database_keeps_a_complaint_true(columns: dict[str, object], row: Complaint) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=row.pk).update(**columns)


@pytest.mark.req("E08")
def test_form_numbers_of_a_day_follow_each_other(db: None) -> None:
    drawn = [operations.draw_form_number(DAY) for _ in range(100)]
    assert drawn == [f"TS-20260213-{count:04d}" for count in range(1, 101)]
    assert operations.draw_form_number(date(2026, 2, 14)) == "TS-20260214-0001"


@pytest.mark.req("E08")
def test_a_number_drawn_in_vain_is_drawn_again(db: None) -> None:
    with transaction.atomic():
        operations.draw_form_number(DAY)
        transaction.set_rollback(True)
    assert operations.draw_form_number(DAY) == "TS-20260213-0001"


def test_a_complaint_is_taken_once_at_a_version(row: Complaint) -> None:
    assert operations.lock(row, version=row.version)
    assert not operations.lock(row, version=row.version)


@pytest.mark.parametrize("word", ["{no}", " {no} ", "{lower}"])
def test_a_number_is_found_however_it_is_typed(word: str, row: Complaint) -> None:
    assert queries.by_number(word.format(no=row.no, lower=row.no.lower())) == row


@pytest.mark.parametrize("word", ["", "KS-", "' OR 1=1", "KS-20260213-AAAAAA", "TS-20260213-0001"])
def test_another_word_finds_nothing(word: str, row: Complaint) -> None:
    assert queries.by_number(word) is None


def given(**said: object) -> Customer:
    return operations.customer_for(said, year=MORNING.year)


def test_a_customers_reach_is_sealed_and_found_whole_or_by_the_tail(db: None) -> None:
    customer = given(name="张女士", phone="138 1234 5678", email="Zhang@Example.org", age=70)
    assert unseal(customer.phone or b"", field="customer.phone") == "+8613812345678"
    assert unseal(customer.email or b"", field="customer.email") == "zhang@example.org"
    assert customer.birth_year == 1956
    found = [queries.customers_by_phone(word) for word in ("+8613812345678", "5678", "567", "1234")]
    assert found == [[customer], [customer], [], []]


def test_what_is_newly_said_is_added(db: None) -> None:
    first = given(external_id="M-1", name="张女士", level=2)
    again = given(external_id="M-1", phone="13812345678", level=7)
    assert (again.pk, again.name, again.level, bool(again.phone)) == (first.pk, "张女士", 7, True)


def test_nobody_known_is_somebody_new(db: None) -> None:
    assert len({given().pk, given().pk, given(name="张女士").pk}) == 3
