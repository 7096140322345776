"""Suggested batches on the page of batches: a person makes one, or takes members out (E37, F22)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from kesu.desk.batch_suggestions import SuggestionView, settled_as, suggestions
from kesu.desk.faults import NoSuchComplaint, NotTaken
from kesu.journeys import batch_suggestion
from kesu.journeys.faults import WrongState
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.signals import why
from kesu.workbench.told import said_of

_SAID: dict[str, Promise] = {
    "words": gettext_lazy("Words in common"),
    "product": gettext_lazy("Product"),
    "merchant": gettext_lazy("Merchant"),
    "place": gettext_lazy("Store"),
    "campaign": gettext_lazy("Campaign"),
    "lot": gettext_lazy("Lot"),
    "agent": gettext_lazy("Agent number"),
    "quoted": gettext_lazy("Same wording"),
    "copies": gettext_lazy("Near copies"),
}


def context(desk: Desk) -> list[dict[str, Any]]:
    """The suggestions that this person sees, with what their members have in common in words."""
    found = suggestions(reader=desk.reader, people=desk.people)
    return [{"view": one, "common": _common(one)} for one in found]


@require_POST
@signed_in
def do(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Makes the ticked ones a batch, or takes out those that are not ticked."""
    try:
        shown = _shown(desk, key)
        ticked = set(request.POST.getlist("no"))
        kept = [one.no for one in shown.members if one.no in ticked]
        if request.POST.get("act") == "out":
            return _take_out(request, desk, shown, kept)
        return _make(request, desk, shown, kept)
    except NoSuchComplaint:
        raise
    except NotTaken as fault:
        messages.error(request, why(fault))
        return redirect("batches")


def _make(
    request: HttpRequest, desk: Desk, shown: SuggestionView, kept: Sequence[str]
) -> HttpResponse:
    if not kept:
        messages.warning(request, _("Choose at least one complaint."))
        return redirect("batches")
    made = batch_suggestion.make_batch(UUID(shown.id), kept, by=desk.reader, now=desk.now)
    done = sum(one.fault is None for one in made.results)
    if done:
        said = ngettext(
            "%(n)s complaint is in the batch.", "%(n)s complaints are in the batch.", done
        )
        messages.success(request, said % {"n": done})
    for one in made.results:
        if one.fault is not None:
            messages.warning(request, f"{one.no} · {said_of(one.fault)}")
    return redirect("batch", made.batch) if made.batch else redirect("batches")


def _take_out(
    request: HttpRequest, desk: Desk, shown: SuggestionView, kept: Sequence[str]
) -> HttpResponse:
    out = [one.no for one in shown.members if one.no not in kept]
    if out:
        batch_suggestion.take_out(UUID(shown.id), out, by=desk.reader, now=desk.now)
        said = ngettext(
            "%(n)s complaint was taken out.", "%(n)s complaints were taken out.", len(out)
        )
        messages.success(request, said % {"n": len(out)})
    return redirect("batches")


def _shown(desk: Desk, key: str) -> SuggestionView:
    found = suggestions(reader=desk.reader, people=desk.people)
    for one in found:
        if one.id == key:
            return one
    if state := settled_as(key, reader=desk.reader, people=desk.people):
        raise WrongState(state, 0, [])
    raise NoSuchComplaint


def _common(one: SuggestionView) -> list[dict[str, Any]]:
    said = [(_SAID.get(str(fact.get("kind"))), fact) for fact in one.common]
    return [_fact(name, fact) for name, fact in said if name is not None]


def _fact(name: Promise, fact: dict[str, Any]) -> dict[str, Any]:
    copies = fact.get("kind") == "copies"
    return {
        "name": name,
        "said": "、".join(map(str, fact.get("values", ()))),
        "cases": fact.get("members", 0),
        "people": fact.get("people", 0) if copies else 0,
    }
