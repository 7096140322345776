"""Who is calling, as the left column shows it."""

from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from kesu.complaints import permissions
from kesu.desk import claimants, customers
from kesu.desk.customers import Known, OrderSeen
from kesu.desk.values import CustomerView, QueueRow
from kesu.desk.words import channel_word
from kesu.workbench.session import Desk
from kesu.workbench.words import listed

_ENOUGH_DIGITS = 7
_ELDERLY = 65


def known(desk: Desk, typed: QueryDict) -> dict[str, Any]:
    """The customer behind the number that was typed, whole, or behind the member number; nothing
    for a few digits, a stranger or a reader who is told of no caller; ``stranger`` for a whole
    number that nobody has.
    """
    phone, member = (typed.get(f"customer.{name}", "").strip() for name in ("phone", "external_id"))
    enough = sum(letter.isdigit() for letter in phone) >= _ENOUGH_DIGITS
    told = permissions.may_know_callers(desk.reader)
    if not told or not (enough or member):
        return {"now": desk.now}
    call = typed.get("recording", "").strip()
    found = customers.known(
        phone if enough else "",
        reader=desk.reader,
        people=desk.people,
        now=desk.now,
        member=member,
        call=call,
    )
    if found is None:
        return {"now": desk.now, "stranger": enough}
    seen = claimants.hint(UUID(found.customer.id), reader=desk.reader, at=desk.now)
    return {"now": desk.now, **_shown(found, desk.reader.id), "behaviour": seen}


def _shown(found: Known, me: int) -> dict[str, Any]:
    customer = found.customer
    facts = [
        (_("Member number"), customer.external_id),
        (_("Telephone"), customer.phone),
        (_("Prefers"), _preference(customer)),
    ]
    return {
        "known": {
            "name": customer.name or _("No name yet"),
            "level_word": _("Level %(n)s") % {"n": customer.level} if customer.level else "",
            "facts": [(label, value) for label, value in facts if value],
            "calls": found.calls,
            "cautions": _cautions(customer),
            "promise": found.promise,
            "others": listed(found.others),
        },
        "orders": [_order(one) for one in found.orders],
        "open_cases": [_open_case(row, found, me) for row in found.open_cases],
        "history": [
            {"at": row.received, "text": row.subject, "state": row.state} for row in found.history
        ],
    }


def _preference(customer: CustomerView) -> str:
    """How and when they want to be reached (C05)."""
    hours = ""
    if customer.call_from or customer.call_until:
        begin, end = customer.call_from, customer.call_until
        hours = f"{begin:%H:%M}" if begin else ""
        hours = f"{hours}-{end:%H:%M}" if end else _("from %(time)s") % {"time": hours}
    channel = str(channel_word(customer.prefers)) if customer.prefers else ""
    return listed([part for part in (channel, hours) if part])


def _cautions(customer: CustomerView) -> list[str]:
    """What to mind with this caller; what they do and need, never what they are."""
    said = []
    if customer.age is not None and customer.age >= _ELDERLY:
        aged = _("%(age)s years old. Speak slowly, and say it back at the end.")
        said.append(aged % {"age": customer.age})
    if customer.do_not_call:
        said.append(_("Does not want to be called: agree on another way."))
    return said


def _order(one: OrderSeen) -> dict[str, Any]:
    return {
        "number": one.number,
        "tail": one.number[-4:],
        "product": one.product,
        "merchant": one.merchant,
        "ordered": one.ordered,
        "amount": one.amount,
    }


def _open_case(row: QueueRow, found: Known, me: int) -> dict[str, Any]:
    address = reverse("case", args=[row.no]) if row.no in found.readable else ""
    return {
        "no": row.no,
        "subject": row.subject,
        "grade": row.grade,
        "urgent": row.urgent,
        "urgent_reasons": row.urgent_reasons,
        "type": row.type,
        "type_name": row.type_name,
        "owner_name": row.owner.name,
        "mine": row.owner.id == me,
        "state": row.state,
        "clock": row.breached_clock or row.next_clock,
        "due": row.breached_at or row.next_due,
        "breached": row.breached,
        "missed": found.missed.get(row.no),
        "url": address,
        "contact_url": reverse("lodge-contact", args=[row.no]),
    }
