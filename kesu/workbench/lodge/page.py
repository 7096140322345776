"""The page of a call, with what was typed and what is wrong with it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kesu.desk import customers
from kesu.desk.words import REMEDIES
from kesu.foundation.faults import Fault
from kesu.journeys.about_me import AboutMe
from kesu.policy.codes import Remedy
from kesu.workbench import forms, guides
from kesu.workbench.forms import Field
from kesu.workbench.lodge import caller, hints, kinds
from kesu.workbench.lodge.fields import PROMISE, RESOLVED
from kesu.workbench.lodge.fields import of as all_fields
from kesu.workbench.session import Desk
from kesu.workbench.templatetags.kesu_words import EMOTIONS
from kesu.workbench.words import listed

_CUSTOMER = ("name", "external_id")
_CUSTOMER_MORE = ("level", "age", "email", "special_role")
_MATTER = ("product", "order", "merchant", "remedy_sought")
_MATTER_MORE = ("source", "campaign", "store", "merchant_role", "merchant_person")
_URGENT = ("urgent_reasons", "mandated_deadline")
_NEEDED = ("what", "due", "cause", "clause")
_WISHES = (Remedy.replacement, Remedy.refund, Remedy.apology, Remedy.compensation, Remedy.indemnity)


def page(
    request: HttpRequest,
    desk: Desk,
    typed: QueryDict,
    faults: Iterable[Fault] = (),
    status: int = 200,
) -> HttpResponse:
    """What is typed stays; each fault stands at its place."""
    faults = list(faults)
    fields = {one.name: one for one in forms.filled(all_fields(desk), typed, faults)}
    context = {
        "once": typed.get("once", "")[:64] or uuid4().hex,
        "fresh": status == 200,
        "parts": _parts(typed),
        "warnings": _warnings(fields.values(), faults),
        **_call(desk, typed),
        **_customer(fields),
        **_matter(fields, faults),
        **_types(desk, typed, fields),
        **_ending(desk, typed, fields, faults),
        **caller.known(desk, typed),
        **hints.of(desk, typed),
    }
    return render(request, "workbench/lodge.html", context, status=status)


def _call(desk: Desk, typed: QueryDict) -> dict[str, Any]:
    """The call itself: its number, how the caller feels, and whether it was lodged before."""
    call, phone = typed.get("recording", "").strip(), typed.get("customer.phone", "")
    about_me = QueryDict(mutable=True)
    about_me.update({"phone": phone, "call": call})
    levels = [(str(level), str(word)) for level, word in enumerate(EMOTIONS)]
    return {
        "call": call,
        "signal": typed.get("signal", "")[:36],
        "missed": typed.get("missed", "")[:36],
        "lodged_as": customers.lodged_from(call, reader=desk.reader, people=desk.people),
        "about_me": forms.filled(forms.fields_of(AboutMe), about_me),
        "emotions": levels,
        "emotion": typed.get("emotion", ""),
        "listening": guides.listening(desk),
    }


def _customer(fields: dict[str, Field]) -> dict[str, Any]:
    more = [fields[f"customer.{name}"] for name in _CUSTOMER_MORE]
    return {
        "phone": fields["customer.phone"],
        "channel": fields["channel"],
        "customer_fields": [fields[f"customer.{name}"] for name in _CUSTOMER],
        "customer_more": more,
        "customer_more_open": _is_touched(more),
    }


def _matter(fields: dict[str, Field], faults: list[Fault]) -> dict[str, Any]:
    more, urgent = [fields[name] for name in _MATTER_MORE], [fields[name] for name in _URGENT]
    wrong = any(fault.loc.startswith(_URGENT) for fault in faults)
    return {
        "text": fields["text"],
        "matter_fields": [_short(fields[name]) for name in _MATTER],
        "wishes": [str(REMEDIES[one]) for one in _WISHES],
        "delivery": fields["delivery_check"],
        "matter_more": more,
        "matter_more_open": _is_touched(more),
        "urgent_reasons": fields["urgent_reasons"],
        "urgent_rest": [fields["mandated_deadline"]],
        "urgent_open": _is_touched(urgent) or wrong,
    }


def _types(desk: Desk, typed: QueryDict, fields: dict[str, Field]) -> dict[str, Any]:
    chosen = typed.get("type", "")
    return {
        "type_groups": kinds.groups(desk, chosen, fields),
        "type_error": fields["type"].error,
        "caution": kinds.caution(desk, chosen),
        "urgent_follows": kinds.urgent_follows(desk),
    }


def _ending(
    desk: Desk, typed: QueryDict, fields: dict[str, Field], faults: list[Fault]
) -> dict[str, Any]:
    wrong = [fault.message for fault in faults if fault.loc == "first_contact"]
    return {
        "ending": typed.get("ending", ""),
        "promise_fields": _needed(fields, PROMISE),
        "resolved_fields": _needed(fields, RESOLVED),
        "promise_times": _promise_times(desk),
        "ending_error": " ".join(wrong),
    }


def _is_touched(fields: Iterable[Field]) -> bool:
    return any(one.value or one.error for one in fields)


def _needed(fields: dict[str, Field], prefix: str) -> list[Field]:
    """The fields of one ending; what that ending needs is required once it is chosen."""
    return [
        replace(_short(one), required=name.removeprefix(prefix) in _NEEDED)
        for name, one in fields.items()
        if name.startswith(prefix)
    ]


def _short(field: Field) -> Field:
    """In a call one line is enough."""
    return replace(field, widget="text") if field.widget == "textarea" else field


def _promise_times(desk: Desk) -> list[dict[str, str]]:
    local = timezone.localtime(desk.now).replace(second=0, microsecond=0)
    evening = local.replace(hour=18, minute=30)
    tomorrow = (local + timedelta(days=1)).replace(hour=10, minute=0)
    offered = [(_("in 30 minutes"), local + timedelta(minutes=30))]
    offered += [(_("today 18:30"), evening)] if evening > local else []
    offered += [(_("tomorrow 10:00"), tomorrow)]
    return [{"label": label, "value": f"{at:%Y-%m-%dT%H:%M}"} for label, at in offered]


def _parts(typed: QueryDict) -> list[dict[str, Any]]:
    parts = (
        ("phone", _("Phone"), "customer.phone"),
        ("text", _("Words"), "text"),
        ("types", _("Type"), "type"),
        ("delivery", _("Delivery check"), "delivery_check"),
        ("ending", _("Ending"), "ending"),
    )
    return [
        {"to": place, "label": label, "done": bool(typed.get(name, "").strip())}
        for place, label, name in parts
    ]


def _warnings(fields: Iterable[Field], faults: list[Fault]) -> list[dict[str, str]]:
    """What could not be lodged, with what is the matter of no field and the names of the others."""
    if not faults:
        return []
    fields = list(fields)
    lost = [
        fault for fault in forms.unplaced(fields, faults) if fault.loc not in ("first_contact",)
    ]
    text = " ".join(f"{fault.loc} {fault.message} {fault.expected}".strip() for fault in lost)
    title = _("Not lodged yet: something is missing or cannot be used")
    return [{"tone": "breach", "title": title, "text": text or _marked(fields, faults)}]


def _marked(fields: Iterable[Field], faults: Iterable[Fault]) -> str:
    """The places that are marked, by name."""
    names = [one.label for one in fields if one.error]
    if any(fault.loc == "first_contact" for fault in faults):
        names.append(_("How this call ends"))
    return listed(names) or _("Each place is marked below.")
