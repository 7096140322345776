"""One field for everything: complaints and customers as they are typed, and every command of the
page, which the page itself knows.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kesu.desk.glimpse import glimpse
from kesu.foundation.faults import Refused
from kesu.workbench.session import Desk, signed_in

_LONGEST = 200


@signed_in
def palette(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The options for what was typed so far."""
    words = request.GET.get("q", "")[:_LONGEST]
    try:
        found = glimpse(words, reader=desk.reader, people=desk.people)
    except Refused:
        found = glimpse("", reader=desk.reader, people=desk.people)
    return render(request, "workbench/palette/found.html", {"found": found, "words": words})
