"""监管介入: an authority sent something; on record with its clock, and urgent (A52, F07, Q29)."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from pydantic import Field

from kesu.deadlines.models import Slip
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare as declare_kind
from kesu.journal.rules import moment
from kesu.journeys import clocks, naming, reports, statutory
from kesu.journeys.case import Case
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.mark_urgent import make_urgent
from kesu.journeys.payload import Moment, Name, Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, Handover, SlipKind, Urgency
from kesu.policy.schema.statutory import Profile


class Regulator(Payload):
    authority: Name = Field(title="Authority")
    document: Name | None = Field(default=None, title="Document number")
    kind: SlipKind = Field(title="Kind")
    jurisdiction: Name | None = Field(default=None, title="Jurisdiction")
    transfer_to: Name | None = Field(default=None, title="Handed on to")
    transfer: Handover | None = Field(default=None, title="Asked to hand it on")
    due: Moment | None = Field(default=None, title="By when")
    officers: Name | None = Field(default=None, title="Officers")
    handed_over: Text | None = Field(default=None, title="What was handed over")
    receipt: Name | None = Field(default=None, title="Receipt")


class Involved(CaseFacts):
    """``profiles``: of the policy, that the slip puts the complaint under."""

    slip: int
    kind: str
    profiles: tuple[str, ...] = ()
    due: str | None = None
    transfer: str | None = None
    reasons: tuple[str, ...] = ()


class Met(CaseFacts):
    """``handed``: whether there is a receipt for what was handed over; ``transfer``: how it stands
    with asking that another authority takes it.
    """

    slip: int
    kind: str
    handed: bool
    transfer: str | None = None


declare_kind("complaint.regulator_involved", Involved)
declare_kind("complaint.regulator_met", Met)
_OUTCOME = {"officers", "handed_over", "receipt"}
_WHERE = {"jurisdiction", "transfer_to", "transfer"}


def check(case: Case, said: Regulator) -> None:
    """A deadline that is named lies ahead; what came of a paper says of which one, and nothing that
    was said of it before is said otherwise.
    """
    if said.due is not None:
        naming.after(said.due, case.at, loc="due")
    known = _known(case, said)
    _ask_where_to(known, said)
    if known is None:
        _ask_which(case, said)
        return
    faults = [
        Fault(name, _("Something else stands here already and stays."), str(getattr(known, name)))
        for name, value in _added(said).items()
        if getattr(known, name) not in ("", value)
        and (name, known.transfer) != ("transfer", Handover.asked)
    ]
    if faults:
        raise Refused(faults, code="recorded")


def _ask_where_to(known: Slip | None, said: Regulator) -> None:
    """To whom a case is to be handed on. Errors: ``Refused`` at ``transfer_to``."""
    there = said.transfer_to or (known is not None and known.transfer_to)
    if said.transfer is not None and not there:
        message = _("Say to which authority it is to be handed on.")
        raise Refused([Fault("transfer_to", message)], code="transfer_to")


def regulator(step: Step, said: Regulator) -> None:
    """Keeps the slip, makes the complaint urgent for what sent it (Q29) and starts what law gives
    it: the slip's own deadline where it names one, else the profiles of the policy that know this
    authority, else those the complaint is under. What came of a slip that stands here already is
    added to it.
    """
    known = _known(step, said)
    if known is not None:
        _add(step, known, said)
        return
    profiles = _profiles(step, said)
    row = _record(step, said, profiles)
    became = not step.complaint.urgent
    reasons = _reasons(step, said)
    if said.due is not None:
        step.set(mandated_deadline=_earlier(step.complaint.mandated_deadline, said.due))
    make_urgent(step, reasons)
    facts: dict[str, object] = {
        "slip": row.pk,
        "kind": said.kind,
        "profiles": row.profiles,
        "reasons": reasons,
    }
    if said.due is not None:
        facts["due"] = moment(said.due)
    if said.transfer is not None:
        facts["transfer"] = said.transfer
    named = {"authority", "document", "jurisdiction", "transfer_to"}
    notes = said.model_dump(include=named)
    notes |= said.model_dump(include=_OUTCOME, exclude_none=True)
    step.tell("complaint.regulator_involved", facts, notes=notes, rule="A52")
    statutory.slip(step, row, profiles)
    if became or said.due is not None:
        clocks.hurry(step)
    if became:
        reports.begin(step)


def _record(step: Step, said: Regulator, profiles: tuple[Profile, ...]) -> Slip:
    return Slip.objects.create(
        complaint=step.complaint,
        by_id=step.staff,
        at=step.at,
        authority=said.authority,
        document=said.document or "",
        kind=said.kind,
        jurisdiction=said.jurisdiction or "",
        transfer_to=said.transfer_to or "",
        transfer=said.transfer or "",
        transfer_at=step.at if said.transfer else None,
        due=said.due,
        profiles=[one.code for one in profiles],
        officers=said.officers or "",
        handed_over=said.handed_over or "",
        receipt=said.receipt or "",
    )


def _known(case: Case, said: Regulator) -> Slip | None:
    """The slip that is met, answered or receipted: the same paper of the same authority."""
    if not _tells_outcome(said):
        return None
    return _of_authority(case, said).filter(document=said.document or "").order_by("id").last()


def _ask_which(case: Case, said: Regulator) -> None:
    """Of an authority whose papers have numbers, what came of one says of which. Errors:
    ``Refused`` at ``document``, naming them.
    """
    if said.document or not _tells_outcome(said):
        return
    numbers = _of_authority(case, said).order_by("id").values_list("document", flat=True)
    if numbers:
        fault = Fault("document", _("Say of which document."), ", ".join(dict.fromkeys(numbers)))
        raise Refused([fault], code="which_document")


def _tells_outcome(said: Regulator) -> bool:
    told = said.officers or said.handed_over or said.receipt or said.transfer
    return said.due is None and bool(told)


def _of_authority(case: Case, said: Regulator) -> QuerySet[Slip]:
    return Slip.objects.filter(complaint=case.complaint, authority=said.authority, kind=said.kind)


def _added(said: Regulator) -> dict[str, str]:
    """What is said of a paper that stands here already."""
    return said.model_dump(include=_OUTCOME | _WHERE, exclude_none=True)


def _add(step: Step, row: Slip, said: Regulator) -> None:
    """What came of it; no clock begins anew."""
    told = _added(said)
    for name, value in told.items():
        setattr(row, name, value)
    facts: dict[str, object] = {"slip": row.pk, "kind": row.kind, "handed": "receipt" in told}
    if "transfer" in told:
        row.transfer_at, facts["transfer"] = step.at, told.pop("transfer")
    row.save()
    step.tell("complaint.regulator_met", facts, notes=told, rule="A52")


def _profiles(step: Step, said: Regulator) -> tuple[Profile, ...]:
    """Those that name the authority; an authority none of them names is a market regulator's, as
    the policy has it for what regulators forward.
    """
    named = step.pack.binding({"authority": said.authority})
    own = tuple(one for one in named if one.code not in step.pack.profiles)
    return own or step.pack.binding({"source": "regulator", "channel": "regulator"})


def _reasons(step: Step, said: Regulator) -> list[str]:
    """U2 from group headquarters, U5 from any other authority or with a deadline."""
    found = {reason.value for reason in step.pack.urgency({"authority": said.authority})}
    if said.due is not None or not found:
        found.add(Urgency.U5.value)
    return sorted({*step.complaint.urgent_reasons, *found})


def _earlier(known: datetime | None, due: datetime) -> datetime:
    return due if known is None else min(known, due)


declare(
    Verb(
        name="regulator",
        words=Words("监管介入", "監管介入", "Authority involved"),
        payload=Regulator,
        from_states=states(OPEN),
        act=regulator,
        check=check,
    )
)
