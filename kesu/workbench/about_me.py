"""One key for whoever is complained about on the line: lodged, put through, locked out (E49)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kesu.foundation.faults import Refused
from kesu.journeys.about_me import AboutMe, lodge_about_me
from kesu.workbench import forms
from kesu.workbench.once import Taken, once
from kesu.workbench.session import Desk, signed_in

_TOLD = frozenset({"put_through", "call_back"})


@require_POST
@signed_in
def about_me(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Lodges a complaint about the reader, who learns its number and where the call goes."""
    raw = forms.read(forms.fields_of(AboutMe), request.POST)
    try:
        done = once(request, lambda: _take_in(raw, desk))
    except Refused as refused:
        said = [f"{one.message} {one.expected}".strip() for one in refused.faults]
        messages.error(request, " ".join(said))
        return redirect("lodge")
    said_so = _("%(no)s is lodged and went to %(who)s.") % {"no": done.no, "who": done.routed_to}
    messages.success(request, said_so, extra_tags="lodged")
    for warning in done.warnings:
        messages.warning(request, warning)
    return redirect("queue")


def _take_in(raw: object, desk: Desk) -> Taken:
    lodged = lodge_about_me(raw, by=desk.reader, now=desk.now)
    told = tuple(one.say for one in lodged.warnings if one.code in _TOLD)
    return Taken(lodged.complaint.no, readable=False, routed_to=lodged.routed_to, warnings=told)
