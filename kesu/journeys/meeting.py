"""会议: a decision made together, a mediation, a visit: who was there, what came of it, who signed
(A15).
"""

from enum import StrEnum
from typing import Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from kesu.authority.models import Meeting as MeetingRow
from kesu.authority.rules import lacking
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys.case import Case
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Name, Payload, Someone, Text, misfit
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.people.queries import named
from kesu.people.rules import Person
from kesu.policy.codes import OPEN, MediationResult

_MOST = 50


class MeetingKind(StrEnum):
    decision = "decision"
    mediation = "mediation"
    visit = "visit"


class Meeting(Payload):
    kind: MeetingKind = Field(title="What for")
    present: list[Someone] = Field(min_length=1, max_length=_MOST, title="Who was there")
    decision: Text = Field(title="What was decided")
    signed: list[Someone] | None = Field(default=None, max_length=_MOST, title="Who signed")
    place: Name | None = Field(default=None, title="Place")
    mediator: Name | None = Field(default=None, title="Mediator")
    result: MediationResult | None = Field(default=None, title="What came of it")

    @model_validator(mode="after")
    def _mediated(self) -> Self:
        for name in ("mediator", "result"):
            if getattr(self, name) is not None and self.kind != MeetingKind.mediation:
                raise misfit(name, "Only a mediation has this.")
        return self


class Met(CaseFacts):
    meeting: str
    tier: str
    present: tuple[str, ...]
    guests: int = 0
    signed: tuple[str, ...] = ()
    enough: bool
    result: str | None = None


declare_kind("complaint.met", Met)


def check(case: Case, said: Meeting) -> None:
    """Only colleagues decide, and never the accused; who signs was there. A decision that is signed
    stands: where too few were there it is refused, unsigned it is kept as what was talked about.
    """
    there = _colleagues(case, said.present)
    faults = []
    for place, (who, person) in enumerate(zip(said.present, there, strict=True)):
        if person is None and (said.kind == MeetingKind.decision or isinstance(who, int)):
            faults.append(Fault(f"present.{place}", _("Nobody is known by that.")))
        if person is not None and person.id == case.complaint.accused_id:
            faults.append(Fault(f"present.{place}", _("This person cannot decide about it.")))
    known = {one.id for one in there if one}
    for place, person in enumerate(_colleagues(case, said.signed or ())):
        if person is None or person.id not in known:
            faults.append(Fault(f"signed.{place}", _("Who signs was there and works here.")))
    if faults:
        raise Refused(faults, code="meeting")
    if said.kind == MeetingKind.decision and said.signed:
        _ask_enough(case, [one for one in there if one])


def _ask_enough(case: Case, present: list[Person]) -> None:
    if lacking(case.pack, case.complaint.tier, present):
        message = _("Those whom this tier asks for were not all there.")
        raise Refused([Fault("signed", message)], code="too_few")


def meeting(step: Step, said: Meeting) -> None:
    """Keeps it. On a tier that is decided together it opens the approval, if enough were there."""
    there = _colleagues(step, said.present)
    present = list({one.id: one for one in there if one}.values())
    guests = [str(who) for who, one in zip(said.present, there, strict=True) if one is None]
    signed = [one.id for one in _colleagues(step, said.signed or ()) if one]
    MeetingRow.objects.create(
        complaint=step.complaint,
        kind=said.kind,
        tier=step.complaint.tier,
        present=[one.id for one in present],
        guests=guests,
        signed=signed,
        decision=said.decision,
        place=said.place or "",
        mediator=said.mediator or "",
        result=said.result or "",
        by_id=step.staff,
        at=step.at,
    )
    decides = said.kind == MeetingKind.decision
    enough = decides and not lacking(step.pack, step.complaint.tier, present)
    facts: dict[str, object] = {
        "meeting": said.kind,
        "tier": step.complaint.tier,
        "present": [str(one.id) for one in present],
        "guests": len(guests),
        "signed": [str(one) for one in signed],
        "enough": enough,
    }
    if said.result is not None:
        facts["result"] = said.result
    notes = {"decision": said.decision, "guests": guests or None}
    notes |= said.model_dump(include={"place", "mediator"}, exclude_none=True)
    step.tell("complaint.met", facts, notes=notes, rule="A15")
    if decides and not enough:
        step.warn("too_few", _("Those whom this tier asks for were not all there."))


def _colleagues(case: Case, some: list[str | int] | tuple[()]) -> list[Person | None]:
    return [named(case.people, one) for one in some]


declare(
    Verb(
        name="meeting",
        words=Words("记会议", "記會議", "Record a meeting"),
        payload=Meeting,
        from_states=states(OPEN),
        act=meeting,
        check=check,
    )
)
