"""Suggested batches on the page: what they share, who is in, and a person's decision."""

import re
from datetime import timedelta

import pytest

from kesu.complaints.models import Batch, Complaint
from kesu.journeys.watch_batches import Listener
from kesu.watch.models import Signal
from tests.cast import MORNING, Play
from tests.workbench.visitor import Visitor

SAID = "星焰保温杯杯底漏水，用了三天就裂了。"


@pytest.fixture
def numbers(play: Play) -> list[str]:
    """Five complaints of one matter that the radar found; their supervisor reads the page."""
    found = [
        play.lodge(
            text=f"{SAID}第{at}次说",
            customer={"external_id": f"M{min(at, 3)}"},
            merchant="橙里便利店",
        ).complaint.no
        for at in range(5)
    ]
    Listener().look(MORNING + timedelta(hours=1), 50)
    return found


@pytest.mark.req("E37")
def test_the_page_tells_what_they_share_and_complaints_and_people_apart(
    play: Play, numbers: list[str]
) -> None:
    page = Visitor(play.house.manager).read("/batches")
    assert re.search(r"保温杯.*Suggested batch.*5 complaints.*4 people", page, re.DOTALL)
    assert re.search(r"Merchant.*橙里便利店", page, re.DOTALL)
    assert all(f'value="{no}" checked' in page for no in numbers)


@pytest.mark.req("E37", "F22")
def test_those_ticked_become_a_batch(play: Play, numbers: list[str]) -> None:
    visitor = Visitor(play.house.supervisor)
    key = Signal.objects.get(kind="batch").pk
    answer = visitor.post(f"/batches/suggested/{key}", no=numbers[:4], act="make")
    batch = Batch.objects.get()
    assert answer.headers["Location"] == f"/batches/{batch.pk}"
    joined = Complaint.objects.filter(batch=batch).order_by("received", "no")
    assert {one.no for one in joined} == set(numbers[:4])
    assert "Suggested batch" not in visitor.read("/batches")


@pytest.mark.req("F22")
def test_who_decides_second_is_told_that_it_is_settled(play: Play, numbers: list[str]) -> None:
    path = f"/batches/suggested/{Signal.objects.get(kind='batch').pk}"
    Visitor(play.house.supervisor).post(path, no=numbers[:2], act="make")
    second = Visitor(play.house.manager)
    answer = second.post(path, no=numbers[2:], act="make")
    assert answer.headers["Location"] == "/batches"
    assert "Somebody has settled this meanwhile" in second.read("/batches")
    assert Batch.objects.get().cases == 2


def test_those_not_ticked_are_taken_out(play: Play, numbers: list[str]) -> None:
    visitor = Visitor(play.house.supervisor)
    key = Signal.objects.get(kind="batch").pk
    visitor.post(f"/batches/suggested/{key}", no=numbers[1:], act="out")
    page = visitor.read("/batches")
    assert (f'value="{numbers[0]}"' in page, f'value="{numbers[1]}"' in page) == (False, True)
    assert Batch.objects.count() == 0


def test_nothing_ticked_makes_nothing(play: Play, numbers: list[str]) -> None:
    visitor = Visitor(play.house.supervisor)
    key = Signal.objects.get(kind="batch").pk
    visitor.post(f"/batches/suggested/{key}", act="make")
    assert "Choose at least one complaint." in visitor.read("/batches")
    assert Batch.objects.count() == 0


def test_who_may_see_none_of_them_sees_no_suggestion(play: Play, numbers: list[str]) -> None:
    visitor = Visitor(play.house.clerk)
    key = Signal.objects.get(kind="batch").pk
    assert "Suggested batch" not in visitor.read("/batches")
    assert visitor.post(f"/batches/suggested/{key}", no=numbers, act="make").status_code == 404
