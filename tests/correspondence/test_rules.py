"""What a letter says, whatever is put into it."""

import email
import string
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.correspondence import letters
from kesu.correspondence.rules import (
    MOST_RECEIPTS,
    address_for,
    case_of,
    counted,
    fill,
    in_words,
    one_line,
    plain,
    too_many,
    wait,
)
from kesu.foundation.addresses import is_address, writable
from kesu.foundation.sealing import seal
from kesu.policy.loading import builtin
from kesu.policy.schema import PLACES
from tests.correspondence.office import settings_for
from tests.door.smtp import Smtp

KEY = bytes(32)
SHANGHAI = ZoneInfo("Asia/Shanghai")
_ALPHABET = "346789ACDEFGHJKMNPQRTUVWXY"
numbers = st.text(_ALPHABET, min_size=6, max_size=6).map(lambda tail: f"KS-20260213-{tail}")
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


@given(numbers)
def test_an_address_leads_back_to_its_case(no: str) -> None:
    address = address_for(no, base="care@kesu.test", key=KEY)
    assert (case_of(address, key=KEY), case_of(address.upper(), key=KEY)) == (no, no)
    assert is_address(address)


@given(numbers, st.integers(0, 70), st.sampled_from(string.ascii_lowercase + string.digits + "-+"))
def test_an_address_with_another_letter_leads_nowhere_else(no: str, place: int, other: str) -> None:
    address = address_for(no, base="care@kesu.test", key=KEY)
    place %= address.index("@")
    forged = address[:place] + other + address[place + 1 :]
    assert case_of(forged, key=KEY) in (None, no)
    assert forged == address or place < 5 or case_of(forged, key=KEY) is None


@given(numbers)
def test_another_house_reads_nothing_from_our_addresses(no: str) -> None:
    assert case_of(address_for(no, base="care@kesu.test", key=KEY), key=b"1" * 32) is None


@pytest.mark.parametrize("text", ["", "@", "care@kesu.test", "care+@x", "+@", "care+ks-1-@x", "  "])
def test_other_addresses_stand_for_no_case(text: str) -> None:
    assert case_of(text, key=KEY) is None


@pytest.mark.req("X15")
@given(words, words)
def test_what_is_put_in_is_never_read_again(first: str, second: str) -> None:
    filled = fill("{no}|{text}", {"no": first, "text": second})
    assert filled in (f"{first}|{second}", "")


@pytest.mark.req("X15")
@pytest.mark.parametrize(
    "text",
    ["{{7*7}}", "{0.__class__}", "{no.__class__}", "{no!r}", "{no:>99}", "${no}x", "{}", "{"],
)
def test_nothing_but_a_known_name_in_braces_is_replaced(text: str) -> None:
    assert fill(text, {"other": "x"}) == text
    assert "class" not in fill(text.replace("__class__", ""), {"no": "N"})


def test_a_line_with_nothing_to_say_is_left_out() -> None:
    assert fill("a\nby {due}\n\nb {no}", {"due": "", "no": "1"}) == "a\n\nb 1"


@pytest.mark.req("X15", "E4")
@given(words, words)
def test_no_subject_begins_a_line_of_its_own(subject: str, text: str) -> None:
    message = _through(one_line(subject), plain(text))
    assert message["Subject"] == one_line(subject)
    assert set(message.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "MIME-Version"),
        *("Content-Type", "Content-Transfer-Encoding"),
    }
    assert message.get_content().replace("\r\n", "\n").rstrip("\n") == plain(text).rstrip("\n")


@pytest.mark.parametrize(
    "subject",
    [
        "投诉" * 99,
        "a\r\nBcc: x@y.test",
        "=?utf-8?b?eA==?= x",
        " x ",
        "00 0000000000000¡¡¡¡¡¡¡¡¡¡¡¡ ¡",
    ],
)
def test_a_subject_arrives_as_it_is(subject: str) -> None:
    assert _through(one_line(subject), "x")["Subject"] == one_line(subject)


def _through(subject: str, text: str) -> EmailMessage:
    """A letter as whoever gets it reads it."""
    row: dict[str, Any] = {
        "created": datetime(2026, 2, 13, 2, tzinfo=UTC),
        "message_id": "<0190@kesu.test>",
        "reply_to": "",
        "thread": "",
        "automatic": False,
        "staff_id": None,
        "to": seal("lin@customer.test", field="mail.to"),
        "subject": seal(subject, field="mail.subject"),
        "body": seal(text, field="mail.body"),
    }
    sent = letters.envelope(cast(Any, SimpleNamespace(**row)), settings_for(cast(Smtp, _OFFICE)))
    assert max(len(line) for line in sent.content.split(b"\r\n")) <= 998
    message = email.message_from_bytes(sent.content, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


_OFFICE = SimpleNamespace(port=25)


@pytest.mark.req("E4")
@given(st.lists(st.integers(0, 5000), max_size=200))
def test_two_machines_that_thank_each_other_end_soon(minutes: list[int]) -> None:
    start = datetime(2026, 2, 13, tzinfo=UTC)
    sent: list[datetime] = []
    for minute in sorted(minutes):
        at = start + timedelta(minutes=minute)
        if not too_many(sent, at=at):
            sent.append(at)
    for first in sent:
        assert sum(first <= one < first + timedelta(hours=24) for one in sent) <= MOST_RECEIPTS


def test_a_due_time_is_said_in_words() -> None:
    due = datetime(2026, 2, 14, 15, 59, 59, tzinfo=UTC)
    assert in_words(due, zone=SHANGHAI, language="zh-hans") == "2月14日（星期六）23:59"
    assert in_words(due, zone=SHANGHAI, language="en") == "Saturday 14 February, 23:59"


def test_the_most_frequent_is_counted_first() -> None:
    assert counted(["新分配", "超时", "超时"]) == "超时 × 2，新分配 × 1"


@given(st.integers(1, 10_000))
def test_waits_double_up_to_the_longest(tries: int) -> None:
    first, longest = timedelta(seconds=5), timedelta(minutes=5)
    assert wait(tries, first=first, longest=longest) == min(
        first * 2 ** min(tries - 1, 20), longest
    )


@pytest.mark.parametrize(
    ("text", "wire"),
    [
        ("lin@customer.test", "lin@customer.test"),
        (" Lin.Li+x@Customer.test ", "Lin.Li+x@Customer.test"),
        ("lin@例子.测试", "lin@xn--fsqu00a.xn--0zwm56d"),
        ("林@customer.test", None),
        ("a,b@c.test", None),
        ("a@b.test>", None),
        ("a@b.test\r\nRCPT TO:<x@y.test>", None),
        ("a b@c.test", None),
        ("@c.test", None),
        ("a@", None),
        ("a@b..test", None),
        ("x" * 65 + "@c.test", None),
    ],
)
def test_which_addresses_can_be_written_to(text: str, wire: str | None) -> None:
    assert writable(text) == wire


def test_the_letters_that_ship_say_everything_in_three_languages() -> None:
    shipped = builtin("loyalty").texts.mail
    assert set(shipped) == set(PLACES)
    for kind, letter in shipped.items():
        for part in (letter.subject, letter.body):
            values = {name: f"<{name}>" for name in PLACES[kind]}
            texts = [fill(part.say(tag), values) for tag in ("zh-hans", "zh-hant", "en")]
            assert not any("{" in text for text in texts)
            assert len(set(texts)) >= 2 or "{what}" in part.zh_hans
