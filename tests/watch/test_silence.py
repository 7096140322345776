"""When a silence says something, and when it does not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.policy.schema.watching import Silence
from kesu.watch.silence import Talk, is_content, is_solution, of_case, of_talk

NOW = datetime(2026, 2, 13, 2, tzinfo=UTC)
RULE = Silence()
emotions = st.integers(0, 5)
minutes = st.integers(0, 20_000)
percents = st.integers(1, 100)


def talk(
    emotion: int, waited: int, *, waits: bool = True, said: str = "怎么还不退", **more: str
) -> Talk:
    last = NOW - timedelta(minutes=waited)
    mine = last if waits else last - timedelta(minutes=1)
    return Talk(last, mine, emotion, said, **more)


@pytest.mark.req("A22")
@given(emotion=emotions, waited=minutes, percent=percents, waits=st.booleans())
def test_a_season_hides_no_silence(emotion: int, waited: int, percent: int, waits: bool) -> None:
    one = talk(emotion, waited, waits=waits)
    usual = of_talk(one, RULE, percent=100, at=NOW)
    if usual is not None:
        assert of_talk(one, RULE, percent=percent, at=NOW) is not None


@given(emotion=emotions, waited=minutes)
def test_more_anger_is_never_less_of_a_silence(emotion: int, waited: int) -> None:
    levels = [
        quiet.level if quiet else 0
        for quiet in (
            of_talk(talk(one, waited), RULE, percent=100, at=NOW)
            for one in (emotion, min(5, emotion + 1))
        )
    ]
    assert levels == sorted(levels)


@given(emotion=emotions, waited=minutes, percent=percents)
def test_nothing_is_a_silence_before_its_time(emotion: int, waited: int, percent: int) -> None:
    quiet = of_talk(talk(emotion, waited), RULE, percent=percent, at=NOW)
    if quiet is not None:
        assert (quiet.seen >= quiet.limit, emotion >= RULE.emotion) == (True, True)
    assert of_case(NOW, emotion, RULE, percent=percent, at=NOW) is None


@pytest.mark.req("A22")
@pytest.mark.parametrize(
    ("one", "rule"),
    [
        (talk(3, 9), None),
        (talk(3, 10), "unanswered"),
        (talk(2, 500), None),
        (talk(4, 30, waits=False, answered="亲，请耐心等待哦"), None),
        (talk(4, 60, waits=False, answered="亲，请耐心等待哦"), "quiet"),
        (talk(4, 60, waits=False, answered="已经为您退款，请注意查收"), None),
        (talk(4, 60, waits=False, answered="抱歉，暂时无法为您退款"), "quiet"),
        (talk(4, 60, said="好的，谢谢"), None),
        (talk(4, 60, said="我没有收到，别跟我说好的"), "unanswered"),
        (talk(5, 60 * 24 * 15), None),
    ],
)
def test_a_talk_is_silent_when_nobody_helped(one: Talk, rule: str | None) -> None:
    quiet = of_talk(one, RULE, percent=100, at=NOW)
    assert (quiet.rule if quiet else None) == rule


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("收到了，谢谢", True),
        ("好的", True),
        ("没收到", False),
        ("问题没有解决", False),
        ("我不满意", False),
        ("再不退我就投诉", False),
        ("", False),
    ],
)
def test_last_words_that_are_content_need_no_look(text: str, content: bool) -> None:
    assert is_content(text) == content


@pytest.mark.parametrize(
    ("text", "solved"),
    [
        ("已为您补发", True),
        ("马上给您换货", True),
        ("请您耐心等待", False),
        ("我们不支持退款", False),
        ("还没处理好", False),
    ],
)
def test_an_answer_is_a_solution_when_something_was_done(text: str, solved: bool) -> None:
    assert is_solution(text) == solved


@pytest.mark.req("A22", "A02")
def test_a_case_is_silent_after_days_and_sooner_in_the_season() -> None:
    last = NOW - timedelta(days=1, hours=2)
    assert of_case(last, 4, RULE, percent=100, at=NOW) is None
    quiet = of_case(last, 4, RULE, percent=50, at=NOW)
    assert quiet is not None
    assert (quiet.rule, quiet.level, quiet.limit) == ("case", 3, 1)
