"""The roster: who is there today and this week, and saying who will be (F15)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from kesu.complaints.permissions import may_manage_people
from kesu.desk import roster as desk_roster
from kesu.desk.faults import NoSuchComplaint
from kesu.desk.roster import Roster, RosterRow
from kesu.foundation.days import is_of_these_years, midnight
from kesu.foundation.faults import Refused
from kesu.journeys.people import certify, desks, leave
from kesu.journeys.people import roster as shifts
from kesu.workbench import entries, naming, options
from kesu.workbench.entries import Entry, Typed
from kesu.workbench.forms import Choices, Group
from kesu.workbench.session import Desk, signed_in

_PRESENCE: dict[str, tuple[Any, str]] = {
    "present": (gettext_lazy("At work"), "ok"),
    "away": (gettext_lazy("Not at work"), ""),
    "leave": (gettext_lazy("On leave"), "soon"),
}
_ALL = "all"


@dataclass(frozen=True)
class Asked:
    """Which week, and whose."""

    day: date
    department: str

    def query(self, **more: str) -> str:
        return urlencode({"week": self.day.isoformat(), "department": self.department, **more})


def _enter(said: shifts.Shifts, desk: Desk) -> str:
    new = shifts.enter(said.shifts, by=desk.reader, at=desk.now)
    count = len(said.shifts)
    word = ngettext("%(n)s shift, %(new)s of it new.", "%(n)s shifts, %(new)s of them new.", count)
    return word % {"n": count, "new": new}


def _away(said: leave.LeaveEntry, desk: Desk) -> str:
    leave.take_leave(
        sign_in=str(said.person),
        starts=midnight(said.first, desk.pack.tz),
        ends=midnight(said.last, desk.pack.tz, later=1),
        deputy=str(said.deputy) if said.deputy is not None else None,
        by=desk.reader,
        at=desk.now,
    )
    return _("The leave stands on the roster.")


def _certify(said: certify.Certificate, desk: Desk) -> str:
    certify.certify(
        sign_in=str(said.person),
        types=[said.type],
        until=midnight(said.until, desk.pack.tz, later=1) if said.until else None,
        by=desk.reader,
        at=desk.now,
    )
    return _("The certificate was given.")


ENTRIES: dict[str, Entry[Any]] = {
    "shifts": Entry(
        shifts.Shifts,
        gettext_lazy("Enter shifts"),
        gettext_lazy("A shift that begins at the same time replaces the one before."),
        "calendar",
        _enter,
        {},
    ),
    "leave": Entry(
        leave.LeaveEntry,
        gettext_lazy("Enter leave"),
        gettext_lazy("The deputy takes their place: for routing, call-back and approval."),
        "pause",
        _away,
        {"user": "person", "to": "last"},
    ),
    "certificate": Entry(
        certify.Certificate,
        gettext_lazy("Give a certificate"),
        gettext_lazy("Where anybody holds one for a type, only those who do are given it."),
        "shield",
        _certify,
        {"user": "person", "types": "type"},
    ),
    "desk": Entry(
        desks.DeskEntry,
        gettext_lazy("Name a desk"),
        gettext_lazy("Who is told of a consult, and who while they are away."),
        "building",
        naming.name,
        {},
        naming.carried,
    ),
}


@signed_in
def roster(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A week of one department, today's duty first."""
    return _page(request, desk)


@require_POST
@signed_in
def do(request: HttpRequest, desk: Desk, what: str) -> HttpResponse:
    """Takes what was typed in, or a shift or leave off the roster."""
    try:
        said = _drop(request, desk) if what == "drop" else _take(request, desk, what)
    except Refused as refused:
        attempt = Typed(what, request.POST, refused.faults)
        if what == "drop":
            messages.warning(request, " ".join(one.message for one in refused.faults))
        return _page(request, desk, attempt, status=naming.status_of(refused))
    messages.success(request, said)
    return redirect(f"{reverse('roster')}?{_asked(request, desk).query()}")


