"""What the rules say of watching: which are right, which are not, what a season does."""

from datetime import UTC, datetime

import pytest

from kesu.desk.admin import watching as shown
from kesu.policy import loading
from kesu.policy.schema.watching import CLAIM_RULES, ORDER_RULES
from kesu.policy.writing import set_value
from kesu.watch.claims import _RULES as LOOKS_AT_CLAIMS
from kesu.watch.orders import _RULES as LOOKS_AT_ORDERS

HEAD = """
name = "own"
version = "1"
extends = "loyalty"
zone = "Asia/Shanghai"
valid_from = 2026-01-01
title = {zh-hans = "自", en = "Own"}
"""


def said(more: str) -> list[str]:
    return [f"{one.place}: {one.en}" for one in loading.faults(HEAD + more)]


@pytest.mark.req("A20", "A21")
def test_every_rule_that_may_be_named_is_one_that_looks() -> None:
    assert set(ORDER_RULES) == set(LOOKS_AT_ORDERS)
    assert set(CLAIM_RULES) == set(LOOKS_AT_CLAIMS)


@pytest.mark.req("A21")
@pytest.mark.parametrize(
    ("more", "place", "why"),
    [
        (
            '[watching.orders.odd]\nname = {zh-hans = "甲", en = "A"}\n',
            "watching.orders.odd",
            "odd",
        ),
        ("[watching.orders.bulk]\nat_least = 0\n", "watching.orders.bulk.at_least", ""),
        ("[watching.claims.rules.prior_claims]\nweight = 60\n", "prior_claims.weight", "alone"),
        ('[[watching.seasons]]\ncode = "s"\nmonths = [13]\n', "watching.seasons", ""),
        ('[[watching.seasons]]\ncode = "rights_day"\ngroups = ["x"]\n', "groups", "unknown"),
        ("[watching.silence]\nemotion = 9\n", "watching.silence.emotion", ""),
    ],
)
def test_a_rule_that_cannot_be_is_said_with_its_place(more: str, place: str, why: str) -> None:
    found = said(more)
    assert found, more
    assert any(place in one and why in one for one in found), found


@pytest.mark.req("A21")
def test_a_company_changes_one_number_of_an_inherited_rule() -> None:
    text = set_value(HEAD, ("watching", "orders", "bulk", "at_least"), 50)
    pack = loading.parse(text)
    bulk = next(one for one in pack.watching.orders if one.code == "bulk")
    assert (bulk.at_least, bulk.level, len(pack.watching.orders)) == (50, 2, 4)


@pytest.mark.req("A02")
def test_in_march_words_count_higher_and_waits_are_shorter() -> None:
    watching = loading.builtin("loyalty").watching
    march, may = datetime(2026, 3, 9, tzinfo=UTC), datetime(2026, 5, 9, tzinfo=UTC)
    assert [watching.raises_at(day, "media") for day in (march, may)] == [1, 0]
    assert [watching.raises_at(day, "quality") for day in (march, may)] == [0, 0]
    assert [watching.percent_at(day) for day in (march, may)] == [50, 100]


@pytest.mark.req("A20", "Q15")
def test_the_law_behind_the_evidence_list_is_named() -> None:
    claims = loading.builtin("loyalty").watching.claims
    assert "法释〔2024〕9号" in claims.source
    assert {"living_needs", "knowing", "false_evidence"} <= {one.code for one in claims.checks}


def test_every_setting_that_is_shown_stands_where_it_says() -> None:
    pack = loading.builtin("loyalty")
    raw = loading.document(loading.read("loyalty"))
    for one in shown.settings(pack, "en"):
        inside: object = raw
        for part in one.path[:-1]:
            assert isinstance(inside, dict)
            inside = inside[part]
        assert isinstance(inside, dict)
        if one.path[-1] in inside:
            assert str(inside[one.path[-1]]).lower() == one.value
