"""What is said without end is told a few hundred times, and hides nothing said beside it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kesu.language.again import LONG, once
from kesu.language.clauses import REACH
from kesu.language.emotion import warmths
from kesu.language.finder import OFTEN
from kesu.language.normalise import normalise
from kesu.language.risk import find, weigh
from kesu.language.risk_rules import shipped as rules
from kesu.language.triage import read
from kesu.language.watch import Hit
from kesu.language.watchlists import of_toml, shipped

MANY = OFTEN + 1

HARMLESS = (
    "我不会自杀。",
    "跳楼价！",
    "我不投诉。",
    "不想找记者曝光。",
    "他们没有报警。",
    "报警器。",
    "多媒体。",
    "我要退款。",
    "我，要，投诉部。",
    "我不会去法院起诉。",
    "垃圾桶。",
    "好的。",
)
LIVE = (
    "我今晚就自杀",
    "我真的要跳楼了，我要跳楼",
    "再不退款我就去12315投诉，找记者曝光",
    "我要去法院起诉你们",
)
SAID = st.lists(
    st.tuples(st.sampled_from(HARMLESS), st.sampled_from((1, 7, MANY, 1_000))), max_size=4
)


def run(said: list[tuple[str, int]]) -> str:
    return "".join(text * times for text, times in said)


def risks(text: str) -> dict[str, float]:
    return weigh(find(normalise(text)))


def live(hits: list[Hit]) -> set[str]:
    return {hit.word.term for hit in hits if not hit.negated}


@pytest.mark.req("A18", "A33")
@settings(max_examples=40)
@given(SAID, st.sampled_from(LIVE), SAID)
def test_a_threat_weighs_the_same_whatever_is_repeated_around_it(
    before: list[tuple[str, int]], threat: str, after: list[tuple[str, int]]
) -> None:
    text = f"{run(before)}{threat}。{run(after)}"
    told, alone = risks(text), risks(threat)
    assert all(told[label] >= weight for label, weight in alone.items() if weight)
    assert live(shipped().scan(text)) >= live(shipped().scan(threat))


@pytest.mark.req("A18", "A30")
@pytest.mark.parametrize(
    "text",
    [
        "我要退款" * MANY
        + "没人管，没人理，没人回，没人答，没人问，没人听，没人看，没人接。我要跳楼",
        "跳楼价！" * MANY + "我真的要跳楼了，我要跳楼",
        "我不会自杀。" * MANY + "我今晚就自杀",
        "".join(f"他第{time}次说不会自杀。" for time in range(MANY)) + "我今晚就自杀",
    ],
)
def test_a_threat_to_oneself_behind_hundreds_of_others_is_read(text: str) -> None:
    told = read(text)
    assert (told.risks["self_harm"], told.emotion) == (1.0, 5)


@pytest.mark.req("A18")
def test_a_threat_stands_in_its_own_words_however_often_they_are_said_before() -> None:
    told = risks("投诉" * 450 + "，好的。" * 3 + "再不退款我就去12315投诉，找记者曝光")
    assert (told["regulator"], told["media"]) == (0.9, 0.9)


@pytest.mark.req("A18", "A19")
@pytest.mark.parametrize(
    ("denied", "said", "term"),
    [("我不会自杀。", "我今晚就自杀", "自杀"), ("我不投诉。", "我现在就去投诉", "投诉")],
)
def test_what_is_denied_hides_no_word_that_is_meant(denied: str, said: str, term: str) -> None:
    hits = shipped().scan(denied * MANY + said)
    assert len(hits) == OFTEN + 1
    assert [hit.word.term for hit in hits if not hit.negated] == [term]


@pytest.mark.req("A18")
def test_words_that_mean_nothing_hide_none_that_does_and_are_told_a_few_times() -> None:
    watched = of_toml('[[word]]\nterm = "媒体"\ngroup = "media"\nlevel = 2\ninside = ["多媒体"]\n')
    text = "多媒体" * MANY + "我找媒体"
    assert [hit.start for hit in watched.scan(text)] == [len(text) - 2]
    assert len(watched.spared(text)) == OFTEN
    assert [one.start for one in watched.spared("媒体" * MANY + "多媒体")] == [2 * MANY + 1]


def test_what_is_said_without_end_is_told_a_few_hundred_times() -> None:
    text = "投诉" * 60_000 + "找记者曝光"
    assert [hit.word.term for hit in shipped().scan(text)].count("投诉") == OFTEN
    assert len(warmths("垃圾" * 60_000)) == OFTEN


@pytest.mark.req("A30")
def test_what_leaves_somebody_calm_hides_no_anger() -> None:
    assert [one.start for one in warmths("我不生气。" * MANY + "我生气")] == [5 * MANY + 1]


@given(st.text("甲乙", min_size=1, max_size=9), st.text("甲乙丙", max_size=99), st.integers(0, 3))
def test_what_is_judged_once_is_told_as_if_judged_each_time(
    again: str, other: str, reach: int
) -> None:
    text = again * LONG + other

    def judge(start: int, end: int, of: str) -> tuple[str, str, str]:
        return text[max(0, start - reach) : start], text[start:end], text[end : end + reach]

    judged = once(text, reach, judge)
    places = [(at, at + width) for at in range(len(text) - 1) for width in (1, 2)]
    assert all(judged(*place, "") == judge(*place, "") for place in places)


def test_no_rule_looks_further_than_a_place_reaches() -> None:
    for name in ("risk.toml", "stage.toml"):
        assert all(len(longer) <= REACH for rule in rules(name).rules for longer in rule.inside)
