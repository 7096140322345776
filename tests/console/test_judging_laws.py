"""Laws of due times, asked of the commands themselves: any type, any moment, both packs."""

import json
from datetime import datetime, timedelta, timezone
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kesu.console import deadline, grade
from kesu.policy.loading import builtin

PACKS = some.sampled_from(["loyalty", "brand"])
TYPES = some.sampled_from(builtin("loyalty").type_codes)
OFFSETS = some.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))
EARLIEST, LATEST = datetime(2025, 12, 20), datetime(2027, 6, 1)  # noqa: DTZ001 - zones follow
MOMENTS = some.datetimes(EARLIEST, LATEST, timezones=OFFSETS)
MORE = some.fixed_dictionaries(
    {},
    optional={
        "source": some.sampled_from(["customer", "group", "court"]),
        "same_issue_today": some.integers(0, 20),
        "mandated_deadline": MOMENTS.map(datetime.isoformat),
    },
)


def due(run: Any, pack: str, **asked: Any) -> datetime:
    out = StringIO()
    line = {"id": 1, "text": "赠品少了一件", "accused_agent": "1001", **asked}
    assert run(pack, None, [json.dumps(line)], out) == 0, out.getvalue()
    said = json.loads(out.getvalue())
    return datetime.fromisoformat(said["due"] if "due" in said else said["clocks"][0]["due"])


@pytest.mark.req("Q8", "Q21")
@given(PACKS, TYPES, MOMENTS, MOMENTS, some.booleans(), MORE)
def test_what_comes_later_is_never_due_earlier(
    pack: str, code: str, one: datetime, other: datetime, urgent: bool, more: dict[str, Any]
) -> None:
    early, late = sorted((one, other))
    for run, asked in ((deadline.run, {"urgent": urgent}), (grade.run, more)):
        found = [
            due(run, pack, type=code, received=at.isoformat(), **asked) for at in (early, late)
        ]
        assert found[0] <= found[1]


@pytest.mark.req("E37", "E38", "E63", "Q5")
@given(PACKS, TYPES, MOMENTS, MORE)
def test_a_batch_or_a_mandate_never_gives_more_time(
    pack: str, code: str, received: datetime, more: dict[str, Any]
) -> None:
    asked = {"type": code, "received": received.isoformat()}
    plain = due(grade.run, pack, **asked)
    batch = due(grade.run, pack, **asked, same_issue_today=11)
    assert batch == min(plain, received + timedelta(hours=3))
    hurried = due(grade.run, pack, **asked, source="group")
    assert hurried == received + timedelta(hours=3)
    if mandated := more.get("mandated_deadline"):
        both = due(grade.run, pack, **asked, source="group", mandated_deadline=mandated)
        assert both == min(hurried, datetime.fromisoformat(mandated))


@pytest.mark.req("Q28", "D12")
@given(TYPES, MOMENTS, some.booleans())
def test_both_commands_and_both_packs_agree_on_the_call_back(
    code: str, received: datetime, urgent: bool
) -> None:
    asked = {"type": code, "received": received.isoformat()}
    source = {"source": "group"} if urgent else {}
    found = {due(grade.run, pack, **asked, **source) for pack in ("loyalty", "brand")}
    found |= {due(deadline.run, pack, **asked, urgent=urgent) for pack in ("loyalty", "brand")}
    assert len(found) == 1
