"""回电与回访: whom to call next, logged where they stand with one key (Q24, Q13, E14)."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kesu.complaints.rules import LOST
from kesu.desk import callbacks as desk_callbacks
from kesu.desk import missed
from kesu.desk.callbacks import Call, Missed
from kesu.desk.faults import NoSuchComplaint
from kesu.desk.whose import Whose
from kesu.desk.words import channel_word
from kesu.foundation.faults import Fault, Refused
from kesu.journeys.faults import GateShut, NotYours, Stale, WrongState
from kesu.journeys.perform import perform
from kesu.policy.codes import Channel, ContactOutcome, FollowUpOutcome
from kesu.workbench import rows
from kesu.workbench.act import why_not
from kesu.workbench.results import version_of
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.words import SAID, yes_no

_VERBS = ("contact", "follow_up", "revisit", "after_care")
_JUDGED = ("satisfied", "service_met", "emotional_met")
_BY_VOICE = (Channel.hotline, Channel.im, Channel.wechat, Channel.email, Channel.app)


@dataclass(frozen=True)
class Attempt:
    """What was typed about one call, and why it was not taken. ``no``: of the complaint, or the key
    of a call from a number without one.
    """

    no: str
    typed: QueryDict
    error: str


@signed_in
def callbacks(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The earliest due first; who called in vain stands above."""
    return page(request, desk)


@require_POST
@signed_in
def do(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """Logs one call, connected or not; what cannot be taken comes back with what was typed."""
    typed = request.POST
    verb = typed.get("verb", "")
    if verb not in _VERBS:
        raise NoSuchComplaint
    try:
        reached = reached_of(typed)
        raw = _raw(verb, typed, reached)
        done = perform(
            verb, no, raw, by=desk.reader, now=desk.now, must_match=version_of(typed, no)
        )
    except Refused as refused:
        said = " ".join(f"{one.message} {one.expected}".strip() for one in refused.faults)
        return page(request, desk, Attempt(no, typed, said), status=422)
    except (GateShut, Stale, WrongState, NotYours) as refused:
        return page(request, desk, Attempt(no, typed, why_not(refused)), status=409)
    said = _said(verb, reached)
    messages.success(request, said % {"no": no})
    for warning in done.warnings:
        messages.warning(request, warning.say)
    return redirect(f"{reverse('callbacks')}?whose={whose_of(request).value}")


def reached_of(typed: QueryDict) -> bool:
    """Which of the two was pressed. Errors: ``Refused`` for neither."""
    reached = SAID.get(typed.get("reached", ""))
    if reached is None:
        either = f"{_('Connected')} / {_('No answer')}"
        raise Refused([Fault("reached", _("This is required."), either)])
    return reached


def _raw(verb: str, typed: QueryDict, reached: bool) -> dict[str, Any]:
    if verb == "contact":
        return _contact(typed, reached)
    if verb == "after_care":
        words = typed.get("summary", "").strip()
        return {
            "kind": typed.get("care", ""),
            "done": reached,
            **({"words": words} if words else {}),
        }
    return _follow_up(typed, reached)


def _said(verb: str, reached: bool) -> str:
    if verb == "after_care":
        return _("After-care on %(no)s is done.") if reached else _("After-care on %(no)s is left.")
    return _("Connected with the customer of %(no)s.") if reached else _("No answer on %(no)s.")


def _contact(typed: QueryDict, reached: bool) -> dict[str, Any]:
    outcome = ContactOutcome.reached if reached else ContactOutcome.no_answer
    summary = typed.get("summary", "").strip()
    channel = typed.get("channel") or Channel.hotline.value
    raw = {"channel": channel, "outcome": outcome.value}
    return {**raw, "summary": summary} if summary else raw


def _follow_up(typed: QueryDict, reached: bool) -> dict[str, Any]:
    """Only a customer who answered judges."""
    summary = typed.get("summary", "").strip()
    note = {"note": summary} if summary else {}
    if not reached:
        return {"outcome": FollowUpOutcome.no_answer.value, **note}
    told = {name: typed.get(name, "") for name in _JUDGED}
    judged = {name: SAID.get(word, word) for name, word in told.items() if word}
    return {"outcome": FollowUpOutcome.answered.value, **judged, **note}


def whose_of(request: HttpRequest) -> Whose:
    """Whose calls are looked at."""
    asked = request.POST.get("whose") or request.GET.get("whose", "")
    return Whose.team if asked == Whose.team else Whose.mine


def page(
    request: HttpRequest, desk: Desk, attempt: Attempt | None = None, status: int = 200
) -> HttpResponse:
    """The board, with what was typed about one call and not taken."""
    whose = whose_of(request)
    found = desk_callbacks.calls(
        whose=whose, reader=desk.reader, people=desk.people, now=desk.now, zone=desk.pack.tz
    )
    channels = [(one.value, str(channel_word(one))) for one in _BY_VOICE]
    numbers = missed.numbers(reader=desk.reader, people=desk.people, now=desk.now)
    shown = len(numbers.shown) + len(found.missed)
    context = {
        "tabs": whose_tabs("callbacks", whose) if found.may_lead else [],
        "whose": whose.value,
        "owed": [_call(one, attempt) for one in found.owed],
        "missed": [_missed(one, attempt) for one in found.missed],
        "numbers": [{"view": one, **_typed(str(one.key), attempt)} for one in numbers.shown],
        "shown": shown,
        "waiting": shown + numbers.more,
        "channels": channels,
        "yes_no": yes_no(),
        "error": attempt.error if attempt else "",
    }
    return render(request, "workbench/callbacks.html", context, status=status)


def whose_tabs(url: str, whose: Whose, *, more: str = "") -> list[dict[str, Any]]:
    """Mine and my team's, for who looks after others."""
    named = {Whose.mine: _("Mine"), Whose.team: _("My team")}
    return [
        {
            "url": f"{reverse(url)}?whose={one.value}{more}",
            "label": label,
            "count": None,
            "current": one is whose,
        }
        for one, label in named.items()
    ]


def _call(one: Call, attempt: Attempt | None) -> dict[str, Any]:
    failed = one.reaching
    parts = (
        (_("attempts"), failed.attempts, LOST.attempts),
        (_("channels"), failed.channels, LOST.channels),
        (_("days"), failed.days, LOST.days),
        (_("times of day"), failed.bands, LOST.bands),
    )
    return {
        "view": one,
        "key": one.care or slugify(one.subject),
        "row": rows.row(one.row),
        "version": one.row.version,
        "lost": [(word, min(n, most), most) for word, n, most in parts] if failed.attempts else [],
        "is_lost": failed.shown,
        "last": one.tried[-1] if one.tried else None,
        "tried": len(one.tried),
        **_typed(one.row.no, attempt),
    }


def _missed(one: Missed, attempt: Attempt | None) -> dict[str, Any]:
    row = rows.row(one.row)
    return {"view": one, "row": row, "version": one.row.version, **_typed(one.row.no, attempt)}


def _typed(no: str, attempt: Attempt | None) -> dict[str, Any]:
    mine = attempt if attempt is not None and attempt.no == no else None
    said = mine.typed if mine else QueryDict()
    names = ("summary", "channel", *_JUDGED)
    return {"error": mine.error if mine else "", "typed": {one: said.get(one, "") for one in names}}
