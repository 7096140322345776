"""What I was told."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kesu.desk import inbox
from kesu.journeys import notices as told
from kesu.workbench.session import Desk, signed_in


@signed_in
def notices(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The newest notices, the unseen marked."""
    found = inbox.notices(reader=desk.reader, people=desk.people)
    return render(request, "workbench/notices.html", {"found": found})


@require_POST
@signed_in
def seen(_request: HttpRequest, desk: Desk) -> HttpResponse:
    """All of them were seen."""
    told.seen(by=desk.reader, now=desk.now)
    return redirect("notices")
