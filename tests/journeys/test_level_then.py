"""What a member was when they complained stays with the case, whatever they are today (F23)."""

from datetime import timedelta

import pytest

from kesu.complaints.models import Complaint
from kesu.desk.case import case
from kesu.journeys import statutory
from kesu.people.queries import everyone
from tests.cast import MORNING, Play, at, complaint
from tests.journeys.taken import HEADER, Take, new

MEMBERS = ["会员号", "姓名", "会员等级", "积分余额"]


def then(no: str) -> tuple[int | None, int | None]:
    row = complaint(no)
    return row.level_then, row.points_then


@pytest.mark.req("F23")
def test_level_and_points_of_the_day_stay_when_the_member_rises(take: Take, play: Play) -> None:
    take(["V001", "周大同", "5", "12000"], header=MEMBERS, kind="customers")
    no = play.lodge(customer={"external_id": "V001"}).complaint.no
    take(["V001", "周大同", "8", "300"], header=MEMBERS, kind="customers")
    later = play.lodge(customer={"external_id": "V001"}, now=at("02-14 09:00")).complaint.no
    assert (then(no), then(later)) == ((5, 12000), (8, 300))
    people = everyone(play.now)
    view = case(no, reader=play.house.agent, people=people)
    assert (view.level_then, view.points_then, view.customer.level) == (5, 12000, 8)


@pytest.mark.req("F23")
def test_what_is_not_known_of_the_points_is_kept_as_not_known(play: Play) -> None:
    no = play.lodge(customer={"level": 3}).complaint.no
    assert then(no) == (3, None)


@pytest.mark.req("F23")
def test_an_imported_complaint_keeps_the_level_of_its_own_row(take: Take, play: Play) -> None:
    header = [*HEADER, "会员号", "会员等级"]
    take([*new(), "V002", "4"], header=header)
    take(["V002", "李", "9", "70"], header=MEMBERS, kind="customers")
    row = Complaint.objects.get(customer__external_id="V002")
    assert (row.level_then, row.points_then, row.customer.level) == (4, None, 9)


@pytest.mark.req("F23")
def test_rules_that_ask_for_the_level_are_told_the_one_at_receipt(play: Play) -> None:
    no = play.lodge(customer={"external_id": "V003", "level": 6}).complaint.no
    play.lodge(customer={"external_id": "V003", "level": 1})
    row = complaint(no)
    assert (row.customer.level, statutory.facts_of(row)["level"]) == (1, 6)


@pytest.mark.req("F23", "F04")
def test_of_two_cases_put_together_the_earlier_day_counts_until_undone(play: Play) -> None:
    member = {"external_id": "V004"}
    first = play.lodge(customer={**member, "level": 2}, now=MORNING).complaint.no
    later = MORNING + timedelta(hours=1)
    second = play.lodge(customer={**member, "level": 7}, now=later).complaint.no
    play.do("merge", first, into=second)
    assert then(second) == (2, None)
    play.do("unmerge", first)
    assert then(second) == (7, None)


@pytest.mark.req("F23")
def test_a_second_matter_of_one_call_is_of_the_same_member_as_they_were(play: Play) -> None:
    member = {"external_id": "V005"}
    no = play.lodge(customer={**member, "level": 5}).complaint.no
    play.lodge(customer={**member, "level": 9})
    play.do("split", no, text="还有积分没到账。")
    assert then(Complaint.objects.get(parent__no=no).no) == (5, None)
