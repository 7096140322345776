"""Whose year it is: that of the policy's zone, when an age is said and when it is told."""

from datetime import UTC, datetime

from kesu.complaints.models import Customer
from kesu.desk.case import case
from kesu.desk.customers import known
from kesu.people.queries import everyone
from tests.cast import Play

NEW_YEAR = datetime(2026, 12, 31, 18, tzinfo=UTC)
"""Two in the morning of the first of January in China."""
CUSTOMER = {"name": "张女士", "phone": "13812345678", "age": 40}


def test_an_age_said_in_the_first_hours_of_a_year_is_of_that_year(play: Play) -> None:
    no = play.lodge(now=NEW_YEAR, customer=CUSTOMER).complaint.no
    reader, people = play.house.supervisor, everyone()
    assert Customer.objects.get().birth_year == 1987
    assert case(no, reader=reader, people=people).customer.age == 40
    caller = known("13812345678", reader=reader, people=people, now=NEW_YEAR)
    assert caller is not None
    assert caller.customer.age == 40
