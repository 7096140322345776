"""What the desk answers: frozen values, already scoped and masked. No door touches a model."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


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


@dataclass(frozen=True)
class ClockView:
    """One clock; times in UTC. ``derivation``: days as ``kesu deadline`` writes them."""

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


@dataclass(frozen=True)
class NoticeView:
    """What a person was told; without ``no`` it is about the house itself."""

    kind: str
    detail: str
    at: datetime
    seen: bool
    no: str
    subject: str
