"""Every place of a pack, broken in every way that its kind of value allows: no copy is taken."""

import copy
import os
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from kesu.policy.codes import Remedy
from kesu.policy.loading import faults
from kesu.policy.schema import Pack
from tests.policy.test_broken import WHOLE, Path, at, broken, place_of, toml, walk

EVERY_PLACE = os.environ.get("KESU_TEST_WALK") == "all"
"""Some four thousand packs, before a release; else a hundred of them."""
STRIDE = 1 if EVERY_PLACE else 41
FREE = {"source"}
"""Remarks for whoever reads the file: they may be empty."""


def mutations() -> Iterator[tuple[str, Path, Any]]:
    """What is wrong, where, and what stands there instead."""
    for path, value in walk(WHOLE):
        if isinstance(value, dict):
            yield "unknown key", (*path, "nobody"), "nobody"
        elif isinstance(value, bool):
            yield "another kind", path, "perhaps"
        elif isinstance(value, int):
            yield "another kind", path, "many"
            yield "negative", path, -1
        elif isinstance(value, str):
            yield "another kind", path, 7
            if path[-1] not in FREE:
                yield "empty", path, ""
        else:
            yield "another kind", path, "someday"


def told(text: str) -> list[str]:
    """The places of a pack's faults, lines left out; each is said in both languages."""
    found = faults(text)
    assert all(one.zh and one.en for one in found)
    return [one.place.partition(" (line ")[0].replace('"', "") for one in found]


def names(place: str, path: Path) -> bool:
    """Whether a fault is told at that path, or of something in the table or list around it."""
    around = place_of(path[:-1])
    return place == place_of(path) or bool(around and place.startswith(around))


def test_a_pack_broken_in_any_place_is_refused_there() -> None:
    wrong = []
    tried = list(mutations())[::STRIDE]
    for kind, path, value in tried:
        places = told(broken(path, value))
        if not any(names(place, path) for place in places):
            wrong.append((kind, place_of(path), places[:3]))
    assert wrong == []
    assert len(tried) > 90


def changed(path: Path, value: Any) -> str:
    document = copy.deepcopy(WHOLE)
    at(document, path[:-1])[path[-1]] = value
    return toml(document)


def coded() -> list[Path]:
    """Every list of entries that are known by a code."""
    return [
        path
        for path, value in walk(WHOLE)
        if isinstance(value, list) and value and isinstance(value[0], dict) and "code" in value[0]
    ]


@pytest.mark.parametrize("path", coded(), ids=place_of)
def test_a_code_that_is_given_twice_is_told(path: Path) -> None:
    entries = at(WHOLE, path)
    assert f"{place_of(path)}[{len(entries)}].code" in told(changed(path, [*entries, entries[0]]))


LISTS: list[Path] = [("ranks",), ("tiers",), ("handlers",), ("urgent", "reasons")]


@pytest.mark.parametrize("path", LISTS, ids=place_of)
def test_a_code_that_is_not_given_is_told(path: Path) -> None:
    entries = at(WHOLE, path)
    for place, entry in enumerate(entries):
        text = changed(path, [*entries[:place], *entries[place + 1 :]])
        found = [one for one in faults(text) if one.place.startswith(place_of(path))]
        assert any(entry["code"] in one.en for one in found), entry["code"]


@pytest.mark.req("A14")
def test_a_ladder_that_does_not_rise_is_told_wherever_it_turns() -> None:
    tiers = WHOLE["tiers"]
    for low, high in combinations(range(len(tiers)), 2):
        turned = list(tiers)
        turned[low], turned[high] = turned[high], turned[low]
        assert any(place.startswith("tiers[") for place in told(changed(("tiers",), turned)))


@pytest.mark.req("A14")
def test_a_ladder_on_which_two_steps_lead_to_each_other_is_told() -> None:
    for low, high in combinations(range(len(WHOLE["tiers"])), 2):
        ranks = [tier["rank"] for tier in WHOLE["tiers"]]
        if ranks[low] == ranks[high]:
            continue
        turned = copy.deepcopy(WHOLE["tiers"])
        turned[low]["rank"], turned[high]["rank"] = ranks[high], ranks[low]
        assert any("rank" in place for place in told(changed(("tiers",), turned)))


@pytest.mark.req("A07", "E62")
@pytest.mark.parametrize("table", ["mandates", "budgets"])
def test_amounts_for_a_rank_or_a_kind_that_nobody_knows_are_told(table: str) -> None:
    for kind in WHOLE[table]:
        assert f"{table}.{kind}.boss" in told(changed((table, kind, "boss"), 1))
    assert f"{table}.bribe" in told(changed((table, "bribe"), {"agent": 1}))


@pytest.mark.req("A07")
def test_a_higher_rank_that_may_give_less_is_told() -> None:
    for kind, amounts in WHOLE["mandates"].items():
        assert kind in list(Remedy)
        for rank in list(amounts)[1:]:
            path: Path = ("mandates", kind, rank)
            least = min(amounts.values()) - 1
            assert place_of(path) in told(changed(path, least)), path


@pytest.mark.req("E62")
def test_a_month_that_holds_less_than_one_case_is_told() -> None:
    for kind, amounts in WHOLE["budgets"].items():
        for rank in amounts:
            path: Path = ("budgets", kind, rank)
            assert place_of(path) in told(changed(path, WHOLE["mandates"][kind][rank] - 1))


NEEDED = [name for name, field in Pack.model_fields.items() if field.is_required()]


@pytest.mark.parametrize("name", NEEDED)
def test_a_table_that_every_pack_needs_is_missed_by_name(name: str) -> None:
    assert told(broken((name,), gone=True)) == [name]


@pytest.mark.req("E44", "E50", "E56", "Q8")
def test_a_type_without_a_handler_a_grade_or_a_clock_is_told_by_its_code() -> None:
    for place, row in enumerate(WHOLE["groups"]):
        for key in ("grade", "handler"):
            if key in row:
                found = faults(broken(("groups", place, key), gone=True))
                assert any(f"{row['code']}." in one.en and key in one.en for one in found)
    for code in WHOLE["clocks"]["first_callback"]:
        found = faults(broken(("clocks", "first_callback", code), gone=True))
        assert any(code in one.en for one in found)


@pytest.mark.req("E37")
@pytest.mark.parametrize("over", [0, -1, 10.5, 10.0, True, "ten", "10"])
def test_a_batch_is_counted_in_whole_cases(over: object) -> None:
    assert told(changed(("batch", "over"), over)) == ["batch.over"]


@pytest.mark.req("E34")
@pytest.mark.parametrize("word", ["", " ", "\t"])
def test_a_word_that_every_text_holds_is_no_watch_word(word: str) -> None:
    path: Path = ("urgent", "reasons", 0, "advised_when", 0, "matches", 3)
    assert told(broken(path, word)) == [place_of(path)]
