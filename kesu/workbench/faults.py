"""Pages for what went wrong: what happened, what is kept, what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of ours, or came after signing out."""
    return render(request, "403.html", {"stale": True, "reason": reason}, status=403)
