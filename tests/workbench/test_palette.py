"""One field for everything: what it finds is what the search finds, for each reader."""

import re
from typing import Any

import pytest

from tests.cast import House, Play, complaint
from tests.workbench.visitor import Visitor

pytestmark = pytest.mark.django_db

CALLER = {"name": "徐婉清", "phone": "13912344417"}


def _numbers(page: str) -> set[str]:
    return set(re.findall(r'href="/complaints/(KS-\d+-\w+)"', page))


def _found(reader: Visitor, words: str) -> str:
    response = reader.client.get("/palette", {"q": words})
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.fixture
def no(play: Play) -> str:
    play.lodge(text="别的事情")
    return play.lodge(text="双倍积分一直没有到账", customer=CALLER).complaint.no


@pytest.mark.parametrize("words", ["4417", "13912344417", "徐婉清", "积分 到账", "双倍积分"])
def test_a_complaint_is_found_by_what_somebody_would_type(
    agent: Visitor, no: str, words: str
) -> None:
    assert _numbers(_found(agent, words)) == {no}


def test_a_complaint_is_found_by_each_of_its_numbers(agent: Visitor, no: str) -> None:
    written = complaint(no)
    numbers = [no, no.lower(), no[-6:], written.form_no]
    assert [_numbers(_found(agent, one)) for one in numbers if one] == [
        {no} for one in numbers if one
    ]


def test_a_customer_stands_apart_from_their_complaints(agent: Visitor, no: str, play: Play) -> None:
    play.lodge(text="又打来了", customer=CALLER)
    page = _found(agent, "徐婉清")
    customers = page.partition('id="palette-customers"')[2]
    assert ["139****4417" in customers, "2 complaints" in customers, "13912344417" in page] == [
        True,
        True,
        False,
    ]


def test_one_sign_asks_for_nothing(agent: Visitor, no: str) -> None:
    assert "option" not in _found(agent, "积")


@pytest.mark.parametrize("odd", ["%_%", "'; --", "字" * 900, "   "])
def test_odd_words_are_answered(agent: Visitor, no: str, odd: str) -> None:
    assert _numbers(_found(agent, odd)) == set()


@pytest.mark.parametrize("words", ["积分", "4417", "徐婉清", "13912344417"])
def test_each_reader_finds_what_their_search_finds(
    play: Play, house: House, no: str, words: str
) -> None:
    play.do("consult", no, department="merchant", question="请核实") if _accept(play, no) else None
    play.lodge(text="积分被坐席拒绝", type="2.2", accused_agent="peer", customer=CALLER)
    play.lodge(text="记者问积分", customer={"name": "徐婉清", "special_role": "media"})
    for person in house.everyone():
        reader = Visitor(person)
        searched = reader.client.get("/search", {"q": words}).content.decode()
        assert _numbers(_found(reader, words)) == _numbers(_rows(searched)), person.sign_in


def _accept(play: Play, no: str) -> bool:
    play.do("accept", no)
    return True


def _rows(page: str) -> str:
    return page.partition('id="queue-rows"')[2].partition('class="bottombar"')[0]


def test_a_liaison_is_told_no_name(play: Play, house: House, no: str) -> None:
    _accept(play, no)
    play.do("consult", no, department="merchant", question="请核实")
    page = _found(Visitor(house.liaison), "积分")
    told: list[Any] = [word in page for word in (no, "徐婉清", "4417", "palette-customers")]
    assert told == [True, False, False, False]
