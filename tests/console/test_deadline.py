import json
import os
import subprocess
import sys
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.console.deadline import run
from kesu.console.jsonl import CHUNK, batches

FRIDAY = {"id": "c1", "type": "1.1", "received": "2026-02-13T10:00:00+08:00"}
POLICY = {"name": "loyalty", "version": "2026.1"}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


def ask(
    *lines: bytes | str | dict[str, Any], calendar: Path | None = None
) -> tuple[int, list[Any]]:
    raw = [json.dumps(line) if isinstance(line, dict) else line for line in lines]
    source = b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in raw)
    out = StringIO()
    status = run("loyalty", calendar, BytesIO(source), out)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def due(**changes: Any) -> str:
    status, [answer] = ask(FRIDAY | changes)
    assert status == 0, answer
    return str(answer["due"])


def error(line: bytes | str | dict[str, Any]) -> Any:
    status, [answer] = ask(line)
    assert status == 1
    return answer["error"]


@pytest.mark.req("Q8", "E44", "E47", "E50", "E53", "E54", "E56", "E61")
@pytest.mark.parametrize(
    ("code", "received", "expected"),
    [
        ("1.1", "2026-02-13T10:00:00+08:00", "2026-02-14T23:59:59+08:00"),
        ("1.1", "2026-02-15T10:00:00+08:00", "2026-02-24T23:59:59+08:00"),
        ("3.2", "2026-02-13T10:00:00+08:00", "2026-02-24T23:59:59+08:00"),
        ("1.1", "2026-09-18T10:00:00+08:00", "2026-09-20T23:59:59+08:00"),
        ("1.1", "2026-09-30T10:00:00+08:00", "2026-10-08T23:59:59+08:00"),
        ("1.2.5", "2026-11-20T10:00:00+08:00", "2026-11-23T23:59:59+08:00"),
        ("2.1", "2026-02-13T10:00:00+08:00", "2026-02-14T23:59:59+08:00"),
        ("2.2", "2026-02-13T10:00:00+08:00", "2026-02-13T23:59:59+08:00"),
        ("2.3", "2026-02-13T10:00:00+08:00", "2026-02-13T23:59:59+08:00"),
        ("3.1", "2026-02-13T10:00:00+08:00", "2026-02-14T23:59:59+08:00"),
        ("3.3", "2026-02-15T10:00:00+08:00", "2026-02-15T23:59:59+08:00"),
        ("3.4", "2026-02-15T10:00:00+08:00", "2026-02-15T23:59:59+08:00"),
        ("0", "2026-02-13T10:00:00+08:00", "2026-02-14T23:59:59+08:00"),
    ],
)
def test_each_type_has_its_own_first_callback(code: str, received: str, expected: str) -> None:
    assert due(type=code, received=received) == expected


@pytest.mark.req("Q8")
def test_a_line_is_answered_as_the_contract_says() -> None:
    out = StringIO()
    run("loyalty", None, [json.dumps(FRIDAY)], out)
    expected = {
        "id": "c1",
        "clock": "first_callback",
        "due": "2026-02-14T23:59:59+08:00",
        "derivation": [
            {"date": "2026-02-13", "kind": "receipt", "counted": False},
            {"date": "2026-02-14", "kind": "makeup", "counted": True, "name": "春节"},
        ],
        "calendar": "official",
        "policy": POLICY,
    }
    assert out.getvalue() == json.dumps(expected, ensure_ascii=False, separators=(",", ":")) + "\n"


@pytest.mark.req("Q6", "E63")
def test_urgent_is_due_three_hours_later_to_the_second() -> None:
    assert due(urgent=True, received="2026-02-16T22:10:07+08:00") == "2026-02-17T01:10:07+08:00"


def test_the_time_of_acceptance_moves_nothing() -> None:
    assert due(accepted="2026-02-20T10:00:00+08:00") == due(accepted=None) == due()


@pytest.mark.req("Q9")
def test_the_end_of_2026_is_estimated() -> None:
    status, [answer] = ask(FRIDAY | {"received": "2026-12-31T10:00:00+08:00"})
    assert (status, answer["due"]) == (0, "2027-01-04T23:59:59+08:00")
    assert answer["calendar"] == "estimated"


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-03-04T16:30:00Z", "2026-03-05T23:59:59+08:00"),
        ("2026-03-04T23:30:00", "2026-03-04T23:59:59+08:00"),
        ("2026-03-04 23:30", "2026-03-04T23:59:59+08:00"),
        ("2026-03-04t08:30:00.123456789-10:00", "2026-03-05T23:59:59+08:00"),
        ("2016-12-31T23:59:60Z", "2017-01-01T23:59:59+08:00"),
        ("1900-01-01T00:00:00+08:00", "1900-01-01T15:54:16+00:00"),
    ],
)
def test_times_are_rfc_3339_and_without_an_offset_in_the_policys_zone(
    received: str, expected: str
) -> None:
    assert due(type="2.2", received=received) == expected


def test_a_faulty_line_is_answered_in_its_place() -> None:
    status, answers = ask(FRIDAY, "{", FRIDAY | {"id": 3})
    assert status == 1
    assert [(answer["id"], "error" in answer) for answer in answers] == [
        ("c1", False),
        (None, True),
        (3, False),
    ]
    assert answers[1]["line"] == 2


