"""The brand's rules stand on those of the loyalty platform and add severity by impact."""

import pytest

from kesu.policy.codes import Rank, Tier
from kesu.policy.loading import builtin

BRAND, LOYALTY = builtin("brand"), builtin("loyalty")


@pytest.mark.req("Q28")
def test_brand_keeps_every_type_and_clock_of_loyalty() -> None:
    assert BRAND.type_codes == LOYALTY.type_codes
    assert BRAND.clocks == LOYALTY.clocks


@pytest.mark.req("A06", "Q1")
@pytest.mark.parametrize(
    ("code", "facts", "urgent", "tier"),
    [
        ("1.1", {}, False, Tier.F),
        ("1.1", {"text": "不退我就给差评"}, False, Tier.E),
        ("1.1", {"same_issue_today": 4}, False, Tier.E),
        ("1.1", {"same_issue_today": 11}, True, Tier.C),
        ("2.1", {"source": "media"}, True, Tier.B),
        ("3.1", {"special_role": "government"}, True, Tier.A),
        ("3.1", {}, True, Tier.D),
        ("2.2", {}, False, Tier.D),
    ],
)
def test_severity_by_impact_gives_the_first_tier(
    code: str, facts: dict[str, object], urgent: bool, tier: Tier
) -> None:
    impact = BRAND.first_tier.impact(facts)
    assert BRAND.initial_tier(code, urgent=urgent, impact=impact) == tier


def test_without_a_matrix_the_type_decides() -> None:
    assert LOYALTY.first_tier.impact({"source": "media"}) == ""
    assert LOYALTY.initial_tier("1.1", impact="") == Tier.F


@pytest.mark.req("A38", "A46")
def test_reviews_are_kept_in_eight_hours_and_crises_sampled_each_half_hour() -> None:
    assert BRAND.reviews is not None
    assert BRAND.incidents is not None
    assert (BRAND.reviews.within_hours, BRAND.incidents.sample_minutes) == (8, 30)
    assert BRAND.incidents.views == 5000
    assert (LOYALTY.reviews, LOYALTY.incidents) == (None, None)


@pytest.mark.req("A54", "A60")
def test_liability_needs_legal_and_is_no_matter_of_agents() -> None:
    for pack in (BRAND, LOYALTY):
        assert pack.needs_legal("indemnity")
        assert not pack.needs_legal("compensation")
        assert not pack.may_give(Rank.supervisor, "indemnity")
        assert pack.may_give(Rank.agent, "compensation")
    assert not BRAND.may_give(Rank.manager, "indemnity")
    assert BRAND.mandate(Rank.manager, "indemnity") == 0


@pytest.mark.req("E62", "A07")
def test_gifts_have_a_limit_a_case_and_a_month() -> None:
    assert LOYALTY.mandate(Rank.supervisor, "gift") == 30_000
    assert LOYALTY.budget(Rank.supervisor) == 300_000
    assert LOYALTY.budget(Rank.agent) == 0
    assert LOYALTY.budget(Rank.agent, "points") is None


@pytest.mark.req("B34", "B16", "B17", "B18", "B19", "B20")
def test_every_type_of_both_packs_has_a_plan_of_eight_parts() -> None:
    for pack in (BRAND, LOYALTY):
        for code in pack.type_codes:
            assert pack.plan(code).missing == ()
