"""What a customer is given, and whether it reached them (A54, A58, A60, E55, E62, F09 to F11)."""

from django.db import models
from django.db.models import Q

from kesu.complaints.models import Complaint, Evidence, Solution
from kesu.foundation.ids import uuid7
from kesu.people.models import Staff

_STATES = ("planned", "approved", "given", "failed", "dropped")


class Item(models.Model):
    """实物目录: one thing that may be given in kind. ``worth`` and ``cost`` in 分 a piece (A58)."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16)
    worth = models.BigIntegerField()
    cost = models.BigIntegerField()
    stock = models.PositiveIntegerField()
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(worth__gte=0, cost__gte=0), name="item_worth"),
        )


class Remedy(models.Model):
    """One remedy of a complaint. ``amount`` in 分, of things in kind their worth; 补偿 and 赔偿 are
    told apart by ``kind`` and never summed (A60).

    ``planned``: proposed; ``approved``: somebody with the authority agreed; ``given``: it reached
    the customer, ``reference`` says where; ``failed``: a payment came back, it may be tried again;
    ``dropped``: taken back before it was given.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="remedies")
    solution = models.ForeignKey(Solution, null=True, on_delete=models.PROTECT)
    kind = models.CharField(max_length=16)
    amount = models.BigIntegerField(null=True)
    what = models.TextField()
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT)
    pieces = models.PositiveSmallIntegerField(null=True)
    order = models.CharField(max_length=200, blank=True)
    tone = models.CharField(max_length=10, blank=True)
    """Of an apology: ``empathy`` 同理 or ``liability`` 认责 (Q10)."""
    payee = models.CharField(max_length=200, blank=True)
    payee_is = models.CharField(max_length=12, blank=True)
    """``complainant``, or ``authorised`` by the paper ``authority`` (F11)."""
    account = models.BinaryField(null=True)
    account_tail = models.CharField(max_length=4, blank=True)
    authority = models.ForeignKey(
        Evidence, null=True, on_delete=models.PROTECT, related_name="authorises"
    )
    payer = models.CharField(max_length=8, default="us")
    """Who pays: ``us``, or the ``platform`` or ``merchant`` that did or will (F09)."""
    goods_returned = models.BooleanField(null=True)
    """Of a refund: whether the goods came back; no: 仅退款 (F09)."""
    coupon = models.CharField(max_length=100, blank=True)
    expires_on = models.DateField(null=True)
    """The batch of a coupon, and until when it or points hold (F10)."""
    lot = models.CharField(max_length=100, blank=True)
    """Of an inspection: the lot that is looked at (A56)."""
    proactive = models.BooleanField(default=False)
    """Nobody asked for it: found by ourselves (C16)."""
    mandate = models.CharField(max_length=60, blank=True)
    """What allowed it, as the journal writes it."""
    spending = models.BigIntegerField(null=True)
    """What it took of somebody's budget (``authority.Spending``)."""
    state = models.CharField(max_length=8, default="planned")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    approved_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    legal_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    legal_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=200, blank=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="remedy_not_negative"
            ),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="remedy_state_known"),
            models.CheckConstraint(
                condition=~Q(state="given") | Q(given_at__isnull=False),
                name="remedy_given_has_time",
            ),
            models.CheckConstraint(
                condition=Q(payer__in=("us", "platform", "merchant")), name="remedy_payer_known"
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(kind="refund") & ~Q(order="") & ~Q(state="dropped"),
                name="remedy_refunds_an_order_once",
            ),
        )
        indexes = (
            models.Index(fields=["kind", "state", "at"], name="remedy_ledger"),
            models.Index(fields=["order"], condition=~Q(order=""), name="remedy_of_order"),
        )


class Payment(models.Model):
    """打款: what finance was asked to pay, and what they said came of it (F11).

    One open payment a remedy. ``listed_on``: the daily file it went out in.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="payments")
    amount = models.BigIntegerField()
    state = models.CharField(max_length=8, default="asked")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    listed_on = models.DateField(null=True)
    slip = models.CharField(max_length=100, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    fault = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["remedy"], condition=Q(state="asked"), name="payment_one_open"
            ),
            models.UniqueConstraint(
                fields=["remedy"], condition=Q(state="paid"), name="payment_paid_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("asked", "paid", "failed")), name="payment_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | (~Q(slip="") & Q(settled_at__isnull=False)),
                name="payment_paid_has_slip",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_of_something"),
        )
        indexes = (models.Index(fields=["state", "at"], name="payment_inbox"),)


class DayFile(models.Model):
    """The list of payments that finance took on one day of the policy's zone: made once, so that a
    payment stands in one file only (F11).
    """

    day = models.DateField(unique=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
