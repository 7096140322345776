"""Hundreds of cases worked out by hand from the rows: what the commands say of each."""

import json
from collections import Counter
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from kesu.console import deadline, grade

Row = dict[str, Any]


def table(name: str) -> list[Row]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


GRADING, DEADLINES = table("grading.jsonl"), table("deadlines.jsonl")


def answers(run: Callable[..., int], rows: list[Row], policy: str) -> list[Row]:
    """What the command answers to these rows in one stream, in their order."""
    asked = [json.dumps({"id": place, **row["ask"]}) for place, row in enumerate(rows)]
    out = StringIO()
    status = run(policy, None, asked, out)
    said = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [one["id"] for one in said] == list(range(len(rows)))
    assert status == any("error" in one for one in said)
    return said


def faults(said: Row) -> list[str]:
    error = said.get("error")
    return [one["field"] for one in (error, *error.get("more", ()))] if error else []


def graded(said: Row) -> Row:
    """The answer in the words of the table."""
    clocks = [
        [" ".join(filter(None, (one["clock"], one.get("subject")))), one["due"]]
        for one in said["clocks"]
    ]
    handler = [said["handler"]["rule"], said["handler"]["min_rank"]]
    kept = {name: value for name, value in said.items() if name not in ("id", "reasons")}
    return {**kept, "clocks": clocks, "handler": handler}


def misjudged(row: Row, said: Row) -> str:
    """Why an answer is not what the table expects; "" where it is."""
    if "faults" in row or "error" in said:
        return "" if faults(said) == row.get("faults") else f"{said}"
    named = {reason["rule"] for reason in said["reasons"]}
    if lost := [rule for rule in row.get("because", ()) if rule not in named]:
        return f"without {lost}: {said['reasons']}"
    found, expected = graded(said), row["answer"]
    wrong = {name: found[name] for name in found if found[name] != expected[name]}
    return f"{wrong}, expected {[expected[name] for name in wrong]}" if wrong else ""


def dated(said: Row) -> Row:
    days = [
        " ".join((one["date"], one["kind"], *(["counted"] if one["counted"] else [])))
        for one in said["derivation"]
    ]
    return {"due": said["due"], "derivation": days, "calendar": said["calendar"]}


@pytest.mark.req("E16", "E17", "E34", "E35", "E36", "E37", "E38", "E44", "E47", "E48", "E50", "E53")
@pytest.mark.req(
    "E54", "E56", "E61", "E63", "A06", "D12", "Q1", "Q5", "Q7", "Q8", "Q9", "Q18", "Q29"
)
@pytest.mark.parametrize("policy", ["loyalty", "brand"])
def test_each_complaint_of_the_table_is_graded_as_the_rows_say(policy: str) -> None:
    rows = [row for row in GRADING if row.get("policy", "loyalty") == policy]
    said = answers(grade.run, rows, policy)
    wrong = {
        f"{row['about']} {row['ask']}": why
        for row, one in zip(rows, said, strict=True)
        if (why := misjudged(row, one))
    }
    assert wrong == {}


@pytest.mark.req(
    "E44", "E47", "E50", "E53", "E54", "E56", "E61", "E63", "Q6", "Q7", "Q8", "Q9", "Q21"
)
@pytest.mark.parametrize("policy", ["loyalty", "brand"])
def test_each_call_back_of_the_table_is_due_when_the_rows_say(policy: str) -> None:
    wrong = {}
    for row, said in zip(DEADLINES, answers(deadline.run, DEADLINES, policy), strict=True):
        expected = {name: row.get(name) for name in ("due", "derivation", "calendar")}
        right = faults(said) == row["faults"] if "error" in said else dated(said) == expected
        if not right or ("faults" in row) != ("error" in said):
            wrong[f"{row['about']} {row['ask']}"] = said
    assert wrong == {}


def test_the_tables_are_large_and_every_line_has_its_rows() -> None:
    assert (len(GRADING) > 700, len(DEADLINES) > 350) == (True, True)
    assert all(row["rows"] and row["about"] for row in GRADING + DEADLINES)
    twice = Counter(json.dumps([row.get("policy"), row["ask"]]) for row in GRADING)
    assert [asked for asked, times in twice.items() if times > 1] == []
