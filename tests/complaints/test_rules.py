from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.complaints import rules
from kesu.complaints.rules import Attempt
from tests.cast import at

HALF_HOUR, SHANGHAI = timedelta(minutes=30), timedelta(hours=8)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("赠品没寄。发票也没开。", "赠品没寄"),
        ("  Late again! Call me.", "Late again"),
        ("太慢了！什么时候到？", "太慢了"),
        ("什么时候到？没人回复；", "什么时候到"),
        ("。", "。"),
        ("多" * 41, "多" * 39 + "…"),
        ("多" * 40, "多" * 40),
        ("请" * 35 + "13912345678 回电", "请" * 35 + "…"),
        ("请" * 20 + "13912345678 " + "回电" * 20, "请" * 20 + "13912345678 回电回电回电回…"),
    ],
)
def test_the_subject_is_the_first_sentence(text: str, subject: str) -> None:
    assert rules.subject_of(text) == subject


@given(st.text(min_size=1))
def test_a_subject_is_short(text: str) -> None:
    assert len(rules.subject_of(text)) <= 40


@pytest.mark.req("E37")
@pytest.mark.parametrize(
    ("known", "key"),
    [
        ({}, ""),
        ({"merchant": " M-031 "}, "1.2|merchant|m-031"),
        ({"merchant": "M-031", "order": "7"}, "1.2|merchant|m-031"),
        ({"order": "7"}, "1.2|order|7"),
        ({"campaign": "618", "product": "炸锅"}, "1.2|campaign|618"),
    ],
)
def test_an_issue_is_the_type_and_one_known_thing(known: dict[str, str], key: str) -> None:
    nothing = dict.fromkeys(("merchant", "product", "order", "campaign"), "")
    assert rules.issue_key(type_code="1.2", **nothing | known) == key


def earnest(*calls: tuple[str, str], message: str = "02-13 12:00", by: str = "02-13 23:59") -> bool:
    return rules.tried_in_earnest(
        [Attempt(at(f"02-13 {hour}"), "hotline", outcome) for hour, outcome in calls],
        messages=[at(message)] if message else [],
        by=at(by),
        needed=2,
        apart=HALF_HOUR,
        message=True,
    )


@pytest.mark.req("Q24")
def test_two_calls_half_an_hour_apart_and_a_message_are_earnest() -> None:
    assert earnest(("10:00", "no_answer"), ("10:30", "busy"))
    assert earnest(("10:40", "busy"), ("10:20", "no_answer"), ("10:00", "no_answer"))


@pytest.mark.req("Q24")
def test_less_is_not() -> None:
    assert not earnest(("10:00", "no_answer"), ("10:29", "no_answer"))
    assert not earnest(("10:00", "no_answer"), ("10:30", "refused"))
    assert not earnest(("10:00", "no_answer"), ("10:30", "no_answer"), message="")
    assert not earnest(("10:00", "no_answer"), ("10:30", "no_answer"), message="02-14 00:00")
    assert not earnest(("10:00", "no_answer"), ("10:30", "no_answer"), by="02-13 10:29")


def lost(*attempts: tuple[str, str]) -> bool:
    tried = [Attempt(at(when), channel, "no_answer") for when, channel in attempts]
    return rules.lost_contact_shown(tried, zone_offset=SHANGHAI)


@pytest.mark.req("Q13")
def test_contact_is_lost_after_three_days_three_bands_and_two_channels() -> None:
    assert lost(("02-13 09:00", "hotline"), ("02-14 14:00", "im"), ("02-15 19:00", "hotline"))
    assert not lost(("02-13 09:00", "hotline"), ("02-14 14:00", "im"), ("02-15 15:00", "im"))
    assert not lost(("02-13 09:00", "im"), ("02-14 14:00", "im"), ("02-15 19:00", "im"))
    assert not lost(("02-13 09:00", "im"), ("02-13 14:00", "hotline"), ("02-14 19:00", "im"))
