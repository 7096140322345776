"""A warning, or a missed call, that becomes a complaint: the page begins with what is known of it
(A22, F03).
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict

from kesu.journeys.lodge import Lodged, lodge
from kesu.journeys.missed_settle import lodge_missed, number_of
from kesu.journeys.signal_lodge import lodge_signal, on_paper
from kesu.workbench.lodge import fields
from kesu.workbench.session import Desk


def start(request: HttpRequest, desk: Desk) -> QueryDict:
    """A form that nobody has touched; of a warning what is known of it, with nobody on the line."""
    typed, key = fields.start(phone=request.GET.get("phone", "")), key_of(request.GET)
    if key is None:
        return _called_back(typed, request.GET, desk)
    known = on_paper(key, by=desk.reader, now=desk.now)
    for name in ("channel", "text", "order"):
        typed[name] = str(known.get(name, ""))
    typed["customer.external_id"] = str(known["customer"].get("external_id", ""))
    typed["signal"] = str(key)
    return typed


def _called_back(typed: QueryDict, given: QueryDict, desk: Desk) -> QueryDict:
    """Of a call that was missed its number, for whoever is calling back."""
    key = key_of(given, "missed")
    number = number_of(key, by=desk.reader) if key is not None else ""
    if number:
        typed["customer.phone"], typed["missed"] = number, str(key)
    return typed


def key_of(given: QueryDict, name: str = "signal") -> UUID | None:
    """The warning, or the missed call, that is lodged, if any."""
    try:
        return UUID(given.get(name, ""))
    except ValueError:
        return None


def take_in(given: QueryDict, raw: dict[str, Any], talk: dict[str, Any], desk: Desk) -> Lodged:
    """Lodges what was typed, and settles the warning or the missed call it came from."""
    if (signal := key_of(given)) is not None:
        return lodge_signal(signal, raw, by=desk.reader, now=desk.now, talk=talk)
    if (call := key_of(given, "missed")) is not None:
        return lodge_missed(call, raw, by=desk.reader, now=desk.now, talk=talk)
    return lodge(raw, by=desk.reader, now=desk.now, talk=talk)