def test_the_first_fault_leads_and_the_others_follow() -> None:
    faults = error({"id": "c1", "type": 1.1, "urgent": "yes", "received": "soon"})
    assert [faults["field"], *(fault["field"] for fault in faults["more"])] == [
        "type",
        "urgent",
        "received",
    ]
    assert faults["message"] == 'expected a type code like "1.1"'


def test_an_unknown_type_is_refused_with_the_known_ones() -> None:
    assert error(FRIDAY | {"type": "9.9"})["message"].startswith(
        "no type 9.9, known: 0, 1.1, 1.1.1"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"", "not JSON"),
        (b"[]", "expected a JSON object"),
        (b'{"id":"\xff"}', "not UTF-8 text"),
        (b'{"id":"\\uD800"}', "lone surrogate"),
        (b'{"id":NaN}', "not JSON: NaN"),
        (b'{"id":' + b"9" * 5000 + b"}", "not JSON"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"id":1}{"id":2}', "not JSON"),
    ],
)
def test_a_line_that_is_no_object_is_said_to_be_none(line: bytes, said: str) -> None:
    assert said in error(line)["message"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", None),
        ("id", True),
        ("id", 1.5),
        ("type", None),
        ("received", None),
        ("received", "2026-02-13"),
        ("received", "2026-02-30T10:00:00Z"),
        ("received", "2026-02-13T10:00:00+25:00"),
        ("received", "9999-12-31T15:00:00+08:00"),
        ("received", "0001-01-01T00:00:00+09:00"),
        ("accepted", "soon"),
        ("urgent", 1),
    ],
)
def test_a_field_that_cannot_be_used_is_named(field: str, value: object) -> None:
    assert error(FRIDAY | {field: value})["field"] == field


@given(st.binary(max_size=80).filter(lambda line: b"\n" not in line))
def test_whatever_comes_in_one_line_comes_out(line: bytes) -> None:
    out = StringIO()
    assert run("loyalty", None, [line], out) == 1
    assert json.loads(out.getvalue())["line"] == 1


def test_keys_that_are_not_known_are_ignored() -> None:
    assert due(text="😀", nested={"a": [{}]}) == due()


def test_a_byte_order_mark_is_no_fault() -> None:
    assert ask("\ufeff" + json.dumps(FRIDAY))[0] == 0


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029", "\x0b", "\x1e"])
def test_an_id_never_breaks_the_line_it_stands_on(mark: str) -> None:
    out = StringIO()
    run("loyalty", None, [json.dumps(FRIDAY | {"id": f"一{mark}二"})], out)
    [line] = out.getvalue().splitlines()
    assert json.loads(line)["id"] == f"一{mark}二"


def test_lines_end_as_on_any_system_and_the_last_may_not_end() -> None:
    out = StringIO()
    line = json.dumps(FRIDAY).encode()
    assert run("loyalty", None, BytesIO(line + b"\r\n" + line), out) == 0
    assert out.getvalue().count("\n") == 2


def test_a_line_longer_than_what_is_read_at_once_is_one_line() -> None:
    assert ask(FRIDAY | {"text": "字" * CHUNK}, FRIDAY)[0] == 0


def test_no_lines_are_no_fault() -> None:
    assert ask() == (0, [])


def test_a_line_is_answered_before_the_next_one_is_there() -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as source, os.fdopen(writer, "wb", buffering=0) as end:
        waiting = batches(source)
        end.write(b"first\nsec")
        assert next(waiting) == [b"first"]
        end.write(b"ond\n")
        assert next(waiting) == [b"second"]


def test_the_output_is_utf_8_whatever_the_locale() -> None:
    binary = BytesIO()
    with TextIOWrapper(binary, encoding="ascii") as out:
        run("loyalty", None, [json.dumps(FRIDAY | {"id": "投诉"})], out)
        assert json.loads(binary.getvalue())["id"] == "投诉"


@pytest.mark.req("Q9")
def test_a_calendar_file_stands_in_for_the_shipped_days(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("date,kind,name\n2026-02-16,holiday,厂休\n", encoding="utf-8")
    _, [answer] = ask(FRIDAY, calendar=path)
    assert answer["due"] == "2026-02-17T23:59:59+08:00"


def test_a_calendar_that_cannot_be_used_is_refused_with_its_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "days.csv"
    path.write_text("date,kind,name\n2026-02-16,feast,\n", encoding="utf-8")
    assert ask(FRIDAY, calendar=path) == (2, [])
    assert capsys.readouterr().err.startswith("row 2: kind must be one of workday, holiday")


def test_a_policy_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("no-such-policy", None, [], StringIO()) == 2
    assert "no-such-policy" in capsys.readouterr().err


def test_faults_are_said_in_chinese_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert error(FRIDAY | {"urgent": 1})["message"] == "应为 true 或 false"


def test_it_starts_without_django() -> None:
    code = (
        "import sys, kesu.console.deadline as d; d.run('loyalty', None, [], sys.stdout);"
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
