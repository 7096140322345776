"""坐席状态: the five words by which a person says what they do now, from any page."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kesu.foundation.faults import Refused
from kesu.journeys import payload
from kesu.journeys.people import my_state as journey
from kesu.journeys.people.my_state import MyState
from kesu.people.rules import AgentState
from kesu.workbench.session import Desk, signed_in

_WORDS = {
    AgentState.ready: (gettext_lazy("Ready"), "ok", "check"),
    AgentState.in_call: (gettext_lazy("In a call"), "accent", "phone"),
    AgentState.after_call: (gettext_lazy("After-call work"), "accent", "note"),
    AgentState.rest: (gettext_lazy("On a break"), "soon", "pause"),
    AgentState.away: (gettext_lazy("Away from the desk"), "", "minus"),
}
_PRESENCE = {
    "present": (gettext_lazy("At work"), "outline", "user"),
    "away": (gettext_lazy("Not at work"), "", "minus"),
    "leave": (gettext_lazy("On leave"), "soon", "pause"),
}


@dataclass(frozen=True)
class Shown:
    """A state as it is drawn: word, tone and icon. ``since``: when it began."""

    code: str
    word: str
    tone: str
    icon: str
    since: datetime | None = None


def states() -> list[Shown]:
    """The five, in their order."""
    return [_shown(one, None) for one in AgentState]


def shown(state: str, since: datetime | None, presence: str) -> Shown:
    """What somebody does now; leave and the roster stand before what they said."""
    known = state in list(AgentState)
    if presence != "present" or not known:
        word, tone, icon = _PRESENCE[presence]
        return Shown(presence, str(word), tone, icon)
    return _shown(AgentState(state), since)


def _shown(state: AgentState, since: datetime | None) -> Shown:
    word, tone, icon = _WORDS[state]
    return Shown(state.value, str(word), tone, icon, since)


@require_POST
@signed_in
def say(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Says what I do now, and goes back to where I was."""
    try:
        said = payload.read(MyState, {"state": request.POST.get("state", "")})
        journey.say(said, by=desk.reader, at=desk.now)
    except Refused as refused:
        messages.warning(request, " ".join(one.message for one in refused.faults))
        return redirect(_back(request))
    messages.success(
        request, _("You are: %(state)s") % {"state": _WORDS[AgentState(said.state)][0]}
    )
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    # What is no path would be taken for the name of a page.
    return wanted if safe and wanted.startswith("/") else "queue"
