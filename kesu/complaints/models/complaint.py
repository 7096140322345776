"""The complaint itself: state, type, people and the columns the queue is sorted by."""

from datetime import UTC, datetime

from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Upper

from kesu.complaints.models.batch import Batch
from kesu.complaints.models.customer import Customer
from kesu.foundation.ids import uuid7
from kesu.people.models import Staff
from kesu.policy.codes import NOT_OPEN, State

NEVER_DUE = datetime(9999, 12, 1, tzinfo=UTC)
"""Stands in the queue for a complaint without a running clock: last, and still in the index."""

NUMBER_TAIL = Func(F("no"), function="SUBSTR", template="%(function)s(%(expressions)s, 13)")
"""The six signs behind ``KS-20260213-``; its 13 is no parameter, so that the index is used."""

_STATES = [state.value for state in State]
_ENDED = [state.value for state in State if state in NOT_OPEN]

WORKED_ON = Func(
    F("state"),
    template=f"NOT (%(expressions)s IN ({', '.join(map(repr, _ENDED))}))",
    output_field=models.BooleanField(),
)
"""Not ended, written as the index of the queue has it: with parameters it would not be used."""

NOT_MERGED = Case(
    When(merged_into=None, then=Value(True)),
    default=Value(False),
    output_field=models.BooleanField(),
)
"""Not put into another one, written so that no index of the column is taken for it: nearly every
complaint is in there, and SQLite would read them all.
"""

_RARE = ("dedicated", "accused", "parent", "batch", "merged_into")
"""Empty on nearly every complaint: their indexes hold the few that are not."""


