import json
import os
import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.console.grade import run
from kesu.policy.loading import builtin

FRIDAY = {"id": "c1", "text": "漏发配件", "type": "1.2.3", "received": "2026-02-13T10:00:00+08:00"}
KESU = Path(sys.executable).with_name("kesu")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


def ask(*lines: bytes | dict[str, Any], policy: str = "loyalty") -> tuple[int, list[Any]]:
    raw = [json.dumps(line).encode() if isinstance(line, dict) else line for line in lines]
    out = StringIO()
    status = run(policy, None, BytesIO(b"\n".join(raw) + b"\n"), out)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def grade(**changes: Any) -> dict[str, Any]:
    status, [answer] = ask(FRIDAY | changes)
    assert status == 0, answer
    return dict(answer)


def due(answer: dict[str, Any]) -> str:
    clock = answer["clocks"][0]
    assert clock["clock"] == "first_callback"
    return str(clock["due"])


@pytest.mark.req("E17", "E44", "E47", "E48", "E53", "E54", "E56", "E61")
@pytest.mark.parametrize(
    ("code", "graded", "tier", "rule", "min_rank", "expected", "notify"),
    [
        ("0", "I", "F", "receiver", "agent", "02-14", []),
        ("1.2.3", "I", "F", "receiver", "agent", "02-14", []),
        ("2.1", "II", "F", "receiver", "agent", "02-14", ["merchant"]),
        ("2.2.1", "II", "D", "direct_supervisor", "supervisor", "02-13", []),
        ("2.3", "II", "E", "other_senior", "senior", "02-13", []),
        ("3.1", "III", "F", "receiver", "agent", "02-14", ["merchant"]),
        ("3.2", "III", "F", "risk_department", "agent", "02-24", []),
        ("3.3", "III", "D", "supervisor", "supervisor", "02-13", []),
        ("3.4", "III", "D", "supervisor", "supervisor", "02-13", []),
    ],
)
def test_a_type_decides_grade_tier_handler_and_call_back(
    code: str,
    graded: str,
    tier: str,
    rule: str,
    min_rank: str,
    expected: str,
    notify: list[str],
) -> None:
    answer = grade(type=code, accused_agent="1001")
    assert answer["grade"] == graded
    assert answer["tier"] == tier
    assert answer["handler"] == {"rule": rule, "min_rank": min_rank}
    assert due(answer) == f"2026-{expected}T23:59:59+08:00"
    assert (answer["notify"], answer["urgent"], answer["urgent_reasons"]) == (notify, False, [])


@pytest.mark.req("E16", "E34", "E35", "E36", "E38", "E63", "Q29")
@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({"source": "group"}, ["U2"]),
        ({"channel": "group"}, ["U2"]),
        ({"customer": {"special_role": "media"}}, ["U3"]),
        ({"source": "regulator"}, ["U5"]),
        ({"source": "court"}, ["U1"]),
        ({"text": "再不处理我就找媒体曝光"}, ["U1"]),
        ({"source": "group", "customer": {"special_role": "group_leader"}}, ["U2", "U3"]),
    ],
)
def test_what_makes_a_complaint_urgent_from_the_start_gives_it_three_hours(
    said: dict[str, Any], reasons: list[str]
) -> None:
    answer = grade(type="2.2", accused_agent="1001", **said)
    assert answer["urgent_reasons"] == reasons
    assert answer["handler"] == {"rule": "dedicated_supervisor", "min_rank": "supervisor"}
    assert due(answer) == "2026-02-13T13:00:00+08:00"
    assert answer["notify"] == ["supervisor"]
    told = {reason["because"].partition(":")[0] for reason in answer["reasons"]}
    assert set(reasons) <= told


@pytest.mark.req("E38")
def test_a_mandated_deadline_stands_where_it_is_earlier() -> None:
    early, late = "2026-02-13T11:00:00+08:00", "2026-02-20T11:00:00+08:00"
    assert due(grade(mandated_deadline=early)) == early
    assert due(grade(mandated_deadline=late)) == "2026-02-13T13:00:00+08:00"


@pytest.mark.req("E37", "Q5")
def test_ten_of_one_issue_are_ordinary_and_the_eleventh_is_urgent() -> None:
    assert grade(same_issue_today=10)["urgent"] is False
    eleventh = grade(same_issue_today=11)
    assert eleventh["urgent_reasons"] == ["U4"]
    assert due(eleventh) == "2026-02-13T13:00:00+08:00"


@pytest.mark.req("E37", "Q5")
def test_a_batch_never_gives_more_time_than_there_was() -> None:
    late = {"received": "2026-02-13T23:30:00+08:00", "same_issue_today": 12}
    assert due(grade(type="2.3", **late)) == "2026-02-13T23:59:59+08:00"
    assert due(grade(type="1.1", **late)) == "2026-02-14T02:30:00+08:00"


@pytest.mark.req("E56", "Q8")
def test_an_account_complaint_on_the_eve_of_the_holiday_waits_two_workdays() -> None:
    answer = grade(type="3.2", received="2026-02-14T23:30:00+08:00")
    assert due(answer) == "2026-02-25T23:59:59+08:00"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("客服回答前后矛盾", "2.3.3"),
        ("商户拒绝积分兑换", "3.1.1"),
        ("今天天气不错", "0"),
    ],
)
def test_without_a_type_the_policy_s_own_words_suggest_one(text: str, code: str) -> None:
    asked = {key: value for key, value in FRIDAY.items() if key != "type"} | {"text": text}
    _, [answer] = ask(asked)
    assert (answer["type"], answer["type_source"]) == (code, "suggested")


def test_every_type_is_graded_and_every_answer_says_why() -> None:
    for code in builtin("loyalty").type_codes:
        answer = grade(type=code)
        assert answer["type_source"] == "given"
        assert all(reason["rule"] and reason["because"] for reason in answer["reasons"])


def test_a_faulty_line_is_answered_in_its_place_and_the_rest_goes_on() -> None:
    bad = FRIDAY | {"type": "9.9", "channel": "pigeon", "customer": {"level": 10, "age": -1}}
    status, [first, second, third] = ask(FRIDAY, bad, b"{")
    assert status == 1
    assert first["type"] == "1.2.3"
    faults = [second["error"], *second["error"]["more"]]
    assert [fault["field"] for fault in faults] == [
        "type",
        "channel",
        "customer.level",
        "customer.age",
    ]
    assert (third["id"], third["line"], third["error"]["field"]) == (None, 3, None)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            name: st.none()
            | st.booleans()
            | st.integers()
            | st.text(max_size=5)
            | st.lists(st.none())
            for name in (
                "id",
                "text",
                "type",
                "channel",
                "source",
                "received",
                "customer",
                "merchant",
                "mandated_deadline",
                "same_issue_today",
            )
        },
    )
)
def test_whatever_a_line_holds_it_is_answered_once(changes: dict[str, Any]) -> None:
    status, [answer] = ask(FRIDAY | changes)
    assert ("error" in answer) == (status == 1)


def test_grading_starts_without_django() -> None:
    code = "import sys; from kesu.console import grade; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_command_reads_a_pipe(tmp_path: Path) -> None:
    done = subprocess.run(
        [KESU, "grade"],
        input=json.dumps(FRIDAY),
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"KESU_HOME": str(tmp_path / "none")},
    )
    assert json.loads(done.stdout)["handler"]["rule"] == "receiver"
    assert not (tmp_path / "none").exists()
