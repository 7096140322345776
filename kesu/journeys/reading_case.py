"""读懂: every text of a customer on a case is read when it arrives (A30, A33, A04, D30).

What is read advises; nobody's clock, place in the queue or rights change by it (law 8). Where
reading fails the step goes on: the text is kept, and a duty reads it later.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kesu.complaints.models import Complaint
from kesu.desk import reading_model
from kesu.journal.operations import Draft
from kesu.journeys import signal_raised
from kesu.journeys.step import Step
from kesu.language import triage
from kesu.people.rules import People, direct_supervisor
from kesu.policy.codes import Rank, ReadRisk, ranks_from
from kesu.watch import operations
from kesu.watch.models import CaseReading
from kesu.watch.operations import Found
from kesu.watch.readings import rules
from kesu.watch.readings.excerpts import excerpt, sentence_before

LONGEST = 4000
"""Signs of a text that are read; the longest talk says what it has to say in them."""
SELF_HARM = ReadRisk.self_harm.value
_REASONS = 12
_SUPERVISORS = ranks_from(Rank.supervisor)
_log = logging.getLogger(__name__)


def heard(step: Step, source: str, text: str, *, ref: object = "") -> None:
    """Keeps what is read in a text of the customer that came with this step; ``ref`` names its
    row. Who speaks of harming themselves is told to the supervisor at once (F25). Never fails.
    """
    row = reading_of(step.complaint, source, text, ref=ref, at=step.at)
    if row is None:
        return
    row.save(force_insert=True)
    if row.risks.get(SELF_HARM, 0) >= rules.LIVE and step.complaint.is_open:
        _alarm(step, row)


def reading_of(
    complaint: Complaint, source: str, text: str, *, ref: object = "", at: datetime
) -> CaseReading | None:
    """A text as a row that is not saved yet; None for an empty one and where reading fails."""
    text = text[:LONGEST]
    if not text.strip():
        return None
    try:
        read = triage.read(text, model=reading_model.current())
        return CaseReading(
            complaint=complaint,
            source=source,
            ref=str(ref),
            at=at,
            emotion=max(0, min(5, read.emotion)),
            stage=read.stage,
            risk=max(0, min(100, read.risk)),
            risks={label: round(100 * value) for label, value in read.risks.items() if value > 0},
            reasons=list(_reasons(text, read.reasons)),
        )
    except Exception:  # noqa: BLE001 - the customer's words matter more than what is read in them
        _log.exception("a text of complaint %s could not be read", complaint.no)
        return None


def raise_alarm(row: CaseReading, *, by: str, at: datetime) -> list[Draft]:
    """The signal of the highest level: somebody speaks of harming themselves. Its line, where it
    is new, for who ends the transaction.
    """
    reasons = [one for one in row.reasons if one["about"] == SELF_HARM]
    said = "".join(reasons[0][part] for part in ("before", "words", "after")) if reasons else ""
    found = Found(
        kind="case",
        key=f"case:{row.complaint_id}:{SELF_HARM}",
        level=3,
        said=said,
        facts={"no": row.complaint.no, "risk": SELF_HARM},
        reasons=tuple(reasons),
        about=row.complaint_id,
    )
    signal, new = operations.raise_signal(found, at=at)
    return signal_raised.lines([signal] if new else [], by=by, at=at)


def to_be_told(complaint: Complaint, people: People) -> list[int]:
    """Who must act when a life may be in danger: the owner, the supervisor, who answers for it."""
    above = direct_supervisor(people, complaint.owner_id, ranks=_SUPERVISORS)
    told = {above, complaint.owner_id, complaint.dedicated_id, complaint.risk_owner_id}
    return sorted(one for one in told if one is not None)


def _alarm(step: Step, row: CaseReading) -> None:
    step.tell_of(raise_alarm(row, by=step.by_ref, at=step.now))
    step.notify(to_be_told(step.complaint, step.people), SELF_HARM)
    message = _("They may harm themselves: stay with them and bring the supervisor in now.")
    step.warn(SELF_HARM, message)


def _reasons(text: str, reasons: Iterable[triage.Reason]) -> Iterator[dict[str, Any]]:
    """The heaviest, each with its words in their sentence, so that it explains itself alone."""
    heaviest = sorted(reasons, key=lambda one: -one.weight)[:_REASONS]
    for one in heaviest:
        before, words, after = excerpt(text, one.start, one.end)
        yield {
            "rule": one.rule,
            "about": one.about,
            "because": list(one.because),
            "weight": round(100 * one.weight),
            "before": before,
            "words": words,
            "after": after,
            "earlier": sentence_before(text, one.start),
        }
