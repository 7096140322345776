"""Who complains. Phone, e-mail and identity number are sealed and found by blind index (law 9)."""

from django.db import models

from kesu.foundation.ids import uuid7


class Customer(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200, blank=True)
    external_id = models.CharField(max_length=200, blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    special_role = models.CharField(max_length=20, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    spend = models.BigIntegerField(null=True)
    """分 in the last twelve months, as last imported (E32)."""
    spend_months = models.PositiveSmallIntegerField(null=True)
    """In how many of those months something was bought."""
    points = models.BigIntegerField(null=True)
    """The balance of points, as last imported (F23)."""
    phone = models.BinaryField(null=True)
    phone_blind = models.CharField(max_length=64, blank=True)
    phone_tail_blind = models.CharField(max_length=64, blank=True)
    email = models.BinaryField(null=True)
    email_blind = models.CharField(max_length=64, blank=True)
    identity = models.BinaryField(null=True)
    identity_blind = models.CharField(max_length=64, blank=True)
    prefers = models.CharField(max_length=12, blank=True)
    call_from = models.TimeField(null=True)
    call_until = models.TimeField(null=True)
    do_not_call = models.BooleanField(default=False)
    """The channel and the hours the customer chose, in the policy's zone (C05)."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~models.Q(external_id=""),
                name="customer_external_once",
            ),
            models.CheckConstraint(condition=models.Q(level__lte=9), name="customer_level_0_to_9"),
        )
        indexes = (
            models.Index(fields=["phone_blind"], name="customer_phone"),
            models.Index(fields=["phone_tail_blind"], name="customer_phone_tail"),
            models.Index(fields=["email_blind"], name="customer_email"),
        )


class Order(models.Model):
    """An order as another system knows it; a complaint names it by ``external_id``.

    ``address_blind``: the blind index of where it goes, to tell the same place from another; the
    address itself is not kept (law 9). ``ship_by``: until when it was to be sent.
    """

    external_id = models.CharField(max_length=200, unique=True)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT)
    ordered = models.DateTimeField(null=True)
    amount = models.BigIntegerField(null=True)
    merchant = models.CharField(max_length=200, blank=True)
    product = models.CharField(max_length=200, blank=True)
    campaign = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=60, blank=True)
    shop = models.CharField(max_length=200, blank=True)
    quantity = models.PositiveIntegerField(null=True)
    ship_by = models.DateTimeField(null=True)
    shipped = models.DateTimeField(null=True)
    address_blind = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["customer", "-ordered"], name="order_of_customer"),
            models.Index(
                fields=["address_blind", "-ordered"],
                name="order_of_address",
                condition=~models.Q(address_blind=""),
            ),
            models.Index(
                fields=["ship_by"],
                name="order_to_be_sent",
                condition=models.Q(shipped=None, ship_by__isnull=False),
            ),
        )
