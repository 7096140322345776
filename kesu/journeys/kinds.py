"""What the journal says of complaints, clocks and people: one model of facts a kind.

Append-only. ``state`` and ``owner`` are ``[before, after]`` where a line changed them, so that
the record alone tells where a complaint stands and whose it is.
"""

from kesu.journal.kinds import Facts, declare


class CaseFacts(Facts):
    """What any line about a complaint may say."""

    state: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    solution: int | None = None


class Lodged(CaseFacts):
    channel: str
    source: str
    type: str
    grade: str
    tier: str
    urgent: tuple[str, ...] = ()
    received: str
    customer: str
    risk_owner: str
    handler: str
    routed_by: str
    understaffed: bool = False
    accused: str | None = None
    issue_key: bool = False
    suggested: str | None = None
    parent: str | None = None
    origin: str | None = None
    imported: str | None = None
    history: bool = False
    closed: str | None = None
    offered: tuple[str, ...] = ()
    """The types that were suggested on screen."""


class TakenBack(CaseFacts):
    imported: str


class ImportBegun(Facts):
    kind: str
    fingerprint: str


class ImportEnded(Facts):
    read: int
    rejected: int


class ImportUndone(Facts):
    removed: int
    kept: int


class CustomerTakenIn(Facts):
    imported: str
    made: bool
    level: int
    spend: int | None = None
    spend_months: int | None = None
    points: int | None = None


class OrderTakenIn(Facts):
    imported: str
    customer: str | None = None
    amount: int | None = None


class ImportedGone(Facts):
    imported: str


class Accepted(CaseFacts):
    pass


class Contacted(CaseFacts):
    channel: str
    direction: str
    outcome: str
    empathy: bool | None = None
    warned: tuple[str, ...] = ()


class Classified(CaseFacts):
    type: list[str]
    grade: list[str]
    tier: str


class MarkedUrgent(CaseFacts):
    reasons: list[str]
    mandated_deadline: str | None = None
    dedicated: str | None = None


class Verified(CaseFacts):
    verdict: str


class Consulted(CaseFacts):
    consult: int
    department: str


class FedBack(CaseFacts):
    consult: int
    department: str


class CauseRecorded(CaseFacts):
    shares: dict[str, int] | None = None
    category: str | None = None


class Proposed(CaseFacts):
    kind: str
    cost: int | None = None
    clause: bool
    warned: tuple[str, ...] = ()


class FormDrawn(Facts):
    form_no: str


class Approved(CaseFacts):
    mandate: str | None = None


class Returned(CaseFacts):
    pass


class Replied(CaseFacts):
    channel: str
    warned: tuple[str, ...] = ()


class Decided(CaseFacts):
    position: str


class Executed(CaseFacts):
    done: int
    failed: int


class FollowedUp(CaseFacts):
    outcome: str
    satisfied: bool | None = None
    service_met: bool | None = None
    emotional_met: bool | None = None


class Resolved(CaseFacts):
    pass


class Closed(CaseFacts):
    outcome: str
    disposition: str
    emotional_unmet: bool = False
    result: str | None = None
    warned: tuple[str, ...] = ()


class Disposed(CaseFacts):
    disposition: str


class Archived(CaseFacts):
    pass


class Reopened(CaseFacts):
    """``agreement``: the one that the customer came back on (A64)."""

    agreement: int | None = None


class Escalated(CaseFacts):
    tier: list[str]
    due: str | None = None
    automatic: bool = False
    noticed: bool | None = None


class Converted(CaseFacts):
    type: list[str]
    origin: str
    tier: str


class Transferred(CaseFacts):
    to: str


class Assisted(CaseFacts):
    who: str


class HandedOver(CaseFacts):
    to: str


class Promised(CaseFacts):
    promise: int
    due: str


class PromiseSettled(CaseFacts):
    promise: int
    kept: bool


class Progressed(CaseFacts):
    none_yet: bool


class EmotionNoted(CaseFacts):
    level: int
    turning_point: bool


