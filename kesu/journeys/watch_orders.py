"""风险订单: what other systems tell of orders is looked at, and what stands out is shown (A21)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

import kesu.journeys.signal_settle  # noqa: F401 - declares what is said of settled warnings
from kesu.complaints.models import Order
from kesu.journal.operations import Draft, append
from kesu.journeys import signal_raised
from kesu.policy import queries as policies
from kesu.policy.schema.watching import OrderRule
from kesu.watch import orders as rules
from kesu.watch.models import Signal
from kesu.watch.operations import Found, raise_signal, settle
from kesu.watch.orders import Bought, Risk

SYSTEM = "system:watch"
SENT = "sent"
"""By this code a late order's warning settles itself."""
RECENT = timedelta(days=30)
"""What is older than this was brought over from before and is nobody's news."""
MOST_BESIDE = 5_000
"""So many orders beside the new ones are looked at, the newest."""
_AT_ONCE = 500


def look(orders: Sequence[Order], *, at: datetime) -> list[Draft]:
    """Looks at orders that were just told, by the rules in force at ``at`` (UTC). What was shown
    before is not shown again; that an order is late is settled once it was sent. Called inside the
    transaction of the telling, whose owner writes the lines that come back, last.
    """
    sent = _settle_sent(orders, at)
    asked = policies.in_force(at).watching.orders
    fresh = [order for order in orders if _is_news(order, at)]
    if not fresh or not any(rule.on for rule in asked):
        return sent
    beside = list(_beside(fresh, asked))
    known = {order.pk: _bought(order) for order in (*beside, *fresh)}
    new = [known[order.pk] for order in fresh]
    found = rules.found(new, list(known.values()), asked, at=at)
    made = _raise(found, {order.pk: order for order in (*beside, *fresh)}, at)
    return [*sent, *signal_raised.lines(made, by=SYSTEM, at=at)]


def _settle_sent(orders: Sequence[Order], at: datetime) -> list[Draft]:
    """Warnings of late orders that were sent settle themselves: nobody averted anything."""
    sent = [order.pk for order in orders if rules.is_sent(_bought(order))]
    late = Signal.objects.select_for_update().filter(
        order__in=sent, key__startswith=f"order:{rules.LATE}:", state=Signal.State.open
    )
    lines, policy = [], policies.in_force(at).label
    for one in late.order_by("id") if sent else ():
        settle(one, Signal.State.handled.value, by=None, at=at, action=SENT)
        facts, notes = {"kind": one.kind}, {"action": SENT}
        lines.append(
            signal_raised.draft(
                one, "signal.handled", facts, by=SYSTEM, at=at, policy=policy, notes=notes
            )
        )
    return lines


def look_for_late(at: datetime, limit: int) -> int:
    """Orders whose time to be sent has passed unseen, up to ``limit``; how many were shown."""
    asked = [rule for rule in policies.in_force(at).watching.orders if rule.on]
    rule = next((one for one in asked if one.code == rules.LATE), None)
    if rule is None:
        return 0
    with transaction.atomic():
        orders = {order.pk: order for order in _overdue(rule, at, limit)}
        told = [rules.late(_bought(order), rule, at=at) for order in orders.values()]
        made = _raise([one for one in told if one is not None], orders, at)
        append(signal_raised.lines(made, by=SYSTEM, at=at))
        return len(made)


def _overdue(rule: OrderRule, at: datetime, limit: int) -> Iterable[Order]:
    shown = Signal.objects.filter(order=OuterRef("pk"), key__startswith=f"order:{rules.LATE}:")
    return Order.objects.filter(
        ~_says(rules.ENDED) | _says(rules.UNSENT),
        ~Exists(shown),
        ship_by__gte=at - RECENT,
        ship_by__lt=at - timedelta(hours=rule.hours or 0),
        shipped=None,
    ).order_by("ship_by", "id")[:limit]


def _says(words: Iterable[str]) -> Q:
    return reduce(or_, (Q(status__icontains=word) for word in words))


def _is_news(order: Order, at: datetime) -> bool:
    return order.ordered is None or at - RECENT <= order.ordered


def _beside(orders: Sequence[Order], asked: Sequence[OrderRule]) -> Iterable[Order]:
    """Other orders of the same customers and addresses, near enough in time."""
    times = [order.ordered for order in orders if order.ordered is not None]
    if not times:
        return
    span = timedelta(days=rules.longest(asked))
    near = Order.objects.filter(ordered__gte=min(times) - span, ordered__lte=max(times) + span)
    for start in range(0, len(orders), _AT_ONCE):
        some = orders[start : start + _AT_ONCE]
        customers = {order.customer_id for order in some if order.customer_id}
        addresses = {order.address_blind for order in some if order.address_blind}
        if customers:
            yield from near.filter(customer__in=customers).order_by("-ordered")[:MOST_BESIDE]
        if addresses:
            there = near.filter(address_blind__in=addresses)
            yield from there.order_by("-ordered")[:MOST_BESIDE]


def _raise(found: Sequence[Risk], orders: dict[int, Order], at: datetime) -> list[Signal]:
    made: list[Signal] = []
    for risk in found:
        order = orders[risk.order.id]
        signal, new = raise_signal(_found(risk, order), at=at)
        if new:
            made.append(signal)
    return made


def _found(risk: Risk, order: Order) -> Found:
    return Found(
        kind=Signal.Kind.order.value,
        key=risk.key,
        level=risk.level,
        facts={"rule": risk.rule, "seen": risk.seen},
        reasons=(rules.reason(risk),),
        shop=order.shop,
        order=order.pk,
        customer=order.customer_id,
    )


def _bought(order: Order) -> Bought:
    return Bought(
        id=order.pk,
        number=order.external_id,
        customer=str(order.customer_id or ""),
        product=order.product,
        address=order.address_blind,
        shop=order.shop or order.merchant,
        quantity=order.quantity,
        ordered=order.ordered,
        ship_by=order.ship_by,
        shipped=order.shipped,
        status=order.status,
    )
