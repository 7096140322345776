"""Batches: what many complain about at once, and one decision for each member."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kesu.desk import batches as desk_batches
from kesu.desk.batches import BatchView
from kesu.desk.faults import NoSuchComplaint
from kesu.foundation.faults import Refused
from kesu.journeys import each
from kesu.journeys.each import Result
from kesu.journeys.verb import Verb, registry
from kesu.policy.codes import State
from kesu.workbench import batch_suggestions, forms, options, rows
from kesu.workbench.acts.fields import fields_of
from kesu.workbench.forms import Field
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.told import said_of

_EACH = (
    "accept",
    "contact",
    "progress",
    "verify",
    "consult",
    "cause",
    "propose",
    "approve",
    "return",
    "reply",
    "decide",
    "execute",
    "follow_up",
    "close",
    "transfer",
    "note",
)
"""What makes sense for many at once, in the order of the work."""


@dataclass(frozen=True)
class Told:
    """What became of one member, as the page says it."""

    no: str
    say: str
    done: bool


@signed_in
def batches(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The newest day first."""
    cursor = request.GET.get("cursor", "")
    try:
        page = desk_batches.batches(reader=desk.reader, people=desk.people, cursor=cursor)
    except Refused:
        page = desk_batches.BatchPage([], None)
    following = f"{reverse('batches')}?cursor={page.next}" if page.next else ""
    context = {
        "batches": page.rows,
        "next_url": following,
        "over": desk.pack.batch.over,
        "suggestions": [] if cursor else batch_suggestions.context(desk),
    }
    return render(request, "workbench/batches.html", context)


@signed_in
def batch(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Its members in the order of the queue, and the decision that is asked for."""
    found = desk_batches.batch(key, reader=desk.reader, people=desk.people)
    verb = _verb(found, request.GET.get("verb", ""))
    return _page(request, desk, found, verb, _fields(verb, desk))


@require_POST
@signed_in
def do(request: HttpRequest, desk: Desk, key: str, verb: str) -> HttpResponse:
    """One decision for each chosen member, one by one; the page says what became of each."""
    found = desk_batches.batch(key, reader=desk.reader, people=desk.people)
    known = _verb(found, verb)
    if known is None:
        raise NoSuchComplaint
    fields = _fields(known, desk)
    chosen = _chosen(request, found)
    values = forms.read(fields, request.POST)
    results = each.apply(known.name, chosen, values, by=desk.reader, now=desk.now)
    faults = next((one.fault.faults for one in results if isinstance(one.fault, Refused)), ())
    done = sum(one.fault is None for one in results)
    if done:
        said = ngettext("Done on %(n)s complaint.", "Done on %(n)s complaints.", done)
        messages.success(request, said % {"n": done})
    elif not results:
        messages.warning(request, _("Choose at least one complaint."))
    if done < len(results) or not results:
        fields = forms.filled(fields, request.POST, faults)
    told = [_told(one) for one in results]
    fresh = desk_batches.batch(key, reader=desk.reader, people=desk.people)
    status = 200 if done or not results else 409
    return _page(request, desk, fresh, known, fields, told=told, status=status)


def _page(
    request: HttpRequest,
    desk: Desk,
    found: BatchView,
    verb: Verb | None,
    fields: Sequence[Field],
    *,
    told: Sequence[Told] = (),
    status: int = 200,
) -> HttpResponse:
    here = reverse("batch", args=[found.row.id])
    context: dict[str, Any] = {
        "batch": found.row,
        "hidden": found.hidden,
        "rows": [rows.row(one) for one in found.members],
        "mine": desk.reader.full_name,
        "verbs": [
            {
                "url": f"{here}?verb={one.name}",
                "label": one.words.say(desk.language),
                "current": verb is one,
            }
            for one in _possible(found)
        ],
        "verb": verb.words.say(desk.language) if verb else "",
        "do_url": reverse("batch-do", args=[found.row.id, verb.name]) if verb else "",
        "fields": fields,
        "told": told,
        "back": {"url": reverse("batches"), "label": _("Batches")},
    }
    return render(request, "workbench/batch.html", context, status=status)


def _possible(found: BatchView) -> list[Verb]:
    """What the state of some member allows; the person is asked member by member."""
    known = {State(one.state) for one in found.members if not one.merged}
    return [registry()[name] for name in _EACH if known & registry()[name].from_states]


def _verb(found: BatchView, name: str) -> Verb | None:
    return next((one for one in _possible(found) if one.name == name), None)


def _fields(verb: Verb | None, desk: Desk) -> list[Field]:
    if verb is None:
        return []
    staff = options.colleagues(desk)
    named = options.departments(desk)
    return fields_of(verb.name, {"to": staff, "department": named})


def _chosen(request: HttpRequest, found: BatchView) -> list[str]:
    """The chosen among the members that the reader sees, in the order of the page."""
    shown = [one.no for one in found.members if not one.merged]
    if request.POST.get("all"):
        return shown
    chosen = set(request.POST.getlist("no"))
    return [no for no in shown if no in chosen]


def _told(result: Result) -> Told:
    if result.fault is None:
        return Told(result.no, " ".join(_warnings(result)) or _("Done"), done=True)
    return Told(result.no, said_of(result.fault), done=False)


def _warnings(result: Result) -> Iterable[str]:
    return (one.say for one in result.warnings)
