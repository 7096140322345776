"""The codes of complaint handling, each written once.

A value outside these lists is refused with the known ones named. Words for people stand in the
pack and in the message catalogue, never here.
"""

from enum import IntEnum, StrEnum


class State(StrEnum):
    """What is waited for. The order is the order of the work; see ``between``."""

    received = "received"
    accepted = "accepted"
    verifying = "verifying"
    consulting = "consulting"
    proposing = "proposing"
    approving = "approving"
    replying = "replying"
    executing = "executing"
    following_up = "following_up"
    closed = "closed"
    archived = "archived"
    cooling = "cooling"
    withdrawn = "withdrawn"


NOT_OPEN = frozenset({State.closed, State.archived, State.withdrawn})
OPEN = frozenset(State) - NOT_OPEN


def between(first: State, last: State) -> frozenset[State]:
    """The states from ``first`` to ``last``, both included, along the order of the work."""
    order = list(State)
    return frozenset(order[order.index(first) : order.index(last) + 1])


class Rank(StrEnum):
    """Six ranks, from the lowest (A13)."""

    agent = "agent"
    senior = "senior"
    lead = "lead"
    supervisor = "supervisor"
    manager = "manager"
    director = "director"


def rank_level(rank: str) -> int:
    """1 for an agent to 6 for a director; 0 for anything else."""
    order = [entry.value for entry in Rank]
    return order.index(rank) + 1 if rank in order else 0


def ranks_from(lowest: Rank) -> frozenset[str]:
    """``lowest`` and every rank above it."""
    order = list(Rank)
    return frozenset(order[order.index(lowest) :])


class Flag(StrEnum):
    """What a person is besides a rank."""

    liaison = "liaison"
    head = "head"
    auditor = "auditor"
    admin = "admin"
    quality = "quality"
    spokesperson = "spokesperson"
    legal = "legal"
    finance = "finance"


class Tier(StrEnum):
    """Authority, from the lowest (A14, Q2)."""

    F = "F"
    E = "E"
    D = "D"
    C = "C"
    B = "B"
    A = "A"


class Function(StrEnum):
    """Who is asked for an opinion beside the ladder: a department, or the one voice (F22)."""

    legal = "legal"
    spokesperson = "spokesperson"
    product = "product"
    finance = "finance"
    risk = "risk"
    merchant = "merchant"
    operations = "operations"
    group = "group"


class Grade(IntEnum):
    """Gravity, III the gravest (E17); stored as its number so that the queue can sort."""

    I = 1  # noqa: E741 - the source's own name
    II = 2
    III = 3


class Urgency(StrEnum):
    """Why a complaint is urgent (E34 to E38)."""

    U1 = "U1"
    U2 = "U2"
    U3 = "U3"
    U4 = "U4"
    U5 = "U5"


class Channel(StrEnum):
    hotline = "hotline"
    email = "email"
    im = "im"
    web = "web"
    portal = "portal"
    app = "app"
    wechat = "wechat"
    store = "store"
    visit = "visit"
    letter = "letter"
    group = "group"
    regulator = "regulator"
    platform = "platform"
    import_ = "import"
    api = "api"
    other = "other"


PERSON_ON_THE_LINE = frozenset({Channel.hotline, Channel.visit, Channel.store})


class Source(StrEnum):
    customer = "customer"
    group = "group"
    regulator = "regulator"
    media = "media"
    court = "court"
    platform = "platform"
    staff = "staff"


class SpecialRole(StrEnum):
    """Who a sensitive customer is (E36)."""

    media = "media"
    regulator = "regulator"
    government = "government"
    consumer_council = "consumer_council"
    group_leader = "group_leader"


class HandlerRule(StrEnum):
    receiver = "receiver"
    direct_supervisor = "direct_supervisor"
    other_senior = "other_senior"
    risk_department = "risk_department"
    supervisor = "supervisor"
    dedicated_supervisor = "dedicated_supervisor"


class Notify(StrEnum):
    merchant = "merchant"
    supervisor = "supervisor"
    manager = "manager"
    operations_head = "operations_head"
    customer = "customer"


class ClockName(StrEnum):
    """What runs; ``statutory`` carries its profile behind a colon."""

    first_callback = "first_callback"
    urgent_contact = "urgent_contact"
    freeze = "freeze"
    progress = "progress"
    silence = "silence"
    promise = "promise"
    consult = "consult"
    follow_up = "follow_up"
    report = "report"
    event_start = "event_start"
    close = "close"
    review = "review"
    statutory = "statutory"


