"""Orders from a file: what complaints name by number (B06)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field

from kesu.complaints.book import Book
from kesu.complaints.models import Order
from kesu.foundation.places import blind_address
from kesu.intake.models import Import
from kesu.journal.operations import Draft
from kesu.journeys.payload import Cents, Moment, Name, Part, Phone, read
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


class Buyer(Part):
    external_id: Name | None = Field(default=None, title="Member number")
    phone: Phone | None = Field(default=None, title="Telephone")


class GivenOrder(Part):
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
        drafts: list[GivenOrder] = [row.draft for row in rows]
        buyers = [draft.customer.model_dump() for draft in drafts]
        book = Book(buyers)
        numbers = {draft.external_id for draft in drafts}
        found = {one.external_id: one for one in Order.objects.filter(external_id__in=numbers)}
        before = {number: _said(order) for number, order in found.items()}
        told: dict[str, Order] = {}
        kept = []
        for row, draft, buyer in zip(rows, drafts, buyers, strict=True):
            order = found.setdefault(draft.external_id, Order(external_id=draft.external_id))
            self._bring_up(order, draft, book, buyer)
            if draft.external_id not in before and draft.external_id not in told:
                kept.append((row, order))
            told[draft.external_id] = order
        book.save()
        Order.objects.bulk_create([order for _row, order in kept])
        changed = [
            one for one in told.values() if before.get(one.external_id) not in (None, _said(one))
        ]
        for order in changed:
            order.save()
        look([order for _row, order in kept] + changed, at=self.now)
        customers = iter(book.made)
        written = [
            row.kept(source, self.name, order=order, customer=next(customers, None))
            for row, order in kept
        ]
        return Written(
            rows=written,
            lines=[self._line(order, source) for order in (*(o for _r, o in kept), *changed)],
            added=len(kept),
            updated=len(changed),
            same=len(rows) - len(kept) - len(changed),
        )

    def _bring_up(
        self, order: Order, draft: GivenOrder, book: Book, buyer: Mapping[str, object]
    ) -> None:
        if buyer["external_id"] or buyer["phone"]:
            order.customer = book.customer_for(buyer, received=self.now)
        if draft.address is not None:
            order.address_blind = blind_address(draft.address)
        for name in _PLAIN:
            value = getattr(draft, name)
            if value is not None:
                setattr(order, name, value)

    def _line(self, order: Order, source: Import) -> Draft:
        customer = str(order.customer_id) if order.customer_id else None
        return Draft(
            kind="order.taken_in",
            about=("order", str(order.pk)),
            by=SYSTEM,
            at=self.now,
            written=self.now,
            policy=self._pack.label,
            facts={"imported": source.no, "customer": customer, "amount": order.amount},
        )

    def again(self) -> None:
        """Nothing is counted along."""

    def finish(self, source: Import) -> None:
        """Nobody is told."""


def _said(order: Order) -> tuple[object, ...]:
    return tuple(getattr(order, name) for name in _SAID)
