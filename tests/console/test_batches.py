"""``kesu batches`` from the command line."""

import json
from io import BytesIO, StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kesu.console.batches import run

ZONE = ZoneInfo("Asia/Shanghai")
LEAK = "橙里便利店的星焰保温杯杯底漏水，要求换货。"


def ask(*lines: dict[str, Any] | bytes, **how: Any) -> tuple[int, list[dict[str, Any]]]:
    out = StringIO()
    said = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines]
    asked = {"over": 10, "week": False, "early": False, **how}
    status = run(BytesIO(b"".join(one + b"\n" for one in said)), out, zone=ZONE, **asked)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def leak(number: int, **more: Any) -> dict[str, Any]:
    received = f"2026-03-02T10:{number:02}:00+08:00"
    return {"id": number, "text": LEAK, "received": received, "customer": f"c{number}", **more}


@pytest.mark.req("E37")
def test_the_eleventh_is_told_as_it_comes_and_all_in_the_end() -> None:
    status, [declared, joined, summary] = ask(*[leak(at) for at in range(12)])
    assert status == 0
    assert declared["at"] == "2026-03-02T10:10:00+08:00"
    assert (declared["event"], declared["members"]) == ("declared", list(range(11)))
    assert (declared["batch"], declared["people"]) == (joined["batch"], 11)
    assert (joined["event"], joined["members"], joined["people"]) == ("joined", [11], 12)
    [batch] = summary["batches"]
    assert (batch["members"], batch["people"]) == (list(range(12)), 12)
    assert set(batch) == {"batch", "label", "members", "people"}


@pytest.mark.req("E37")
def test_ten_make_no_batch() -> None:
    _, events = ask(*[leak(at) for at in range(10)])
    assert [one["event"] for one in events] == ["summary"]


@pytest.mark.req("E37")
def test_an_early_warning_says_how_unlikely_it_is() -> None:
    _, [warning, _summary] = ask(*[leak(at) for at in range(5)], early=True)
    assert (warning["event"], warning["members"]) == ("early_warning", [0, 1, 2, 3])
    assert "保温杯" in warning["label"]
    assert any("概率" in one or "chance" in one for one in warning["because"])


def test_what_members_have_in_common_is_said() -> None:
    _, [declared, _summary] = ask(*[leak(at, merchant="橙里便利店") for at in range(2)], over=1)
    assert any("橙里便利店" in one for one in declared["because"])


def test_a_customer_may_be_an_object_and_a_time_without_offset_is_in_the_policys_zone() -> None:
    same = [leak(at, customer={"id": "x"}, received="2026-03-02T23:00:00") for at in range(3)]
    _, [summary] = ask(*same, over=1)
    assert summary["batches"][0]["people"] == 1


def test_a_bad_line_is_answered_in_its_place_and_the_rest_goes_on() -> None:
    bad = {"id": "x", "text": 7, "received": "gestern", "merchant": ["m"]}
    status, [error, also, declared, _summary] = ask(bad, b"{", *[leak(at) for at in (1, 2)], over=1)
    assert status == 1
    assert (error["id"], error["line"], error["error"]["field"]) == ("x", 1, "text")
    assert [one["field"] for one in error["error"]["more"]] == ["received", "merchant"]
    assert (also["line"], declared["event"]) == (2, "declared")


def test_ids_come_back_as_they_were_given() -> None:
    _, [declared, _summary] = ask(leak(1, id="1"), leak(2, id=1), over=1)
    assert declared["members"] == ["1", 1]


def test_nothing_is_an_empty_summary() -> None:
    assert ask() == (0, [{"event": "summary", "batches": []}])
