"""协办: what do I owe, and until when? A department's inbox, and a case's own page."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kesu.consults.rules import Measure, MerchantRole
from kesu.desk import tasks as desk_tasks
from kesu.desk.tasks import AskedView, TaskView
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import forward_task, offers, payload
from kesu.journeys.faults import GateShut, NoSuchComplaint, NotYours, Stale, WrongState
from kesu.journeys.forward_task import Forward
from kesu.journeys.perform import perform
from kesu.journeys.verb import verb_named
from kesu.policy.codes import Flag
from kesu.workbench import forms, rooms
from kesu.workbench.act import why_not
from kesu.workbench.acts.fields import fields_of
from kesu.workbench.entries import Shown
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.words import value_word

_FORWARD = "forward"
_ICONS = {"feedback": "check", "send_back": "return", "measure": "stamp", _FORWARD: "arrow-right"}
_FOR = {"answer": ("feedback", "send_back"), "measure": ("measure",), "": ()}
_NAMED = "consult"
_ASK = ("consult", "assist", "request")


@dataclass(frozen=True)
class Attempt:
    """What was typed into one form on ``task``, and why it was not taken."""

    task: int
    verb: str
    typed: QueryDict
    faults: tuple[Fault, ...] = ()
    error: str = ""


@signed_in
def tasks(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What my department owes: the merchant first, the time that is left, answered in place."""
    return _page(request, desk)


@require_POST
@signed_in
def do(request: HttpRequest, desk: Desk, task: int, verb: str) -> HttpResponse:
    """Answers a task, sends it back, or records the measure; what cannot be taken comes back with
    what was typed.
    """
    if verb not in _ICONS:
        raise NoSuchComplaint
    if verb == _FORWARD:
        return _forward(request, desk, task)
    no = desk_tasks.number_of(task, reader=desk.reader, people=desk.people)
    raw = {**forms.read(_fields(verb), request.POST), _NAMED: task}
    try:
        perform(verb, no, raw, by=desk.reader, now=desk.now)
    except Refused as refused:
        others = forms.unplaced(forms.filled(_fields(verb), request.POST), refused.faults)
        error = " ".join(f"{one.message} {one.expected}".strip() for one in others)
        attempt = Attempt(task, verb, request.POST, refused.faults, error)
        return _page(request, desk, attempt, status=422)
    except (GateShut, Stale, WrongState, NotYours) as refused:
        attempt = Attempt(task, verb, request.POST, error=why_not(refused))
        return _page(request, desk, attempt, status=409)
    name = verb_named(verb).words.say(desk.language)
    messages.success(request, _("Done: %(verb)s") % {"verb": name})
    return redirect("tasks")


def _forward(request: HttpRequest, desk: Desk, task: int) -> HttpResponse:
    """Passes a task to a colleague of the department (F26)."""
    desk_tasks.number_of(task, reader=desk.reader, people=desk.people)
    try:
        said = payload.read(Forward, forms.read(_forward_fields(desk), request.POST))
        forward_task.forward(task, said, by=desk.reader, now=desk.now)
    except Refused as refused:
        attempt = Attempt(task, _FORWARD, request.POST, refused.faults)
        return _page(request, desk, attempt, status=422)
    except (GateShut, Stale, WrongState) as refused:
        attempt = Attempt(task, _FORWARD, request.POST, error=why_not(refused))
        return _page(request, desk, attempt, status=409)
    messages.success(request, _("Your colleague has the task now."))
    return redirect("tasks")


