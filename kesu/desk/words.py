"""The words of codes that screens and exports share. Every code falls back to itself."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from kesu.policy.codes import (
    ActionResult,
    Channel,
    ClockName,
    ClockState,
    DispositionKind,
    FollowUpOutcome,
    Handover,
    MediationResult,
    Outcome,
    Party,
    Position,
    Remedy,
    SlipKind,
    SolutionKind,
    Source,
    SpecialRole,
    State,
    Urgency,
    Verdict,
)

STATES: dict[str, Any] = {
    State.received: gettext_lazy("To accept"),
    State.accepted: gettext_lazy("Accepted"),
    State.verifying: gettext_lazy("Verifying"),
    State.consulting: gettext_lazy("Department asked"),
    State.proposing: gettext_lazy("Drafting a solution"),
    State.approving: gettext_lazy("To approve"),
    State.replying: gettext_lazy("To reply"),
    State.executing: gettext_lazy("Carrying out"),
    State.following_up: gettext_lazy("To follow up"),
    State.closed: gettext_lazy("Closed for the customer"),
    State.archived: gettext_lazy("Closed internally"),
    State.cooling: gettext_lazy("Cooling off"),
    State.withdrawn: gettext_lazy("Withdrawn"),
}

HANDLING = gettext_lazy("In hand")
CLOSED = gettext_lazy("Closed")
FIVE: dict[str, Any] = {
    State.received: STATES[State.received],
    State.approving: STATES[State.approving],
    State.following_up: STATES[State.following_up],
    State.closed: CLOSED,
    State.archived: CLOSED,
    State.withdrawn: CLOSED,
}

CLOCKS: dict[str, Any] = {
    ClockName.first_callback: gettext_lazy("First call-back"),
    ClockName.urgent_contact: gettext_lazy("Urgent contact"),
    ClockName.freeze: gettext_lazy("Account freeze"),
    ClockName.progress: gettext_lazy("Daily progress"),
    ClockName.silence: gettext_lazy("Silence check"),
    ClockName.promise: gettext_lazy("Promise"),
    ClockName.consult: gettext_lazy("Department's answer"),
    ClockName.follow_up: gettext_lazy("Follow-up"),
    ClockName.report: gettext_lazy("Report to superiors"),
    ClockName.event_start: gettext_lazy("Event begins"),
    ClockName.close: gettext_lazy("Closing"),
    ClockName.review: gettext_lazy("Case review"),
    ClockName.statutory: gettext_lazy("Statutory deadline"),
}

CHANNELS: dict[str, Any] = {
    Channel.hotline: gettext_lazy("Hotline"),
    Channel.email: gettext_lazy("E-mail"),
    Channel.im: gettext_lazy("Online chat"),
    Channel.web: gettext_lazy("Website"),
    Channel.portal: gettext_lazy("Customer portal"),
    Channel.app: gettext_lazy("App"),
    Channel.wechat: gettext_lazy("WeChat"),
    Channel.store: gettext_lazy("Store"),
    Channel.visit: gettext_lazy("Visit"),
    Channel.letter: gettext_lazy("Letter"),
    Channel.group: gettext_lazy("Group headquarters"),
    Channel.regulator: gettext_lazy("Regulator"),
    Channel.platform: gettext_lazy("Platform"),
    Channel.import_: gettext_lazy("Import"),
    Channel.api: gettext_lazy("Other system"),
    Channel.other: gettext_lazy("Other channel"),
}

URGENCIES: dict[str, Any] = {
    Urgency.U1: gettext_lazy("Public opinion or lawsuit"),
    Urgency.U2: gettext_lazy("Sent back by headquarters"),
    Urgency.U3: gettext_lazy("Special standing"),
    Urgency.U4: gettext_lazy("Batch"),
    Urgency.U5: gettext_lazy("Set deadline"),
}

OUTCOMES: dict[str, Any] = {
    Outcome.resolved: gettext_lazy("Resolved"),
    Outcome.agreed: gettext_lazy("Settled by agreement"),
    Outcome.refused: gettext_lazy("Refused with reasons"),
    Outcome.withdrawn: gettext_lazy("Withdrawn"),
    Outcome.lost_contact: gettext_lazy("Contact lost"),
}

SOURCES: dict[str, Any] = {
    Source.customer: gettext_lazy("The customer"),
    Source.group: gettext_lazy("Group headquarters"),
    Source.regulator: gettext_lazy("A regulator"),
    Source.media: gettext_lazy("The media"),
    Source.court: gettext_lazy("A court"),
    Source.platform: gettext_lazy("A platform"),
    Source.staff: gettext_lazy("Staff"),
}

ROLES: dict[str, Any] = {
    SpecialRole.media: gettext_lazy("Media"),
    SpecialRole.regulator: gettext_lazy("Regulator"),
    SpecialRole.government: gettext_lazy("Government"),
    SpecialRole.consumer_council: gettext_lazy("Consumer council"),
    SpecialRole.group_leader: gettext_lazy("Leader of the group"),
}

VERDICTS: dict[str, Any] = {
    Verdict.valid: gettext_lazy("Borne out"),
    Verdict.partly: gettext_lazy("Partly borne out"),
    Verdict.invalid: gettext_lazy("Not borne out"),
    Verdict.pending: gettext_lazy("Still to be verified"),
}

DISPOSITIONS: dict[str, Any] = {
    DispositionKind.item: gettext_lazy("A new improvement item"),
    DispositionKind.existing: gettext_lazy("An improvement item that exists"),
    DispositionKind.none: gettext_lazy("Nothing to improve"),
    DispositionKind.review: gettext_lazy("To be reviewed"),
}

PARTIES: dict[str, Any] = {
    Party.company: gettext_lazy("Company"),
    Party.merchant: gettext_lazy("Merchant"),
    Party.logistics: gettext_lazy("Logistics"),
    Party.customer: gettext_lazy("Customer"),
    Party.third_party: gettext_lazy("Third party"),
    Party.unclear: gettext_lazy("Unclear"),
}

SOLUTIONS: dict[str, Any] = {
    SolutionKind.redress: gettext_lazy("Redress"),
    SolutionKind.explain: gettext_lazy("Explain"),
    SolutionKind.refuse: gettext_lazy("Refuse politely"),
}

POSITIONS: dict[str, Any] = {
    Position.accepted: gettext_lazy("Accepts"),
    Position.partly: gettext_lazy("Accepts in part"),
    Position.refused: gettext_lazy("Refuses"),
}

ANSWERS: dict[str, Any] = {
    FollowUpOutcome.answered: gettext_lazy("Answered"),
    FollowUpOutcome.no_answer: gettext_lazy("No answer"),
}

REMEDIES: dict[str, Any] = {
    Remedy.compensation: gettext_lazy("Compensation (goodwill)"),
    Remedy.indemnity: gettext_lazy("Indemnity (liability)"),
    Remedy.refund: gettext_lazy("Refund"),
    Remedy.replacement: gettext_lazy("Replacement"),
    Remedy.points: gettext_lazy("Points"),
    Remedy.eligibility: gettext_lazy("Eligibility"),
    Remedy.gift: gettext_lazy("Gift"),
    Remedy.in_kind: gettext_lazy("In kind"),
    Remedy.apology: gettext_lazy("Apology"),
    Remedy.visit: gettext_lazy("Visit"),
    Remedy.inspection: gettext_lazy("Inspection"),
}

SLIPS: dict[str, Any] = {
    SlipKind.forwarded: gettext_lazy("Forwarded to us"),
    SlipKind.mediation: gettext_lazy("Mediation"),
    SlipKind.inspection: gettext_lazy("Inspection"),
    SlipKind.interview: gettext_lazy("Summoned to an interview"),
}
HANDOVERS: dict[str, Any] = {
    Handover.asked: gettext_lazy("Asked for"),
    Handover.granted: gettext_lazy("Granted"),
    Handover.refused: gettext_lazy("Refused by the authority"),
}
MEDIATIONS: dict[str, Any] = {
    MediationResult.agreed: gettext_lazy("Agreed in mediation"),
    MediationResult.failed: gettext_lazy("Mediation failed"),
    MediationResult.goes_on: gettext_lazy("Goes on another day"),
}

RESULTS: dict[str, Any] = {
    ActionResult.done: gettext_lazy("Done"),
    ActionResult.failed: gettext_lazy("Failed"),
}

CLOCK_STATES: dict[str, Any] = {
    ClockState.running: gettext_lazy("Running"),
    ClockState.met: gettext_lazy("Met"),
    ClockState.breached: gettext_lazy("Overdue"),
    ClockState.stopped: gettext_lazy("Stopped"),
}

NOTICES: dict[str, Any] = {
    "assigned": gettext_lazy("Given to you"),
    "to_approve": gettext_lazy("Waits for your approval"),
    "approved": gettext_lazy("Approved"),
    "returned": gettext_lazy("Returned"),
    "consulted": gettext_lazy("Your department is asked"),
    "fed_back": gettext_lazy("A department answered"),
    "evidence_added": gettext_lazy("New evidence"),
    "assist": gettext_lazy("A colleague asks you"),
    "breached": gettext_lazy("Deadline passed"),
    "silent": gettext_lazy(
        "48 hours of silence: is trust lost, will they go higher, or are they gone?"
    ),
    "understaffed": gettext_lazy("Nobody fit could be found"),
    "self_harm": gettext_lazy("Somebody may harm themselves: act now"),
    "imported": gettext_lazy("New complaints from an import"),
    "reopened": gettext_lazy("Reopened"),
    "resumed": gettext_lazy("Taken up again"),
    "batched": gettext_lazy("A batch: many complaints of one issue"),
    "merged": gettext_lazy("A case was merged into yours"),
    "urged": gettext_lazy("The case is being chased"),
    "watched": gettext_lazy("Something new on a case you follow"),
    "missed_call": gettext_lazy("The customer called and reached nobody: call back"),
    "extended": gettext_lazy("More time by law was approved"),
    "report": gettext_lazy("Reported to you"),
    "acknowledged": gettext_lazy("Your report was seen"),
    "opinion_asked": gettext_lazy("Your opinion is asked"),
    "opinion_given": gettext_lazy("An opinion was given"),
    "undedicated": gettext_lazy("Urgent without a dedicated handler"),
    "transfers": gettext_lazy("Transferred again and again"),
    "rounds": gettext_lazy("No agreement after several rounds"),
    "payment_asked": gettext_lazy("A payment is asked of you"),
    "payment_failed": gettext_lazy("A payment failed"),
    "dedicated": gettext_lazy("Yours to follow personally"),
    "coaching": gettext_lazy("A colleague of yours needs coaching"),
    "unreported": gettext_lazy("Nobody acknowledged the report"),
    "dunned": gettext_lazy("A department's time runs out"),
    "task_overdue": gettext_lazy("A department's answer is overdue"),
    "told": gettext_lazy("A complaint about a merchant"),
    "told_result": gettext_lazy("The result of a complaint about a merchant"),
    "measured": gettext_lazy("A measure against the merchant"),
    "requested": gettext_lazy("A request to others is due"),
    "request_answered": gettext_lazy("A request was answered"),
    "promise_broken": gettext_lazy("A promise was broken"),
    "shift_offered": gettext_lazy("Left to you at the end of a shift"),
    "shift_taken": gettext_lazy("What you left was taken over"),
    "shift_declined": gettext_lazy("What you left was not taken"),
    "task_forwarded": gettext_lazy("A colleague passed a task to you"),
    "mail_set_aside": gettext_lazy("Mail was set aside"),
    "mail_stuck": gettext_lazy("Mail does not go out"),
}


def word(words: Mapping[str, Any], code: str) -> str:
    """The word of a code; one that has none stands for itself."""
    return str(words.get(code, code))


def state_word(code: str) -> str:
    """The state as work that is waited for."""
    return word(STATES, code)


def five_word(code: str) -> str:
    """One of the five words agents use."""
    return str(FIVE.get(code, HANDLING if code in STATES else code))


def clock_word(code: str | None) -> str:
    """The clock's name; a statutory one keeps its profile behind it."""
    name, _colon, profile = str(code or "").partition(":")
    return f"{word(CLOCKS, name)} {profile}".rstrip()


def channel_word(code: str) -> str:
    return word(CHANNELS, code)


def urgency_word(code: str) -> str:
    """What the reason U1 to U5 stands for, shortly."""
    return word(URGENCIES, code)


def notice_word(code: str) -> str:
    """``给你的``, ``待你审批``."""
    return word(NOTICES, code)


def source_word(code: str) -> str:
    return word(SOURCES, code)


def role_word(code: str) -> str:
    return word(ROLES, code)


def verdict_word(code: str) -> str:
    return word(VERDICTS, code)


def outcome_word(code: str) -> str:
    return word(OUTCOMES, code)


def disposition_word(code: str) -> str:
    return word(DISPOSITIONS, code)


def clock_state_word(code: str) -> str:
    return word(CLOCK_STATES, code)
