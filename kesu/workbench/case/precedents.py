"""又出现一次: closed cases like this one, loaded when the reader comes to them (D15)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kesu.desk import precedents as desk_precedents
from kesu.workbench.session import Desk, signed_in


@signed_in
def precedents(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """A fragment of the page's side."""
    found = desk_precedents.precedents(no, reader=desk.reader, people=desk.people)
    context = {"found": found, "now": desk.now}
    return render(request, "workbench/case/precedents.html", context)
