"""What I was told."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kesu.desk import inbox
from kesu.desk.words import notice_word
from kesu.journeys import notices as told
from kesu.workbench.session import Desk, signed_in

_FEW = 8


@signed_in
def notices(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The newest notices, the unseen marked."""
    found = inbox.notices(reader=desk.reader, people=desk.people)
    return render(request, "workbench/notices.html", {"found": found})


@signed_in
def latest(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The few newest, for the list under the bell."""
    found = inbox.notices(reader=desk.reader, people=desk.people, limit=_FEW)
    return render(request, "workbench/notices/latest.html", {"found": found})


@signed_in
def pulse(_request: HttpRequest, desk: Desk) -> HttpResponse:
    """What every open page asks each few seconds: how much is new, and how that is said aloud."""
    found = inbox.pulse(reader=desk.reader, people=desk.people)
    waiting = ngettext("%(n)s notice not seen yet", "%(n)s notices not seen yet", found.unseen)
    newest = _("New notice: %(kind)s") % {"kind": notice_word(found.kind)} if found.kind else ""
    return JsonResponse(
        {
            "unseen": found.unseen,
            "newest": found.newest,
            "say": newest,
            "label": waiting % {"n": found.unseen},
        }
    )


@require_POST
@signed_in
def seen(_request: HttpRequest, desk: Desk) -> HttpResponse:
    """All of them were seen."""
    told.seen(by=desk.reader, now=desk.now)
    return redirect("notices")
