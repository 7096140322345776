"""What the desk answers: frozen values, already scoped and masked. No door touches a model."""

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from kesu.desk.brief_values import Candidate, Proof, RemedyLine


@dataclass(frozen=True)
class PersonView:
    """A colleague by name."""

    id: int
    name: str
    agent_no: str = ""


@dataclass(frozen=True)
class CustomerView:
    """Who complains; phone and e-mail are masked, None where there is none or it is not for this
    reader.
    """

    id: str
    name: str
    phone: str | None
    email: str | None
    external_id: str
    level: int
    special_role: str
    age: int | None = None
    prefers: str = ""
    call_from: time | None = None
    call_until: time | None = None
    do_not_call: bool = False


@dataclass(frozen=True)
class ClockView:
    """One clock; times in UTC. ``derivation``: days as ``kesu deadline`` writes them.

    ``title`` and ``part``: what the policy calls a statutory one and its step. ``waits``: the state
    whose end a paused one waits for. ``candidates``: where it was moved, every due time it had.
    """

    name: str
    subject: str
    due: datetime
    state: str
    met_at: datetime | None
    breached_at: datetime | None
    derivation: list[dict[str, Any]]
    calendar: str
    rule: str
    started: datetime
    title: str = ""
    part: str = ""
    waits: str = ""
    candidates: tuple[Candidate, ...] = ()

    @property
    def earliest(self) -> bool:
        """Whether the one that stands is the earliest of all."""
        return any(one.chosen for one in self.candidates) and self.due == min(
            one.due for one in self.candidates
        )


@dataclass(frozen=True)
class PromiseView:
    id: int
    what: str
    due: datetime
    kept: bool | None
    settled_at: datetime | None


@dataclass(frozen=True)
class ConsultView:
    id: int
    department: str
    question: str
    at: datetime
    due: datetime | None
    answered: datetime | None
    answer: str
    answered_by: PersonView | None
    sent_back: datetime | None = None
    sent_back_reason: str = ""


@dataclass(frozen=True)
class OpinionView:
    """What a function was asked; ``text`` is empty for who may not read it (F22)."""

    id: int
    function: str
    question: str
    at: datetime
    due: datetime
    given_at: datetime | None
    given_by: PersonView | None
    text: str
    mine: bool


@dataclass(frozen=True)
class ReportView:
    """One report to a level of the chain (E64). ``mine``: this reader may acknowledge it."""

    id: int
    level: str
    to: PersonView
    sent: datetime
    due: datetime
    acknowledged: datetime | None
    skipped: datetime | None
    mine: bool


@dataclass(frozen=True)
class HandoverView:
    """What the next handler gets (A14): how it rose last, what was tried, what is still owed."""

    at: datetime
    by: PersonView | None
    tier_from: str
    tier_to: str
    reason: str
    tried: str
    suggestion: str
    promises_open: int


@dataclass(frozen=True)
class MeetingView:
    """A meeting: who was there, by name, what was decided, who signed; where, who mediated and
    what came of that, where it is known.
    """

    kind: str
    tier: str
    at: datetime
    present: list[str]
    signed: list[str]
    decision: str
    place: str = ""
    mediator: str = ""
    result: str = ""


@dataclass(frozen=True)
class RoundView:
    at: datetime
    offer: str
    reaction: str
    agreed: bool


@dataclass(frozen=True)
class GiftView:
    """What a reader may give alone: 分 a case, and what is left of the month; None: no limit."""

    limit: int
    left: int | None


@dataclass(frozen=True)
class Authority:
    """Who was told, asked, met and offered on a complaint, and what its reader may give."""

    reports: list[ReportView] = field(default_factory=list)
    opinions: list[OpinionView] = field(default_factory=list)
    meetings: list[MeetingView] = field(default_factory=list)
    rounds: list[RoundView] = field(default_factory=list)
    handover: HandoverView | None = None
    gift: GiftView | None = None


@dataclass(frozen=True)
class CauseView:
    text: str
    category: str
    responsible: list[dict[str, Any]]
    at: datetime


@dataclass(frozen=True)
class SolutionView:
    """The newest solution; ``cost`` in 分."""

    id: int
    kind: str
    steps: list[dict[str, Any]]
    options: list[str]
    clause: str
    no_clause: str
    cost: int | None
    by: PersonView | None
    at: datetime
    approved_at: datetime | None
    returned_at: datetime | None
    mandate: str = ""
    comment: str = ""