class Noted(CaseFacts):
    pass


class Withdrawn(CaseFacts):
    """``evidence``: the paper that shows it (A59)."""

    evidence: str | None = None


class Cooled(CaseFacts):
    review_on: str


class Resumed(CaseFacts):
    automatic: bool = False


class Revealed(CaseFacts):
    field: str


class MailQueued(Facts):
    """A letter was written; its line stands with the others of the step."""

    mail: str
    letter: str
    automatic: bool


class MailWithheld(Facts):
    """A letter that would have been written by itself and was not."""

    letter: str
    because: str


class MailSent(Facts):
    mail: str
    letter: str
    tries: int


class MailSetAside(Facts):
    mail: str
    letter: str
    because: str


class MailReplayed(Facts):
    mail: str
    letter: str


class ClockFacts(Facts):
    """What happened to one clock."""

    clock: str
    subject: str = ""
    due: str
    due_before: str | None = None
    state: str


class Staffed(Facts):
    rank: str
    department: str
    flags: tuple[str, ...] = ()


class PresenceSet(Facts):
    presence: tuple[str, str]


class TokenMade(Facts):
    scopes: tuple[str, ...] = ()


class ExportMade(Facts):
    """``filters`` by code; ``fields`` where some were chosen; ``rows`` that the list had then."""

    what: str
    format: str
    rows: int
    filters: dict[str, list[str]]
    fields: tuple[str, ...] = ()


_KINDS: dict[str, type[Facts]] = {
    "complaint.lodged": Lodged,
    "complaint.accepted": Accepted,
    "complaint.contacted": Contacted,
    "complaint.classified": Classified,
    "complaint.marked_urgent": MarkedUrgent,
    "complaint.verified": Verified,
    "complaint.consulted": Consulted,
    "complaint.fed_back": FedBack,
    "complaint.cause_recorded": CauseRecorded,
    "complaint.proposed": Proposed,
    "complaint.form_drawn": FormDrawn,
    "complaint.approved": Approved,
    "complaint.returned": Returned,
    "complaint.replied": Replied,
    "complaint.decided": Decided,
    "complaint.executed": Executed,
    "complaint.followed_up": FollowedUp,
    "complaint.resolved": Resolved,
    "complaint.closed": Closed,
    "complaint.disposed": Disposed,
    "complaint.archived": Archived,
    "complaint.reopened": Reopened,
    "complaint.escalated": Escalated,
    "complaint.converted": Converted,
    "complaint.transferred": Transferred,
    "complaint.assisted": Assisted,
    "complaint.handed_over": HandedOver,
    "complaint.promised": Promised,
    "complaint.promise_settled": PromiseSettled,
    "complaint.progressed": Progressed,
    "complaint.emotion_noted": EmotionNoted,
    "complaint.noted": Noted,
    "complaint.withdrawn": Withdrawn,
    "complaint.cooled": Cooled,
    "complaint.resumed": Resumed,
    "customer.revealed": Revealed,
    "mail.queued": MailQueued,
    "mail.withheld": MailWithheld,
    "mail.sent": MailSent,
    "mail.set_aside": MailSetAside,
    "mail.replayed": MailReplayed,
    "clock.started": ClockFacts,
    "clock.moved": ClockFacts,
    "clock.met": ClockFacts,
    "clock.breached": ClockFacts,
    "clock.stopped": ClockFacts,
    "clock.tried": ClockFacts,
    "complaint.taken_back": TakenBack,
    "import.begun": ImportBegun,
    "import.ended": ImportEnded,
    "import.undone": ImportUndone,
    "customer.taken_in": CustomerTakenIn,
    "customer.taken_back": ImportedGone,
    "order.taken_in": OrderTakenIn,
    "order.taken_back": ImportedGone,
    "staff.created": Staffed,
    "staff.presence_set": PresenceSet,
    "token.created": TokenMade,
    "export.made": ExportMade,
}

for _kind, _facts in _KINDS.items():
    declare(_kind, _facts)
