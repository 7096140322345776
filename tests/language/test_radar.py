"""The batch radar: complaints of one matter find each other as they come in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kesu.language.radar import Event, Kind, Radar, Rule, Telling

MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)
LEAK = (
    "橙里便利店卖的星焰保温杯杯底漏水，用了三天桌上的电脑泡坏了，要求换货。",
    "在橙里便利店买的星焰保温杯漏水，杯底有裂缝，店员不给换。",
    "星焰保温杯杯底开裂漏水，橙里便利店说没有小票不能换货。",
    "投诉橙里便利店，星焰保温杯第二天就漏水，杯底裂了。",
)
PARKING = "橙里便利店门口停车位被占，顾客的车进不去，停车费还乱收。"
OTHERS = (
    "积分商城兑换的电影票到期作废，客服说不能恢复积分。",
    "快递送到楼下没有通知，生鲜全部化冻变质。",
    "会员自动续费没有提醒，扣款后退订入口找不到。",
    "教练临时换人，健身课程约不上也不退费。",
    "机票改签手续费比票价还高，页面没有写明。",
)


def hear(
    *texts: str,
    over: int = 10,
    week: bool = False,
    early: bool = False,
    apart: timedelta = timedelta(minutes=5),
    who: tuple[str, ...] = (),
) -> tuple[Radar, list[Event]]:
    radar, told = Radar(Rule(UTC, over, week, early)), []
    for at, text in enumerate(texts):
        customer = who[at] if who else f"c{at}"
        told += radar.hear(Telling(str(at), text, MORNING + at * apart, customer))
    return radar, told


def kinds(told: list[Event]) -> list[tuple[Kind, int]]:
    return [(one.kind, len(one.members)) for one in told]


def many(count: int) -> list[str]:
    return [LEAK[at % 4] for at in range(count)]


@pytest.mark.req("E37")
def test_ten_are_ordinary_and_the_eleventh_makes_a_batch() -> None:
    _, ten = hear(*many(10))
    _, eleven = hear(*many(11))
    assert (kinds(ten), kinds(eleven)) == ([], [(Kind.declared, 11)])
    assert (eleven[0].at, eleven[0].people) == (MORNING + timedelta(minutes=50), 11)


@pytest.mark.req("E37")
def test_who_comes_later_joins() -> None:
    _, told = hear(*many(13))
    assert kinds(told) == [(Kind.declared, 11), (Kind.joined, 1), (Kind.joined, 1)]
    assert (list(told[2].members), told[2].people) == (["12"], 13)


@pytest.mark.req("E37")
def test_the_next_day_counts_anew_and_brings_the_day_before_along() -> None:
    radar, told = Radar(Rule(UTC)), []
    for at, text in enumerate(many(21)):
        day = timedelta(days=int(at >= 10))
        told += radar.hear(Telling(str(at), text, MORNING + day, f"c{at}"))
    assert kinds(told) == [(Kind.declared, 11), (Kind.joined, 10)]
    assert list(told[0].members) == [str(at) for at in range(10, 21)]


@pytest.mark.req("E37")
def test_one_persons_repeats_of_a_day_are_one_case() -> None:
    _, told = hear(*many(30), who=("same",) * 30)
    assert told == []


def test_who_is_not_known_counts_each_time() -> None:
    _, told = hear(*many(11), who=("",) * 11)
    assert [one.people for one in told] == [11]


def test_seven_days_count_together_when_asked() -> None:
    _, told = hear(*many(5), over=3, week=True, apart=timedelta(days=1))
    assert kinds(told) == [(Kind.declared, 4), (Kind.joined, 1)]
    _, never = hear(*many(5), over=3, week=True, apart=timedelta(days=3))
    assert never == []


@pytest.mark.req("E37")
def test_the_same_place_with_another_matter_stays_out() -> None:
    radar, _ = hear(*OTHERS, *LEAK, PARKING)
    [issue] = radar.batches()
    assert {one.id for one in issue.members} == {"5", "6", "7", "8"}


def test_the_same_matter_at_another_place_stays_out() -> None:
    here = "云栖路小区临街烧烤店油烟扰民，夜里睡不着。"
    there = "东湖花园小区临街烧烤店油烟扰民，夜里睡不着。"
    radar, _ = hear(*OTHERS, here, here, there, there)
    assert [one.size for one in radar.batches()] == [2, 2]


def test_what_is_known_decides_before_the_words() -> None:
    radar = Radar(Rule(UTC, over=1))
    told = [
        radar.hear(Telling("a", OTHERS[0], MORNING, "1", type="1.1", product="星焰 杯")),
        radar.hear(Telling("b", LEAK[0], MORNING, "2", type="1.1", product="星焰 杯 ")),
        radar.hear(Telling("c", LEAK[0], MORNING, "3", type="1.1", product="月影壶")),
        radar.hear(Telling("d", LEAK[0], MORNING, "4", type="2.1", product="星焰 杯")),
    ]
    assert [kinds(one) for one in told] == [[], [(Kind.declared, 2)], [], []]


def test_a_batch_is_told_in_words_and_by_what_is_common() -> None:
    radar = Radar(Rule(UTC, over=3))
    told: list[Event] = []
    for at, text in enumerate(LEAK):
        said = f"{text}批号：XY2026031，客服工号1024。"
        told += radar.hear(Telling(str(at), said, MORNING, f"c{at}", merchant="橙里便利店"))
    [event] = told
    assert "漏水" in event.label or "保温杯" in event.label
    common = {one.kind: (one.values, one.members) for one in event.because}
    assert common["merchant"] == (("橙里便利店",), 4)
    assert common["lot"] == (("XY2026031",), 4)
    assert common["agent"] == (("1024",), 4)


@pytest.mark.req("E37")
def test_copies_from_several_accounts_count_and_are_told_apart() -> None:
    _, told = hear(*[LEAK[0]] * 4, over=3)
    copies = next(one for one in told[0].because if one.kind == "copies")
    assert (told[0].people, copies.members, copies.people) == (4, 3, 3)


def test_two_issues_that_turn_out_to_be_one_are_one_batch() -> None:
    radar, _ = hear(LEAK[0], "杯底裂缝不给换", LEAK[1], LEAK[2], LEAK[3])
    assert sum(one.size for one in radar.issues.values()) == 5
    assert max(one.size for one in radar.issues.values()) >= 4


def test_nothing_is_remembered_beyond_the_window() -> None:
    radar = Radar(Rule(UTC), held=5)
    for at in range(40):
        radar.hear(Telling(str(at), OTHERS[at % 5] + str(at) * 5, MORNING))
    assert sum(one.size for one in radar.issues.values()) <= 5 or len(radar.issues) == 1


@given(st.lists(st.text(alphabet="杯底漏水退款12 a的了。訴\u200b\0", max_size=40), max_size=25))
@settings(max_examples=40)
def test_every_complaint_is_in_one_issue(texts: list[str]) -> None:
    radar, _ = hear(*texts, over=2, early=True)
    found = sorted(one.id for issue in radar.issues.values() for one in issue.members)
    assert found == sorted(map(str, range(len(texts))))
    for issue in radar.issues.values():
        assert 1 <= issue.people <= issue.size


@pytest.mark.parametrize("text", ["", "的", "a" * 1_000_000, "\u200d" * 100_000, "\ud800投诉"])
def test_odd_texts_are_heard(text: str) -> None:
    radar, told = hear(text, text, *OTHERS)
    assert told == []
    assert sum(one.size for one in radar.issues.values()) == 7
