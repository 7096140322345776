"""What I was told."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kesu.desk import inbox
from kesu.desk.values import NoticeView
from kesu.desk.words import clock_word, notice_word
from kesu.journeys import notices as told
from kesu.workbench.options import function_word
from kesu.workbench.session import Desk, signed_in

_FEW = 8
_MANY = 50


@signed_in
def notices(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The newest notices, the unseen marked."""
    return render(request, "workbench/notices.html", {"found": _found(desk)})


@signed_in
def latest(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The few newest, for the list under the bell."""
    return render(request, "workbench/notices/latest.html", {"found": _found(desk, limit=_FEW)})


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


def _found(desk: Desk, *, limit: int = _MANY) -> list[NoticeView]:
    """The newest, each with its detail in words."""
    found = inbox.notices(reader=desk.reader, people=desk.people, limit=limit)
    return [replace(one, detail=_detail(one, desk)) for one in found]


def _detail(one: NoticeView, desk: Desk) -> str:
    """A level, a function, a number of times, a clock or a department, by what was told."""
    code, language = one.detail, desk.language
    if one.kind in ("report", "acknowledged"):
        return desk.pack.word("notify", code, language)
    if one.kind in ("opinion_asked", "opinion_given"):
        return function_word(code, desk)
    if code.isdigit():
        return ngettext("%(n)s time", "%(n)s times", int(code)) % {"n": code}
    return desk.pack.department_name(clock_word(code), language)
