"""记录: searched by number, person, kind and day; checked whole; taken out as a file."""

from collections import Counter
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kesu.complaints.permissions import may_export_something, may_verify_records
from kesu.desk.admin import records
from kesu.desk.admin.records import Ask, Line
from kesu.desk.exports.ask import Ask as ExportAsk
from kesu.desk.exports.records import case_of
from kesu.foundation.days import is_of_these_years, midnight
from kesu.foundation.faults import Refused
from kesu.journal.kinds import declared
from kesu.journeys import look_after
from kesu.journeys.export_made import export as take
from kesu.people.queries import named
from kesu.people.rules import Person
from kesu.workbench import options
from kesu.workbench.admin import places
from kesu.workbench.admin.facts import told
from kesu.workbench.admin.happenings import what
from kesu.workbench.forms import Group
from kesu.workbench.session import Desk, signed_in


@signed_in
def journal(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The newest lines that fit what the address asks."""
    ask, wrong = _asked(request, desk)
    found = records.search(ask, reader=desk.reader, people=desk.people, zone=desk.pack.tz)
    typed = {name: request.GET.get(name, "")[:80] for name in _NAMES}
    kept = {name: value for name, value in typed.items() if value}
    may_check = may_verify_records(desk.reader)
    context = {
        "typed": typed,
        "wrong": wrong,
        "lines": [_shown(one, desk) for one in found.lines],
        "older": urlencode({**kept, "before": found.older}) if found.older else "",
        "ended": found.ended,
        "newest": urlencode(kept) if ask.before else "",
        "filtered": bool(kept),
        "colleagues": _colleagues(desk),
        "kinds": _kinds(),
        "length": records.length() if may_check else None,
        "checked": records.last_check(desk.people) if may_check else None,
        "may_check": may_check,
        "may_export": may_export_something(desk.reader),
        "query": urlencode(kept),
    }
    return places.show(request, desk, "journal", "journal", context)


@require_POST
@signed_in
def check(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Checks the whole record and says what was found."""
    found = look_after.check_record(by=desk.reader, at=desk.now)
    if found.sound:
        said = _("All %(n)s lines are as they were written.") % {"n": found.lines}
        messages.success(request, said)
    else:
        said = _("Line %(seq)s %(kind)s differs: %(what)s")
        messages.error(request, said % {"seq": found.seq, "kind": found.kind, "what": found.what})
    return redirect("admin-journal")


@require_GET
@signed_in
def export(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """The record as a file, of one complaint or since a day; what may be read, and no notes."""
    ask, _wrong = _asked(request, desk)
    case = case_of(ask.no, reader=desk.reader, people=desk.people) if ask.no else None
    since = midnight(ask.first, desk.pack.tz) if ask.first else None
    wanted = ExportAsk(desk.reader, desk.people, since=since, case=case)
    try:
        made = take("journal", wanted, format_=request.GET.get("format", ""), now=desk.now)
    except Refused:
        return render(request, "404.html", status=404)
    return StreamingHttpResponse(
        made.pieces, content_type=made.media_type, headers={"Content-Disposition": made.disposition}
    )


_NAMES = ("no", "person", "kind", "first", "last")


def _asked(request: HttpRequest, desk: Desk) -> tuple[Ask, list[str]]:
    """What the address asks, and what of it cannot be used."""
    wrong: list[str] = []
    days = {}
    for name in ("first", "last"):
        text = request.GET.get(name, "")
        days[name] = _day(text)
        if text and days[name] is None:
            wrong.append(_("%(value)s is no day.") % {"value": text[:20]})
    who = request.GET.get("person", "").strip()
    person = _meant(who, desk) if who else None
    if who and person is None:
        wrong.append(_("Nobody is known by that."))
    before = request.GET.get("before", "")
    known = before.isascii() and before.isdigit() and len(before) < 16
    kind = request.GET.get("kind", "")
    ask = Ask(
        no=request.GET.get("no", "").strip()[:40],
        person=person.id if person else None,
        kind=kind if kind in declared() else "",
        first=days["first"],
        last=days["last"],
        before=int(before) if known else None,
    )
    return ask, wrong


def _meant(who: str, desk: Desk) -> Person | None:
    """Whoever is meant, also somebody who works here no more."""
    gone = (one for one in desk.people.values() if not one.active and one.sign_in == who)
    return named(desk.people, who) or next(gone, None)


def _colleagues(desk: Desk) -> list[Group]:
    gone = sorted(
        (one.full_name, one.sign_in)
        for one in desk.people.values()
        if not one.active and one.sign_in != "unassigned"
    )
    left = [Group(_("Works here no more"), tuple((code, name) for name, code in gone))]
    return [*options.colleagues(desk), *(left if gone else [])]


def _kinds() -> list[tuple[str, str]]:
    """Every kind of line in words; its code beside words that several have."""
    said = {kind: what(kind) for kind in declared()}
    shared = Counter(said.values())
    own = {kind: f"{word} ({kind})" if shared[word] > 1 else word for kind, word in said.items()}
    return sorted(own.items(), key=lambda one: one[1])


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_of_these_years(day) else None


def _shown(one: Line, desk: Desk) -> dict[str, Any]:
    return {
        "line": one,
        "by": _doer(one),
        "what": what(one.kind),
        "about": _about(one, desk),
        "facts": told(one.kind, one.facts, desk),
    }


def _doer(one: Line) -> str:
    """A person by name; what the house did by itself stands beside its rule."""
    return _("By itself") if one.by.startswith("system:") else one.by_name


def _about(one: Line, desk: Desk) -> str:
    """Whom or what a line is about that is no complaint."""
    if one.case:
        return ""
    kind, _dot, id_ = one.about.partition(":")
    if kind == "staff" and id_.isdigit() and int(id_) in desk.people:
        return desk.people[int(id_)].full_name
    return id_ if len(id_) < 24 else kind
