"""Words of fields, values and happenings that the screens share. Codes fall back to themselves."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language, gettext, gettext_lazy

from kesu.complaints.evidence import EvidenceKind, Side, Strength
from kesu.consults.rules import Measure, MerchantRole
from kesu.desk import lesson_words
from kesu.desk.gift_words import DEMANDS, EXPOSED, PAY_RESULTS, PAYERS, TONES
from kesu.desk.words import (
    ANSWERS,
    DISPOSITIONS,
    HANDOVERS,
    MEDIATIONS,
    OUTCOMES,
    PARTIES,
    POSITIONS,
    REMEDIES,
    RESULTS,
    ROLES,
    SLIPS,
    SOLUTIONS,
    SOURCES,
    VERDICTS,
    channel_word,
    urgency_word,
)
from kesu.journeys.agreement import AgreementKind
from kesu.journeys.exposure import Where
from kesu.journeys.meeting import MeetingKind
from kesu.journeys.pay import PayResult
from kesu.journeys.remedy import Payer, Tone
from kesu.journeys.silence_review import Hypothesis
from kesu.journeys.urge import Urging
from kesu.policy.codes import (
    ActionResult,
    Advisory,
    CasePath,
    ContactOutcome,
    Direction,
    DispositionKind,
    FollowUpOutcome,
    Handover,
    MediationResult,
    ObjectionClass,
    Outcome,
    Party,
    Position,
    RaisedBy,
    Remedy,
    ResultGrade,
    SlipKind,
    SolutionKind,
    Source,
    SpecialRole,
    Verdict,
)
from kesu.policy.schema.redress import DemandKind

_VALUES: dict[type, dict[Any, Any]] = {
    Measure: {
        Measure.warning: gettext_lazy("Warning"),
        Measure.training: gettext_lazy("Training"),
        Measure.fine: gettext_lazy("Fine"),
        Measure.delisting: gettext_lazy("Taken off the shelf"),
        Measure.removal: gettext_lazy("Removed from the platform"),
    },
    MerchantRole: {
        MerchantRole.cashier: gettext_lazy("Cashier"),
        MerchantRole.after_sales: gettext_lazy("After-sales staff"),
        MerchantRole.sales: gettext_lazy("Sales staff"),
        MerchantRole.manager: gettext_lazy("Store manager"),
        MerchantRole.other: gettext_lazy("Other staff"),
    },
    Urging: {
        Urging.customer: gettext_lazy("The customer chases"),
        Urging.staff: gettext_lazy("A manager urges"),
    },
    ContactOutcome: {
        ContactOutcome.reached: gettext_lazy("Connected"),
        ContactOutcome.no_answer: gettext_lazy("No answer"),
        ContactOutcome.busy: gettext_lazy("Busy"),
        ContactOutcome.refused: gettext_lazy("Refused to talk"),
    },
    FollowUpOutcome: ANSWERS,
    Direction: {
        Direction.out: gettext_lazy("We called"),
        Direction.in_: gettext_lazy("The customer called"),
    },
    Verdict: VERDICTS,
    Party: PARTIES,
    SolutionKind: SOLUTIONS,
    Position: POSITIONS,
    ActionResult: RESULTS,
    Advisory: {
        Advisory.no_use: gettext_lazy("Not to use the account while it is frozen"),
        Advisory.handling_time: gettext_lazy("When to expect an answer"),
    },
    SlipKind: SLIPS,
    Handover: HANDOVERS,
    MediationResult: MEDIATIONS,
    MeetingKind: {
        MeetingKind.decision: gettext_lazy("To decide"),
        MeetingKind.mediation: gettext_lazy("Mediation"),
        MeetingKind.visit: gettext_lazy("Visit"),
    },
    Remedy: REMEDIES,
    Tone: TONES,
    Payer: PAYERS,
    PayResult: PAY_RESULTS,
    DemandKind: DEMANDS,
    Where: EXPOSED,
    ObjectionClass: lesson_words.OBJECTIONS,
    RaisedBy: lesson_words.RAISED_BY,
    CasePath: lesson_words.PATHS,
    ResultGrade: lesson_words.RESULTS,
    Hypothesis: {
        Hypothesis.trust: gettext_lazy("Trust may be lost"),
        Hypothesis.higher: gettext_lazy("They may go higher"),
        Hypothesis.gone: gettext_lazy("They may be gone"),
    },
    Side: {
        Side.favourable: gettext_lazy("Favourable"),
        Side.unfavourable: gettext_lazy("Unfavourable"),
        Side.neutral: gettext_lazy("Neutral"),
    },
    Strength: {
        Strength.strong: gettext_lazy("Strong"),
        Strength.medium: gettext_lazy("Medium strong"),
        Strength.weak: gettext_lazy("Weak"),
    },
    EvidenceKind: {
        EvidenceKind.screenshot: gettext_lazy("Screenshot"),
        EvidenceKind.photo: gettext_lazy("Photo"),
        EvidenceKind.recording: gettext_lazy("Sound recording"),
        EvidenceKind.video: gettext_lazy("Video"),
        EvidenceKind.chat: gettext_lazy("Chat"),
        EvidenceKind.document: gettext_lazy("Document"),
        EvidenceKind.contract: gettext_lazy("Contract"),
        EvidenceKind.receipt: gettext_lazy("Receipt or invoice"),
        EvidenceKind.report: gettext_lazy("Test report"),
        EvidenceKind.statement: gettext_lazy("What somebody said"),
        EvidenceKind.notice: gettext_lazy("Proof of notice"),
        EvidenceKind.agreement: gettext_lazy("Agreement"),
        EvidenceKind.withdrawal: gettext_lazy("Withdrawal"),
        EvidenceKind.authority: gettext_lazy("Authority to act for somebody"),
        EvidenceKind.other: gettext_lazy("Something else"),
    },
    AgreementKind: {
        AgreementKind.signed: gettext_lazy("Signed paper"),
        AgreementKind.recording: gettext_lazy("Sound recording"),
    },
    Outcome: OUTCOMES,
    DispositionKind: DISPOSITIONS,
    Source: SOURCES,
    SpecialRole: ROLES,
}


def value_word(kind: type, value: Any) -> str:
    """The word of one code of an enumeration."""
    if kind.__name__ == "Channel":
        return str(channel_word(value))
    if kind.__name__ == "Urgency":
        return f"{value} {urgency_word(value)}"
    return str(_VALUES.get(kind, {}).get(value, value))


def choices(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """Code and word of every member of an enumeration, in its order."""
    return [(str(member.value), value_word(kind, member)) for member in kind]


def verdict_word(value: str) -> str:
    return value_word(Verdict, value) if value else ""


SAID = {"true": True, "false": False}
"""What a form says by yes and no; anything else says neither."""


def yes_no() -> list[tuple[str, str]]:
    return [("true", gettext("Yes")), ("false", gettext("No"))]


def listed(words: Sequence[str], *, more: bool = False) -> str:
    """Words in a row, as the reader's language joins them."""
    joint = ", " if (get_language() or "").startswith("en") else "、"
    return joint.join(words) + ("…" if more else "")
