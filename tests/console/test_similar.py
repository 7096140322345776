"""``kesu similar`` from the command line."""

import json
from io import BytesIO, StringIO
from typing import Any

import pytest

from kesu.console.similar import run


def ask(*lines: bytes) -> tuple[int, list[Any]]:
    out = StringIO()
    status = run(BytesIO(b"\n".join(lines) + b"\n"), out)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.req("D15")
def test_two_texts_are_compared_line_by_line() -> None:
    status, [same, other] = ask(
        b'{"id": 1, "text_a": "\xe6\xbc\x8f\xe6\xb0\xb4", "text_b": "\xe6\xbc\x8f\xe6\xb0\xb4"}',
        b'{"id": "b", "text_a": "\xe6\xbc\x8f\xe6\xb0\xb4", "text_b": "x"}',
    )
    assert status == 0
    assert same == {"id": 1, "similarity": 1.0, "same_issue": True, "near_copy": True}
    assert (other["id"], other["similarity"], other["near_copy"]) == ("b", 0.0, False)


def test_what_is_missing_is_named_in_its_place() -> None:
    status, [bad, good] = ask(b'{"id": 1}', b'{"id": 2, "text_a": "", "text_b": ""}')
    assert status == 1
    assert (bad["error"]["field"], bad["error"]["more"][0]["field"]) == ("text_a", "text_b")
    assert good["id"] == 2
