"""实物目录: what may be given in kind, what it is worth and costs, how many there are (A58)."""

from datetime import datetime
from typing import Annotated

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints

from kesu.complaints import permissions
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import Facts, declare
from kesu.journal.operations import Draft, append
from kesu.journeys.faults import NotYours
from kesu.journeys.payload import Cents, Name, Part
from kesu.people.rules import Person
from kesu.policy import queries as policies
from kesu.policy.codes import Remedy
from kesu.remedies import gifts, operations
from kesu.remedies.models import Item
from kesu.remedies.rules import MONEY, tied_to_review


class ItemEntry(Part):
    """A thing of the catalogue as it is typed in; the same code again changes it."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")] = Field(
        title="Code of the thing"
    )
    name: Name = Field(title="Name")
    kind: Remedy = Field(title="Kind of remedy")
    worth: Cents = Field(title="Worth a piece")
    cost: Cents = Field(title="Cost a piece")
    stock: Annotated[int, Field(ge=0, le=1_000_000)] = Field(title="How many there are")
    had: Annotated[int, Field(ge=0, le=1_000_000)] | None = Field(
        default=None, title="How many were shown before"
    )


class Kept(Facts):
    """``worth`` and ``cost`` in 分 a piece."""

    item: str
    kind: str
    worth: int
    cost: int
    stock: int


declare("item.kept", Kept)


def keep_item(said: ItemEntry, *, by: Person, now: datetime) -> Item:
    """Puts a thing into the catalogue, or changes it: then ``had`` is what was shown of it, so that
    nothing that was given meanwhile comes back. Errors: ``NotYours``; ``Refused``.
    """
    if not permissions.may_keep_stock(by):
        raise NotYours
    if said.kind in MONEY:
        known = ", ".join(one.value for one in Remedy if one not in MONEY)
        raise Refused([Fault("kind", _("Money is no thing of the catalogue."), known)])
    if tied_to_review(said.name):
        message = _("Nothing is ever given for a public review, its change or its removal.")
        raise Refused([Fault("name", message)], code="tied_to_review")
    pack = policies.in_force(now)
    with transaction.atomic():
        row = operations.keep_item(
            code=said.code,
            name=said.name,
            kind=said.kind,
            worth=said.worth,
            cost=said.cost,
            stock=said.stock,
            had=said.had,
        )
        if row is None:
            message = _("This thing stands in the catalogue: say how many were shown before.")
            raise Refused([Fault("had", message, _present_stock(said.code))], code="stock_changed")
        line = Draft(
            kind="item.kept",
            about=("item", said.code),
            by=f"staff:{by.id}",
            at=now,
            written=now,
            policy=pack.label,
            rule="A58",
            facts={
                "item": said.code,
                "kind": said.kind,
                "worth": said.worth,
                "cost": said.cost,
                "stock": said.stock,
            },
        )
        append([line])
    return row


def _present_stock(code: str) -> str:
    return next((str(one.stock) for one in gifts.items() if one.code == code), "")
