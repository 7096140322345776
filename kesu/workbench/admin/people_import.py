"""Colleagues from a file: looked at first, taken in whole or not at all."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kesu.complaints.permissions import may_manage_people
from kesu.desk.faults import NotYours
from kesu.journeys import payload as payloads
from kesu.journeys.people import table as staff_table
from kesu.journeys.people.change import NewStaff
from kesu.policy.codes import Rank
from kesu.workbench import options
from kesu.workbench.admin import places, uploads
from kesu.workbench.admin.bringing import Bringing, once_more
from kesu.workbench.admin.people import flag_words
from kesu.workbench.session import Desk, signed_in

_WORDS = [word for known in staff_table.HEADERS.values() for word in known]


@require_http_methods(["GET", "POST"])
@signed_in
def people_import(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Colleagues who are new; who is known stays as they are."""
    if not may_manage_people(desk.reader):
        raise NotYours
    return _BRINGING.answer(request, desk)


def _look(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    with uploads.table(request, _WORDS) as table:
        found = staff_table.read(
            table, ranks=_ranks(desk), departments=_departments(desk), by=desk.reader, at=desk.now
        )
    rows = [one.model_dump(mode="json") for one in found.new]
    return {
        "found": found,
        "rows": [_row(one, desk) for one in found.new],
        "packed": json.dumps(rows, ensure_ascii=False),
    }


def _take(request: HttpRequest, desk: Desk) -> HttpResponse:
    try:
        raw = json.loads(request.POST.get("rows", ""))
        rows = tuple(payloads.read(NewStaff, one) for one in raw)
    except (ValueError, TypeError, RecursionError):
        raise once_more() from None
    hired = staff_table.take_in(staff_table.Read(rows, ()), by=desk.reader, at=desk.now)
    title = ngettext("%(n)s colleague was added", "%(n)s colleagues were added", len(hired))
    once = [
        {"name": one.person.full_name, "sign_in": one.person.sign_in, "secret": one.password}
        for one in hired
    ]
    context = {
        "title": title % {"n": len(hired)},
        "once": once,
        "next": {"url": reverse("admin-people"), "label": _("To the list")},
    }
    return places.show(request, desk, "people", "once", context)


def _row(one: NewStaff, desk: Desk) -> dict[str, Any]:
    return {
        "sign_in": one.sign_in,
        "name": one.full_name,
        "agent_no": one.agent_no,
        "rank": desk.pack.rank_name(one.rank, desk.language),
        "department": desk.pack.department_name(one.department, desk.language),
        "superior": one.supervisor or "",
        "flags": flag_words(one.flags, desk),
    }


def _ranks(desk: Desk) -> dict[str, str]:
    """Codes by what people call a rank in any of the three languages."""
    said = ("zh-hans", "zh-hant", "en")
    return {desk.pack.rank_name(one.value, lang): one.value for one in Rank for lang in said}


def _departments(desk: Desk) -> dict[str, str]:
    codes = [code for code, _word in options.departments(desk)]
    said = ("zh-hans", "zh-hant", "en")
    return {desk.pack.department_name(code, lang): code for code in codes for lang in said}


_BRINGING = Bringing(
    room="people",
    template="people_import",
    headers=staff_table.HEADERS,
    entry=NewStaff,
    look=_look,
    take=_take,
)
