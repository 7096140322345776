"""核对身份: is the caller the member (E57)."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.authority.rules import Level
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import account_work, reports
from kesu.journeys.asked import liaisons
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Name, Payload
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN
from kesu.remedies.models import AccountNote, IdentityCheck


class Identify(Payload):
    items: list[Name] = Field(min_length=1, max_length=20, title="What was compared")
    passed: bool = Field(title="It is the member")


class Identified(CaseFacts):
    passed: bool
    items: int


def identify(step: Step, said: Identify) -> None:
    """Passed: the time to freeze begins. Failed where the account is said to be in other hands:
    nothing is frozen, the risk department has a work order at once and acknowledges it within the
    minutes of an urgent report (Q4).
    """
    IdentityCheck.objects.create(
        complaint=step.complaint,
        items=said.items,
        passed=said.passed,
        by_id=step.staff,
        at=step.at,
    )
    facts = {"passed": said.passed, "items": len(said.items)}
    step.tell("complaint.identified", facts, notes={"items": said.items}, rule="E57")
    if not account_work.is_account_safety(step):
        return
    if said.passed:
        account_work.start_freeze(step)
    else:
        _hand_to_risk(step)


def _hand_to_risk(step: Step) -> None:
    account_work.note_account(step, AccountNote.What.not_identified)
    account_work.order_work(
        step, _("The caller could not be identified and says the account was misused.")
    )
    department = account_work.risk_department(step)
    told = [one for one in liaisons(step, department) if one != step.complaint.accused_id]
    if told:
        level: Level = (department, told[0])
        reports.send(step, level, by=step.staff)
    step.warn(
        "other_number",
        _("Do not freeze. Ask for another number than the one on file, and call back on that."),
    )


declare_kind("complaint.identified", Identified)
declare(
    Verb(
        name="identify",
        words=Words("核对身份", "核對身分", "Check identity"),
        payload=Identify,
        from_states=states(OPEN),
        act=identify,
    )
)
