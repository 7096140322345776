"""Orders from a file: what complaints name by number (B06)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field

from kesu.complaints.book import Book
from kesu.complaints.models import Customer, Order
from kesu.foundation.again import past_others
from kesu.foundation.places import blind_address
from kesu.intake.models import Import
from kesu.journal.operations import Draft
from kesu.journeys.payload import BulkPart, Cents, Moment, Name, Phone, read
from kesu.journeys.take_in.cells import Plain, Reader
from kesu.journeys.take_in.columns import nested
from kesu.journeys.take_in.fields import Fields, fields_of
from kesu.journeys.take_in.kind import SYSTEM, Judged, Written
from kesu.journeys.watch_orders import look
from kesu.policy import queries as policies

_PLAIN = (
    *("ordered", "amount", "merchant", "product", "campaign", "status"),
    *("shop", "quantity", "ship_by", "shipped"),
)
_SAID = ("customer_id", "address_blind", *_PLAIN)
_MOST_PIECES = 10_000_000


class Buyer(BulkPart):
    external_id: Name | None = Field(default=None, title="Member number")
    phone: Phone | None = Field(default=None, title="Telephone")


class GivenOrder(BulkPart):
    """An order as another system tells it; ``amount`` in 分. Of the address only a blind index is
    kept (law 9).
    """

    external_id: Name = Field(title="Order number")
    customer: Buyer = Field(default=Buyer(), title="Customer")
    ordered: Moment | None = Field(default=None, title="Ordered")
    amount: Cents | None = Field(default=None, title="Amount")
    merchant: Name | None = Field(default=None, title="Merchant")
    product: Name | None = Field(default=None, title="Product")
    campaign: Name | None = Field(default=None, title="Campaign")
    status: Annotated[Name, Field(max_length=60)] | None = Field(default=None, title="Status")
    shop: Name | None = Field(default=None, title="Shop")
    quantity: Annotated[int, Field(ge=0, le=_MOST_PIECES)] | None = Field(
        default=None, title="Pieces"
    )
    ship_by: Moment | None = Field(default=None, title="To be sent by")
    shipped: Moment | None = Field(default=None, title="Sent")
    address: Name | None = Field(default=None, title="Address")


class Orders:
    """The kind ``orders``: known by their number, brought up where the file says otherwise."""

    name: ClassVar[str] = "orders"
    needed: ClassVar[str] = "external_id"
    once: ClassVar[bool] = False
    unique: ClassVar[tuple[str, ...]] = ("external_id",)
    numbers: ClassVar[tuple[str, ...]] = ("customer.external_id",)
    fields: ClassVar[Fields] = fields_of(GivenOrder) | {"amount": Reader.money}

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._pack = policies.in_force(now)

    def reader(self, *, since_1904: bool) -> Reader:
        """Cells of orders."""
        return Reader(self._pack.tz, since_1904)

    def known(self) -> Mapping[str, frozenset[str]]:
        """No field has words of its own."""
        return {}

    def judge(self, values: Mapping[str, Plain]) -> GivenOrder:
        """Errors: ``Refused``."""
        return read(GivenOrder, nested(values))

    def number(self, draft: GivenOrder) -> str:
        """The order's number."""
        return draft.external_id

    def write(self, rows: Sequence[Judged], source: Import) -> Written:
        """New orders, and those of which the file tells something new."""
        told = keep([row.draft for row in rows], at=self.now)
        by_number = {row.draft.external_id: row for row in reversed(rows)}
        customers = iter(told.customers)
        written = [
            by_number[order.external_id].kept(
                source, self.name, order=order, customer=next(customers, None)
            )
            for order in told.made
        ]
        return Written(
            rows=written,
            lines=told.lines(by=SYSTEM, imported=source.no),
            added=len(told.made),
            updated=len(told.changed),
            same=len(rows) - len(told.made) - len(told.changed),
        )

    def again(self) -> None:
        """Nothing is counted along."""

    def finish(self, source: Import) -> None:
        """Nobody is told."""


@dataclass(frozen=True)
class Told:
    """What became of orders that were told: new ones, those that say something new, customers that
    were not known, and the lines of what stands out among them.
    """

    made: list[Order]
    changed: list[Order]
    customers: list[Customer]
    shown: list[Draft]
    at: datetime

    def lines(self, *, by: str, imported: str = "") -> list[Draft]:
        """The lines of all of it, to be written last. ``imported``: the number of the import."""
        policy = policies.in_force(self.at).label
        return [
            *(self._line(one, by, imported, policy) for one in (*self.made, *self.changed)),
            *self.shown,
        ]

    def _line(self, order: Order, by: str, imported: str, policy: str) -> Draft:
        customer = str(order.customer_id) if order.customer_id else None
        return Draft(
            kind="order.taken_in",
            about=("order", str(order.pk)),
            by=by,
            at=self.at,
            written=self.at,
            policy=policy,
            facts={"imported": imported, "customer": customer, "amount": order.amount},
        )


def keep(drafts: Sequence[GivenOrder], *, at: datetime) -> Told:
    """Keeps orders, each known by its number, and looks at those that are new or say something
    new (A21). Called inside a transaction whose owner writes the lines, last. ``at`` in UTC.
    """
    return past_others(lambda: _keep(drafts, at))


def _keep(drafts: Sequence[GivenOrder], at: datetime) -> Told:
    buyers = [draft.customer.model_dump() for draft in drafts]
    book, year = Book(buyers), policies.local(at).year
    numbers = {draft.external_id for draft in drafts}
    held = Order.objects.select_for_update().filter(external_id__in=numbers)
    found = {one.external_id: one for one in held.order_by("external_id")}
    before = {number: _said(order) for number, order in found.items()}
    told: dict[str, Order] = {}
    for draft, buyer in zip(drafts, buyers, strict=True):
        order = found.setdefault(draft.external_id, Order(external_id=draft.external_id))
        _bring_up(order, draft, book, buyer, year)
        told[draft.external_id] = order
    book.save()
    made = [one for number, one in told.items() if number not in before]
    # In the order of their numbers, so that two who tell the same never wait in a ring.
    Order.objects.bulk_create(sorted(made, key=lambda one: one.external_id))
    changed = [one for number, one in told.items() if before.get(number) not in (None, _said(one))]
    for order in changed:
        order.save()
    return Told(made, changed, list(book.made), look([*made, *changed], at=at), at)


def _bring_up(
    order: Order, draft: GivenOrder, book: Book, buyer: Mapping[str, object], year: int
) -> None:
    if buyer["external_id"] or buyer["phone"]:
        order.customer = book.customer_for(buyer, year=year)
    if draft.address is not None:
        order.address_blind = blind_address(draft.address)
    for name in _PLAIN:
        value = getattr(draft, name)
        if value is not None:
            setattr(order, name, value)


def _said(order: Order) -> tuple[object, ...]:
    return tuple(getattr(order, name) for name in _SAID)
