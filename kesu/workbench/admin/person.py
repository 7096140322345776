"""One colleague: what is said of them, how they get in, and what becomes of their cases."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from pydantic import Field as Asked

from kesu.desk.admin import people as desk_people
from kesu.desk.admin.people import Dossier
from kesu.desk.faults import NoSuchComplaint
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import people_work
from kesu.journeys.payload import Part, Someone
from kesu.journeys.people import access as staff_access
from kesu.journeys.people import change as staff_change
from kesu.journeys.people.change import OwnEntry, StaffEntry
from kesu.workbench.admin import filling, places
from kesu.workbench.admin.happenings import happening
from kesu.workbench.admin.people import PRESENCE, flag_words
from kesu.workbench.entries import Typed
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.words import listed


class Ending(Part):
    """Who takes over, where anything is open."""

    successor: Someone | None = Asked(default=None, title="Who takes over")


SECOND_FACTOR: dict[str, Any] = {
    "set": gettext_lazy("Set up"),
    "unset": gettext_lazy("Not set up by them"),
    "": gettext_lazy("This installation asks for none"),
}


@signed_in
def person(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """One colleague."""
    return _page(request, desk, number)


@require_POST
@signed_in
def do(request: HttpRequest, desk: Desk, number: int, what: str) -> HttpResponse:
    """Changes one colleague; what was typed stays where it was not taken."""
    if what not in _DOINGS:
        raise NoSuchComplaint
    desk_people.dossier(number, reader=desk.reader, people=desk.people, now=desk.now)
    try:
        return _DOINGS[what](request, desk, number)
    except Refused as refused:
        if what not in ("change", "end"):
            messages.warning(request, filling.said(refused.faults))
            return redirect("admin-person", number)
        faults = tuple(_worded(one, desk) for one in refused.faults)
        status = 409 if refused.code == people_work.MEANWHILE else 422
        return _page(request, desk, number, Typed(what, request.POST, faults), status=status)


def _worded(fault: Fault, desk: Desk) -> Fault:
    """Codes of what stands now in the words of its field."""
    fields = filling.staff_fields(StaffEntry, desk)
    words = {code: word for one in fields if one.name == fault.loc for code, word in one.choices}
    said, _space, last = fault.message.rpartition(" ")
    codes = last.split(",")
    if not words or not all(code in words for code in codes):
        return fault
    return replace(fault, message=f"{said} {listed([words[code] for code in codes])}")


def _change(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    seen = request.POST.get("seen") or None
    if number == desk.reader.id:
        own = filling.read(OwnEntry, filling.staff_fields(OwnEntry, desk), request.POST)
        staff_change.change_own(own, by=desk.reader, at=desk.now, seen=seen)
    else:
        said = filling.read(StaffEntry, filling.staff_fields(StaffEntry, desk), request.POST)
        staff_change.change(number, said, by=desk.reader, at=desk.now, seen=seen)
    messages.success(request, _("Saved."))
    return redirect("admin-person", number)


def _password(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    return _once(request, desk, number, staff_access.reset_password)


def _reinstate(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    return _once(request, desk, number, staff_access.reinstate)


def _once(request: HttpRequest, desk: Desk, number: int, work: Callable[..., str]) -> HttpResponse:
    secret = work(number, by=desk.reader, at=desk.now)
    one = desk.people[number]
    context = {
        "title": _("A new password for %(name)s") % {"name": one.full_name},
        "once": [{"name": one.full_name, "sign_in": one.sign_in, "secret": secret}],
        "next": {"url": reverse("admin-person", args=[number]), "label": _("To their page")},
    }
    return places.show(request, desk, "people", "once", context)


def _sessions(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    count = staff_access.end_sessions(number, by=desk.reader, at=desk.now)
    said = ngettext("%(n)s session ended.", "%(n)s sessions ended.", count)
    messages.success(request, said % {"n": count})
    return redirect("admin-person", number)


def _end(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    said = filling.read(Ending, filling.staff_fields(Ending, desk), request.POST)
    word = "" if said.successor is None else str(said.successor)
    count = staff_access.end(number, successor=word, by=desk.reader, at=desk.now)
    done = ngettext(
        "Works here no more; %(n)s complaint was passed on.",
        "Works here no more; %(n)s complaints were passed on.",
        count,
    )
    messages.success(request, done % {"n": count})
    return redirect("admin-person", number)


_DOINGS: dict[str, Callable[[HttpRequest, Desk, int], HttpResponse]] = {
    "change": _change,
    "password": _password,
    "sessions": _sessions,
    "end": _end,
    "reinstate": _reinstate,
}


def _page(
    request: HttpRequest, desk: Desk, number: int, attempt: Typed | None = None, status: int = 200
) -> HttpResponse:
    found = desk_people.dossier(number, reader=desk.reader, people=desk.people, now=desk.now)
    one = found.person
    word, tone, icon = PRESENCE[one.presence if one.active else "ended"]
    context = {
        "found": found,
        "person": one,
        "rank": desk.pack.rank_name(one.rank, desk.language),
        "department": desk.pack.department_name(one.department, desk.language),
        "flags": flag_words(one.flags, desk),
        "presence": {"word": word, "tone": tone, "icon": icon},
        "second_factor": SECOND_FACTOR[found.second_factor],
        "happened": [happening(line, desk) for line in found.happened],
        "me": one.id == desk.reader.id,
        "change": _form("change", _entry(found, desk), desk, found, attempt),
        "seen": staff_change.digest_of(one, found.email),
        "may_change": found.changeable or one.id == desk.reader.id,
        "end": _form("end", Ending, desk, found, attempt),
    }
    return places.show(request, desk, "people", "person", context, status=status)


def _entry(found: Dossier, desk: Desk) -> type[Part]:
    return OwnEntry if found.person.id == desk.reader.id else StaffEntry


def _form(
    what: str, model: type[Part], desk: Desk, found: Dossier, attempt: Typed | None
) -> filling.Filled:
    one = found.person
    values = {
        "full_name": one.full_name,
        "agent_no": one.agent_no,
        "rank": one.rank,
        "department": one.department,
        "supervisor": found.superior.sign_in if found.superior else "",
        "flags": sorted(one.flags),
        "email": found.email,
    }
    fields = filling.staff_fields(model, desk, values if what == "change" else None)
    if what == "end":
        fields = [replace(field, required=bool(found.bound.any)) for field in fields]
    if attempt is None or attempt.what != what:
        return filling.form(what, fields)
    return filling.form(what, fields, attempt.typed, attempt.faults)
