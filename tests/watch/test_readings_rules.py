"""What the readings of a case come to, as laws."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.policy.codes import ReadRisk
from kesu.watch.readings import rules, stages
from kesu.watch.readings.excerpts import excerpt, sentence_before
from kesu.watch.readings.rules import Dimension, Felt, Known
from kesu.watch.readings.stages import STAGES, Step, Talk

NOON = datetime(2026, 2, 13, 4, tzinfo=UTC)
moments = st.integers(0, 100_000).map(lambda n: NOON + timedelta(minutes=n))
shares = st.integers(0, 100)
risks = st.dictionaries(st.sampled_from([one.value for one in ReadRisk]), shares)
felt = st.builds(Felt, moments, st.integers(0, 5), st.booleans())
steps = st.builds(
    Step, moments, st.sampled_from(STAGES), st.sampled_from(["read", "said"]), st.integers(0, 5)
)


def scores(found: dict[str, int], known: Known) -> dict[Dimension, int]:
    return {one.dimension: one.value for one in rules.dimensions(found, known)}


@pytest.mark.req("A04")
@given(risks, st.sampled_from(list(ReadRisk)), shares)
def test_more_risk_never_lowers_a_dimension(
    found: dict[str, int], label: ReadRisk, value: int
) -> None:
    before, more = scores(found, Known()), rules.most([found, {label.value: value}])
    after = scores(more, Known())
    assert all(before[one] <= after[one] <= 100 for one in Dimension)


@pytest.mark.req("A04")
@pytest.mark.parametrize(
    ("known", "leads"),
    [
        (Known(source="regulator"), Dimension.government),
        (Known(mandated=True), Dimension.government),
        (Known(exposed=True), Dimension.public),
        (Known(source="media"), Dimension.public),
        (Known(amount=5_000_000), Dimension.finance),
    ],
)
def test_what_is_on_record_leads_whatever_is_said(known: Known, leads: Dimension) -> None:
    first = rules.dimensions({}, known)[0]
    assert (first.dimension, first.value >= rules.BANNER, len(first.because)) == (leads, True, 1)


@pytest.mark.req("A04")
def test_nothing_read_and_nothing_known_is_nothing() -> None:
    assert [(one.value, one.because) for one in rules.dimensions({}, Known())] == [(0, ())] * 3


@pytest.mark.req("A30")
@given(st.lists(felt))
def test_a_persons_word_holds_against_what_is_read_of_the_same_talk(points: list[Felt]) -> None:
    known = rules.feeling(points)
    if known is None:
        assert points == []
        return
    later = [one for one in points if one.at > known.at]
    assert all(not one.said for one in later)
    assert known.said or not later


@pytest.mark.req("A30")
@given(st.lists(felt))
def test_a_turn_is_a_jump_of_two(points: list[Felt]) -> None:
    jumps = [abs(a.level - b.level) >= 2 for a, b in pairwise(points)]
    assert [one.place for one in rules.turns(points)] == [
        n for n, is_ in enumerate(jumps, 1) if is_
    ]


@pytest.mark.req("D30")
@given(st.lists(steps))
def test_anger_does_not_go_because_a_text_is_short(read: list[Step]) -> None:
    told = stages.story(read)
    for before, after in pairwise(told):
        falls = STAGES.index(after.stage) < STAGES.index(before.stage)
        assert not falls or after.because == "said" or after.emotion <= 1
    assert all(before.stage != after.stage for before, after in pairwise(told))


@pytest.mark.req("D31")
@pytest.mark.parametrize(
    ("content", "planned", "ruled"),
    [
        ([True], None, []),
        ([True, True], None, ["respect"]),
        ([True, True], 0, []),
        ([False, False], 0, ["compensation"]),
        ([False, True], 0, []),
        ([False, False], None, ["respect", "compensation"]),
        ([True, False, False, True], 0, ["compensation"]),
    ],
)
def test_the_second_talk_without_plan_or_satisfaction_tells(
    content: list[bool], planned: int | None, ruled: list[str]
) -> None:
    talks = [Talk(NOON + timedelta(hours=n), one) for n, one in enumerate(content, 1)]
    began = None if planned is None else NOON
    assert [one.stage for one in stages.of_talks(talks, planned=began)] == ruled


@pytest.mark.req("D32")
def test_a_threat_is_retaliation_whatever_was_before() -> None:
    read = [
        Step(NOON, "expect", "read", 1),
        Step(NOON + timedelta(hours=1), "revenge", "read", 4),
        Step(NOON + timedelta(hours=2), "compensation", "read", 3),
    ]
    assert [one.stage for one in stages.story(read)] == ["expect", "revenge"]


@given(st.text(max_size=300), st.integers(-5, 400), st.integers(-5, 400))
def test_an_excerpt_is_a_piece_of_the_text(text: str, start: int, end: int) -> None:
    shown = excerpt(text, start, end)
    assert "".join(shown) in text
    assert sentence_before(text, start) in text
