"""Lodging during a call: what is missing before I may hang up?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kesu.desk import customers
from kesu.desk.catalogue import TypeChoice
from kesu.foundation.faults import Fault, Refused
from kesu.journeys.about_me import AboutMe
from kesu.journeys.lodge import lodge as take_in
from kesu.journeys.lodging import Lodging
from kesu.policy.codes import PERSON_ON_THE_LINE
from kesu.workbench import forms
from kesu.workbench.acts import colleagues, types
from kesu.workbench.forms import Field
from kesu.workbench.once import Taken, once
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.templatetags.kesu_time import moment

_ENOUGH_DIGITS = 7
_PROMISE, _RESOLVED = "first_contact.promise.", "first_contact.resolved."
_CUSTOMER = ("name", "external_id")
_CUSTOMER_MORE = ("level", "age", "email", "special_role")
_MATTER = ("merchant", "order", "product", "remedy_sought")
_AT_THE_MERCHANT = ("store", "merchant_role", "merchant_person")
_MATTER_MORE = (
    *("urgent_reasons", "mandated_deadline", "source", "campaign"),
    *_AT_THE_MERCHANT,
)
_ENDINGS = {"promise": _PROMISE, "resolved": _RESOLVED}


@dataclass(frozen=True)
class ShownType:
    """A type with its consequence; what it asks for when chosen, and what lies under it."""

    choice: TypeChoice
    follows: str
    checked: bool
    fields: list[Field]
    below: list["ShownType"]


@signed_in
def lodge(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The page, and taking the complaint in; nothing typed is lost when something is missing."""
    if request.method != "POST":
        return _page(request, desk, _start(request))
    fields = _all_fields(desk)
    raw = forms.read(_answered(fields, request.POST), request.POST)
    raw.setdefault("customer", {})
    try:
        done = once(request, lambda: _take_in(raw, desk))
    except Refused as refused:
        return _page(request, desk, request.POST, refused.faults, status=422)
    for warning in done.warnings:
        messages.warning(request, warning)
    if not done.readable:
        said = _("%(no)s is lodged and went to %(who)s.") % {"no": done.no, "who": done.routed_to}
        messages.success(request, said, extra_tags="lodged")
        return redirect("queue")
    messages.success(request, _("%(no)s is lodged.") % {"no": done.no}, extra_tags="lodged")
    return redirect("case", no=done.no)


def _take_in(raw: dict[str, Any], desk: Desk) -> Taken:
    lodged = take_in(raw, by=desk.reader, now=desk.now)
    warnings = tuple(warning.say for warning in lodged.warnings)
    return Taken(lodged.complaint.no, lodged.readable, lodged.routed_to, warnings)


@require_POST
@signed_in
def customer(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who is calling, while the number is typed."""
    return render(request, "workbench/lodge/customer.html", _known(desk, request.POST))


@require_POST
@signed_in
def caution(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What to mind with the type that was chosen."""
    chosen = request.POST.get("type", "")
    return render(request, "workbench/lodge/care.html", {"caution": _caution(desk, chosen)})


def _start(request: HttpRequest) -> QueryDict:
    typed = QueryDict(mutable=True)
    typed["channel"] = "hotline"
    typed["ending"] = "promise"
    if request.GET.get("phone"):
        typed["customer.phone"] = request.GET["phone"][:60]
    return typed


def _all_fields(desk: Desk) -> list[Field]:
    choices = {"type": types(desk), "accused_agent": colleagues(desk)}
    return forms.fields_of(Lodging, choices=choices, leave_out=("urgent", "received"))


def _answered(fields: Iterable[Field], typed: QueryDict) -> list[Field]:
    """The fields that count: of the two endings the one that was chosen. With nobody on the line
    an ending in which nothing was typed is none.
    """
    chosen = typed.get("ending", "")
    all_fields = list(fields)
    if typed.get("channel") not in PERSON_ON_THE_LINE and not _is_typed(chosen, typed):
        chosen = ""
    unwanted = tuple(prefix for name, prefix in _ENDINGS.items() if name != chosen)
    return [one for one in all_fields if not one.name.startswith(unwanted)]


def _is_typed(ending: str, typed: QueryDict) -> bool:
    prefix = _ENDINGS.get(ending)
    return prefix is not None and any(
        name.startswith(prefix) and typed.get(name, "").strip() for name in typed
    )


def _page(
    request: HttpRequest,
    desk: Desk,
    typed: QueryDict,
    faults: Iterable[Fault] = (),
    status: int = 200,
) -> HttpResponse:
    faults = list(faults)
    fields = {one.name: one for one in forms.filled(_all_fields(desk), typed, faults)}
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
        "type_groups": _type_groups(desk, chosen, fields),
        "type_error": fields["type"].error,
        "ending": typed.get("ending", ""),
        "promise_fields": _needed(fields, _PROMISE),
        "resolved_fields": _needed(fields, _RESOLVED),
        "promise_times": _promise_times(desk),
        "ending_error": " ".join(fault.message for fault in ending),
        "parts": _parts(typed),
        "caution": _caution(desk, chosen),
        "warnings": _warnings(fields.values(), faults),
        "lookup_url": reverse("lodge-customer"),
        "caution_url": reverse("lodge-caution"),
        **_known(desk, typed),
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


def _type_groups(desk: Desk, chosen: str, fields: dict[str, Field]) -> list[dict[str, Any]]:
    return [
        {"title": group.title, "types": _families(group.types, desk, chosen, fields)}
        for group in desk.types
    ]


def _families(
    choices: Iterable[TypeChoice], desk: Desk, chosen: str, fields: dict[str, Field]
) -> list[ShownType]:
    """Types with their subtypes below them; a subtype without its type stands alone."""
    families: list[ShownType] = []
    for one in choices:
        shown = _shown_type(one, desk, chosen, fields)
        if families and one.code.startswith(f"{families[-1].choice.code}."):
            families[-1].below.append(shown)
        else:
            families.append(shown)
    return families


def _shown_type(one: TypeChoice, desk: Desk, chosen: str, fields: dict[str, Field]) -> ShownType:
    asked = [replace(fields[need], required=True) for need in one.needs if need in fields]
    return ShownType(one, _follows(one, desk), one.code == chosen, asked, [])


def _follows(one: TypeChoice, desk: Desk) -> str:
    """``明天 23:59, T+1, 受理人员``: what comes of choosing it."""
    due = moment(one.due, desk.now) if one.due else _("no call-back deadline")
    note = ""
    if one.workdays is not None:
        note = f"T+{one.workdays}" if one.workdays else _("the same day")
    return ", ".join(part for part in (due, note, one.handler) if part)


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


def _caution(desk: Desk, chosen: str) -> dict[str, str] | None:
    for group in desk.types:
        for one in group.types:
            if one.code == chosen and one.caution:
                return {"title": f"{one.code} {one.name}", "text": one.caution}
    return None


def _warnings(fields: Iterable[Field], faults: list[Fault]) -> list[dict[str, str]]:
    if not faults:
        return []
    lost = [
        fault for fault in forms.unplaced(fields, faults) if fault.loc not in ("first_contact",)
    ]
    text = " ".join(f"{fault.loc} {fault.message} {fault.expected}".strip() for fault in lost)
    title = _("Not lodged yet: something is missing or cannot be used")
    return [{"tone": "breach", "title": title, "text": text or _("Each place is marked below.")}]


def _known(desk: Desk, typed: QueryDict) -> dict[str, Any]:
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
