"""批量通知 on its page: word it, agree to it, see what became of each member (F19)."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kesu.desk import batches as desk_batches
from kesu.desk.circulars import CircularView, circulars
from kesu.desk.faults import NoSuchComplaint
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import batch_notice, payload
from kesu.journeys.batch_notice import SentBack, Worded
from kesu.policy.codes import NOT_OPEN
from kesu.workbench.session import Desk, signed_in

_AT_ONCE = 50
"""So many members are told before the page comes back; the worker tells the others."""
_HOW: dict[str, tuple[Any, str, str]] = {
    "waiting": (gettext_lazy("Waits to be told"), "clock", "outline"),
    "left_out": (gettext_lazy("Left out"), "x", "outline"),
    "ended": (gettext_lazy("The case was over already"), "lock", "outline"),
    "failed": (gettext_lazy("Could not be told: see the system page"), "octagon-alert", "breach"),
    "no_address": (gettext_lazy("Day's line kept; no e-mail address"), "triangle-alert", "soon"),
    "unwritable": (
        gettext_lazy("Day's line kept; the e-mail address cannot be written to"),
        "triangle-alert",
        "soon",
    ),
    "off": (gettext_lazy("Day's line kept; mail is not set up"), "triangle-alert", "soon"),
    "mail_waiting": (gettext_lazy("Letter waits to go"), "mail", "outline"),
    "mail_leased": (gettext_lazy("Letter on its way"), "mail", "outline"),
    "mail_done": (gettext_lazy("Letter sent"), "check", "ok"),
    "mail_quarantined": (gettext_lazy("Letter set aside"), "octagon-alert", "breach"),
}


@dataclass(frozen=True)
class Attempt:
    """What was typed into the form ``what``, and why it was not taken."""

    what: str
    typed: QueryDict
    faults: tuple[Fault, ...]


@signed_in
def circular(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """The newest notice first."""
    return _page(request, desk, key)


@require_POST
@signed_in
def write(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Puts a wording up for approval; what is refused comes back as it was typed."""
    typed = request.POST
    raw: dict[str, Any] = {"text": typed.get("text", "").replace("\r\n", "\n")}
    if typed.getlist("left_out"):
        raw["left_out"] = typed.getlist("left_out")
    try:
        said = payload.read(Worded, raw)
        batch_notice.write(key, said, by=desk.reader, now=desk.now)
    except Refused as refused:
        attempt = Attempt("write", typed, tuple(refused.faults))
        return _page(request, desk, key, attempt, status=422)
    messages.success(request, _("The notice waits for somebody else to agree."))
    return redirect("batch-notice", key=key)


@require_POST
@signed_in
def decide(request: HttpRequest, desk: Desk, key: str, number: int) -> HttpResponse:
    """Agrees to a wording and tells the first members, or sends it back with the reason."""
    typed = request.POST
    try:
        if typed.get("what") == "approve":
            batch_notice.approve(number, by=desk.reader, now=desk.now)
            batch_notice.work(desk.now, _AT_ONCE)
            messages.success(request, _("The notice is going out; each member's result is below."))
        elif typed.get("what") == "return":
            because = typed.get("because", "").strip()
            said = payload.read(SentBack, {"because": because})
            batch_notice.send_back(number, said, by=desk.reader, now=desk.now)
            messages.success(request, _("The notice went back to its writer."))
        else:
            raise NoSuchComplaint
    except Refused as refused:
        attempt = Attempt(str(number), typed, tuple(refused.faults))
        return _page(request, desk, key, attempt, status=422)
    return redirect("batch-notice", key=key)


def _page(
    request: HttpRequest,
    desk: Desk,
    key: str,
    attempt: Attempt | None = None,
    status: int = 200,
) -> HttpResponse:
    batch = desk_batches.batch(key, reader=desk.reader, people=desk.people)
    found = circulars(key, reader=desk.reader, people=desk.people)
    mine = attempt if attempt and attempt.what == "write" else None
    members = [one for one in batch.members if one.state not in NOT_OPEN and not one.merged]
    out = mine.typed.getlist("left_out") if mine else []
    context = {
        "batch": batch.row,
        "back": {"url": reverse("batch", args=[key]), "label": _("Batch")},
        "may_write": found.may_write,
        "text": mine.typed.get("text", "") if mine else "",
        "error": _said(mine),
        "members": [{"row": one, "out": one.no in out} for one in members],
        "hidden": batch.hidden,
        "notices": [_notice(one, attempt) for one in found.rows],
    }
    return render(request, "workbench/circular.html", context, status=status)


def _notice(one: CircularView, attempt: Attempt | None) -> dict[str, Any]:
    mine = attempt if attempt and attempt.what == str(one.id) else None
    return {
        "view": one,
        "error": _said(mine),
        "because": mine.typed.get("because", "") if mine else "",
        "counts": [(n, *_word(how)) for how, n in one.counts.items()],
        "members": [(member, *_word(member.how)) for member in one.members],
    }


def _word(how: str) -> tuple[str, str, str]:
    word, icon, tone = _HOW[how]
    return str(word), icon, tone


def _said(attempt: Attempt | None) -> str:
    faults = attempt.faults if attempt else ()
    return " ".join(f"{one.message} {one.expected}".strip() for one in faults)
