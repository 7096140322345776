"""Complaints as an export lists them, five hundred at a time with the same few queries (B06)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kesu.complaints.models import Cause, Complaint
from kesu.deadlines.models import Clock
from kesu.desk import words
from kesu.desk.exports import keys
from kesu.desk.exports.ask import Ask
from kesu.desk.exports.columns import Column, column, yes_no
from kesu.desk.exports.veil import EYES, veiled
from kesu.desk.values import CustomerView
from kesu.desk.views import Policies, customer_view
from kesu.policy.codes import ClockName, Grade


@dataclass(frozen=True)
class Callback:
    """The newest first call-back: when it was due, how it stands, when it was met."""

    due: datetime | None = None
    state: str = ""
    met_at: datetime | None = None


@dataclass(frozen=True)
class ListedCase:
    """One complaint of an export, masked. ``frequency``: the complaints of this customer that the
    reader may see, this one among them.
    """

    no: str
    form_no: str | None
    state: str
    type: str
    type_name: str
    suggested_type: str
    grade: str
    urgent: bool
    urgent_reasons: tuple[str, ...]
    tier: str
    owner: str
    department: str
    department_name: str
    channel: str
    source: str
    subject: str
    text: str
    cause: str
    cause_category: str
    customer: CustomerView
    frequency: int
    merchant: str
    product: str
    order: str
    campaign: str
    remedy_sought: str
    external_id: str
    received: datetime
    accepted: datetime | None
    next_due: datetime | None
    first_callback: Callback
    verdict: str
    outcome: str
    disposition: str
    closed_customer_at: datetime | None
    closed_internal_at: datetime | None
    parent: str | None
    history: bool


@dataclass
class Reading:
    """Reads batches of one export; what names are called is looked up once."""

    ask: Ask
    packs: Policies = field(default_factory=Policies)
    _types: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def listed(self) -> keys.Keys[UUID]:
        """The list as it stands. Errors: ``Refused``."""
        return keys.of_uuids(self.ask.listed())

    def rows(self, batch: Sequence[UUID]) -> list[ListedCase]:
        """The complaints of a batch in its order, but for those that may not leave any more."""
        found = self.ask.exportable().filter(pk__in=batch).select_related("customer")
        there = {one.pk: one for one in found}
        complaints = [there[key] for key in batch if key in there]
        beside = _Beside(complaints, self.ask)
        return [self._row(one, beside) for one in complaints]

    def _row(self, one: Complaint, beside: "_Beside") -> ListedCase:
        owner = self.ask.people[one.owner_id]
        cause = beside.causes.get(one.pk, ("", ""))
        return ListedCase(
            no=one.no,
            form_no=one.form_no,
            state=one.state,
            type=one.type,
            type_name=self._type_name(one),
            suggested_type=one.suggested_type,
            grade=Grade(one.grade_rank).name,
            urgent=one.urgent,
            urgent_reasons=tuple(one.urgent_reasons),
            tier=one.tier,
            owner=owner.full_name,
            department=owner.department,
            department_name=self._department(one, owner.department),
            channel=one.channel,
            source=one.source,
            subject=veiled(one.subject),
            text=veiled(one.text),
            cause=veiled(cause[0]),
            cause_category=veiled(cause[1]),
            customer=customer_view(
                one.customer, EYES, at=one.received, zone=self.packs.pack(one).tz
            ),
            frequency=beside.frequency.get(one.customer_id, 1),
            merchant=veiled(one.merchant),
            product=veiled(one.product),
            order=veiled(one.order),
            campaign=veiled(one.campaign),
            remedy_sought=veiled(one.remedy_sought),
            external_id=veiled(one.external_id),
            received=one.received,
            accepted=one.accepted,
            next_due=one.next_due,
            first_callback=beside.callbacks.get(one.pk, Callback()),
            verdict=one.verdict,
            outcome=one.outcome,
            disposition=one.disposition,
            closed_customer_at=one.closed_customer_at,
            closed_internal_at=one.closed_internal_at,
            parent=beside.parents.get(one.parent_id),
            history=one.history,
        )

    def _type_name(self, one: Complaint) -> str:
        key = (one.policy_name, one.policy_version, one.type)
        if key not in self._types:
            self._types[key] = self.packs.type_name(one)
        return self._types[key]

    def _department(self, one: Complaint, code: str) -> str:
        return self.packs.pack(one).department_name(code, self.packs.language)


class _Beside:
    """What stands beside the complaints of one batch, a query each."""

    def __init__(self, complaints: Sequence[Complaint], ask: Ask) -> None:
        here = [one.pk for one in complaints]
        self.callbacks = _callbacks(here)
        self.causes = _causes(here)
        self.frequency = _frequency({one.customer_id for one in complaints}, ask)
        self.parents = _parents([one.parent_id for one in complaints if one.parent_id], ask)


def _callbacks(complaints: Iterable[UUID]) -> Mapping[UUID, Callback]:
    rows = Clock.objects.filter(complaint__in=complaints, name=ClockName.first_callback)
    columns = rows.order_by("id").values_list("complaint", "due", "state", "met_at")
    return {key: Callback(due, state, met) for key, due, state, met in columns}


def _causes(complaints: Iterable[UUID]) -> Mapping[UUID, tuple[str, str]]:
    rows = Cause.objects.filter(complaint__in=complaints).order_by("id")
    return {
        key: (text, kind) for key, text, kind in rows.values_list("complaint", "text", "category")
    }


def _frequency(customers: Iterable[UUID], ask: Ask) -> Mapping[UUID, int]:
    rows = ask.visible().filter(customer__in=customers).order_by()
    return dict(rows.values_list("customer").annotate(count=Count("pk")))


def _parents(parents: Sequence[UUID], ask: Ask) -> Mapping[UUID | None, str]:
    if not parents:
        return {}
    return dict(ask.visible().filter(pk__in=parents).values_list("pk", "no"))


def group_of(customer: CustomerView) -> str:
    """客户群体: the level and the special role in words, empty where neither is known."""
    level = _("Level %(n)s") % {"n": customer.level} if customer.level else ""
    role = str(words.ROLES.get(customer.special_role, customer.special_role))
    return " · ".join(part for part in (level, role) if part)


def _urgency(row: ListedCase) -> str:
    return "; ".join(words.urgency_word(code) for code in row.urgent_reasons)


COLUMNS: tuple[Column[ListedCase], ...] = (
    column("no", gettext_lazy("Complaint number")),
    column("form_no", gettext_lazy("Form number")),
    column("state", gettext_lazy("State"), words.five_word),
    column("type", gettext_lazy("Complaint type")),
    column("type_name", gettext_lazy("Type in words")),
    column("grade", gettext_lazy("Grade")),
    Column(
        "urgent", gettext_lazy("Urgent"), lambda row: row.urgent, lambda row: yes_no(row.urgent)
    ),
    column("urgent_reasons", gettext_lazy("Urgent reasons")),
    Column("urgent_because", gettext_lazy("Urgent because"), _urgency),
    column("tier", gettext_lazy("Tier")),
    column("owner", gettext_lazy("Owner")),
    Column(
        "department",
        gettext_lazy("Department"),
        attrgetter("department"),
        attrgetter("department_name"),
    ),
    column("channel", gettext_lazy("Channel"), words.channel_word),
    column("source", gettext_lazy("Source"), words.source_word),
    column("received", gettext_lazy("Received")),
    column("accepted", gettext_lazy("Accepted at")),
    column("next_due", gettext_lazy("Next deadline")),
    column("first_callback.due", gettext_lazy("First call-back due")),
    column("first_callback.state", gettext_lazy("First call-back state"), words.clock_state_word),
    column("first_callback.met_at", gettext_lazy("First call-back made")),
    column("customer.name", gettext_lazy("Customer name")),
    Column(
        "customer.phone_masked", gettext_lazy("Telephone, masked"), attrgetter("customer.phone")
    ),
    Column("customer.email_masked", gettext_lazy("E-mail, masked"), attrgetter("customer.email")),
    column("customer.external_id", gettext_lazy("Customer number")),
    column("customer.level", gettext_lazy("Level")),
    column("customer.special_role", gettext_lazy("Special role"), words.role_word),
    Column("customer_group", gettext_lazy("Customer group"), lambda row: group_of(row.customer)),
    column("frequency", gettext_lazy("Complaints of this customer")),
    column("subject", gettext_lazy("Subject")),
    column("text", gettext_lazy("Content")),
    column("remedy_sought", gettext_lazy("Remedy sought")),
    column("cause", gettext_lazy("Cause")),
    column("cause_category", gettext_lazy("Kind of cause")),
    column("merchant", gettext_lazy("Merchant")),
    column("product", gettext_lazy("Product")),
    column("order", gettext_lazy("Order")),
    column("campaign", gettext_lazy("Campaign")),
    column("verdict", gettext_lazy("Verdict"), words.verdict_word),
    column("outcome", gettext_lazy("Outcome"), words.outcome_word),
    column("disposition", gettext_lazy("Disposition"), words.disposition_word),
    column("closed_customer_at", gettext_lazy("Closed for the customer at")),
    column("closed_internal_at", gettext_lazy("Closed internally at")),
    column("parent", gettext_lazy("Came from")),
    column("external_id", gettext_lazy("External id")),
    column("suggested_type", gettext_lazy("Suggested type")),
    column("history", gettext_lazy("Brought over"), yes_no),
)
