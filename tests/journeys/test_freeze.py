"""Account safety: identify, freeze, investigate, amend, unfreeze; and tasks that are sent back."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kesu.authority.models import Report
from kesu.complaints.models import Complaint
from kesu.consults.models import Consult
from kesu.correspondence.models import Notice
from kesu.foundation.faults import Refused
from kesu.journeys.faults import AccusedHere, GateShut, NotYours, WrongState
from kesu.people import operations
from kesu.people.queries import everyone
from kesu.remedies.models import AccountNote, Freeze
from tests.cast import Play, at, clocks, complaint, lines

BOTH = ["no_use", "handling_time"]
FINDING: dict[str, Any] = {"finding": "密码被他人改过", "loss": 120_00, "suspect": "积分被转走"}


def misused(play: Play) -> str:
    """A lodged complaint that somebody else used the account."""
    return play.lodge(type="3.2").complaint.no


def identified(play: Play, *, passed: bool = True) -> str:
    no = misused(play)
    play.do("identify", no, play.house.agent, items=["姓名", "证件后四位"], passed=passed)
    return no


def shut(play: Play, verb: str, no: str, by: Any, **payload: Any) -> list[str]:
    with pytest.raises(GateShut) as refusal:
        play.do(verb, no, by, **payload)
    return [one.gate for one in refusal.value.missing]


def notes(no: str) -> list[str]:
    rows = AccountNote.objects.filter(complaint__no=no).order_by("id")
    return list(rows.values_list("what", flat=True))


@pytest.mark.req("E56", "F02")
def test_the_risk_department_handles_it_and_the_receiver_may_freeze(play: Play) -> None:
    no = misused(play)
    assert complaint(no).owner_id == play.house.risk.id
    play.do("identify", no, play.house.agent, items=["姓名"], passed=True)
    assert not play.do("freeze", no, play.house.agent, advisories=BOTH).warnings


@pytest.mark.req("E57")
def test_nothing_is_frozen_before_the_identity_is_checked_or_when_it_fails(play: Play) -> None:
    no = misused(play)
    agent = play.house.agent
    before = shut(play, "freeze", no, agent, advisories=BOTH)
    play.do("identify", no, agent, items=["姓名"], passed=False)
    failed = shut(play, "freeze", no, agent, advisories=BOTH)
    assert (before, failed) == (["identity"], ["identity"])
    assert not Freeze.objects.exists()


@pytest.mark.req("E58")
@pytest.mark.parametrize("said", [[], ["no_use"], ["handling_time", "handling_time"]])
def test_both_advisories_are_said(said: list[str], play: Play) -> None:
    no = identified(play)
    assert shut(play, "freeze", no, play.house.agent, advisories=said) == ["advisories"]


@pytest.mark.req("E58")
def test_an_advisory_nobody_knows_is_refused_with_the_known_ones(play: Play) -> None:
    no = identified(play)
    with pytest.raises(Refused) as refusal:
        play.do("freeze", no, play.house.agent, advisories=["hurry"])
    (fault,) = refusal.value.faults
    assert (fault.loc, "no_use" in fault.expected) == ("advisories.0", True)


@pytest.mark.req("E57", "E59", "F02")
def test_freeze_note_and_work_order_come_in_one_action_and_meet_the_clock(play: Play) -> None:
    no = identified(play)
    begun = play.now
    (_, due, running, _) = clocks(no, "freeze")[0]
    play.do("freeze", no, play.house.agent, advisories=BOTH)
    order = Consult.objects.get(complaint__no=no)
    assert ((due - begun).total_seconds(), running) == (15 * 60, "running")
    assert clocks(no, "freeze")[0][2:] == ("met", play.now)
    assert (notes(no), order.department, order.answered_at) == (["frozen"], "risk", None)
    told = Notice.objects.filter(complaint__no=no, kind="work_order")
    assert list(told.values_list("to", flat=True)) == [play.house.risk.id]


@pytest.mark.req("E57")
def test_a_freeze_after_its_time_leaves_the_breach_standing(play: Play) -> None:
    no = identified(play)
    play.do("freeze", no, play.house.agent, now=at("02-13 12:00"), advisories=BOTH)
    assert clocks(no, "freeze")[0][2:] == ("breached", at("02-13 12:00"))


@pytest.mark.req("E57")
def test_an_account_is_frozen_once(play: Play) -> None:
    no = identified(play)
    play.do("freeze", no, play.house.agent, advisories=BOTH)
    assert shut(play, "freeze", no, play.house.agent, advisories=BOTH) == ["unfrozen"]


@pytest.mark.req("E57", "E59")
def test_a_failed_check_goes_to_risk_at_once_and_is_acknowledged_in_fifteen_minutes(
    play: Play,
) -> None:
    no = misused(play)
    done = play.do("identify", no, play.house.agent, items=["姓名"], passed=False)
    report = Report.objects.get(complaint__no=no)
    assert [one.code for one in done.warnings] == ["other_number"]
    assert (report.to_id, (report.due - play.now).total_seconds()) == (play.house.risk.id, 900)
    assert (notes(no), clocks(no, "freeze")) == (["not_identified"], [])
    assert Consult.objects.get(complaint__no=no).department == "risk"
    play.do("acknowledge", no, play.house.risk, report=report.pk)
    assert clocks(no, "report")[0][2] == "met"


@pytest.mark.req("E57")
def test_a_check_on_another_matter_only_stands_on_the_record(play: Play) -> None:
    no = play.lodge().complaint.no
    play.do("identify", no, items=["姓名"], passed=False)
    assert (notes(no), clocks(no, "freeze"), Consult.objects.count()) == ([], [], 0)
    (line,) = lines(no, "complaint.identified")
    assert (line.facts, line.notes) == ({"passed": False, "items": 1}, {"items": ["姓名"]})


@pytest.mark.req("E60")
def test_only_risk_amends_and_lifts_and_only_after_a_finding(play: Play) -> None:
    no = identified(play)
    agent, risk = play.house.agent, play.house.risk
    play.do("freeze", no, agent, advisories=BOTH)
    for verb, payload in (
        ("investigate", FINDING),
        ("amend_account", {"what": "手机号"}),
        ("unfreeze", {"reason": "已核实"}),
    ):
        with pytest.raises(NotYours):
            play.do(verb, no, play.house.agent, **payload)
    assert shut(play, "amend_account", no, risk, what="手机号") == ["finding"]
    assert shut(play, "unfreeze", no, risk, reason="已核实") == ["finding"]
    play.do("investigate", no, risk, **FINDING)
    play.do("amend_account", no, risk, what="改回手机号", reference="CRM-77")
    play.do("unfreeze", no, risk, reason="已核实")
    freeze = Freeze.objects.get(complaint__no=no)
    assert (freeze.lifted_by_id, notes(no)) == (risk.id, ["frozen", "amended", "unfrozen"])
    assert shut(play, "unfreeze", no, risk, reason="再一次") == ["freeze"]


@pytest.mark.req("E60")
def test_a_finding_answers_the_work_order_and_its_loss_stands_in_the_facts(play: Play) -> None:
    no = identified(play)
    play.do("freeze", no, play.house.agent, advisories=BOTH)
    play.do("investigate", no, play.house.risk, **FINDING)
    order = Consult.objects.get(complaint__no=no)
    (line,) = lines(no, "complaint.investigated")
    assert (order.answer, order.answered_by_id) == (FINDING["finding"], play.house.risk.id)
    assert line.facts == {"loss": 12000, "suspect": True, "consults": [order.pk]}


@pytest.mark.req("E60")
def test_a_complaint_that_waits_for_risk_goes_on_with_its_answer(play: Play) -> None:
    no = identified(play)
    risk = play.house.risk
    play.do("freeze", no, play.house.agent, advisories=BOTH)
    play.do("accept", no, risk)
    play.do("verify", no, risk, verdict="valid", reason="属实")
    play.do("investigate", no, risk, **FINDING)
    assert complaint(no).state == "consulting"
    order = Consult.objects.get(complaint__no=no)
    play.do("feedback", no, risk, consult=order.pk, text="已改回")
    assert complaint(no).state == "proposing"


@pytest.mark.req("E49", "E60")
def test_an_accused_colleague_of_the_risk_department_may_nothing(play: Play) -> None:
    no = play.lodge(type="3.2", accused_agent="risk").complaint.no
    for verb in ("identify", "freeze", "investigate", "unfreeze"):
        with pytest.raises(AccusedHere):
            play.do(verb, no, play.house.risk)
    play.do("identify", no, play.house.agent, items=["姓名"], passed=False)
    assert not Notice.objects.filter(to=play.house.risk.id).exists()


def asked(play: Play, department: str = "merchant") -> tuple[str, int]:
    no = play.walk("accepted")
    play.do("consult", no, department=department, question="谁漏发的")
    return no, Consult.objects.get(complaint__no=no, answered_at=None, sent_back_at=None).pk


@pytest.mark.req("F26")
def test_a_task_that_is_not_theirs_goes_back_with_a_reason(play: Play) -> None:
    no, task = asked(play)
    play.do("send_back", no, play.house.liaison, consult=task, reason="这是物流的事")
    row = Consult.objects.get(pk=task)
    (line,) = lines(no, "complaint.sent_back")
    assert (row.sent_back_by_id, row.answered_at) == (play.house.liaison.id, None)
    assert line.facts == {
        "consult": task,
        "department": "merchant",
        "held_seconds": 600,
        "returns": 1,
        "state": ["consulting", "accepted"],
    }
    assert told(no) == {"agent"}
    with pytest.raises(WrongState):
        play.do("feedback", no, play.house.liaison, consult=task, text="晚了")


@pytest.mark.req("F26")
def test_the_second_return_goes_to_the_supervisor_and_the_next_answer_takes_it_on(
    play: Play,
) -> None:
    no, task = asked(play)
    play.do("send_back", no, play.house.liaison, consult=task, reason="不归我们")
    before = clocks(no, "first_callback")
    play.do("consult", no, department="merchant", question="再看看")
    again = Consult.objects.get(complaint__no=no, sent_back_at=None).pk
    play.do("send_back", no, play.house.liaison, consult=again, reason="还是不归我们")
    assert told(no) == {"agent", "supervisor"}
    assert clocks(no, "first_callback") == before
    play.do("consult", no, department="product", question="请核实")
    last = Consult.objects.get(complaint__no=no, sent_back_at=None).pk
    maker = play.house.quality
    play.restaff(maker, department_id="product")
    play.do("feedback", no, everyone()[maker.id], consult=last, text="我们漏了")
    assert complaint(no).state == "accepted"


@pytest.mark.req("B14")
@pytest.mark.parametrize(
    ("away", "expected"),
    [((), "liaison"), (("liaison",), "clerk"), (("liaison", "clerk"), "liaison")],
)
def test_an_absent_liaisons_backup_gets_the_task(
    away: tuple[str, ...], expected: str, play: Play
) -> None:
    house = play.house
    operations.name_desk(department="merchant", liaison=house.liaison.id, backup=house.clerk.id)
    for name in away:
        play.restaff(getattr(house, name), presence="leave")
    no, _ = asked(play)
    rows = Notice.objects.filter(complaint__no=no, kind="consulted")
    assert [row.to.sign_in for row in rows] == [expected]


def told(no: str) -> set[str]:
    rows = Notice.objects.filter(complaint__no=no, kind="sent_back")
    return {row.to.sign_in for row in rows}


def test_one_freeze_at_a_time_is_kept_by_the_database(play: Play) -> None:
    row = Complaint.objects.get(no=misused(play))
    Freeze.objects.create(complaint=row, by_id=row.owner_id, at=play.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Freeze.objects.create(complaint=row, by_id=row.owner_id, at=play.now)
