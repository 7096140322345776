"""What the words suggest while they are typed, and what is said when it was taken in."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.complaints.models import Complaint, EmotionPoint
from kesu.desk import suggestions
from kesu.language.initials import initials
from kesu.policy.loading import builtin
from tests.cast import House, Play, lines
from tests.workbench.visitor import Visitor, body

LOYALTY = builtin("loyalty")
TYPED: dict[str, Any] = {
    "channel": "hotline",
    "text": "赠品没有寄",
    "type": "1.2.5",
    "customer__phone": "13912344417",
    "ending": "promise",
    "first_contact__promise__what": "回电",
    "first_contact__promise__due": "2099-01-01T10:00",
    "once": "a",
}


def suggested(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.code, one.because) for one in suggestions.types(text, pack=LOYALTY)]


@pytest.mark.parametrize(
    ("text", "code", "because"),
    [
        ("配件漏发了", "1.2.3", ("配件漏发",)),
        ("會員說配件漏發", "1.2.3", ("配件漏發",)),
        ("发票一直没开", "1.2.2", ("发票",)),
        ("账户怎么被冻结了", "1.5", ("账户", "冻结")),
        ("Slow delivery again", "1.2.1", ("slow", "delivery")),
    ],
)
def test_a_type_is_suggested_for_its_own_words(
    text: str, code: str, because: tuple[str, ...]
) -> None:
    assert suggested(text)[0] == (code, because)


@pytest.mark.parametrize("text", ["", "你好", "客户说电话打不通", "商户的服务有问题", "abc 123"])
def test_words_of_every_complaint_suggest_nothing(text: str) -> None:
    assert suggested(text) == []


@given(st.text(max_size=200))
def test_whatever_is_said_what_it_rests_on_stands_in_it(text: str) -> None:
    found = suggested(text)
    assert len(found) <= suggestions.MOST
    assert all(word in text.lower() for _, because in found for word in because)


@given(st.text(alphabet="配件漏发票礼品", max_size=12), st.text(max_size=20))
def test_more_words_never_take_a_piece_away(name: str, more: str) -> None:
    assert all(len(run) > 1 and run in name + more for run in suggestions.runs(name + more, name))


@pytest.mark.parametrize(
    ("word", "letters"), [("配件漏发", "pjlf"), ("差价", "cj"), ("A类 3", "l"), ("𠮷", "")]
)
def test_a_word_is_found_by_its_first_letters(word: str, letters: str) -> None:
    assert initials(word) == letters


@given(st.text(max_size=30))
def test_letters_are_letters_whatever_the_word(word: str) -> None:
    assert re.fullmatch("[a-hj-tw-z]*", initials(word))
    assert len(initials(word)) <= len(word)


def hints(visitor: Visitor, **typed: str) -> str:
    return body(visitor.post("/lodge/suggest", **typed))


def test_each_suggestion_has_its_key_its_deadline_and_its_words(agent: Visitor) -> None:
    shown = hints(agent, text="发票一直没开")
    wanted = ('data-hotkey="Alt+1"', 'data-pick="1.2.2"', "<q>发票</q>", "T+1")
    assert [one for one in wanted if one not in shown] == []


def test_where_no_word_fits_it_says_so(agent: Visitor) -> None:
    assert "Not sure" in hints(agent, text="你好")
    assert "Not sure" not in hints(agent, text="")


def test_a_word_that_hints_at_urgency_is_shown_and_nothing_is_decided(agent: Visitor) -> None:
    shown = hints(agent, text="再不处理我就起诉")
    assert ["起诉" in shown, "U1" in shown, "for you to say" in shown] == [True] * 3
    given = hints(agent, text="再不处理我就起诉", urgent_reasons="U1")
    assert "for you to say" not in given


@pytest.fixture
def nine(play: Play) -> None:
    for number in range(9):
        phone = f"1391234441{number}"
        play.lodge(
            now=datetime.now(UTC), type="1.2.3", product="空气炸锅", customer={"phone": phone}
        )


@pytest.mark.req("E37")
def test_who_complained_of_the_same_today_is_counted_with_what_makes_a_batch(
    nine: None, agent: Visitor
) -> None:
    shown = hints(agent, text="配件漏发", product="空气炸锅")
    assert ["<b>9</b> people today" in shown, "<b>2</b> more, this one" in shown] == [True, True]
    assert shown.count('<i class="on">') == 9


def test_another_type_of_the_same_product_is_told_but_not_counted(
    nine: None, agent: Visitor
) -> None:
    shown = hints(agent, text="发票没开", product="空气炸锅")
    assert ["9 complaints in 7 days" in shown, "people today" in shown] == [True, False]


def test_the_accused_are_in_no_count(play: Play, house: House) -> None:
    now = datetime.now(UTC)
    play.lodge(house.second, now=now, type="2.2", accused_agent="peer", merchant="悦海家电")
    typed = {"text": "x", "merchant": "悦海家电"}
    assert "in 7 days" not in hints(Visitor(house.peer), **typed)
    assert "1 complaint in 7 days" in hints(Visitor(house.second), **typed)


@pytest.mark.req("E36", "E37")
def test_what_is_restricted_is_in_no_count(nine: None, play: Play, agent: Visitor) -> None:
    few = Complaint.objects.order_by("pk").values("pk")[:2]
    Complaint.objects.filter(pk__in=list(few.values_list("pk", flat=True))).update(restricted=True)
    assert "<b>7</b> people today" in hints(agent, text="配件漏发", product="空气炸锅")
    Complaint.objects.update(restricted=True)
    for who in (agent, Visitor(play.house.director)):
        assert "people today" not in hints(who, text="配件漏发", product="空气炸锅")


@pytest.mark.req("E41", "E06")
@pytest.mark.parametrize("who", ["admin", "liaison", "auditor"])
def test_who_takes_no_calls_hears_no_count(nine: None, house: House, who: str) -> None:
    shown = hints(Visitor(getattr(house, who)), text="配件漏发", product="空气炸锅")
    said = ('data-pick="1.2.3"' in shown, "people today" in shown, "in 7 days" in shown)
    assert said == (True, False, False)


@pytest.mark.req("F03")
def test_emotion_and_delivery_check_are_kept_in_the_same_save(agent: Visitor) -> None:
    agent.post("/lodge", **TYPED, emotion="4", delivery_check="杭州")
    row = Complaint.objects.get()
    assert EmotionPoint.objects.get(complaint=row).level == 4
    assert lines(row.no, "complaint.lodged")[0].notes["delivery_check"] == "杭州"
    assert "杭州" in agent.read(f"/complaints/{row.no}")


def test_an_emotion_that_is_none_is_refused_at_its_place(agent: Visitor) -> None:
    response = agent.post("/lodge", **TYPED, emotion="9")
    assert (response.status_code, Complaint.objects.count()) == (422, 0)


def test_the_delivery_is_asked_for_with_the_types_that_ask(agent: Visitor) -> None:
    asked = re.search(r'id="delivery" data-when="type=([^"]*)"', agent.read("/lodge"))
    codes = asked[1].split(",") if asked else []
    assert ["1.2.3" in codes, "1.2" in codes, "2.2" in codes] == [True, True, False]


def test_what_urgent_comes_to_is_said_before(agent: Visitor) -> None:
    shown = agent.read("/lodge").partition('id="urgent"')[2]
    assert ["U1" in shown, "then it goes like this" in shown] == [True, True]


def test_after_lodging_the_number_is_said_to_be_read_out_with_what_comes_next(
    agent: Visitor, house: House
) -> None:
    where = agent.post("/lodge", **TYPED).headers["Location"]
    no = Complaint.objects.get().no
    said = agent.read(where).partition('class="notices"')[2].partition("<main")[0]
    wanted = (f"{no[-6:-3]} {no[-3:]}", "First call-back", house.agent.full_name, "Next:")
    assert [word for word in wanted if word not in said] == []


def test_who_may_not_read_it_hears_number_and_owner_only(play: Play, house: House) -> None:
    visitor = Visitor(house.agent)
    typed = {**TYPED, "type": "2.2", "accused_agent": "agent", "text": "就是他"}
    assert visitor.post("/lodge", **typed).headers["Location"] == "/"
    said = visitor.read("/").partition('class="notices"')[2].partition("<main")[0]
    no = Complaint.objects.get().no
    assert [no in said, house.supervisor.full_name in said, "First call-back" in said] == [
        True,
        True,
        False,
    ]
