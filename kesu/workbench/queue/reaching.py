"""已接通, 未接通: a call logged from the row of the list with one key (F01, E41)."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kesu.desk.faults import AccusedHere, NoSuchComplaint
from kesu.foundation.faults import Refused
from kesu.journeys.faults import NotTaken
from kesu.journeys.perform import perform
from kesu.policy.codes import Channel, ContactOutcome
from kesu.workbench.act import why_not
from kesu.workbench.once import Taken, once
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.words import value_word


@require_POST
@signed_in
def reach(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Logs one attempt on ``no``: ``outcome``, ``summary``. What a call came to is a fact, so a
    case that changed meanwhile takes it all the same.
    """
    no, outcome = request.POST.get("no", ""), request.POST.get("outcome", "")
    raw = {"channel": Channel.hotline.value, "outcome": outcome}
    summary = request.POST.get("summary", "").strip()
    if summary:
        raw["summary"] = summary
    try:
        done = _once(request, lambda: _log(no, raw, desk))
    except (Refused, NotTaken) as fault:
        return _answer(request, _why(fault), done=False)
    warned = " ".join(done.warnings)
    word = value_word(ContactOutcome, ContactOutcome(outcome))
    said = _("%(no)s: logged, %(outcome)s.") % {"no": no, "outcome": word}
    return _answer(request, f"{said} {warned}".strip(), done=True)


def _once(request: HttpRequest, work: Callable[[], Taken]) -> Taken:
    """The page names each call it logs, so that two of the same name are one contact."""
    return once(request, work) if request.POST.get("once") else work()


def _log(no: str, raw: dict[str, str], desk: Desk) -> Taken:
    done = perform("contact", no, raw, by=desk.reader, now=desk.now)
    return Taken(done.complaint.no, done.readable, "", tuple(one.say for one in done.warnings))


def _why(fault: Exception) -> str:
    if isinstance(fault, Refused):
        return " ".join(f"{one.message} {one.expected}".strip() for one in fault.faults)
    if isinstance(fault, AccusedHere | NoSuchComplaint):
        return _("There is nothing here, or not for you.")
    return why_not(fault)


def _answer(request: HttpRequest, said: str, *, done: bool) -> HttpResponse:
    """A word in the place it was asked from, or on the queue where no script runs."""
    if request.headers.get("HX-Request"):
        shown = {"said": said, "done": done}
        return render(request, "workbench/queue/reached.html", shown)
    (messages.success if done else messages.error)(request, said)
    return redirect("queue")
