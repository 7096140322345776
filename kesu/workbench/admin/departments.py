"""部门与值班: whom each department names, who is on duty, who stands in for whom."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kesu.desk.admin import departments as desk_departments
from kesu.desk.admin.departments import DepartmentView
from kesu.desk.faults import NoSuchComplaint
from kesu.foundation.faults import Refused
from kesu.journeys.people import desks
from kesu.people.rules import Person
from kesu.workbench import entries, naming, options
from kesu.workbench.admin import places
from kesu.workbench.entries import Entry, Typed
from kesu.workbench.forms import Choices
from kesu.workbench.session import Desk, signed_in


def _found(said: desks.NewDepartment, desk: Desk) -> str:
    desks.found(code=said.code, by=desk.reader, at=desk.now)
    return _("The department was added. Its name stands in the rules.")


ENTRIES: dict[str, Entry[Any]] = {
    "desk": Entry(
        desks.DeskEntry,
        gettext_lazy("Name a desk"),
        gettext_lazy("Who is told of a consult, and who while they are away."),
        "building",
        naming.name,
        {},
        naming.carried,
    ),
    "found": Entry(
        desks.NewDepartment,
        gettext_lazy("Add a department"),
        gettext_lazy("By a code that never changes; the rules give it its name."),
        "plus",
        _found,
        {},
    ),
}


@signed_in
def departments(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Every department with its desk."""
    return _page(request, desk)


@require_POST
@signed_in
def do(request: HttpRequest, desk: Desk, what: str) -> HttpResponse:
    """Names a desk, or adds a department."""
    if what not in ENTRIES:
        raise NoSuchComplaint
    try:
        said = entries.take(
            naming.bound(ENTRIES[what], request.POST), request.POST, _choices(desk), desk
        )
    except Refused as refused:
        return _page(
            request,
            desk,
            Typed(what, request.POST, refused.faults),
            status=naming.status_of(refused),
        )
    messages.success(request, said)
    return redirect("admin-departments")


def _page(
    request: HttpRequest, desk: Desk, attempt: Typed | None = None, status: int = 200
) -> HttpResponse:
    found = desk_departments.house(reader=desk.reader, people=desk.people)
    context = {
        "departments": [_shown(one, desk) for one in found.departments],
        "duty": found.duty,
        "away": [{"name": one.full_name, "deputy": _deputy(one, desk)} for one in found.away],
        "forms": list(entries.shown(ENTRIES, _choices(desk), attempt)),
    }
    return places.show(request, desk, "departments", "departments", context, status=status)


def _shown(one: DepartmentView, desk: Desk) -> dict[str, Any]:
    name = desk.pack.department_name(one.code, desk.language)
    return {
        "code": one.code,
        "name": name,
        "nameless": name == one.code,
        "people": one.people,
        "there": one.there,
        "heads": one.heads,
        "liaison": one.liaison,
        "backup": one.backup,
    }


def _deputy(one: Person, desk: Desk) -> str:
    deputy = desk.people.get(one.deputy) if one.deputy else None
    return deputy.full_name if deputy else ""


def _choices(desk: Desk) -> Choices:
    staff = options.colleagues(desk)
    return {"department": options.departments(desk), "liaison": staff, "backup": staff}
