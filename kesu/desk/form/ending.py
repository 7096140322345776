"""Stages 2 and 3: what the customer was told and said, what was done, and how it ended."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from kesu.complaints.models import Evidence, FollowUp
from kesu.desk import words
from kesu.desk.form.labels import SIDES
from kesu.desk.form.opening import dated
from kesu.desk.form.sheet import Sheet, beside, lines, numbered
from kesu.policy.codes import Position

_DIGEST = 12


def _replied(sheet: Sheet) -> str:
    return lines(
        beside(sheet.when(one.at), words.channel_word(one.channel), sheet.name(one.by_id))
        for one in sheet.replies
    )


def _position(sheet: Sheet) -> str:
    return lines(
        beside(
            str(words.POSITIONS.get(one.position, one.position)),
            sheet.eyes.text(one.option),
            sheet.eyes.text(one.words),
            sheet.when(one.at),
        )
        for one in sheet.decisions
    )


def _final(sheet: Sheet) -> str:
    row = sheet.current
    agreed = [one for one in sheet.decisions if row is not None and one.solution_id == row.pk]
    if row is None or not agreed or agreed[-1].position == Position.refused:
        return ""
    steps = numbered(dated(step) for step in row.steps)
    return sheet.eyes.text(lines([agreed[-1].option, steps]))


def _actions(sheet: Sheet) -> str:
    return numbered(
        beside(
            sheet.eyes.text(one.action),
            str(words.RESULTS.get(one.result, one.result)),
            sheet.eyes.text(one.reference),
            sheet.name(one.by_id),
            sheet.when(one.at),
        )
        for one in sheet.actions
    )


def _told(sheet: Sheet) -> str:
    return lines(sheet.when(one.at) for one in sheet.told)


def _follow_up(sheet: Sheet) -> str:
    return lines(_asked(sheet, one) for one in sheet.follow_ups)


def _asked(sheet: Sheet, row: FollowUp) -> str:
    outcome = str(words.ANSWERS.get(row.outcome, row.outcome))
    return beside(
        sheet.when(row.at),
        outcome,
        _yes_no(row.satisfied, _("Satisfied"), _("Not satisfied")),
        _yes_no(row.service_met, _("Need of service met"), _("Need of service not met")),
        _yes_no(row.emotional_met, _("Need of feeling met"), _("Need of feeling not met")),
    )


def _yes_no(value: bool | None, yes: str, no: str) -> str:
    return "" if value is None else yes if value else no


def _closed(sheet: Sheet) -> str:
    complaint = sheet.complaint
    customer = complaint.closed_customer_at
    internal = complaint.closed_internal_at
    outcome = words.outcome_word(complaint.outcome) if complaint.outcome else ""
    return lines(
        [
            beside(_("For the customer"), sheet.when(customer), outcome) if customer else "",
            beside(_("Internally"), sheet.when(internal)) if internal else "",
        ]
    )


def _disposition(sheet: Sheet) -> str:
    if not sheet.complaint.disposition:
        return ""
    line = sheet.last("complaint.closed", "complaint.disposed")
    closed = sheet.last("complaint.closed")
    notes = line.notes if line else {}
    said = sheet.eyes.text(str(notes.get("item") or notes.get("reason") or ""))
    summary = sheet.eyes.text(str((closed.notes if closed else {}).get("summary") or ""))
    told = _("Service summary: %(summary)s") % {"summary": summary} if summary else ""
    return lines([beside(words.disposition_word(sheet.complaint.disposition), said), told])


def _attachments(sheet: Sheet) -> str:
    return numbered(_attached(sheet, one) for one in sheet.evidence)


def _attached(sheet: Sheet, row: Evidence) -> str:
    """With the head of its digest: enough to tell a copy from another file."""
    name = sheet.eyes.text(row.name) if row.name else sheet.eyes.text(row.text)
    side = str(SIDES.get(row.side, row.side))
    return beside(name, side, row.sha256[:_DIGEST])


ENDING: dict[str, Callable[[Sheet], str]] = {
    "replied": _replied,
    "position": _position,
    "final": _final,
    "actions": _actions,
    "told": _told,
    "follow_up": _follow_up,
    "closed": _closed,
    "disposition": _disposition,
    "attachments": _attachments,
}
