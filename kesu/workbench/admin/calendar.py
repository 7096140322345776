"""工作日历: a month at a time, one day changed, a year's official notice taken in."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kesu.complaints.permissions import may_manage_policy
from kesu.desk.admin import calendar as desk_calendar
from kesu.desk.faults import NotYours
from kesu.foundation.days import FIRST_YEAR, LAST_YEAR
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import workdays
from kesu.journeys.workdays import DayEntry
from kesu.workbench import forms
from kesu.workbench.admin import filling, places, uploads
from kesu.workbench.session import Desk, signed_in

KINDS: dict[str, Any] = {
    "workday": gettext_lazy("Workday"),
    "weekend": gettext_lazy("Weekend"),
    "holiday": gettext_lazy("Day off"),
    "makeup": gettext_lazy("Make-up workday"),
}


@signed_in
def calendar(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The month that the address asks for, else this one."""
    return _page(request, desk)


@require_POST
@signed_in
def change(request: HttpRequest, desk: Desk) -> HttpResponse:
    """One day is another kind."""
    fields = _fields()
    try:
        said = filling.read(DayEntry, fields, request.POST)
        workdays.change(said, by=desk.reader, at=desk.now)
    except Refused as refused:
        form = filling.form("day", fields, request.POST, refused.faults)
        return _page(request, desk, form, status=422)
    messages.success(request, _("The calendar was changed. Deadlines that were given stay."))
    return redirect(f"{reverse('admin-calendar')}?month={said.day:%Y-%m}")


@require_http_methods(["GET", "POST"])
@signed_in
def notice(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A year's notice: looked at first; with ``stage`` take it is taken in."""
    if not may_manage_policy(desk.reader):
        raise NotYours
    typed: dict[str, Any] = {
        "year": request.POST.get("year", str(desk.now.astimezone(desk.pack.tz).year + 1)),
        "source": request.POST.get("source", "")[:200],
        "text": request.POST.get("text", ""),
        "whole": request.method != "POST" or "whole" in request.POST,
    }
    if request.method != "POST":
        return places.show(request, desk, "calendar", "calendar_notice", {"typed": typed})
    try:
        year = _year(typed["year"])
        typed["text"] = uploads.text(request)
        if request.POST.get("stage") == "take":
            return _take(request, desk, typed, year)
        found = workdays.readable(typed["text"], year)
    except Refused as refused:
        context: dict[str, Any] = {
            "typed": typed,
            "faults": [_placed(one) for one in refused.faults],
        }
        return places.show(request, desk, "calendar", "calendar_notice", context, status=422)
    rows = desk_calendar.changes(found.days, reader=desk.reader)
    context = {
        "typed": typed,
        "rows": [_row(one) for one in rows],
        "differing": sum(one.differs for one in rows),
    }
    return places.show(request, desk, "calendar", "calendar_notice", context)


def _take(request: HttpRequest, desk: Desk, typed: dict[str, Any], year: int) -> HttpResponse:
    count = workdays.publish(
        text=typed["text"],
        year=year,
        source=typed["source"],
        whole=typed["whole"],
        by=desk.reader,
        at=desk.now,
    )
    said = ngettext("%(n)s day was taken in.", "%(n)s days were taken in.", count)
    messages.success(request, said % {"n": count})
    return redirect(f"{reverse('admin-calendar')}?month={year}-01")


def _year(text: str) -> int:
    if text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:6]) <= LAST_YEAR:
        return int(text)
    raise Refused([Fault("year", _("This is no year."), f"{FIRST_YEAR}-{LAST_YEAR}")])


def _placed(fault: Fault) -> dict[str, str]:
    kind, _dot, number = fault.loc.partition(".")
    place = _("Line %(n)s") % {"n": number} if kind == "line" else ""
    return {"place": place, "field": fault.loc, "say": fault.message, "expected": fault.expected}


def _row(one: desk_calendar.Change) -> dict[str, Any]:
    return {
        "day": one.day,
        "before": KINDS[one.before],
        "after": KINDS[one.after],
        "kind": one.after,
        "name": one.name,
        "differs": one.differs,
    }


def _page(
    request: HttpRequest, desk: Desk, form: filling.Filled | None = None, status: int = 200
) -> HttpResponse:
    today = desk.now.astimezone(desk.pack.tz).date()
    first = _first(request.GET.get("month", ""), today)
    found = desk_calendar.view(first, reader=desk.reader, people=desk.people)
    before, after = (first - timedelta(days=1)), (first + timedelta(days=31))
    hours = desk.pack.quiet_hours
    context = {
        "month": found.month,
        "weekdays": [first - timedelta(days=first.weekday()) + timedelta(days=n) for n in range(7)],
        "today": today,
        "before": f"{before:%Y-%m}",
        "after": f"{after:%Y-%m}",
        "year": first.year,
        "notices": found.notices,
        "known_until": found.known_until,
        "missing": found.known_until <= today.year and today.month >= _ANNOUNCED,
        "quiet": f"{hours.start:%H:%M}-{hours.end:%H:%M}" if hours.on else "",
        "manages": may_manage_policy(desk.reader),
        "kinds": KINDS,
        "form": form or filling.form("day", _fields()),
    }
    return places.show(request, desk, "calendar", "calendar", context, status=status)


_ANNOUNCED = 11
"""The next year's days are published in November."""


def _first(text: str, today: date) -> date:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return first if FIRST_YEAR <= first.year <= LAST_YEAR else today.replace(day=1)


def _fields() -> list[forms.Field]:
    kinds = [(code, str(word)) for code, word in KINDS.items()]
    return forms.fields_of(DayEntry, choices={"kind": kinds})