class Complaint(models.Model):
    """One row a complaint. Changed only by a journey, under its ``version``."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    no = models.CharField(max_length=20, unique=True)
    form_no = models.CharField(max_length=24, unique=True, null=True)
    search_key = models.BigIntegerField(unique=True)
    """Names the row in the search index; sorts by ``received`` (``operations.search_key``)."""
    version = models.PositiveIntegerField(default=1)
    updated = models.DateTimeField()

    state = models.CharField(max_length=12, default=State.received.value)
    came_from = models.CharField(max_length=12, blank=True)
    cooled_from = models.CharField(max_length=12, blank=True)
    review_on = models.DateField(null=True)

    type = models.CharField(max_length=12)
    origin_type = models.CharField(max_length=12, blank=True)
    suggested_type = models.CharField(max_length=12, blank=True)
    grade_rank = models.PositiveSmallIntegerField()
    urgent = models.BooleanField(default=False)
    urgent_reasons = models.JSONField(default=list)
    mandated_deadline = models.DateTimeField(null=True)
    tier = models.CharField(max_length=1)
    restricted = models.BooleanField(default=False)
    understaffed = models.BooleanField(default=False)
    history = models.BooleanField(default=False)
    """Brought over from before this system: judged, but nobody is told and no batch counts it."""

    channel = models.CharField(max_length=12)
    source = models.CharField(max_length=12)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    remedy_sought = models.TextField(blank=True)
    merchant = models.CharField(max_length=200, blank=True)
    product = models.CharField(max_length=200, blank=True)
    order = models.CharField(max_length=200, blank=True)
    campaign = models.CharField(max_length=200, blank=True)
    external_id = models.CharField(max_length=200, blank=True)
    recording = models.CharField(max_length=200, blank=True, default="", db_default="")
    """The call it was taken in, as the telephone system knows it (F03)."""
    issue_key = models.CharField(max_length=420, blank=True)
    store = models.CharField(max_length=200, blank=True)
    merchant_person = models.CharField(max_length=200, blank=True)
    merchant_role = models.CharField(max_length=20, blank=True)
    """Whose conduct it is about, at the merchant's (E84)."""
    level_then = models.PositiveSmallIntegerField(null=True)
    points_then = models.BigIntegerField(null=True)
    """The customer's level and points at the receipt; today's may differ (F23)."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="owned")
    risk_owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="risk_owned")
    dedicated = models.ForeignKey(
        Staff,
        null=True,
        on_delete=models.PROTECT,
        related_name="dedicated_to",
        db_index=False,
    )
    lodged_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="lodged")
    accused = models.ForeignKey(
        Staff,
        null=True,
        on_delete=models.PROTECT,
        related_name="accused_in",
        db_index=False,
    )
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, db_index=False)
    batch = models.ForeignKey(
        Batch, null=True, on_delete=models.PROTECT, related_name="members", db_index=False
    )
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged", db_index=False
    )
    merged_at = models.DateTimeField(null=True)
    impact = models.CharField(max_length=10, blank=True)
    """How far it reaches, as the policy's matrix names it (A06)."""
    answer_on = models.DateField(null=True)
    """The day the customer chose for the next word; the daily line waits until then (Q26)."""

    received = models.DateTimeField()
    accepted = models.DateTimeField(null=True)
    soothed_at = models.DateTimeField(null=True)
    cause_at = models.DateTimeField(null=True)
    solved_at = models.DateTimeField(null=True)
    followed_at = models.DateTimeField(null=True)
    proposed_at = models.DateTimeField(null=True)
    next_due = models.DateTimeField(null=True)
    queue_due = models.DateTimeField(default=NEVER_DUE)
    no_clock_because = models.CharField(max_length=20, blank=True)

    verdict = models.CharField(max_length=8, blank=True)
    outcome = models.CharField(max_length=12, blank=True)
    disposition = models.CharField(max_length=8, blank=True)
    closed_customer_at = models.DateTimeField(null=True)
    closed_customer_by = models.ForeignKey(
        Staff, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_internal_at = models.DateTimeField(null=True)
    closed_internal_by = models.ForeignKey(
        Staff, null=True, on_delete=models.PROTECT, related_name="+"
    )
    policy_name = models.CharField(max_length=40)
    policy_version = models.CharField(max_length=40)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(urgent=False, urgent_reasons=[])
                | (Q(urgent=True) & ~Q(urgent_reasons=[])),
                name="complaint_urgent_has_reasons",
            ),
            models.CheckConstraint(
                condition=Q(closed_customer_at=None, closed_customer_by=None)
                | Q(closed_customer_at__isnull=False, closed_customer_by__isnull=False),
                name="complaint_closed_at_with_by",
            ),
            models.CheckConstraint(
                condition=Q(closed_internal_at=None, closed_internal_by=None)
                | Q(closed_internal_at__isnull=False, closed_internal_by__isnull=False),
                name="complaint_archived_at_with_by",
            ),
            models.CheckConstraint(
                condition=Q(form_no=None, proposed_at=None)
                | Q(form_no__isnull=False, proposed_at__isnull=False),
                name="complaint_form_with_proposal",
            ),
            models.CheckConstraint(
                condition=Q(next_due__isnull=False) | ~Q(no_clock_because=""),
                name="complaint_clock_or_reason",
            ),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="complaint_state_known"),
            models.CheckConstraint(
                condition=Q(grade_rank__in=(1, 2, 3)), name="complaint_grade_known"
            ),
        )
        indexes = (
            models.Index(
                F("urgent").desc(),
                F("grade_rank").desc(),
                F("queue_due"),
                F("received"),
                F("no"),
                # What a list and its counts ask of a row beside its place, so that they need
                # nothing but the index.
                *map(F, ("id", "owner", "dedicated", "risk_owner", "lodged_by", "accused")),
                *map(F, ("restricted", "merged_into", "state", "next_due")),
                name="complaint_queue",
                condition=~Q(state__in=_ENDED),
            ),
            *(
                models.Index(
                    fields=[one], name=f"complaint_{one}", condition=Q(**{f"{one}__isnull": False})
                )
                for one in _RARE
            ),
            models.Index(fields=["owner", "state"], name="complaint_owner"),
            models.Index(fields=["-received", "-no"], name="complaint_newest"),
            models.Index(fields=["customer", "-received"], name="complaint_customer"),
            models.Index(
                fields=["issue_key", "received"],
                condition=~Q(issue_key=""),
                name="complaint_issue",
            ),
            models.Index(NUMBER_TAIL, name="complaint_number_tail"),
            models.Index(
                Upper("external_id"), name="complaint_elsewhere", condition=~Q(external_id="")
            ),
            models.Index(
                fields=["recording"], name="complaint_recording", condition=~Q(recording="")
            ),
        )

    @property
    def level_at_receipt(self) -> int:
        """The customer's level as it was; today's where nobody kept it then (F23)."""
        return self.customer.level if self.level_then is None else self.level_then

    @property
    def is_open(self) -> bool:
        """Whether work is still waited for; on a case put into another one it is not."""
        return self.state not in NOT_OPEN and self.merged_into_id is None


class FormCounter(models.Model):
    """The last 投诉处理单 number of a day, in the policy's zone."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField()
