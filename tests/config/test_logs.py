"""A log line is one JSON object that no value can break."""

import json
import logging
import sys
from types import TracebackType

from hypothesis import given
from hypothesis import strategies as st

from kesu.config.logs import JsonLines

Exc = tuple[type[BaseException], BaseException, TracebackType | None]


def _line(message: str, exc_info: Exc | None = None, **more: str) -> str:
    record = logging.LogRecord("kesu", logging.INFO, "", 0, message, None, exc_info)
    record.created = 0.0
    record.__dict__.update(more)
    return JsonLines().format(record)


def test_it_says_when_how_grave_who_and_what() -> None:
    assert json.loads(_line("已启动")) == {
        "at": "1970-01-01T00:00:00.000+00:00",
        "level": "info",
        "logger": "kesu",
        "message": "已启动",
    }


def test_it_names_the_request() -> None:
    assert json.loads(_line("asked", request_id="r-1"))["request"] == "r-1"


def test_it_tells_an_exception_in_the_same_line() -> None:
    try:
        raise ValueError("broken")
    except ValueError:
        kind, fault, trace = sys.exc_info()
    assert kind is not None
    assert fault is not None
    line = _line("failed", (kind, fault, trace))
    assert ("ValueError: broken" in json.loads(line)["exception"], "\n" in line) == (True, False)


def test_a_telephone_number_is_masked() -> None:
    assert "13812345678" not in _line("call 13812345678")


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_any_text_stays_on_one_line_that_can_be_written(text: str) -> None:
    line = _line(text)
    assert line.encode().decode().splitlines() == [line]


@given(st.text(max_size=40))
def test_what_is_read_back_is_what_was_said(text: str) -> None:
    digits_apart = "".join("·" if sign.isnumeric() else sign for sign in text)
    assert json.loads(_line(digits_apart))["message"] == digits_apart
