"""One watch word: its form, a sentence tried with it, and what it would change in past texts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kesu.complaints.permissions import may_keep_words
from kesu.desk import words_tried, words_watched
from kesu.desk.faults import NoSuchComplaint, NotYours
from kesu.foundation.faults import Refused
from kesu.journeys import payload as payloads
from kesu.journeys import watch_words
from kesu.journeys.watch_words import WordEntry
from kesu.watch.queries import list_in_force
from kesu.watch.words import Own
from kesu.workbench import forms
from kesu.workbench.admin import filling, places
from kesu.workbench.admin.words import GROUPS, LEVELS, shown
from kesu.workbench.forms import Field
from kesu.workbench.session import Desk, signed_in

_LISTS = ("variants", "near", "not_near", "inside")


@require_http_methods(["GET", "POST"])
@signed_in
def word(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The word the address names, else a new one. ``stage`` save: it counts from now on; past: it
    is run over past texts; try: a sentence is read with it.
    """
    if not may_keep_words(desk.reader):
        raise NotYours
    term, shop = request.GET.get("term", ""), request.GET.get("shop", "")
    stands = words_watched.one(term, shop, reader=desk.reader) if term else None
    if term and stands is None:
        raise NoSuchComplaint
    fields = _fields(stands)
    if request.method != "POST":
        return _page(request, desk, stands, filling.form("word", fields))
    try:
        said = _read(fields, request.POST, stands)
        if request.POST.get("stage", "save") == "save":
            watch_words.keep(said, by=desk.reader, at=desk.now, new=stands is None)
            told = _("%(word)s counts like this from now on.") % {"word": said.term}
            messages.success(request, told)
            return redirect("admin-words")
    except Refused as refused:
        form = filling.form("word", fields, request.POST, refused.faults)
        return _page(request, desk, stands, form, status=422)
    form = filling.form("word", fields, request.POST)
    return _page(request, desk, stands, form, _looked(request, desk, said.own()))


def _looked(request: HttpRequest, desk: Desk, own: Own) -> dict[str, Any]:
    if request.POST.get("stage") == "past":
        past = words_tried.over_past(own, reader=desk.reader, people=desk.people, at=desk.now)
        return {"past": past}
    text = request.POST.get("text", "")[: words_tried.LONGEST_TRIED]
    watched = words_tried.with_word(list_in_force(own.shop, at=desk.now), own, own.term)
    return {"typed": text, "tried": shown(words_tried.tried(text, watched))}


def _fields(stands: Own | None) -> list[Field]:
    found = forms.fields_of(WordEntry, leave_out=("term", "shop") if stands else ())
    worded: Mapping[str, dict[str, Any]] = {
        "group": {"choices": tuple((code, str(name)) for code, name in GROUPS.items())},
        "level": {
            "widget": "radio",
            "choices": tuple((str(n), str(name)) for n, name in LEVELS.items()),
        },
        "months": {
            "widget": "checkbox",
            "value": [],
            "help": "",
            "choices": tuple((str(n), _("Month %(n)s") % {"n": n}) for n in range(1, 13)),
        },
        "on": {"required": True, "widget": "radio", "value": "true"},
    }
    fields = [replace(one, **worded.get(one.name, {})) for one in found]
    fields = [replace(one, value="") if one.name in _LISTS else one for one in fields]
    return (
        fields if stands is None else [replace(one, value=_stands(one, stands)) for one in fields]
    )


def _stands(field: Field, own: Own) -> Any:
    value = getattr(own, field.name)
    if field.name in _LISTS:
        return "\n".join(value)
    if field.name == "months":
        return [str(month) for month in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if field.name == "level" else value


def _read(fields: Sequence[Field], typed: QueryDict, stands: Own | None) -> WordEntry:
    """What was typed, as an entry. Errors: ``Refused``, each fault at its field."""
    raw = forms.read(fields, typed)
    for name in ("level", "months"):
        if name in raw:
            raw[name] = _numbers(raw[name])
    if stands is not None:
        raw |= {"term": stands.term, "shop": stands.shop}
    return payloads.read(WordEntry, raw)


def _numbers(said: Any) -> Any:
    if isinstance(said, list):
        return [_numbers(one) for one in said]
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else said


def _page(
    request: HttpRequest,
    desk: Desk,
    stands: Own | None,
    form: filling.Filled,
    looked: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"stands": stands, "form": form, "tried": None, "past": None, **(looked or {})}
    return places.show(request, desk, "words", "word", context, status=status)
