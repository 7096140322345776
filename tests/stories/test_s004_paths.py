"""Every ordinary and every urgent path of the procedure, from the first call to the archive, each
gate tried while it is shut and when it is open.
"""

from typing import Any

import pytest

from tests.stories.path import OWNER, do, play, refused, shut
from tests.stories.rows import (
    ALONE,
    ASKED,
    CHEN,
    LIN,
    REACHED,
    SUN,
    VALID,
    WANG,
    ZHAO,
    Open,
    called,
    ended,
    solved,
)
from tests.stories.stage import Stage, clocks, local
from tests.stories.wall import said

pytestmark = pytest.mark.req("E17", "E43")

T1, TODAY, T2 = "02-14 23:59:59", "02-13 23:59:59", "02-24 23:59:59"
ACCUSED = {"accused_agent": "1002"}
# type: whose it is, the first call-back, what it needs, whether a department is asked, a review
ORDINARY: dict[str, tuple[str, str, dict[str, Any], bool, bool]] = {
    "1.1.1": (LIN, T1, {}, True, False),
    "1.2.5": (LIN, T1, {}, True, False),
    "1.3": (LIN, T1, {}, True, False),
    "1.4": (LIN, T1, {}, True, False),
    "1.5.1": (LIN, T1, {}, False, False),
    "1.6": (LIN, T1, {}, False, False),
    "1.7": (LIN, T1, {}, False, False),
    "1.8.1": (LIN, T1, {}, False, False),
    "1.9": (LIN, T1, {}, False, False),
    "2.2.1": (ZHAO, TODAY, ACCUSED, False, True),
    "2.3.2": (CHEN, TODAY, ACCUSED, False, False),
    "3.1.1": (LIN, T1, {}, True, False),
    "3.3": (WANG, TODAY, {}, False, True),
    "3.4": (WANG, TODAY, {"customer": {"name": "贵宾", "level": 9}}, False, True),
}


@pytest.mark.req("E04", "E05", "E08", "E09", "E10", "E14", "E18", "C08", "C13")
@pytest.mark.parametrize("type_", ORDINARY)
def test_an_ordinary_path_is_played_to_its_end(stage: Open, type_: str) -> None:
    owner, due, more, asks, review = ORDINARY[type_]
    merchant = {} if asks else {"merchant": None}
    opened, shown = called(stage, type=type_, **{**merchant, **more})
    assert (shown["owner"]["name"], shown["urgent"]) == (owner, False)
    assert clocks(shown, "first_callback")[0][0] == local(due)
    accepts = [do(OWNER, "accept", then="accepted")] if shown["state"] == "received" else []
    first = [do(OWNER, "contact", **REACHED, when="02-13 10:40")]
    rows = [*accepts, *first, *(ASKED if asks else ALONE), *solved(), *ended(review=review)]
    play(opened, rows)
    shown = opened.read(SUN)
    assert clocks(shown, "first_callback")[0][1] == "met"
    assert opened.lacking() == [[], [], []]


URGENT: dict[str, dict[str, Any]] = {
    "U1": {"source": "media"},
    "U2": {"source": "group"},
    "U3": {"customer": {"name": "记者", "special_role": "media"}},
    "U4": {"urgent": True, "urgent_reasons": ["U4"]},
    "U5": {"mandated_deadline": said("02-13 12:30")},
}


@pytest.mark.req("E16", "E33", "E34", "E35", "E36", "E37", "E38", "E63", "E64", "A12", "Q25")
@pytest.mark.parametrize("reason", URGENT)
def test_an_urgent_path_is_played_to_its_end(stage: Open, reason: str) -> None:
    opened, shown = called(stage, type="1.9", merchant=None, **URGENT[reason])
    owner = shown["owner"]["name"]
    assert (shown["urgent_reasons"], owner in (WANG, ZHAO)) == ([reason], True)
    assert shown["dedicated"]["name"] == owner
    due = "02-13 12:30" if reason == "U5" else "02-13 13:00"
    assert clocks(shown, "first_callback")[0][0] == local(due)
    assert "report" in opened.told(owner)
    solving = {"cause": "漏发", "what": "已补寄", "clause": "4.2"}
    rows = [
        refused(LIN, "verify", "not_found" if reason == "U3" else "not_yours", **VALID),
        *([do(OWNER, "accept")] if shown["state"] == "received" else []),
        shut(OWNER, "resolve", "resolvable", **solving),
        do(OWNER, "acknowledge", report=report),
        do(OWNER, "contact", **REACHED),
        *ALONE,
        *solved(urgent=True),
        *ended(review=True),
    ]
    play(opened, rows)
    shown = opened.read("郑岚")
    assert clocks(shown, "first_callback")[0][1] == "met"
    approved = opened.record("complaint.approved")[-1]
    assert approved.by != opened.record("complaint.proposed")[-1].by


def report(stage: Stage) -> int:
    from kesu.authority.models import Report

    return Report.objects.filter(complaint__no=stage.no).latest("pk").pk
