"""Customers from a file: made, or brought up to the newest word on level and spend (E32)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints.book import Book
from kesu.complaints.models import Customer
from kesu.foundation.faults import Fault, Refused
from kesu.foundation.phones import normalise_phone
from kesu.intake.models import Import
from kesu.journal.operations import Draft
from kesu.journeys.lodging import GivenCustomer
from kesu.journeys.payload import Cents, read
from kesu.journeys.take_in.cells import Plain, Reader
from kesu.journeys.take_in.columns import nested
from kesu.journeys.take_in.fields import Fields, fields_of
from kesu.journeys.take_in.kind import SYSTEM, Judged, Written
from kesu.policy import queries as policies
from kesu.policy.codes import SpecialRole


class BoughtCustomer(GivenCustomer):
    """A customer with what they spent in twelve months, in 分, in how many of those months, and the
    balance of their points.
    """

    spend: Cents | None = Field(default=None, title="Spent in twelve months")
    spend_months: int | None = Field(default=None, ge=0, le=12, title="Months with a purchase")
    points: int | None = Field(default=None, ge=0, le=10**15, title="Balance of points")


class Customers:
    """The kind ``customers``: known by member number, else by telephone."""

    name: ClassVar[str] = "customers"
    needed: ClassVar[str] = ""
    once: ClassVar[bool] = False
    unique: ClassVar[tuple[str, ...]] = ("external_id",)
    numbers: ClassVar[tuple[str, ...]] = ()
    fields: ClassVar[Fields] = fields_of(BoughtCustomer) | {"spend": Reader.money}

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._pack = policies.in_force(now)

    def reader(self, *, since_1904: bool) -> Reader:
        """Cells of customers."""
        return Reader(self._pack.tz, since_1904)

    def known(self) -> Mapping[str, frozenset[str]]:
        """The codes of special roles."""
        return {"special_role": frozenset(SpecialRole)}

    def judge(self, values: Mapping[str, Plain]) -> BoughtCustomer:
        """Errors: ``Refused``, also for a row by which nobody could be known."""
        said = read(BoughtCustomer, nested(values))
        if said.external_id is None and said.phone is None:
            message = _("A customer is known by a member number or a telephone number.")
            raise Refused([Fault("external_id", message, "external_id, phone")])
        return said

    def number(self, draft: BoughtCustomer) -> str:
        """By what the customer is known."""
        return draft.external_id or f"phone {normalise_phone(draft.phone or '')} {draft.name or ''}"

    def write(self, rows: Sequence[Judged], source: Import) -> Written:
        """New customers, and those about whom the file says something new."""
        given = [row.draft.model_dump() for row in rows]
        book, year = Book(given), self.now.astimezone(self._pack.tz).year
        kept, told = [], []
        for row, said in zip(rows, given, strict=True):
            before = len(book.made)
            customer = book.customer_for(said, year=year)
            for name in ("spend", "spend_months", "points"):
                if said[name] is not None:
                    setattr(customer, name, said[name])
            if len(book.made) > before:
                kept.append(row.kept(source, self.name, customer=customer))
            told.append((customer, row.draft))
        changed = set(book.save())
        new = set(book.made)
        lines = [
            self._line(customer, said, source, made=customer in new)
            for customer, said in told
            if customer in new or customer in changed
        ]
        return Written(
            rows=kept,
            lines=lines,
            added=len(book.made),
            updated=len(changed),
            same=len(rows) - len(book.made) - len(changed),
        )

    def _line(
        self, customer: Customer, said: BoughtCustomer, source: Import, *, made: bool
    ) -> Draft:
        return Draft(
            kind="customer.taken_in",
            about=("customer", str(customer.pk)),
            by=SYSTEM,
            at=self.now,
            written=self.now,
            policy=self._pack.label,
            rule="E32",
            facts={
                "imported": source.no,
                "made": made,
                "level": customer.level,
                "spend": customer.spend,
                "spend_months": customer.spend_months,
                "points": customer.points,
            },
            notes=said.model_dump(include={"name", "phone", "email", "external_id", "age"}),
        )

    def again(self) -> None:
        """Nothing is counted along."""

    def finish(self, source: Import) -> None:
        """Nobody is told."""
