"""批准延期: law gives a very complex case more time, once somebody with authority approved it and
the customer was told (Q18, A52). Only where a profile of the policy names such a step.
"""

from typing import NamedTuple

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.deadlines.models import Clock
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare as declare_kind
from kesu.journal.rules import moment
from kesu.journeys import statutory
from kesu.journeys.case import Case
from kesu.journeys.faults import Missing
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Name, Payload, Text
from kesu.journeys.progress import tell_customer
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN
from kesu.policy.schema.statutory import Profile, StatutoryClock


class Extend(Payload):
    reason: Text = Field(title="Why more time is needed")
    notice: Text = Field(title="What the customer is told")
    law: Name | None = Field(default=None, title="Under which law")


class Extended(CaseFacts):
    """``law``: the profile and its step; ``due``: the time before and the one now."""

    law: str
    step: str
    due: tuple[str, str]


declare_kind("complaint.extended", Extended)


class Extension(NamedTuple):
    """A running deadline, and the step of the same profile that may take its place."""

    clock: Clock
    profile: Profile
    step: StatutoryClock


def check(case: Case, said: Extend) -> None:
    """A law that is named is one that gives more time here."""
    found = {one.profile.code: one for one in extensions(case)}
    if said.law is not None and found and said.law not in found:
        fault = Fault("law", _("This law gives no more time here."), ", ".join(found))
        raise Refused([fault], code="no_extension")


def gate_more_time(case: Case, _said: object) -> Missing | None:
    """Some law that runs here gives more time."""
    if extensions(case):
        return None
    return Missing("extension", _("No deadline of a law that may be extended runs here."))


def extend(step: Step, said: Extend) -> None:
    """The longer time takes the place of the running one, counted from the same day; the customer
    is told in the same act.
    """
    found = extensions(step)
    one = next((each for each in found if each.profile.code == said.law), found[0])
    due = statutory.due_of_step(step, one.profile, one.step, since=one.clock.started)
    facts = {
        "law": one.profile.code,
        "step": one.step.code,
        "due": [moment(one.clock.due), moment(due.due)],
    }
    step.tell("complaint.extended", facts, notes={"reason": said.reason}, rule="Q18")
    statutory.replace(step, one.clock, one.profile, one.step, due)
    tell_customer(step, said.notice)
    step.notify([step.complaint.owner_id], "extended", one.profile.code)


def extensions(case: Case) -> list[Extension]:
    """The running deadlines that a step which has to be asked for may follow."""
    return [
        Extension(clock, profile, step)
        for clock, profile, step in statutory.extensible(case.complaint, case.pack, case.at)
    ]


declare(
    Verb(
        name="extend",
        words=Words("批准延期", "批准延期", "Extend by law"),
        payload=Extend,
        from_states=states(OPEN),
        act=extend,
        check=check,
        gates=(gate_more_time,),
    )
)
