"""A text as a whole: every number with its reasons, with and without a model."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.language.packing import NoModel
from kesu.language.risk import LABELS, LIVE
from kesu.language.triage import Trained, escalation, read, read_many, turning_points
from kesu.language.triage_escalation import FACTORS
from kesu.language.triage_learn import Marked, TooLittle, learn
from kesu.language.triage_packing import packed, unpacked

TEXTS = st.text(alphabet="我不想活，投*诉12315。再不退款！报警律师\u200b 曝光a", max_size=40)


@given(st.lists(TEXTS, max_size=6))
def test_many_at_once_say_what_each_says_alone(texts: list[str]) -> None:
    assert read_many(texts) == [read(text) for text in texts]


@given(TEXTS)
def test_every_reason_leads_back_to_its_words(text: str) -> None:
    told = read(text)
    assert all(text[one.start : one.end] == one.words for one in told.reasons)
    assert set(told.risks) == set(LABELS)
    assert (0 <= told.emotion <= 5, 0 <= told.risk <= 100) == (True, True)


@pytest.mark.req("A18", "A33")
def test_a_number_has_its_reason_and_what_weakened_it() -> None:
    told = read("您好！我不会去 12 315 投 诉的")
    one = next(reason for reason in told.reasons if reason.about == "regulator")
    assert (one.because[0], told.risks["regulator"] < LIVE) == ("negated", True)


def test_a_live_threat_to_oneself_leads_everything() -> None:
    told = read("再不退钱我就从楼上跳下去")
    assert (told.risks["self_harm"], told.emotion, told.risk >= 90) == (1.0, 5, True)


ANGRY, CALM = "这个绿豆糕凉得像石头", "这个红豆糕热得像太阳"


@cache
def model() -> Trained:
    """Learned from texts whose anger no rule knows."""
    marked = [
        Marked(f"第{number}次，{text}，{number * 7}", mood=mood)
        for number in range(30)
        for text, mood in ((ANGRY, "angry"), (CALM, "happy"))
    ]
    rules = {label: [0.0] * len(marked) for label in (*LABELS, "anger")}
    return learn(marked, rules, "2026-02-13")


@pytest.mark.req("A22")
def test_what_people_marked_is_learned_and_measured() -> None:
    told = read_many([ANGRY, CALM], model=model())
    assert [one.emotion for one in told] == [4, 0]
    quality = model().quality["anger"]
    assert (quality.by, quality.rows, quality.f1 > 0.9) == ("model", 30, True)


def test_a_learned_answer_names_words_of_the_text() -> None:
    said = [one for one in read(ANGRY, model=model()).reasons if one.because == ("learned",)]
    assert [ANGRY[one.start : one.end] == one.words != "" for one in said] == [True]


def test_no_model_takes_a_threat_to_oneself_back() -> None:
    assert read(f"不想活了，{CALM}", model=model()).risks["self_harm"] == 1.0
    assert read(f"不想活了，{CALM}", model=model()).emotion == 5


def test_a_risk_that_the_rules_miss_is_learned_from_marks() -> None:
    marked = [
        Marked(f"{number}号，{text}", {"media": yes})
        for number in range(20)
        for text, yes in ((ANGRY, True), (CALM, False))
    ]
    rules = {label: [0.0] * len(marked) for label in (*LABELS, "anger")}
    learned = learn(marked, rules, "2026-02-13")
    assert (
        read(ANGRY, model=learned).risks["media"] >= LIVE > read(CALM, model=learned).risks["media"]
    )


def test_where_the_rules_do_as_well_they_answer() -> None:
    marked = [
        Marked(f"{n}{t}", {"media": y})
        for n in range(20)
        for t, y in ((ANGRY, True), (CALM, False))
    ]
    rules = {label: [float(one.risks["media"]) for one in marked] for label in (*LABELS, "anger")}
    learned = learn(marked, rules, "2026-02-13")
    assert (learned.heads, learned.quality["media"].by) == ((), "rules")
    assert read(ANGRY, model=learned) == read(ANGRY)


def test_too_little_is_not_learned() -> None:
    with pytest.raises(TooLittle):
        learn([Marked("a", mood="angry")] * 9, {}, "2026-02-13")


def test_a_model_comes_back_as_it_was() -> None:
    again = unpacked(*packed(model()))
    assert read_many([ANGRY, CALM], model=again)[0].emotion == 4
    assert (again.quality, again.learned, again.rows) == (model().quality, "2026-02-13", 60)
    assert np.allclose(again.heads[0].slopes, model().heads[0].slopes)


@pytest.mark.parametrize("about", ["", "{}", '{"kind": "x", "version": 1}', "[]"])
def test_what_is_no_model_is_refused(about: str) -> None:
    with pytest.raises(NoModel):
        unpacked(packed(model())[0], about)


START = datetime(2026, 2, 13, 10, tzinfo=UTC)


@pytest.mark.req("A30")
def test_a_turn_is_marked_with_the_sentence_before_it() -> None:
    said = [(0, "你好"), (1, "还没到"), (4, "骗子！"), (4, "退钱"), (1, "好的，谢谢")]
    points = [(START + timedelta(hours=at), *one) for at, one in enumerate(said)]
    turns = turning_points(reversed(points))
    assert [(turn.said_before, turn.text, turn.up) for turn in turns] == [
        ("还没到", "骗子！", True),
        ("退钱", "好的，谢谢", False),
    ]


COUNTS = st.fixed_dictionaries({}, optional={name: st.floats(0, 200) for name in FACTORS})


@pytest.mark.req("A33")
@given(COUNTS, st.sampled_from(FACTORS), st.floats(0, 200))
def test_more_of_a_factor_never_lowers_the_probability(
    factors: dict[str, float], name: str, more: float
) -> None:
    before, _ = escalation(factors)
    after, reasons = escalation(factors | {name: factors.get(name, 0) + more})
    assert 0 <= before <= after <= 100
    assert [one.points for one in reasons] == sorted((one.points for one in reasons), reverse=True)


def test_an_unknown_factor_is_refused() -> None:
    for factors in ({"mood": 1.0}, {"emotion": -1.0}, {"emotion": float("nan")}):
        with pytest.raises(ValueError, match="expected one of"):
            escalation(factors)


def test_a_hostile_text_is_only_long() -> None:
    for sign in ("气", "\u200d", "\u202e", "不投诉12315"):
        assert len(read(sign * (50_000 // len(sign))).reasons) < 60


def test_an_emotion_learned_by_degrees_starts_at_the_hot_one() -> None:
    assert read(ANGRY, model=replace(model(), marked="degree")).emotion == 3