@dataclass(frozen=True)
class EmotionView:
    at: datetime
    level: int
    turning_point: str


@dataclass(frozen=True)
class Rail:
    """The four stages, each the time first reached, or None (C24)."""

    soothe: datetime | None
    cause: datetime | None
    solve: datetime | None
    follow_up: datetime | None


@dataclass(frozen=True)
class Entry:
    """One line of the timeline: what happened, who did it, and its words, masked."""

    seq: int
    at: datetime
    written: datetime
    kind: str
    by: str
    by_name: str
    rule: str | None
    facts: dict[str, Any]
    notes: dict[str, Any]


@dataclass(frozen=True)
class QueueRow:
    """A complaint in a list."""

    no: str
    form_no: str | None
    subject: str
    state: str
    type: str
    type_name: str
    grade: str
    urgent: bool
    urgent_reasons: list[str]
    tier: str
    channel: str
    customer_name: str
    customer_phone: str | None
    owner: PersonView
    unassigned: bool
    next_clock: str
    next_due: datetime | None
    breached: bool
    breached_clock: str
    breached_at: datetime | None
    rail: Rail
    received: datetime
    updated: datetime
    restricted: bool
    understaffed: bool
    history: bool
    version: int
    undedicated: bool = False
    batch: str = ""
    merged: bool = False
    urged: int = 0
    merged_into: str = ""
    """The number of the case it went into, where lists say so (F04)."""
    key: str = ""
    """Names the row to a screen that shows it already, and to nobody else."""
    place: str = ""
    """Sorts as the order of the rules does."""
    unread: bool = False
    """The reader was told something about it that they have not seen."""
    asked: bool = False
    """A department has a task of it that is not answered."""
    batch_label: str = ""
    may: frozenset[str] = frozenset()
    """Of the verbs a list offers, those that the permissions give the reader here."""


@dataclass(frozen=True)
class CaseView:
    """One complaint, whole, as this reader may see it."""

    id: str
    no: str
    form_no: str | None
    subject: str
    text: str
    state: str
    came_from: str
    type: str
    type_name: str
    caution: str
    origin_type: str
    suggested_type: str
    grade: str
    urgent: bool
    urgent_reasons: list[str]
    tier: str
    channel: str
    source: str
    received: datetime
    accepted: datetime | None
    owner: PersonView
    risk_owner: PersonView
    dedicated: PersonView | None
    accused: PersonView | None
    lodged_by: PersonView | None
    customer: CustomerView
    merchant: str
    store: str
    merchant_person: str
    merchant_role: str
    product: str
    order: str
    campaign: str
    remedy_sought: str
    external_id: str
    mandated_deadline: datetime | None
    parent: str | None
    next_due: datetime | None
    clocks: list[ClockView]
    promises: list[PromiseView]
    consults: list[ConsultView]
    verdict: str
    verdict_reason: str
    cause: CauseView | None
    solution: SolutionView | None
    reply: str
    decision: str
    emotions: list[EmotionView]
    outcome: str
    disposition: str
    closed_customer_at: datetime | None
    closed_internal_at: datetime | None
    rail: Rail
    policy_name: str
    policy_version: str
    restricted: bool
    understaffed: bool
    history: bool
    updated: datetime
    version: int
    may_reveal: bool
    timeline: list[Entry] = field(default_factory=list)
    batch: str = ""
    batch_label: str = ""
    merged_into: str = ""
    merged: list[str] = field(default_factory=list)
    children: list[str] = field(default_factory=list)
    urged: int = 0
    """How often the customer has chased (F05)."""
    extensible: dict[str, str] = field(default_factory=dict)
    """The laws that may give it more time, by code, with their names."""
    authority: Authority = field(default_factory=Authority)
    proof: Proof = field(default_factory=Proof)
    remedies: list[RemedyLine] = field(default_factory=list)
    level_then: int | None = None
    points_then: int | None = None
    """The customer's level and points at the receipt; None: not kept, or not known (F23)."""
    watched: bool = False
    """Whether this reader follows it."""


@dataclass(frozen=True)
class NoticeView:
    """What a person was told; without ``no`` it is about the house itself, or about a case that is
    not for them: ``place`` names the page where their part of it lies.
    """

    kind: str
    detail: str
    at: datetime
    seen: bool
    no: str
    subject: str
    place: str = ""
