"""交接班: what I leave behind, to whom, with which words; what colleagues leave to me (F16)."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kesu.desk import shift as desk_shift
from kesu.desk.faults import NoSuchComplaint, NotTaken
from kesu.desk.shift import Answered, LeftCase, Shift
from kesu.desk.words import clock_word
from kesu.foundation.faults import Refused
from kesu.journeys import payload
from kesu.journeys import shift as journey
from kesu.journeys.each import Result
from kesu.journeys.faults import GateShut, Stale, WrongState
from kesu.journeys.shift import Declined, Left
from kesu.workbench import options, results, rows
from kesu.workbench.act import why_not
from kesu.workbench.results import Told
from kesu.workbench.session import Desk, signed_in

_ANSWERS = {
    "taken": (gettext_lazy("Taken over"), "ok", "check"),
    "declined": (gettext_lazy("Not taken"), "breach", "x"),
    "withdrawn": (gettext_lazy("Kept after all"), "outline", "return"),
}


@signed_in
def shift(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What falls due before I am back stands first."""
    return _page(request, desk)


@require_POST
@signed_in
def leave(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Leaves the chosen cases to one colleague, each with its own words."""
    typed = request.POST
    results_ = list(_leave(results.chosen(request), typed, desk))
    told = results.told(results_)
    if not told:
        messages.warning(request, _("Choose at least one complaint."))
    done = {one.no for one in told if one.done}
    kept = {one.no for one in told if not one.done}
    status = 200 if done or not told else 409
    return _page(request, desk, told=told, kept=kept, status=status)


def _leave(numbers: Iterable[str], typed: QueryDict, desk: Desk) -> Iterator[Result]:
    for no in numbers:
        raw = {"to": typed.get("to", ""), "words": typed.get(f"words-{no}", "").strip()}
        raw = {name: value for name, value in raw.items() if value}
        try:
            said = payload.read(Left, raw)
            version = results.version_of(typed, no)
            journey.leave(no, said, by=desk.reader, now=desk.now, version=version)
            yield Result(no)
        except (Refused, NotTaken) as fault:
            yield Result(no, fault)


@require_POST
@signed_in
def answer(request: HttpRequest, desk: Desk, key: int, what: str) -> HttpResponse:
    """Takes a case over, says why not, or takes an offer back."""
    try:
        no = _answer(key, what, request.POST, desk)
    except Refused as refused:
        said = " ".join(f"{one.message} {one.expected}".strip() for one in refused.faults)
        messages.warning(request, said)
        return _page(request, desk, status=422)
    except (GateShut, Stale, WrongState) as refused:
        messages.warning(request, why_not(refused))
        return _page(request, desk, status=409)
    said = {
        "take": _("%(no)s is yours now."),
        "decline": _("%(no)s stays where it was; your colleague is told."),
        "withdraw": _("%(no)s stays with you."),
    }[what]
    messages.success(request, said % {"no": no})
    return redirect("shift")


def _answer(key: int, what: str, typed: QueryDict, desk: Desk) -> str:
    match what:
        case "take":
            return journey.take(key, by=desk.reader, now=desk.now)
        case "decline":
            because = typed.get("because", "").strip()
            said = payload.read(Declined, {"because": because} if because else {})
            return journey.decline(key, said, by=desk.reader, now=desk.now)
        case "withdraw":
            return journey.withdraw(key, by=desk.reader, now=desk.now)
        case _:
            raise NoSuchComplaint


def _page(
    request: HttpRequest,
    desk: Desk,
    *,
    told: Iterable[Told] = (),
    kept: Iterable[str] = (),
    status: int = 200,
) -> HttpResponse:
    found = desk_shift.shift(reader=desk.reader, people=desk.people, now=desk.now)
    chosen = set(kept)
    typed = request.POST if chosen else QueryDict()
    context = {
        "shift": found,
        "figures": _figures(found),
        "owed": [_left(one, chosen, typed) for one in found.owed],
        "rest": [_left(one, chosen, typed) for one in found.rest],
        "received": [{"view": one, "row": rows.row(one.row)} for one in found.received],
        "answered": [_answered(one) for one in found.answered],
        "colleagues": options.colleagues(desk),
        "to": typed.get("to", ""),
        "told": told,
    }
    return render(request, "workbench/shift.html", context, status=status)


def _figures(found: Shift) -> list[dict[str, Any]]:
    return [
        {"label": _("Due before I am back"), "value": len(found.owed)},
        {"label": _("Promises among them"), "value": found.promises},
        {"label": _("Calls among them"), "value": found.calls},
        {"label": _("Open without anything due"), "value": len(found.rest)},
    ]


def _left(one: LeftCase, chosen: set[str], typed: QueryDict) -> dict[str, Any]:
    no = one.row.no
    return {
        "view": one,
        "row": rows.row(one.row),
        "version": one.row.version,
        "clocks": [str(clock_word(name)) for name in one.clocks],
        "chosen": no in chosen,
        "words": typed.get(f"words-{no}", ""),
    }


def _answered(one: Answered) -> dict[str, Any]:
    word, tone, icon = _ANSWERS[one.answer]
    return {"view": one, "word": str(word), "tone": tone, "icon": icon}
