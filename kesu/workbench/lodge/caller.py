"""Who is calling, as the left column shows it."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from kesu.desk import customers
from kesu.workbench.session import Desk

_ENOUGH_DIGITS = 7


def known(desk: Desk, typed: QueryDict) -> dict[str, Any]:
    """The customer behind the number that was typed; nothing for a few digits or a stranger."""
    phone = typed.get("customer.phone", "").strip()
    if sum(letter.isdigit() for letter in phone) < _ENOUGH_DIGITS:
        return {}
    found = customers.known(phone, reader=desk.reader, people=desk.people, now=desk.now)
    if found is None:
        return {}
    customer = found.customer
    facts = [(_("Member number"), customer.external_id), (_("Telephone"), customer.phone)]
    return {
        "now": desk.now,
        "known": {
            "name": customer.name or _("No name yet"),
            "level_word": _("Level %(n)s") % {"n": customer.level} if customer.level else "",
            "facts": [(label, value) for label, value in facts if value],
        },
        "open_cases": [_open_case(row, found.readable) for row in found.open_cases],
        "history": [
            {"at": row.received, "text": row.subject, "outcome": row.type_name, "tone": ""}
            for row in found.history
        ],
    }


def _open_case(row: Any, readable: frozenset[str]) -> dict[str, Any]:
    address = reverse("case", args=[row.no]) if row.no in readable else ""
    return {
        "no": row.no,
        "subject": row.subject,
        "grade": row.grade,
        "type": row.type,
        "type_name": row.type_name,
        "owner_name": row.owner.name,
        "state": row.state,
        "clock": row.breached_clock or row.next_clock,
        "due": row.breached_at or row.next_due,
        "url": address,
        "contact_url": f"{address}#do-contact" if address else reverse("contact", args=[row.no]),
    }
