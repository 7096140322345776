"""The full number of a customer, each look on the record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from kesu.journeys.reveal import reveal as show
from kesu.workbench.session import Desk, signed_in


@require_POST
@signed_in
def reveal(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """The number on a page of its own, which is never cached and has it in no address."""
    found = show(no, by=desk.reader, now=desk.now)
    return render(request, "workbench/reveal.html", {"no": no, "found": found})
