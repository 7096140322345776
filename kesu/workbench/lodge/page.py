"""The page of a call, with what was typed and what is wrong with it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kesu.foundation.faults import Fault
from kesu.journeys.about_me import AboutMe
from kesu.workbench import forms
from kesu.workbench.forms import Field
from kesu.workbench.lodge import caller, kinds
from kesu.workbench.lodge.fields import PROMISE, RESOLVED
from kesu.workbench.lodge.fields import of as all_fields
from kesu.workbench.session import Desk

_CUSTOMER = ("name", "external_id")
_CUSTOMER_MORE = ("level", "age", "email", "special_role")
_MATTER = ("merchant", "order", "product", "remedy_sought")
_AT_THE_MERCHANT = ("store", "merchant_role", "merchant_person")
_MATTER_MORE = (
    *("urgent_reasons", "mandated_deadline", "source", "campaign"),
    *_AT_THE_MERCHANT,
)


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
    chosen = typed.get("type", "")
    ending = [fault for fault in faults if fault.loc == "first_contact"]
    more_of_customer = [fields[f"customer.{name}"] for name in _CUSTOMER_MORE]
    more_of_matter = [fields[name] for name in _MATTER_MORE]
    context = {
        "about_me": forms.fields_of(AboutMe),
        "once": typed.get("once", "")[:64] or uuid4().hex,
        "fresh": status == 200,
        "phone": fields["customer.phone"],
        "channel": fields["channel"],
        "text": fields["text"],
        "customer_fields": [fields[f"customer.{name}"] for name in _CUSTOMER],
        "customer_more": more_of_customer,
        "customer_more_open": any(one.value or one.error for one in more_of_customer),
        "matter_fields": [fields[name] for name in _MATTER],
        "matter_more": more_of_matter,
        "matter_more_open": any(one.value or one.error for one in more_of_matter),
        "type_groups": kinds.groups(desk, chosen, fields),
        "type_error": fields["type"].error,
        "ending": typed.get("ending", ""),
        "promise_fields": _needed(fields, PROMISE),
        "resolved_fields": _needed(fields, RESOLVED),
        "promise_times": _promise_times(desk),
        "ending_error": " ".join(fault.message for fault in ending),
        "parts": _parts(typed),
        "caution": kinds.caution(desk, chosen),
        "warnings": _warnings(fields.values(), faults),
        "lookup_url": reverse("lodge-customer"),
        "caution_url": reverse("lodge-caution"),
        **caller.known(desk, typed),
    }
    return render(request, "workbench/lodge.html", context, status=status)


def _needed(fields: dict[str, Field], prefix: str) -> list[Field]:
    """The fields of one ending; what that ending needs is required once it is chosen."""
    always = ("what", "due", "cause", "clause")
    return [
        replace(one, required=name.removeprefix(prefix) in always)
        for name, one in fields.items()
        if name.startswith(prefix)
    ]


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
        ("ending", _("Ending"), "ending"),
    )
    return [
        {"to": place, "label": label, "done": bool(typed.get(name, "").strip())}
        for place, label, name in parts
    ]


def _warnings(fields: Iterable[Field], faults: list[Fault]) -> list[dict[str, str]]:
    if not faults:
        return []
    lost = [
        fault for fault in forms.unplaced(fields, faults) if fault.loc not in ("first_contact",)
    ]
    text = " ".join(f"{fault.loc} {fault.message} {fault.expected}".strip() for fault in lost)
    title = _("Not lodged yet: something is missing or cannot be used")
    return [{"tone": "breach", "title": title, "text": text or _("Each place is marked below.")}]
