"""Customers as an export lists them: those of the complaints that may leave, masked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy

from kesu.complaints.models import Customer
from kesu.desk import words
from kesu.desk.exports import keys
from kesu.desk.exports.ask import Ask
from kesu.desk.exports.cases import group_of
from kesu.desk.exports.columns import Column, column
from kesu.desk.exports.veil import EYES
from kesu.desk.values import CustomerView
from kesu.desk.views import customer_view
from kesu.policy import queries as policies
from kesu.policy.codes import NOT_OPEN


@dataclass(frozen=True)
class ListedCustomer:
    """One customer, masked, with how many of their complaints the reader may see."""

    customer: CustomerView
    complaints: int
    open: int
    last_received: datetime


@dataclass(frozen=True)
class Reading:
    """Reads batches of one export."""

    ask: Ask

    def listed(self) -> keys.Keys[UUID]:
        """The customers of the complaints asked for, in the order they became known."""
        theirs = self.ask.covered().values("customer")
        rows = Customer.objects.filter(pk__in=theirs).order_by("pk").values_list("pk", flat=True)
        return keys.of_uuids(rows.iterator(chunk_size=4 * keys.BATCH))

    def rows(self, batch: Sequence[UUID]) -> list[ListedCustomer]:
        """The customers of a batch in its order, but for those with no complaint left to see."""
        figures = self._figures(batch)
        if not figures:
            return []
        found = Customer.objects.in_bulk(list(figures))
        zone = policies.in_force(max(row["last"] for row in figures.values())).tz
        return [
            ListedCustomer(_view(found[key], figures[key]["last"], zone), **_counts(figures[key]))
            for key in batch
            if key in figures
        ]

    def _figures(self, batch: Sequence[UUID]) -> Mapping[UUID, dict[str, Any]]:
        rows = self.ask.exportable().filter(customer__in=batch).order_by().values("customer")
        counted = rows.annotate(
            complaints=Count("pk"),
            open=Count("pk", filter=~Q(state__in=NOT_OPEN)),
            last=Max("received"),
        )
        return {row["customer"]: dict(row) for row in counted}


def _view(customer: Customer, last: datetime, zone: ZoneInfo) -> CustomerView:
    return customer_view(customer, EYES, at=last, zone=zone)


def _counts(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"complaints": row["complaints"], "open": row["open"], "last_received": row["last"]}


COLUMNS: tuple[Column[ListedCustomer], ...] = (
    column("customer.id", gettext_lazy("Customer id")),
    column("customer.external_id", gettext_lazy("Customer number")),
    column("customer.name", gettext_lazy("Customer name")),
    Column(
        "customer.phone_masked", gettext_lazy("Telephone, masked"), attrgetter("customer.phone")
    ),
    Column("customer.email_masked", gettext_lazy("E-mail, masked"), attrgetter("customer.email")),
    column("customer.level", gettext_lazy("Level")),
    column("customer.special_role", gettext_lazy("Special role"), words.role_word),
    Column("customer_group", gettext_lazy("Customer group"), lambda row: group_of(row.customer)),
    column("complaints", gettext_lazy("Number of complaints")),
    column("open", gettext_lazy("Number of open complaints")),
    column("last_received", gettext_lazy("Last received")),
)
