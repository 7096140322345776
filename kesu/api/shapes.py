"""What the API answers, as OpenAPI shows it. A field with a default is left out when empty."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """The base of every answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def to_json(self) -> str:
        """As JSON, without what was never given."""
        return self.model_dump_json(exclude_unset=True)


class Person(Shape):
    id: int
    name: str


class Customer(Shape):
    """Masked for the reader."""

    id: str
    name: str
    phone: str | None
    level: int
    email: str | None = None
    external_id: str | None = None
    special_role: str | None = None
    age: int | None = None


class Clock(Shape):
    clock: str
    subject: str | None = None
    due: datetime
    state: str
    met_at: datetime | None = None
    breached_at: datetime | None = None


class ClockInFull(Clock):
    """With how its due time came about."""

    started: datetime
    derivation: list[dict[str, Any]]
    calendar: str
    rule: str | None = None


class Promise(Shape):
    id: int
    what: str
    due: datetime
    kept: bool | None = None


class Consult(Shape):
    id: int
    department: str
    question: str
    due: datetime | None = None
    answered: datetime | None = None
    sent_back: datetime | None = None


class Cause(Shape):
    text: str
    category: str | None = None
    responsible: list[dict[str, Any]] | None = None
    at: datetime


class Solution(Shape):
    """The newest one; ``cost`` in 分."""

    id: int
    kind: str
    steps: list[dict[str, Any]]
    options: list[str] | None = None
    clause: str | None = None
    no_clause: str | None = None
    cost: int | None = None
    by: Person | None = None
    at: datetime
    approved_at: datetime | None = None
    returned_at: datetime | None = None
    mandate: str | None = None
    comment: str | None = None


class Emotion(Shape):
    at: datetime
    level: int
    turning_point: str | None = None


class StageRail(Shape):
    """Each null, or the time first reached."""

    soothe: datetime | None
    cause: datetime | None
    solve: datetime | None
    follow_up: datetime | None


class Policy(Shape):
    name: str
    version: str


class Warned(Shape):
    code: str
    say: str


class Links(Shape):
    self: str
    actions: str
    journal: str
    clocks: str
    evidence: str
    form: str


class Complaint(Shape):
    no: str
    form_no: str | None = None
    state: str
    channel: str
    subject: str
    text: str
    received: datetime
    accepted: datetime | None = None
    type: str
    origin_type: str | None = None
    suggested_type: str | None = None
    history: bool | None = None
    grade: str
    urgent: bool
    urgent_reasons: list[str]
    tier: str
    owner: Person
    risk_owner: Person
    dedicated: Person | None = None
    accused: Person | None = None
    merchant: str | None = None
    product: str | None = None
    order: str | None = None
    campaign: str | None = None
    remedy_sought: str | None = None
    external_id: str | None = None
    customer: Customer
    clocks: list[Clock]
    next_due: datetime | None = None
    promises: list[Promise]
    consults: list[Consult]
    verdict: str | None = None
    cause: Cause | None = None
    solution: Solution | None = None
    outcome: str | None = None
    disposition: str | None = None
    closed_customer_at: datetime | None = None
    closed_internal_at: datetime | None = None
    stage_rail: StageRail
    emotion: list[Emotion]
    policy: Policy
    parent: str | None = None
    children: list[str] | None = None
    batch: str | None = None
    merged_into: str | None = None
    merged: list[str] | None = None
    urged: int | None = None
    warnings: list[Warned] | None = None
    version: int
    links: Links


class Batch(Shape):
    """``cases`` are complaints, ``people`` those who complained; ``open``: still to be ended."""

    id: str
    label: str
    day: date
    cases: int
    people: int
    open: int
    by_hand: bool
    declared_at: datetime | None = None


class Member(Shape):
    no: str
    subject: str
    state: str
    type: str
    urgent: bool
    received: datetime
    owner: Person
    next_due: datetime | None = None


class BatchInFull(Batch):
    """With the members that the caller may see; ``hidden``: how many they may not."""

    members: list[Member]
    hidden: int


class Batches(Shape):
    items: list[Batch]
    next: str | None


class Touched(Shape):
    """After a step by somebody who may do it and may not read the complaint."""

    no: str
    state: str
    version: int


class Routing(Shape):
    """``say``: what to do with the person on the line."""

    owner: str
    say: str | None = None


class Taken(Shape):
    """After lodging by somebody who may not read the complaint."""

    no: str
    routing: Routing


class Complaints(Shape):
    items: list[Complaint]
    next: str | None


class Missing(Shape):
    gate: str
    say: str


class Action(Shape):
    """What may be done now. ``needs`` is the JSON Schema of the body; ``suggested``: what the rules
    would have it say now, such as type 3.3 after a breach.
    """

    verb: str
    name: str
    needs: dict[str, Any]
    missing: list[Missing]
    suggested: dict[str, Any] | None = None


class Actions(Shape):
    items: list[Action]
    next: str | None


class Line(Shape):
    """One line of the record; ``facts`` hold codes, ids, 分 and times in UTC."""

    seq: int
    kind: str
    at: datetime
    written: datetime
    by: str
    by_name: str | None = None
    rule: str | None = None
    facts: dict[str, Any]
    notes: dict[str, Any] | None = None


class Lines(Shape):
    items: list[Line]
    next: str | None


class Clocks(Shape):
    items: list[ClockInFull]
    next: str | None


class Unusable(Shape):
    """One fault of an input: its dotted place, what is wrong, what was expected."""

    loc: str
    message: str
    expected: str


class Problem(BaseModel):
    """RFC 9457. ``code`` is stable, ``detail`` is in the reader's language."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Unusable] | None = None
    allowed: list[str] | None = None
    state: str | None = None
    version: int | None = None
    missing: list[Missing] | None = None
