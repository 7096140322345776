"""Doing one thing on a complaint from its page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kesu.desk.words import state_word
from kesu.foundation.faults import Refused
from kesu.journeys.faults import (
    GateShut,
    NoSuchComplaint,
    NoSuchVerb,
    NotYours,
    Stale,
    WrongState,
)
from kesu.journeys.perform import perform
from kesu.journeys.verb import verb_named
from kesu.workbench import forms
from kesu.workbench.acts.fields import fields_of
from kesu.workbench.acts.offered import Attempt
from kesu.workbench.case import page, undo
from kesu.workbench.case.company import number
from kesu.workbench.session import Desk, signed_in


@require_POST
@signed_in
def act(request: HttpRequest, desk: Desk, no: str, verb: str) -> HttpResponse:
    """Takes one step; what cannot be taken comes back with everything that was typed."""
    try:
        fields = fields_of(verb, {})
    except NoSuchVerb:
        raise NoSuchComplaint from None
    try:
        done = perform(
            verb,
            no,
            forms.read(fields, request.POST),
            by=desk.reader,
            now=desk.now,
            must_match=_version(request),
        )
    except Refused as refused:
        others = forms.unplaced(forms.filled(fields, request.POST), refused.faults)
        error = " ".join(f"{one.message} {one.expected}".strip() for one in others)
        attempt = Attempt(verb, request.POST, refused.faults, error)
        return page(request, desk, no, attempt=attempt, status=422)
    except (GateShut, Stale, WrongState, NotYours) as refused:
        since = number(request.POST.get("seen", "")) if isinstance(refused, Stale) else None
        attempt = Attempt(verb, request.POST, error=why_not(refused), since=since)
        return page(request, desk, no, attempt=attempt, status=409)
    undo.say(request, desk, _("Done: %(verb)s") % {"verb": _name(verb, desk)}, verb, done)
    for warning in done.warnings:
        messages.warning(request, warning.say)
    return redirect("case", no=no) if done.readable else redirect("queue")


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _name(verb: str, desk: Desk) -> str:
    return verb_named(verb).words.say(desk.language)


def why_not(refused: Exception) -> str:
    """Why a step was not taken, in a sentence for the person who tried."""
    if isinstance(refused, GateShut):
        return " ".join(one.say for one in refused.missing)
    if isinstance(refused, Stale):
        return _(
            "Somebody changed this complaint meanwhile. It is shown as it is now; "
            "what you typed is kept below. Look again, then send it once more."
        )
    if isinstance(refused, WrongState):
        state = str(state_word(refused.state))
        return _("This cannot be done while the complaint is in this state: %(state)s.") % {
            "state": state
        }
    return _("This is not yours to do on this complaint.")
