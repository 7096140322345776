"""补赔: the room of what the customer is given, and doing it from there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kesu.desk import gift_words
from kesu.desk import redress as desk_redress
from kesu.desk.faults import NoSuchComplaint, NotYours
from kesu.desk.gifts import catalogue
from kesu.desk.redress import Redress, RemedyView
from kesu.desk.words import word
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import offers
from kesu.journeys.faults import GateShut, Stale, WrongState
from kesu.journeys.perform import perform
from kesu.journeys.verb import verb_named
from kesu.policy.codes import Party, Remedy
from kesu.remedies.rules import Ledger, Suggestion, Sum
from kesu.workbench import forms, rooms
from kesu.workbench.act import why_not
from kesu.workbench.acts.fields import fields_of
from kesu.workbench.entries import Shown
from kesu.workbench.forms import Choices, Field
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.words import value_word

_NEW = {"remedy": "gift", "demand": "question", "exposure": "globe"}
"""What is added to a case, each with its icon."""
_ON_ONE = {
    "grant_remedy": ("planned",),
    "ask_payment": ("approved", "failed"),
    "give_remedy": ("approved",),
    "drop_remedy": ("planned", "approved", "failed"),
}
"""What is done to one remedy, in which of its states."""
_ICONS = {
    "grant_remedy": "stamp",
    "ask_payment": "send",
    "give_remedy": "check",
    "drop_remedy": "return",
}
_TONES = {"planned": "soon", "approved": "accent", "given": "ok", "failed": "breach"}
_MONEY = frozenset({"compensation", "indemnity", "refund"})


@dataclass(frozen=True)
class Attempt:
    """What was typed into one form, and why it was not taken. ``remedy``: on which one."""

    verb: str
    typed: QueryDict
    remedy: str = ""
    faults: tuple[Fault, ...] = ()
    error: str = ""


@signed_in
def redress(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """What is given, what to offer, what the law could award."""
    return _page(request, desk, no)


@require_POST
@signed_in
def do(request: HttpRequest, desk: Desk, no: str, verb: str) -> HttpResponse:
    """One step on what is given; what cannot be taken comes back with what was typed."""
    if verb not in {*_NEW, *_ON_ONE}:
        raise NoSuchComplaint
    fields = fields_of(verb, _choices())
    remedy = request.POST.get("remedy", "") if verb in _ON_ONE else ""
    try:
        done = perform(verb, no, forms.read(fields, request.POST), by=desk.reader, now=desk.now)
    except Refused as refused:
        others = forms.unplaced(_but_remedy(forms.filled(fields, request.POST)), refused.faults)
        error = " ".join(f"{one.message} {one.expected}".strip() for one in others)
        attempt = Attempt(verb, request.POST, remedy, refused.faults, error)
        return _page(request, desk, no, attempt, status=422)
    except (GateShut, Stale, WrongState, NotYours) as refused:
        attempt = Attempt(verb, request.POST, remedy, error=why_not(refused))
        return _page(request, desk, no, attempt, status=409)
    messages.success(
        request, _("Done: %(verb)s") % {"verb": verb_named(verb).words.say(desk.language)}
    )
    for warning in done.warnings:
        messages.warning(request, warning.say)
    return redirect("redress", no=no) if done.readable else redirect("queue")


def _page(
    request: HttpRequest,
    desk: Desk,
    no: str,
    attempt: Attempt | None = None,
    status: int = 200,
) -> HttpResponse:
    found = desk_redress.redress(no, reader=desk.reader, people=desk.people, now=desk.now)
    allowed = {one.verb.name for one in offers.offers(no, by=desk.reader, now=desk.now)}
    context = {
        "found": found,
        "no": found.no,
        "rows": [_row(one, desk, allowed, attempt) for one in found.remedies],
        "ledgers": ledgers(found.sums),
        "offer": _offer(found.suggestion, found),
        "demands": [(word(gift_words.DEMANDS, one.kind), one) for one in found.demands],
        "exposures": [(word(gift_words.EXPOSED, one.channel), one) for one in found.exposures],
        "earlier": [
            (value_word(Remedy, one.kind), word(gift_words.STATES, one.state), one)
            for one in found.earlier
        ],
        "forms": list(_new_forms(desk, allowed, attempt)),
    }
    return rooms.page(
        request,
        desk,
        found.no,
        room="redress",
        template="workbench/redress.html",
        context=context,
        status=status,
    )


def ledgers(sums: dict[Ledger, Sum]) -> list[dict[str, Any]]:
    """Each ledger by its word; they are told apart and never summed."""
    return [
        {"word": word(gift_words.LEDGERS, ledger), "code": ledger.value, "sum": one}
        for ledger, one in sums.items()
    ]


def _row(one: RemedyView, desk: Desk, allowed: set[str], attempt: Attempt | None) -> dict[str, Any]:
    doable = [
        verb
        for verb, states in _ON_ONE.items()
        if verb in allowed and one.state in states and _makes_sense(verb, one, desk)
    ]
    return {
        "view": one,
        "kind": value_word(Remedy, one.kind),
        "state": word(gift_words.STATES, one.state),
        "tone": _TONES.get(one.state, ""),
        "ledger": word(gift_words.LEDGERS, one.ledger),
        "payer": word(gift_words.PAYERS, one.payer) if one.payer != "us" else "",
        "tone_word": word(gift_words.TONES, one.tone) if one.tone else "",
        "forms": [
            {"verb": verb, "form": _form(verb, desk, attempt, remedy=one.id)} for verb in doable
        ],
    }


def _makes_sense(verb: str, one: RemedyView, desk: Desk) -> bool:
    """Nobody agrees to their own; only our own money is paid by finance, and asked for once."""
    if verb == "grant_remedy":
        return one.by.id != desk.reader.id
    if verb == "give_remedy":
        return one.kind not in _MONEY or one.payer != "us" or not one.account_tail
    if verb != "ask_payment":
        return True
    waits = any(payment.state == "asked" for payment in one.payments)
    return one.kind in _MONEY and one.payer == "us" and not waits


def _new_forms(desk: Desk, allowed: set[str], attempt: Attempt | None) -> Iterable[Shown]:
    for verb in _NEW:
        if verb in allowed:
            yield _form(verb, desk, attempt)


def _form(verb: str, desk: Desk, attempt: Attempt | None, *, remedy: str = "") -> Shown:
    fields: Sequence[Field] = fields_of(verb, _choices() if verb in _NEW else {})
    mine = attempt if attempt and (attempt.verb, attempt.remedy) == (verb, remedy) else None
    if mine is not None:
        fields = forms.filled(fields, mine.typed, mine.faults)
    return Shown(
        what=f"{verb}-{remedy}" if remedy else verb,
        title=verb_named(verb).words.say(desk.language),
        says=_says(verb),
        icon=_NEW.get(verb) or _ICONS[verb],
        fields=[replace(one, lines=2) for one in _but_remedy(fields)],
        error=mine.error if mine else "",
        open=mine is not None,
    )


def _but_remedy(fields: Iterable[Field]) -> list[Field]:
    """The remedy is known from where the form stands."""
    return [one for one in fields if one.name != "remedy"]


def _says(verb: str) -> str:
    said = {
        "remedy": _("Within your mandate it is promised at once; more waits for your superior."),
        "demand": _("What the law could award for it is shown, as advice."),
        "drop_remedy": _("Stock and budget are as they were before."),
        "ask_payment": _("The customer is told once it is paid, not before."),
    }
    return said.get(verb, "")


def _choices() -> Choices:
    things = [
        (one.code, f"{one.name} · {one.code} · {one.stock}")
        for one in catalogue()
        if one.active and one.stock
    ]
    return {"item_code": things}


def _offer(suggestion: Suggestion | None, found: Redress) -> dict[str, Any] | None:
    if suggestion is None:
        return None
    return {
        "kind": value_word(Remedy, suggestion.kind),
        "amount": suggestion.amount,
        "capped": suggestion.capped,
        "reasons": [
            {
                "word": word(gift_words.REASONS, one.code),
                "value": _reason_value(one.code, one.value),
                "percent": one.percent,
                "amount": one.amount,
            }
            for one in suggestion.reasons
        ],
        "loss": found.loss,
    }


def _reason_value(code: str, value: str) -> str:
    if code == "stage":
        return word(gift_words.STAGES, value)
    if code == "fault":
        return value_word(Party, Party(value))
    return value if code == "level" else ""
