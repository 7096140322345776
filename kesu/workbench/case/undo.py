"""A step that was taken is said, with 撤销 beside it where another step would undo it."""

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe

from kesu.journeys.perform import Done
from kesu.journeys.undo import inverse
from kesu.workbench.session import Desk


def say(request: HttpRequest, desk: Desk, said: str, verb: str, done: Done) -> None:
    """Puts it on the page that comes."""
    back = inverse(verb, done, by=desk.reader, now=desk.now)
    if back is None:
        messages.success(request, said)
        return
    context = {
        "said": said,
        "url": reverse("act", args=[done.complaint.no, back.verb]),
        "values": {**back.values, "version": back.version},
    }
    shown = render_to_string("workbench/case/undo.html", context, request)
    messages.success(request, mark_safe(shown))  # noqa: S308 - a template of ours, escaped there
