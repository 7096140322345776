"""Types of complaints, as written and as they apply once inheritance is done."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Literal, TypeVar

from pydantic import StringConstraints

from kesu.policy.codes import Grade, HandlerRule, Notify, Urgency
from kesu.policy.schema.base import GradeName, Part, Text

ANY = "any"
Value = TypeVar("Value")
TypeCode = Annotated[str, StringConstraints(pattern=r"^\d{1,2}(\.\d{1,2}){0,2}$")]


class Need(StrEnum):
    """What a complaint must name before a type may be given to it."""

    accused_agent = "accused_agent"
    merchant = "merchant"
    product = "product"
    order = "order"
    campaign = "campaign"


class Ask(StrEnum):
    """What the handler is asked for on the case; nothing waits for it at lodging. ``delivery``:
    whoever takes the call compares with the caller where and how it was delivered.
    """

    delivery = "delivery"
    text = "text"
    prices = "prices"
    points = "points"
    announcement = "announcement"
    loss = "loss"
    used_by_family = "used_by_family"
    accused_person = "accused_person"


class UnknownType(LookupError):  # noqa: N818 - says what is wrong with the code
    """A type code the pack does not have; ``known`` lists those it has."""

    def __init__(self, code: str, known: Sequence[str]) -> None:
        super().__init__(f"{code}: 未知的投诉类型 / unknown type; {', '.join(known)}")
        self.code = code
        self.known = tuple(known)


class _Stated(Part):
    """What a group, a type or a subtype may state; ``None`` means: as the one above."""

    grade: GradeName | None = None
    handler: HandlerRule | None = None
    needs: tuple[Need, ...] | None = None
    asks: tuple[Ask, ...] | None = None
    notify: tuple[Notify, ...] | None = None
    notify_when: Literal["receipt", "result"] | None = None
    merchant: bool | None = None
    merchant_when_named: bool | None = None
    suggests: tuple[Urgency, ...] | None = None
    hide_reason: bool | None = None
    caution: Text | None = None
    reasons: tuple[Text, ...] | None = None
    source: str | None = None


class GroupRow(_Stated):
    """The first figure of a code, with what its types have in common."""

    code: Annotated[str, StringConstraints(pattern=r"^\d{1,2}$")]
    name: Text


class TypeRow(_Stated):
    """A type or a subtype as the file states it."""

    code: TypeCode
    name: Text


class TypeEntry(Part):
    """A type as it applies, everything inherited filled in.

    ``merchant``: a verdict opens the merchant department's task (E05); ``merchant_when_named``:
    only where the complaint names one. ``notify_when``: told at receipt, or with the result.
    ``hide_reason``: the customer is never told the reason (E22). ``suggests``: reasons of
    urgency put to the handler (E26). ``source``: the rows of the requirements it comes from.
    """

    code: str
    name: Text
    group: str
    parent: str | None
    grade: Grade
    handler: HandlerRule
    needs: tuple[Need, ...] = ()
    asks: tuple[Ask, ...] = ()
    notify: tuple[Notify, ...] = ()
    notify_when: Literal["receipt", "result"] = "receipt"
    merchant: bool = False
    merchant_when_named: bool = False
    suggests: tuple[Urgency, ...] = ()
    hide_reason: bool = False
    caution: Text | None = None
    reasons: tuple[Text, ...] = ()
    source: str = ""

    def asks_merchant(self, *, named: bool) -> bool:
        """Whether the merchant department is asked (E05); ``named``: the case names a merchant."""
        return self.merchant or (self.merchant_when_named and named)


STATED = tuple(_Stated.model_fields)


class Branch(Part):
    """A node of a selection list; ``complete`` codes may be chosen."""

    code: str
    name: Text
    complete: bool
    branches: tuple["Branch", ...] = ()


def lineage(code: str) -> Iterator[str]:
    """``1.2.5``, ``1.2``, ``1``: the code and what stands above it, nearest first."""
    while code:
        yield code
        code = code.rpartition(".")[0]


def nearest(table: Mapping[str, Value], code: str) -> Value | None:
    """What ``table`` says of ``code``: its own line, else its parents', else ``any``."""
    for key in (*lineage(code), ANY):
        if key in table:
            return table[key]
    return None
