"""人员: the list with its filters, and somebody new."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kesu.complaints.permissions import may_manage_people
from kesu.desk.admin import people as desk_people
from kesu.desk.admin.people import Ask, Colleague
from kesu.desk.faults import NotYours
from kesu.foundation.faults import Refused
from kesu.journeys.people import change as staff_change
from kesu.journeys.people.access import new_password
from kesu.journeys.people.change import NewStaff
from kesu.policy.codes import Rank
from kesu.workbench import options
from kesu.workbench.admin import filling, places
from kesu.workbench.session import Desk, signed_in

PRESENCE: dict[str, tuple[Any, str, str]] = {
    "present": (gettext_lazy("At work"), "ok", "check"),
    "away": (gettext_lazy("Not at work"), "", "clock"),
    "leave": (gettext_lazy("On leave"), "soon", "pause"),
    "ended": (gettext_lazy("Works here no more"), "outline", "lock"),
}
_STATES: dict[str, Any] = {
    "active": gettext_lazy("Everybody who works here"),
    "present": gettext_lazy("At work"),
    "away": gettext_lazy("Not at work or on leave"),
    "ended": gettext_lazy("Works here no more"),
}


@signed_in
def people(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The list; the filters stand in the address."""
    ask = Ask(
        q=request.GET.get("q", "").strip()[:80],
        rank=request.GET.get("rank", "")[:20],
        department=request.GET.get("department", "")[:40],
        state=request.GET.get("state", "active")[:20],
    )
    found = desk_people.colleagues(ask, reader=desk.reader, people=desk.people)
    context = {
        "ask": ask,
        "rows": [_row(one, desk) for one in found.rows],
        "count": found.count,
        "left_out": found.count - len(found.rows),
        "states": [
            {
                "url": f"?{urlencode({**vars(ask), 'state': code})}",
                "label": word,
                "count": found.totals[code],
                "current": ask.state == code,
            }
            for code, word in _STATES.items()
        ],
        "ranks": [(one.value, desk.pack.rank_name(one.value, desk.language)) for one in Rank],
        "departments": options.departments(desk),
        "filtered": bool(ask.q or ask.rank or ask.department),
    }
    return places.show(request, desk, "people", "people", context)


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Somebody new; their password is shown once, on the page that says they were made."""
    if not may_manage_people(desk.reader):
        raise NotYours
    fields = filling.staff_fields(NewStaff, desk)
    if request.method != "POST":
        context: dict[str, Any] = {"form": filling.form("new", _ordered(fields))}
        return places.show(request, desk, "people", "person_new", context)
    password = new_password()
    try:
        said = filling.read(NewStaff, fields, request.POST)
        person = staff_change.add(said, password=password, by=desk.reader, at=desk.now)
    except Refused as refused:
        context = {"form": filling.form("new", _ordered(fields), request.POST, refused.faults)}
        return places.show(request, desk, "people", "person_new", context, status=422)
    once = [{"name": person.full_name, "sign_in": person.sign_in, "secret": password}]
    context = {
        "title": _("%(name)s was added") % {"name": person.full_name},
        "once": once,
        "next": {"url": reverse("admin-person", args=[person.id]), "label": _("To their page")},
    }
    return places.show(request, desk, "people", "once", context)


def _ordered(fields: list[Any]) -> list[Any]:
    """The sign-in name first: it is what cannot be changed later."""
    return sorted(fields, key=lambda one: one.name != "sign_in")


def _row(one: Colleague, desk: Desk) -> dict[str, Any]:
    person = one.person
    word, tone, icon = PRESENCE[person.presence if person.active else "ended"]
    return {
        "id": person.id,
        "name": person.full_name,
        "sign_in": person.sign_in,
        "agent_no": person.agent_no,
        "rank": desk.pack.rank_name(person.rank, desk.language),
        "department": desk.pack.department_name(person.department, desk.language),
        "superior": one.superior,
        "flags": flag_words(person.flags, desk),
        "presence": word,
        "tone": tone,
        "icon": icon,
        "open": one.open,
        "on_duty": person.on_duty,
    }


def flag_words(flags: Any, desk: Desk) -> list[str]:
    """Special duties in words."""
    return [desk.pack.word("flags", flag, desk.language) for flag in sorted(flags)]
