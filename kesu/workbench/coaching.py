"""辅导: what supervisors owe their people, what is on record, and locking a month (E51, E52)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kesu.desk import coaching as desk_coaching
from kesu.desk.coaching import MonthView, RecordView, TaskView
from kesu.desk.faults import NoSuchComplaint
from kesu.desk.lesson_words import kind_word
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import coaching_work, payload
from kesu.journeys.coaching_work import Answer, Appeal, Given, Month
from kesu.journeys.payload import Part
from kesu.workbench import forms
from kesu.workbench.forms import Field
from kesu.workbench.session import Desk, signed_in

_STATES: dict[str, tuple[Any, str, str]] = {
    "counts": (gettext_lazy("Counts"), "outline", "check"),
    "appealed": (gettext_lazy("Appealed: counts for nothing until it is heard"), "soon", "clock"),
    "stands": (gettext_lazy("Appeal heard: it stands"), "outline", "check"),
    "upheld": (gettext_lazy("Appeal upheld: taken off"), "ok", "return"),
    "taken_back": (gettext_lazy("Taken off"), "ok", "return"),
}


@dataclass(frozen=True)
class Kind:
    """One form of the page. ``act`` takes the number of its row."""

    model: type[Part]
    act: Callable[[int, Any, Desk], str]


@dataclass(frozen=True)
class Attempt:
    """What was typed into the form of one row, and why it was not taken."""

    what: str
    key: str
    typed: QueryDict
    faults: tuple[Fault, ...]


def _give(key: int, said: Given, desk: Desk) -> str:
    coaching_work.give(key, said, by=desk.reader, now=desk.now)
    return _("The coaching is on record.")


def _appeal(key: int, said: Appeal, desk: Desk) -> str:
    coaching_work.appeal(key, said, by=desk.reader, now=desk.now)
    return _("The appeal waits for a manager.")


def _answer(key: int, said: Answer, desk: Desk) -> str:
    coaching_work.answer(key, said, by=desk.reader, now=desk.now)
    return _("The appeal was heard.")


def _lock(_key: int, said: Month, desk: Desk) -> str:
    coaching_work.lock(said, by=desk.reader, now=desk.now)
    return _("The month is locked.")


_KINDS: Mapping[str, Kind] = {
    "give": Kind(Given, _give),
    "appeal": Kind(Appeal, _appeal),
    "answer": Kind(Answer, _answer),
    "lock": Kind(Month, _lock),
}


@signed_in
def coaching(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What is owed, the late ones first."""
    return _page(request, desk)


@require_POST
@signed_in
def do(request: HttpRequest, desk: Desk, what: str) -> HttpResponse:
    """Takes the form of one row; what cannot be taken comes back with everything typed."""
    kind = _KINDS.get(what)
    if kind is None:
        raise NoSuchComplaint
    key = request.POST.get("key", "")
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 16 else 0
    try:
        raw = forms.read(forms.fields_of(kind.model), request.POST)
        said = kind.act(number, payload.read(kind.model, raw), desk)
    except Refused as refused:
        attempt = Attempt(what, key, request.POST, refused.faults)
        fields = forms.filled(forms.fields_of(kind.model), request.POST)
        unseen = refused.faults if what == "lock" else forms.unplaced(fields, refused.faults)
        for one in unseen:
            messages.warning(request, one.message)
        return _page(request, desk, attempt, status=422)
    messages.success(request, said)
    return redirect("coaching")


def _page(
    request: HttpRequest, desk: Desk, attempt: Attempt | None = None, status: int = 200
) -> HttpResponse:
    found = desk_coaching.board(
        reader=desk.reader, people=desk.people, pack=desk.pack, now=desk.now
    )
    context = {
        "board": found,
        "owed": [_task(one, attempt) for one in found.owed],
        "given": [_task(one, None) for one in found.given],
        "records": [_record(one, attempt) for one in found.records],
        "months": [_month(one, found.may_lock) for one in found.months],
    }
    return render(request, "workbench/coaching.html", context, status=status)


def _task(one: TaskView, attempt: Attempt | None) -> dict[str, Any]:
    return {
        "view": one,
        "why": one.what or kind_word(one.kind),
        "form": _form("give", one.id, attempt) if one.mine else None,
    }


def _record(one: RecordView, attempt: Attempt | None) -> dict[str, Any]:
    state, tone, icon = _STATES[one.state]
    return {
        "view": one,
        "kind": kind_word(one.kind),
        "state": str(state),
        "tone": tone,
        "icon": icon,
        "month": _named(one.month),
        "taken_off": _named(one.taken_off) if one.taken_off else "",
        "appeal": _form("appeal", one.id, attempt) if one.may_appeal else None,
        "answer": _form("answer", one.id, attempt) if one.may_answer else None,
    }


def _month(one: MonthView, may_lock: bool) -> dict[str, Any]:
    return {
        "view": one,
        "name": _named(one.month),
        "lockable": may_lock and one.over and not one.locked,
    }


def _named(month: date) -> str:
    return f"{month:%Y-%m}"


def _form(what: str, key: int, attempt: Attempt | None) -> dict[str, Any]:
    fields: list[Field] = forms.fields_of(_KINDS[what].model)
    mine = attempt is not None and (attempt.what, attempt.key) == (what, str(key))
    if attempt is not None and mine:
        fields = forms.filled(fields, attempt.typed, attempt.faults)
    return {"scope": f"{what}-{key}", "fields": fields, "open": mine}