def _take(request: HttpRequest, desk: Desk, what: str) -> str:
    if what not in ENTRIES:
        raise NoSuchComplaint
    return entries.take(
        naming.bound(ENTRIES[what], request.POST), request.POST, _choices(desk), desk
    )


def _drop(request: HttpRequest, desk: Desk) -> str:
    taken = ((shifts.drop, "shift"), (leave.drop_leave, "leave"))
    for drop, name in taken:
        number = request.POST.get(name, "")
        if number:
            known = number.isascii() and number.isdigit() and len(number) < 16
            drop(int(number) if known else 0, by=desk.reader, at=desk.now)
            return _("Taken off the roster.")
    raise NoSuchComplaint


def _page(
    request: HttpRequest, desk: Desk, attempt: Typed | None = None, status: int = 200
) -> HttpResponse:
    asked = _asked(request, desk)
    department = "" if asked.department == _ALL else asked.department
    found = desk_roster.week(
        reader=desk.reader,
        people=desk.people,
        day=asked.day,
        department=department,
        zone=desk.pack.tz,
    )
    manages = may_manage_people(desk.reader)
    context = {
        "roster": found,
        "today": desk.now.astimezone(desk.pack.tz).date(),
        "rows": [_row(one, desk) for one in found.rows],
        "counts": [
            {"word": word, "count": found.counts.get(code, 0), "tone": tone}
            for code, (word, tone) in _PRESENCE.items()
        ],
        "weeks": _weeks(found, asked),
        "departments": [(_ALL, _("All")), *options.departments(desk)],
        "asked": asked,
        "here": asked.query(),
        "desks": _desks(found, desk),
        "manages": manages,
        "forms": list(entries.shown(ENTRIES, _choices(desk), attempt)) if manages else [],
    }
    return render(request, "workbench/roster.html", context, status=status)


def _row(row: RosterRow, desk: Desk) -> dict[str, Any]:
    person = row.person
    word, tone = _PRESENCE[person.presence]
    return {
        "name": person.full_name,
        "agent_no": person.agent_no,
        "rank": desk.pack.rank_name(person.rank, desk.language),
        "presence": word,
        "tone": tone,
        "on_duty": person.on_duty,
        "cells": row.cells,
        "skills": row.skills,
        "lapsed": row.lapsed,
    }


def _desks(found: Roster, desk: Desk) -> list[dict[str, str]]:
    return [
        {
            "department": desk.pack.department_name(one.department, desk.language),
            "liaison": one.liaison,
            "backup": one.backup,
        }
        for one in found.desks
    ]


def _weeks(found: Roster, asked: Asked) -> dict[str, str]:
    before, after = (found.first + timedelta(days=days) for days in (-7, 7))
    return {
        "before": Asked(before, asked.department).query(),
        "after": Asked(after, asked.department).query(),
    }


def _asked(request: HttpRequest, desk: Desk) -> Asked:
    """What the address asks; what is no day is today, without a department the reader's own."""
    today = desk.now.astimezone(desk.pack.tz).date()
    try:
        day = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        day = today
    if not is_of_these_years(day):
        day = today
    return Asked(day, request.GET.get("department", "")[:40] or desk.reader.department)


def _choices(desk: Desk) -> Choices:
    staff = options.colleagues(desk)
    return {
        "person": staff,
        "deputy": staff,
        "liaison": staff,
        "backup": staff,
        "department": options.departments(desk),
        "type": types_and_groups(desk),
    }


def types_and_groups(desk: Desk) -> list[Group]:
    """Groups of types, each with its types; a group means all of them."""
    pack, language = desk.pack, desk.language
    found = []
    for branch in pack.types_tree():
        title = branch.name.say(language)
        inside = [(branch.code, f"{branch.code} {title}")]
        inside += [(one.code, f"{one.code} {one.name.say(language)}") for one in branch.branches]
        found.append(Group(title, tuple(inside)))
    return found