class ClockState(StrEnum):
    running = "running"
    met = "met"
    breached = "breached"
    stopped = "stopped"


class Outcome(StrEnum):
    resolved = "resolved"
    agreed = "agreed"
    refused = "refused"
    withdrawn = "withdrawn"
    lost_contact = "lost_contact"


class DispositionKind(StrEnum):
    item = "item"
    existing = "existing"
    none = "none"
    review = "review"


class Verdict(StrEnum):
    valid = "valid"
    partly = "partly"
    invalid = "invalid"
    pending = "pending"


class Party(StrEnum):
    company = "company"
    merchant = "merchant"
    logistics = "logistics"
    customer = "customer"
    third_party = "third_party"
    unclear = "unclear"


class SolutionKind(StrEnum):
    redress = "redress"
    explain = "explain"
    refuse = "refuse"


class Position(StrEnum):
    """What the customer says to a solution."""

    accepted = "accepted"
    partly = "partly"
    refused = "refused"


class ActionResult(StrEnum):
    done = "done"
    failed = "failed"


class FollowUpOutcome(StrEnum):
    answered = "answered"
    no_answer = "no_answer"


class ContactOutcome(StrEnum):
    reached = "reached"
    no_answer = "no_answer"
    busy = "busy"
    refused = "refused"


class Direction(StrEnum):
    out = "out"
    in_ = "in"


class Advisory(StrEnum):
    """What a customer is told when their account is frozen (E58)."""

    no_use = "no_use"
    handling_time = "handling_time"


class SlipKind(StrEnum):
    """What an authority sent (A52)."""

    forwarded = "forwarded"
    mediation = "mediation"
    inspection = "inspection"
    interview = "interview"


class Handover(StrEnum):
    """How it stands with asking an authority to hand a case to another one (A55)."""

    asked = "asked"
    granted = "granted"
    refused = "refused"


class MediationResult(StrEnum):
    """What came of a mediation (A61)."""

    agreed = "agreed"
    failed = "failed"
    goes_on = "goes_on"


class Remedy(StrEnum):
    compensation = "compensation"
    indemnity = "indemnity"
    refund = "refund"
    replacement = "replacement"
    points = "points"
    eligibility = "eligibility"
    gift = "gift"
    in_kind = "in_kind"
    apology = "apology"
    visit = "visit"
    inspection = "inspection"


class CasePath(StrEnum):
    """What the eight conditions of a case lead to (D40)."""

    self_ = "self"
    raise_ = "raise"
    ask_resource = "ask_resource"
    stop_loss = "stop_loss"


class ObjectionClass(StrEnum):
    """反对意见 (E81): a misunderstanding, a fair point, an unfair one."""

    misunderstood = "misunderstood"
    fair = "fair"
    unfair = "unfair"


class RaisedBy(StrEnum):
    """Who had raised an expectation that was not met (B03)."""

    advert = "advert"
    service = "service"
    page = "page"
    merchant = "merchant"
    other = "other"


class MindStage(StrEnum):
    """心理阶段 (D30): 期待, 尊重/公平, 求偿, 报复, 发泄/表现."""

    expect = "expect"
    respect = "respect"
    compensation = "compensation"
    revenge = "revenge"
    vent = "vent"


class ReadRisk(StrEnum):
    """What is read in the words of a customer (A33)."""

    media = "media"
    regulator = "regulator"
    lawsuit = "lawsuit"
    self_harm = "self_harm"
    group_action = "group_action"
    safety = "safety"
    police = "police"
    refund_demand = "refund_demand"
    quit = "quit"
    professional_claimant = "professional_claimant"


class ResultGrade(StrEnum):
    """How well it ended (B04): nipped in the bud, turned into satisfaction, only eased."""

    nipped = "nipped"
    turned = "turned"
    eased = "eased"


UNSORTED = "0"
"""The type of a complaint nobody has sorted yet: grade I, handler receiver, T+1."""

ESCALATED = "3.3"
"""升级投诉: what a complaint becomes when the customer is dissatisfied with its handling (E31)."""

DEPARTMENTS = ("service", "merchant", "risk", "product", "finance", "legal", "operations", "group")
HIGHEST_LEVEL = 9
LONGEST_KIND = 16
"""Characters of what a record about a colleague is called."""
