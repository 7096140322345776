"""What the case page calls a clock: the law's own words, and that one waits."""

import pytest

from kesu.desk import case as desk
from kesu.desk.values import ClockView
from kesu.people.queries import everyone
from tests.cast import Play, at


def shown(play: Play, no: str, name: str) -> list[ClockView]:
    view = desk.case(no, reader=play.house.director, people=everyone())
    return [clock for clock in view.clocks if clock.name.startswith(name)]


@pytest.mark.req("Q18", "A52")
def test_a_statutory_clock_has_the_words_of_its_law(play: Play) -> None:
    before = play.lodge(channel="regulator").complaint.no
    after = play.lodge(channel="regulator", now=at("05-20 10:00")).complaint.no
    old, new = shown(play, before, "statutory"), shown(play, after, "statutory")
    assert {one.title for one in (*old, *new)} == {"市场监管投诉"}
    assert [one.part for one in old] == ["受理决定", "调解"]
    assert [one.part for one in new] == ["受理决定", "调解 (天数待核对121号令原文)"]
    assert all(one.derivation and one.rule for one in (*old, *new))


@pytest.mark.req("Q12")
def test_a_clock_that_waits_says_for_what(play: Play) -> None:
    no = play.walk("cooling")
    assert [(one.state, one.waits) for one in shown(play, no, "silence")] == [
        ("stopped", "cooling")
    ]
    assert [one.waits for one in shown(play, no, "progress")] == [""]