@signed_in
def of_case(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """What was asked of others on a case, and their answers."""
    found = desk_tasks.of_case(no, reader=desk.reader, people=desk.people, now=desk.now)
    return _room(request, desk, found)


@require_POST
@signed_in
def answer(request: HttpRequest, desk: Desk, no: str, request_id: int) -> HttpResponse:
    """Records what somebody outside answered to a request."""
    fields = [one for one in fields_of("answer_request", {}) if one.name != "request"]
    raw = {**forms.read(fields, request.POST), "request": request_id}
    try:
        perform("answer_request", no, raw, by=desk.reader, now=desk.now)
    except Refused as refused:
        said = " ".join(f"{one.message} {one.expected}".strip() for one in refused.faults)
        return _again(request, desk, no, said, status=422)
    except (GateShut, Stale, WrongState, NotYours) as refused:
        return _again(request, desk, no, why_not(refused), status=409)
    return redirect("case-tasks", no=no)


def _again(request: HttpRequest, desk: Desk, no: str, said: str, *, status: int) -> HttpResponse:
    found = desk_tasks.of_case(no, reader=desk.reader, people=desk.people, now=desk.now)
    return _room(request, desk, found, error=said, typed=request.POST, status=status)


def _page(
    request: HttpRequest, desk: Desk, attempt: Attempt | None = None, status: int = 200
) -> HttpResponse:
    found = desk_tasks.inbox(reader=desk.reader, people=desk.people, now=desk.now)
    share = found.figures.share
    context = {
        "department": desk.pack.department_name(found.department, desk.language),
        "rows": [_row(one, desk, attempt) for one in found.tasks],
        "told": found.told,
        "figures": found.figures,
        "measures": list(found.measures.items()),
        "share": None if share is None else round(share * 100),
    }
    return render(request, "workbench/tasks.html", context, status=status)


def _row(one: TaskView, desk: Desk, attempt: Attempt | None = None) -> dict[str, Any]:
    verbs = _FOR[one.owes] if one.now else ()
    return {
        "task": one,
        "department": desk.pack.department_name(one.department, desk.language),
        "role": value_word(MerchantRole, one.role) if one.role else "",
        "measure": value_word(Measure, one.measure) if one.measure else "",
        "forms": [(_form(verb, one, desk, attempt), _url(one, verb)) for verb in verbs],
        "forward": _forward_form(one, desk, attempt) if one.owes else None,
        "forward_url": _url(one, _FORWARD),
    }


def _url(one: TaskView, verb: str) -> str:
    return reverse("task-do", args=[one.id, verb])


def _form(verb: str, one: TaskView, desk: Desk, attempt: Attempt | None) -> Shown:
    mine = attempt if attempt and (attempt.task, attempt.verb) == (one.id, verb) else None
    fields = _fields(verb)
    if verb == "feedback" and not one.asks_measure:
        fields = [field for field in fields if not field.name.startswith("measure")]
    if mine is not None:
        fields = forms.filled(fields, mine.typed, mine.faults)
    return Shown(
        what=f"{verb}-{one.id}",
        title=verb_named(verb).words.say(desk.language),
        says="",
        icon=_ICONS[verb],
        fields=fields,
        error=mine.error if mine else "",
        open=mine is not None,
    )


def _forward_form(one: TaskView, desk: Desk, attempt: Attempt | None) -> Shown | None:
    """None where nobody else works in the department."""
    fields = _forward_fields(desk)
    if not fields[0].choices:
        return None
    mine = attempt if attempt and (attempt.task, attempt.verb) == (one.id, _FORWARD) else None
    if mine is not None:
        fields = forms.filled(fields, mine.typed, mine.faults)
    return Shown(
        what=f"{_FORWARD}-{one.id}",
        title=_("Pass to a colleague"),
        says=_("The time that is left stays the same."),
        icon=_ICONS[_FORWARD],
        fields=fields,
        error=mine.error if mine else "",
        open=mine is not None,
    )


def _forward_fields(desk: Desk) -> list[forms.Field]:
    here = [
        (person.sign_in, person.full_name if person.reachable else _away(person.full_name))
        for person in desk.people.values()
        if person.active
        and person.department == desk.reader.department
        and person.id != desk.reader.id
        and not person.flags & {Flag.admin, Flag.auditor}
    ]
    return forms.fields_of(Forward, choices={"to": sorted(here, key=lambda one: one[1])})


def _away(name: str) -> str:
    """A name of somebody who is not there now."""
    return _("%(name)s (away)") % {"name": name}


def _fields(verb: str) -> list[forms.Field]:
    return [one for one in fields_of(verb, {}) if one.name not in (_NAMED, "at", "note")]


def _room(
    request: HttpRequest,
    desk: Desk,
    found: AskedView,
    *,
    error: str = "",
    typed: QueryDict | None = None,
    status: int = 200,
) -> HttpResponse:
    doable = {one.verb.name for one in offers.offers(found.no, by=desk.reader, now=desk.now)}
    address = reverse("case", args=[found.no])
    fields = [one for one in fields_of("answer_request", {}) if one.name in ("granted", "text")]
    context = {
        "found": found,
        "rows": [_row(one, desk) for one in found.tasks],
        "told": [
            (one, desk.pack.department_name(one.department, desk.language)) for one in found.told
        ],
        "answers": "answer_request" in doable,
        "answer_fields": forms.filled(fields, typed, ()) if typed else fields,
        "error": error,
        "do": {name: f"{address}#do-{name}" for name in _ASK if name in doable},
    }
    return rooms.page(
        request,
        desk,
        found.no,
        room="case-tasks",
        template="workbench/case_tasks.html",
        context=context,
        status=status,
    )
