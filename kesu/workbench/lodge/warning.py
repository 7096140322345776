"""A warning that becomes a complaint: the page begins with what is known of it (A22)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict

from kesu.journeys.lodge import Lodged, lodge
from kesu.journeys.signal_lodge import lodge_signal, on_paper
from kesu.workbench.lodge import fields
from kesu.workbench.session import Desk


def start(request: HttpRequest, desk: Desk) -> QueryDict:
    """A form that nobody has touched; of a warning what is known of it, with nobody on the line."""
    typed, key = fields.start(phone=request.GET.get("phone", "")), key_of(request.GET)
    if key is None:
        return typed
    known = on_paper(key, by=desk.reader, now=desk.now)
    for name in ("channel", "text", "order"):
        typed[name] = str(known.get(name, ""))
    typed["customer.external_id"] = str(known["customer"].get("external_id", ""))
    typed["signal"] = str(key)
    return typed


def key_of(given: QueryDict) -> UUID | None:
    """The warning that is lodged, if any."""
    try:
        return UUID(given.get("signal", ""))
    except ValueError:
        return None


def take_in(key: UUID | None, raw: dict[str, Any], talk: dict[str, Any], desk: Desk) -> Lodged:
    """Lodges what was typed, and settles the warning it came from."""
    if key is None:
        return lodge(raw, by=desk.reader, now=desk.now, talk=talk)
    return lodge_signal(key, raw, by=desk.reader, now=desk.now, talk=talk)
