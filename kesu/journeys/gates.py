"""What must be there before a step (DOMAIN, Gates). Each says what is missing, or None."""

from typing import Any

from django.utils.translation import gettext as _

from kesu.complaints.evidence import withdrawal_of
from kesu.complaints.queries import attempts
from kesu.complaints.rules import lost_contact_shown
from kesu.consults.queries import owes_measure
from kesu.improvement.queries import is_reviewed
from kesu.journeys.case import Case
from kesu.journeys.faults import Missing
from kesu.policy.codes import (
    DispositionKind,
    Outcome,
    Rank,
    SolutionKind,
    Verdict,
    ranks_from,
)
from kesu.remedies.agreements import standing

_SUPERVISORS = ranks_from(Rank.supervisor)


def verdict(case: Case, _values: Any) -> Missing | None:
    """核实 is done and not pending (E04)."""
    if case.complaint.verdict in ("", Verdict.pending):
        return Missing("verdict", _("The complaint is not verified yet."))
    return None


def cause(case: Case, _values: Any) -> Missing | None:
    """The direct cause stands before the solution (C13)."""
    if not case.grounds.cause:
        return Missing("cause", _("The direct cause is not recorded yet."))
    return None


def merchant(case: Case, values: Any) -> Missing | None:
    """The merchant department answered, or somebody said why none is involved (E05)."""
    if case.complaint.verdict not in (Verdict.valid, Verdict.partly):
        return None
    if (values is not None and values.no_merchant) or case.grounds.merchant:
        return None
    say = _("The merchant department has not answered, and nobody said why none is involved.")
    return Missing("merchant", say)


def measured(case: Case, _values: Any) -> Missing | None:
    """What was done about the merchant is known, where the department was asked for it (E83)."""
    if owes_measure(case.complaint) is None:
        return None
    return Missing("measure", _("The measure against the merchant is not recorded yet."))


def clause(case: Case, values: Any) -> Missing | None:
    """Every ordinary case and every refusal cites a clause, or says that there is none (E18)."""
    if values is None or values.clause or values.no_clause:
        return None
    if case.complaint.urgent and values.kind != SolutionKind.refuse:
        return None
    return Missing("clause", _("No clause is cited, and no reason why there is none."))


def replied(case: Case, _values: Any) -> Missing | None:
    """A reply since the approval (E10)."""
    if case.reply is None:
        return Missing("reply", _("The customer has had no reply since the approval."))
    return None


def approved(case: Case, _values: Any) -> Missing | None:
    """The solution was approved (E09)."""
    if case.approved is None:
        return Missing("approval", _("The solution is not approved."))
    return None


def followed_up(case: Case, values: Any) -> Missing | None:
    """回访 was answered where the type's plan asks for one (E14, Q32)."""
    if _nobody_to_ask(values) or not case.pack.asks_follow_up(case.complaint.type):
        return None
    if any(one.outcome == "answered" for one in case.follow_ups):
        return None
    return Missing("follow_up", _("The follow-up call has not been answered yet."))


def needs_judged(case: Case, values: Any) -> Missing | None:
    """Both needs, of service and of feeling, were judged (C08)."""
    if _nobody_to_ask(values) or not case.pack.asks_follow_up(case.complaint.type):
        return None
    service = any(one.service_met is not None for one in case.follow_ups)
    feeling = any(one.emotional_met is not None for one in case.follow_ups)
    if service and feeling:
        return None
    return Missing("needs", _("Whether both needs are met has not been judged."))


def lost_contact(case: Case, values: Any) -> Missing | None:
    """失联结案 (Q13): three attempts on three days and in three bands of the day, on two channels,
    and a supervisor who is not the owner closes.
    """
    if values is None or values.outcome != Outcome.lost_contact:
        return None
    offset = case.at.astimezone(case.pack.tz).utcoffset()
    assert offset is not None
    if not lost_contact_shown(attempts(case.complaint), zone_offset=offset):
        return Missing("lost_contact_attempts", _("The attempts do not show that contact is lost."))
    if case.by is None or case.by.rank not in _SUPERVISORS or case.tie.owner:
        return Missing("lost_contact_approval", _("A supervisor other than the owner closes it."))
    return None


def disposed(case: Case, _values: Any) -> Missing | None:
    """A disposition other than ``review`` (B15)."""
    if case.complaint.disposition in ("", DispositionKind.review):
        return Missing("disposition", _("What becomes of the lesson is not decided yet."))
    return None


def reviewed(case: Case, _values: Any) -> Missing | None:
    """复盘 where the policy asks one: from a tier on, urgent ones, those of a batch (A12)."""
    complaint = case.complaint
    batch = complaint.batch_id is not None
    if not case.pack.asks_review(tier=complaint.tier, urgent=complaint.urgent, batch=batch):
        return None
    if is_reviewed(complaint):
        return None
    return Missing("review", _("The case has not been reviewed."))


def agreed(case: Case, values: Any) -> Missing | None:
    """达成一致 is shown by a signed paper or a recording (A63)."""
    if values is None or values.outcome != Outcome.agreed or standing(case.complaint):
        return None
    say = _("No signed agreement and no recording of one is attached.")
    return Missing("agreement", say)


def document(case: Case, values: Any) -> Missing | None:
    """撤诉 is shown by a paper or a recording: the one named, else one on the list (A59)."""
    return _document(case, values.evidence if values is not None else None)


def _document(case: Case, named: str | None) -> Missing | None:
    if withdrawal_of(case.complaint, named) is not None:
        return None
    return Missing("document", _("No document shows that the customer withdraws."))


def withdrawn(case: Case, values: Any) -> Missing | None:
    """Closed as withdrawn is a 撤诉 too, and asks for the same document (A59)."""
    if values is None or values.outcome != Outcome.withdrawn:
        return None
    return _document(case, None)


def _nobody_to_ask(values: Any) -> bool:
    return values is not None and values.outcome == Outcome.lost_contact


CLOSING = (
    verdict,
    cause,
    approved,
    replied,
    followed_up,
    needs_judged,
    lost_contact,
    agreed,
    withdrawn,
)
