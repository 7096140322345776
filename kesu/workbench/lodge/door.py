"""What the page of a call is asked: the page itself, taking in, who calls, what to mind."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kesu.desk import lodged
from kesu.foundation.faults import Refused
from kesu.journeys.verb import verb_named
from kesu.policy.codes import State
from kesu.workbench import forms
from kesu.workbench.lodge import caller, fields, hints, kinds, warning
from kesu.workbench.lodge.page import page
from kesu.workbench.once import Taken, once
from kesu.workbench.session import Desk, signed_in

_NEXT = {State.received: "accept", State.accepted: "verify", State.following_up: "follow_up"}


@signed_in
def lodge(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The page, and taking the complaint in; nothing typed is lost when something is missing."""
    if request.method != "POST":
        return _begun(request, desk)
    asked = fields.of(desk)
    raw = forms.read(fields.answered(asked, request.POST), request.POST)
    raw.setdefault("customer", {})
    talk = fields.talk(raw)
    try:
        done = once(request, lambda: _take_in(request.POST, raw, talk, desk))
    except Refused as refused:
        return page(request, desk, request.POST, refused.faults, status=422)
    for said in done.warnings:
        messages.warning(request, said)
    messages.success(request, _said(done, desk), extra_tags="lodged")
    return redirect("case", no=done.no) if done.readable else redirect("queue")


def _begun(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Of a warning that cannot be lodged an empty page, which says why."""
    try:
        return page(request, desk, warning.start(request, desk))
    except Refused as refused:
        return page(request, desk, fields.start(), refused.faults, status=409)


def _take_in(given: QueryDict, raw: dict[str, Any], talk: dict[str, Any], desk: Desk) -> Taken:
    lodged = warning.take_in(given, raw, talk, desk)
    warnings = tuple(one.say for one in lodged.warnings)
    return Taken(lodged.complaint.no, lodged.readable, lodged.routed_to, warnings)


def _said(done: Taken, desk: Desk) -> str:
    """The number to read out, the first deadline, whose it is and what comes next."""
    known = lodged.receipt(done.no, reader=desk.reader, people=desk.people)
    if known is None:
        return _("%(no)s is lodged and went to %(who)s.") % {"no": done.no, "who": done.routed_to}
    verb = _NEXT.get(State(known.state), "")
    following = verb_named(verb).words.say(desk.language) if verb and known.mine else ""
    shown = {"said": known, "following": following, "now": desk.now}
    return render_to_string("workbench/lodge/done.html", shown)


@require_POST
@signed_in
def customer(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who is calling, while the number is typed."""
    return render(request, "workbench/lodge/customer.html", caller.known(desk, request.POST))


@require_POST
@signed_in
def suggest(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What the words suggest, while they are typed."""
    shown = {**hints.of(desk, request.POST), "live": True}
    return render(request, "workbench/lodge/hints.html", shown)


@require_POST
@signed_in
def caution(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What to mind with the type that was chosen."""
    chosen = request.POST.get("type", "")
    return render(request, "workbench/lodge/mind.html", {"caution": kinds.caution(desk, chosen)})
