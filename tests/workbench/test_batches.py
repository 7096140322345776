"""Batches on the screens: people beside cases, and one decision for each member."""

import re

import pytest

from kesu.complaints.models import Batch, Complaint
from tests.cast import Play, complaint, lines
from tests.workbench.visitor import Visitor

ISSUE = {"type": "1.1.1", "product": "移动电源 P-20W"}


@pytest.fixture
def address(play: Play) -> str:
    """Where a batch of twelve complaints by eleven people stands."""
    for place in range(12):
        play.lodge(customer={"external_id": f"M{min(place, 10)}"}, **ISSUE)
    return f"/batches/{Batch.objects.get().pk}"


@pytest.mark.req("E37")
def test_the_list_tells_complaints_and_people_apart(play: Play, address: str) -> None:
    page = Visitor(play.house.manager).read("/batches")
    assert address in page
    assert re.search(r"移动电源 P-20W.*12 complaints.*11 people.*12 open", page, re.DOTALL)


def test_where_there_is_none_the_page_says_when_there_would_be(play: Play) -> None:
    page = Visitor(play.house.manager).read("/batches")
    assert "More than 10 complaints of one issue on one day" in page


@pytest.mark.req("E37")
def test_the_case_leads_to_its_batch_and_the_batch_to_each_case(play: Play, address: str) -> None:
    visitor = Visitor(play.house.supervisor)
    page = visitor.read(address)
    for no in Complaint.objects.values_list("no", flat=True):
        assert f"/complaints/{no}" in page
    assert address in visitor.read(f"/complaints/{no}")


@pytest.mark.req("E37")
def test_one_decision_is_applied_to_each_chosen_member(play: Play, address: str) -> None:
    visitor = Visitor(play.house.supervisor)
    assert 'name="outcome"' in visitor.read(f"{address}?verb=contact")
    first, second, third = Complaint.objects.order_by("received", "no")[:3]
    answer = visitor.post(
        f"{address}/do/contact", no=[first.no, third.no], channel="hotline", outcome="reached"
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Done on 2 complaints." in page
    for one, told in ((first, 1), (second, 0), (third, 1)):
        assert len(lines(one.no, "complaint.contacted")) == told


@pytest.mark.req("E37")
def test_all_members_at_once_and_what_cannot_be_done_is_said_beside_its_number(
    play: Play, address: str
) -> None:
    play.do("accept", Complaint.objects.order_by("received", "no")[0].no)
    answer = Visitor(play.house.supervisor).post(f"{address}/do/accept", all="1")
    page = answer.content.decode()
    assert "Done on 11 complaints." in page
    assert "This cannot be done while the complaint is in this state" in page
    assert set(Complaint.objects.values_list("state", flat=True)) == {"accepted"}


def test_what_was_typed_stays_when_nothing_could_be_done(play: Play, address: str) -> None:
    visitor = Visitor(play.house.supervisor)
    answer = visitor.post(f"{address}/do/contact", all="1", channel="hotline", summary="说了什么")
    page = answer.content.decode()
    assert (answer.status_code, "说了什么" in page, "outcome" in page) == (409, True, True)
    none = visitor.post(f"{address}/do/contact", channel="hotline", outcome="busy")
    assert "Choose at least one complaint." in none.content.decode()


@pytest.mark.parametrize("path", ["/batches/x", "/batches/019c0000-0000-7000-8000-000000000000"])
def test_what_is_no_batch_is_not_there(play: Play, path: str) -> None:
    visitor = Visitor(play.house.manager)
    assert visitor.get(path).status_code == 404
    assert visitor.post(f"{path}/do/note", text="x").status_code == 404


def test_a_verb_that_is_not_for_many_is_not_there(play: Play, address: str) -> None:
    assert Visitor(play.house.manager).post(f"{address}/do/merge", into="x").status_code == 404


@pytest.mark.req("F04", "F05")
def test_a_merged_case_leads_to_where_it_is_worked_and_a_chase_is_shown(play: Play) -> None:
    first, second = (play.lodge().complaint.no for _ in range(2))
    visitor = Visitor(play.house.supervisor)
    visitor.post(f"/complaints/{first}/do/urge", by="customer")
    visitor.post(f"/complaints/{second}/do/merge", into=first)
    assert complaint(second).merged_into_id == complaint(first).pk
    assert visitor.get(f"/complaints/{second}").headers["location"] == f"/complaints/{first}"
    assert f"/complaints/{first}" in visitor.read(f"/complaints/{second}?own=1")
    page = visitor.read(f"/complaints/{first}")
    assert f"/complaints/{second}" in page
    assert "Chased 1×" in page
    listed = visitor.read("/?view=all")
    assert (first in listed, second in listed, "Chased 1×" in listed) == (True, False, True)
    assert "Merged" in visitor.read(f"/search?q={second}")
