"""风险订单: what orders show, by named rules whose numbers are the policy's (A21). Pure."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kesu.policy.schema.watching import OrderRule

_MOST_NAMED, _DIGEST = 20, 32
LATE = "late_shipping"
_SENT = frozenset(("已发货", "已發貨", "已签收", "已簽收", "shipped", "delivered"))
"""A status that is one of these says that the order was sent."""


@dataclass(frozen=True)
class Bought:
    """An order as the rules see it; ids as strings, times in UTC, ``address`` a blind index."""

    id: int
    number: str
    customer: str = ""
    product: str = ""
    address: str = ""
    shop: str = ""
    quantity: int | None = None
    ordered: datetime | None = None
    ship_by: datetime | None = None
    shipped: datetime | None = None
    status: str = ""


@dataclass(frozen=True)
class Risk:
    """What one rule found. ``key`` says what it is, so that it is one however often it is found;
    ``order`` is the newest of ``orders``, numbers of what was counted, the newest first.
    """

    rule: str
    key: str
    level: int
    order: Bought
    seen: int
    limit: int
    orders: tuple[str, ...]
    within_days: int | None = None
    due: datetime | None = None


class Shelf:
    """Orders laid out by what the rules ask for."""

    def __init__(self, orders: Iterable[Bought]) -> None:
        self._by: dict[tuple[str, ...], list[Bought]] = {}
        for one in orders:
            for who, name in (("customer", one.customer), ("address", one.address)):
                if name:
                    self._by.setdefault((who, name), []).append(one)
                    self._by.setdefault((who, name, one.product), []).append(one)

    def of(self, *key: str) -> Sequence[Bought]:
        """Those of ``("customer"|"address", its name)``, of one product where that is named."""
        return self._by.get(key, ())


ENDED = (
    *("取消", "关闭", "關閉", "退款", "退货", "退貨", "已完成", "签收", "簽收", "已发货", "已發貨"),
    *("cancel", "refund", "return", "closed", "complete", "delivered", "shipped"),
)
"""Words of a status by which nothing is to be sent any more."""
UNSENT = ("unshipped", "not shipped", "not yet shipped")
"""Words of a status that hold one of those and say the contrary."""


def found(
    new: Iterable[Bought],
    beside: Sequence[Bought],
    rules: Iterable[OrderRule],
    *,
    at: datetime,
) -> list[Risk]:
    """What is to be looked at of ``new`` orders. ``beside``: these and all others of the same
    customers and addresses within the longest time a rule asks; ``at`` in UTC.
    """
    risks: dict[str, Risk] = {}
    new, shelf = list(new), Shelf(beside)
    for rule in rules:
        look = _RULES.get(rule.code)
        if look is None or not rule.on:
            continue
        for one in new:
            for risk in look(one, shelf, rule, at):
                risks.setdefault(risk.key, risk)
    return list(risks.values())


def longest(rules: Iterable[OrderRule]) -> int:
    """Days back that have to be looked at."""
    return max((rule.within_days or 0 for rule in rules if rule.on), default=0)


def late(one: Bought, rule: OrderRule, *, at: datetime) -> Risk | None:
    """An order that is not sent though its time, and the rule's hours beside, have passed."""
    if one.ship_by is None or one.shipped is not None or _has_ended(one.status):
        return None
    if at <= one.ship_by + timedelta(hours=rule.hours or 0):
        return None
    waited = int((at - one.ship_by).total_seconds() // 3600)
    return Risk(
        rule=rule.code,
        key=f"order:{rule.code}:{one.number}",
        level=rule.level,
        order=one,
        seen=waited,
        limit=rule.hours or 0,
        orders=(one.number,),
        due=one.ship_by,
    )


def is_sent(one: Bought) -> bool:
    """Whether it was sent, by its time or by its status."""
    return one.shipped is not None or one.status.strip().casefold() in _SENT


def _has_ended(status: str) -> bool:
    said = status.casefold()
    return any(word in said for word in ENDED) and not any(word in said for word in UNSENT)


def _bulk(one: Bought, _shelf: Shelf, rule: OrderRule, _at: datetime) -> Iterator[Risk]:
    limit = rule.at_least or 1
    if one.quantity is not None and one.quantity >= limit:
        key = f"order:{rule.code}:{one.number}"
        yield Risk(rule.code, key, rule.level, one, one.quantity, limit, (one.number,))


def _repeated(one: Bought, shelf: Shelf, rule: OrderRule, _at: datetime) -> Iterator[Risk]:
    """The same product by one customer, or to one address."""
    if not one.product:
        return
    for who, name in (("customer", one.customer), ("address", one.address)):
        if not name:
            continue
        mine = _near(one, shelf.of(who, name, one.product), rule)
        if len(mine) >= (rule.at_least or 1):
            yield _risk(rule, mine, f"{who}:{name}:{one.product}", len(mine))
            return


def _addressed(one: Bought, shelf: Shelf, rule: OrderRule, _at: datetime) -> Iterator[Risk]:
    """Different customers, one address."""
    if not one.address:
        return
    there = [other for other in shelf.of("address", one.address) if other.customer]
    mine = _near(one, there, rule)
    people = len({other.customer for other in mine})
    if people >= (rule.at_least or 1):
        yield _risk(rule, mine, f"address:{one.address}", people)


def _late(one: Bought, _shelf: Shelf, rule: OrderRule, at: datetime) -> Iterator[Risk]:
    risk = late(one, rule, at=at)
    if risk is not None:
        yield risk


_Look = Callable[[Bought, Shelf, OrderRule, datetime], Iterator[Risk]]
_RULES: dict[str, _Look] = {
    "bulk": _bulk,
    "repeat_product": _repeated,
    "same_address": _addressed,
    "late_shipping": _late,
}


def _near(one: Bought, others: Iterable[Bought], rule: OrderRule) -> list[Bought]:
    """Those ordered within the rule's days of it, the newest first."""
    span = timedelta(days=rule.within_days or 0)
    kept = {
        other.id: other
        for other in others
        if other.id == one.id
        or (one.ordered and other.ordered and abs(other.ordered - one.ordered) <= span)
    }
    return sorted(kept.values(), key=lambda other: (_when(other), other.id), reverse=True)


def _when(one: Bought) -> float:
    return one.ordered.timestamp() if one.ordered else 0.0


def _risk(rule: OrderRule, mine: Sequence[Bought], about: str, seen: int) -> Risk:
    newest, oldest = mine[0], mine[-1]
    # A spell that goes on is the same one: it is named by the month in which it began.
    since = f"{oldest.ordered:%Y-%m}" if oldest.ordered else ""
    digest = hashlib.sha256(about.encode()).hexdigest()[:_DIGEST]
    return Risk(
        rule=rule.code,
        key=f"order:{rule.code}:{digest}:{since}",
        level=rule.level,
        order=newest,
        seen=seen,
        limit=rule.at_least or 1,
        orders=tuple(one.number for one in mine[:_MOST_NAMED]),
        within_days=rule.within_days,
    )


def reason(risk: Risk) -> Mapping[str, object]:
    """As a signal keeps it: codes, numbers and times, nobody's name."""
    said: dict[str, object] = {
        "rule": risk.rule,
        "seen": risk.seen,
        "limit": risk.limit,
        "orders": list(risk.orders),
    }
    if risk.within_days is not None:
        said["within_days"] = risk.within_days
    if risk.due is not None:
        said["due"] = risk.due.isoformat()
    return said
