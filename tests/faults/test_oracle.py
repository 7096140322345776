"""The oracle itself: what it would say, had something gone wrong."""

import copy
import random
from collections.abc import Callable
from typing import Any

import pytest

from tests.faults.conftest import House
from tests.faults.ledger import Crew, Ledger, Told
from tests.faults.oracle import _doubled, _halves, _lost, look

pytestmark = pytest.mark.door

_Seen = dict[str, Any]
_Spoil = Callable[[_Seen, Told], object]


@pytest.fixture(scope="module")
def worked(house: House) -> tuple[_Seen, Ledger]:
    """What a house holds in which clerks have worked, and what they were told."""
    with Crew(house.server, house.member, chance=random.Random(1)).at_work() as ledger:
        pass
    return look(house.server), ledger


def test_where_nothing_went_wrong_it_says_nothing(worked: tuple[_Seen, Ledger]) -> None:
    seen, ledger = worked
    assert [*_lost(seen, ledger.told), *_halves(seen), *_doubled(seen)] == []


def test_two_crews_of_one_chance_write_with_different_marks(house: House) -> None:
    marks: set[str] = set()
    for _ in range(2):
        crew = Crew(house.server, house.member, chance=random.Random(1))
        with crew.at_work() as ledger:
            pass
        assert not marks & {told.mark for told in ledger.told}
        marks |= {told.mark for told in ledger.told}


def _without(name: str, **same: str) -> _Spoil:
    def spoil(seen: _Seen, told: Told) -> None:
        wanted = {column: getattr(told, of) for column, of in same.items()}
        seen[name] = [row for row in seen[name] if not wanted.items() <= row.items()]

    return spoil


def _set_back(seen: _Seen, told: Told) -> None:
    next(row for row in seen["complaints"] if row["no"] == told.no)["version"] = 0


def _twice(seen: _Seen, told: Told) -> None:
    line = next(line for line in seen["lines"] if told.mark in line["notes"])
    seen["lines"].append({**line, "seq": len(seen["lines"]) + 1})


SPOILT: dict[str, _Spoil] = {
    "a complaint is gone": _without("complaints", no="no"),
    "its lines are gone": _without("lines", case="no"),
    "its key is gone": _without("keys", key="mark"),
    "its clocks are gone": _without("clocks", complaint__no="no"),
    "it was set back": _set_back,
    "it took effect twice": _twice,
}


@pytest.mark.parametrize("name", SPOILT)
def test_it_says_what_is_wrong(worked: tuple[_Seen, Ledger], name: str) -> None:
    seen, told = copy.deepcopy(worked[0]), worked[1].told[0]
    SPOILT[name](seen, told)
    assert [*_lost(seen, [told]), *_halves(seen), *_doubled(seen)] != []
