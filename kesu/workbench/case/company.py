"""Who else has the case before them, and what is new on it; following it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kesu.desk import case as desk_case
from kesu.journeys import watch as watching
from kesu.journeys.presence import Company, be_there
from kesu.workbench.case import story
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.timeline import Shown

_NEWEST = 3


@require_POST
@signed_in
def pulse(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """What an open case page asks each ten seconds; nothing where it was told the same last."""
    company = be_there(
        no,
        by=desk.reader,
        people=desk.people,
        now=desk.now,
        typing=request.POST.get("typing") == "1",
    )
    told = _told(company, request.POST.get("version", ""))
    if request.POST.get("told") == told:
        return HttpResponse(status=204)
    changed = request.POST.get("version", "") not in ("", str(company.version))
    context = {
        "told": told,
        "others": company.others,
        "changed": _news(request, desk, no) if changed else None,
        "story_url": f"{reverse('case', args=[no])}?{request.GET.urlencode()}",
    }
    return render(request, "workbench/case/company.html", context)


def _told(company: Company, version: str) -> str:
    """All that an answer says, to know the same one again; ``version`` is the page's."""
    who = sorted(f"{one.name}{'+' if one.typing else ''}" for one in company.others)
    return "|".join([str(company.version), version, *who])


def _news(request: HttpRequest, desk: Desk, no: str) -> dict[str, Any]:
    """Who changed it, and the newest lines of what they did."""
    found = desk_case.case(no, reader=desk.reader, people=desk.people, timeline=True)
    news = story.since(found, number(request.POST.get("seen", "")), now=desk.now)
    return {"by": _by(news), "lines": news[-_NEWEST:], "count": len(news)}


def _by(news: list[Shown]) -> str:
    return next((one.by_name for one in reversed(news) if one.by_name), "")


def number(text: str) -> int:
    """A line's number as a form brings it back; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


@require_POST
@signed_in
def watch(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """盯住, and not any more."""
    on = request.POST.get("on") == "1"
    watching.watch(no, by=desk.reader, people=desk.people, now=desk.now, on=on)
    said = _("You hear of every step on this case now.") if on else _("You follow it no more.")
    messages.success(request, said)
    return redirect("case", no=no)
