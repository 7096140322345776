"""《投诉处理单》: one complaint on paper, in three stages (E08, E11, E15, E86)."""

from datetime import datetime

from kesu.deadlines.models import Slip as SlipRow
from kesu.desk import words
from kesu.desk.evidence import department_of
from kesu.desk.form.ending import ENDING
from kesu.desk.form.labels import LABELS, STAGE_NAMES
from kesu.desk.form.opening import OPENING
from kesu.desk.form.sheet import Sheet
from kesu.desk.form.signing import signatures
from kesu.desk.form.values import FieldView, Form, Signature, Slip, StageView
from kesu.desk.reach import eyes_of, find
from kesu.desk.rules import STAGES, Standing, missing
from kesu.people.rules import People, Person
from kesu.policy.codes import UNSORTED, SlipKind, SolutionKind, Verdict

__all__ = ["FieldView", "Form", "Signature", "Slip", "StageView", "form"]

_WRITERS = {**OPENING, **ENDING}
_GOODS = "1"
"""The group of types that are about something bought."""
_CLOSING = ("closed", "archived", "followed_up", "executed")
_BROUGHT_BY = (("proposed",), ("replied",), _CLOSING)


def form(no: str, *, reader: Person, people: People) -> Form:
    """The form of the complaint with that ``no`` or ``form_no``, as its reader may see it. It can
    be read before its number is drawn, to see what is still missing.

    Errors: ``NoSuchComplaint``, ``AccusedHere``.
    """
    complaint, tie = find(no, reader=reader, people=people)
    only = department_of(reader)
    sheet = Sheet(complaint, eyes_of(reader, tie), people, only)
    signed = signatures(sheet)
    return Form(
        no=complaint.no,
        number=complaint.form_no or "",
        drawn=complaint.proposed_at,
        subject=sheet.eyes.text(complaint.subject),
        zone=str(sheet.pack.tz),
        version=complaint.version,
        stages=[_stage(number, sheet, signed) for number in range(1, len(STAGES) + 1)],
        signatures=signed,
        slips=_slips(sheet),
    )


def _stage(number: int, sheet: Sheet, signed: list[Signature]) -> StageView:
    written = {name: _WRITERS[name](sheet) for name in STAGES[number - 1]}
    given = [
        name
        for name, value in written.items()
        if (value and _counts(name, sheet)) or _hidden(name, sheet)
    ]
    lacking = missing(number, given, standing(sheet))
    by, at = _brought(number, signed)
    fields = [
        FieldView(name, str(LABELS[name]), value, name in lacking)
        for name, value in written.items()
    ]
    return StageView(number, str(STAGE_NAMES[number - 1]), fields, by, at)


def standing(sheet: Sheet) -> Standing:
    """What the form of this complaint asks for."""
    solution, code = sheet.current, sheet.complaint.type
    goods = sheet.complaint.origin_type or code
    return Standing(
        state=sheet.state,
        about_goods=goods.split(".")[0] == _GOODS,
        merchant=sheet.asks_merchant,
        acts=solution is None or solution.kind == SolutionKind.redress,
        asks_follow_up=sheet.pack.asks_follow_up(code),
        outcome=sheet.complaint.outcome,
    )


def _counts(name: str, sheet: Sheet) -> bool:
    """Whether what stands there is about the solution that holds, and is an answer at all."""
    now = sheet.current
    key = now.pk if now is not None else None
    match name:
        case "type":
            return sheet.complaint.type != UNSORTED
        case "verified":
            return sheet.complaint.verdict not in ("", Verdict.pending)
        case "merchant":
            return all(one.answered_at is not None for one in sheet.merchant_tasks)
        case "responsible":
            return sheet.cause is not None and bool(sheet.cause.responsible)
        case "solution":
            return now is not None
        case "approval":
            return any(one.approved and one.solution_id == key for one in sheet.approvals)
        case "replied":
            return any(one.solution_id == key for one in sheet.replies)
        case "position":
            return any(one.solution_id == key for one in sheet.decisions)
        case "actions":
            return any(one.solution_id == key for one in sheet.actions)
        case "told":
            return any(one.at >= now.at for one in sheet.told) if now else False
        case "follow_up":
            said = [one for one in sheet.follow_ups if one.solution_id == key]
            return any(one.outcome == "answered" for one in said)
    return True


def _hidden(name: str, sheet: Sheet) -> bool:
    """Whether it is there for others, as far as this reader can tell."""
    return name == "customer" and not sheet.eyes.identity


def _brought(number: int, signed: list[Signature]) -> tuple[str, datetime | None]:
    acts = _BROUGHT_BY[number - 1]
    last = next((one for one in reversed(signed) if one.act in acts), None)
    return (last.name, last.at) if last else ("", None)


def _handover(sheet: Sheet, row: SlipRow) -> str:
    if not row.transfer or row.transfer_at is None:
        return ""
    word = str(words.HANDOVERS.get(row.transfer, row.transfer))
    return f"{word} {sheet.when(row.transfer_at)}"


def _slips(sheet: Sheet) -> list[Slip]:
    """What authorities sent; not for a liaison, who answers one question."""
    if sheet.department:
        return []
    rows = SlipRow.objects.filter(complaint=sheet.complaint).order_by("id")
    return [
        Slip(
            kind=str(words.SLIPS.get(row.kind, row.kind)),
            authority=sheet.eyes.text(row.authority),
            document=sheet.eyes.text(row.document),
            jurisdiction=row.jurisdiction,
            transfer_to=row.transfer_to,
            transfer=_handover(sheet, row),
            at=row.at,
            due=row.due,
            interview=row.kind == SlipKind.interview,
            officers=sheet.eyes.text(row.officers),
            handed_over=sheet.eyes.text(row.handed_over),
            receipt=sheet.eyes.text(row.receipt),
        )
        for row in rows
    ]
