"""善后: what is done for a customer after the end has its day, and an answer (A11)."""

import pytest

from kesu.clock.duties import breaches
from kesu.desk.callbacks import calls
from kesu.desk.case import case
from kesu.desk.whose import Whose
from kesu.foundation.faults import Refused
from kesu.journal.queries import verify
from kesu.journeys.faults import GateShut
from kesu.people.queries import everyone
from kesu.policy import queries as policies
from kesu.policy.checks.care import findings
from kesu.policy.loading import builtin
from kesu.policy.schema.after_care import AfterCare, owed
from kesu.remedies.models import Freeze
from tests.cast import ANSWERED, CLOSING, Play, clocks, complaint, end_of, lines

WORDS = {"zh-hans": "复购关怀", "en": "Repurchase care"}
REPURCHASE = AfterCare.model_validate(
    {"code": "repurchase", "name": WORDS, "days": 3, "outcomes": ["resolved"], "types": ["1.2"]}
)


@pytest.fixture
def cared(play: Play, monkeypatch: pytest.MonkeyPatch) -> Play:
    """A company that calls its customers three days after a closing."""
    pack = builtin("loyalty").model_copy(update={"after_care": (REPURCHASE,)})
    monkeypatch.setattr(policies, "version", lambda *_: pack)
    monkeypatch.setattr(policies, "in_force", lambda *_: pack)
    return play


def tasks(no: str) -> list[tuple[str, str]]:
    return [(str(due.date()), state) for _name, due, state, _met in clocks(no, "follow_up")]


@pytest.mark.req("A11")
def test_closing_makes_the_tasks_and_the_board_shows_them(cared: Play) -> None:
    no = cared.walk("closed")
    clock = case(no, reader=cared.house.agent, people=everyone(cared.now)).clocks[-1]
    assert (clock.title, clock.due, clock.rule) == ("复购关怀", end_of("02-16"), "A11")
    found = calls(
        whose=Whose.mine,
        reader=cared.house.agent,
        people=everyone(cared.now),
        now=cared.now,
        zone=policies.in_force(cared.now).tz,
    )
    assert [(one.care, one.verb, one.subject) for one in found.owed] == [
        ("repurchase", "after_care", "复购关怀")
    ]


@pytest.mark.req("A11")
@pytest.mark.parametrize(("done", "state"), [(True, "met"), (False, "stopped")])
def test_a_task_is_done_or_left_with_a_word(cared: Play, done: bool, state: str) -> None:
    no = cared.walk("closed")
    with pytest.raises(Refused):
        cared.do("after_care", no, kind="review", done=done, words="无")
    cared.do("after_care", no, kind="repurchase", done=done, words="客户已再次下单")
    assert tasks(no)[-1] == ("2026-02-16", state)
    line = lines(no, "complaint.cared")[0]
    assert (line.facts, line.notes["words"]) == (
        {"kind": "repurchase", "done": done},
        "客户已再次下单",
    )
    with pytest.raises(GateShut):
        cared.do("after_care", no, kind="repurchase", done=True, words="再次")
    assert complaint(no).next_due is None
    assert verify() is None


@pytest.mark.req("A11")
def test_a_task_that_nobody_does_runs_out(cared: Play) -> None:
    no = cared.walk("closed")
    breaches(end_of("02-17"), 100)
    assert tasks(no)[-1] == ("2026-02-16", "breached")


@pytest.mark.req("A11")
def test_a_task_is_no_call_and_a_reopened_case_has_none(cared: Play) -> None:
    no = cared.walk("closed")
    with pytest.raises(GateShut):
        cared.do("revisit", no, **ANSWERED)
    cared.do("reopen", no, reason="又来电")
    assert tasks(no)[-1] == ("2026-02-16", "stopped")


@pytest.mark.req("A11", "E60")
def test_an_account_still_frozen_at_the_end_is_not_forgotten(play: Play) -> None:
    no = play.walk("following_up")
    row = complaint(no)
    Freeze.objects.create(complaint=row, advisories=[], by_id=row.owner_id, at=play.now)
    play.do("follow_up", no, **ANSWERED)
    play.do("close", no, **CLOSING)
    assert tasks(no)[-1] == ("2026-02-14", "running")
    other = play.walk("closed")
    assert [state for _due, state in tasks(other)] == ["met"]
    found = owed(
        policies.in_force(play.now).after_care, type_code="3.2", outcome="agreed", frozen=True
    )
    assert [one.code for one in found] == ["unfreeze"]


@pytest.mark.req("A11")
def test_the_policy_is_checked_for_types_that_there_are_and_codes_said_once(play: Play) -> None:
    strange = REPURCHASE.model_copy(update={"types": ("9.9",)})
    pack = builtin("loyalty").model_copy(update={"after_care": (REPURCHASE, strange)})
    assert [one.path for one in findings(pack)] == [
        ("after_care", 1, "code"),
        ("after_care", 1, "types", 0),
    ]
    assert list(findings(builtin("brand"))) == []
    assert CLOSING["outcome"] in REPURCHASE.outcomes
