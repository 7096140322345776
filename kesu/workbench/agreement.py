"""和解协议: what was agreed and what shows it, and drafting the text from approved clauses."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kesu.desk import agreements as desk_agreements
from kesu.desk import letters
from kesu.desk.agreements import AgreementsView, AgreementView
from kesu.desk.faults import NoSuchComplaint, NotYours
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import draft_agreement as drafting
from kesu.journeys import offers
from kesu.journeys.agreement import AgreementKind
from kesu.journeys.faults import GateShut, Stale, WrongState
from kesu.journeys.mails import CUSTOMERS_LANGUAGE
from kesu.journeys.perform import perform
from kesu.journeys.verb import verb_named
from kesu.policy.codes import Remedy
from kesu.workbench import forms, rooms
from kesu.workbench.act import why_not
from kesu.workbench.acts.fields import fields_of
from kesu.workbench.entries import Shown
from kesu.workbench.forms import Field
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.words import choices, value_word

_KINDS = (Remedy.compensation, Remedy.indemnity)


@dataclass(frozen=True)
class Attempt:
    """What was typed into one form, why it was not taken, or how it would read."""

    verb: str
    typed: QueryDict
    faults: tuple[Fault, ...] = ()
    error: str = ""
    text: str = ""


@require_safe
@signed_in
def agreement(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """What was agreed, the drafts, and what may be done."""
    return _page(request, desk, no)


@require_safe
@signed_in
def draft(request: HttpRequest, desk: Desk, no: str, number: int) -> HttpResponse:
    """One draft as it is printed and signed."""
    found = desk_agreements.agreements(no, reader=desk.reader, people=desk.people)
    one = next((one for one in found.drafts if one.id == number), None)
    if one is None:
        raise NoSuchComplaint
    return rooms.page(
        request,
        desk,
        found.no,
        room="agreement",
        template="workbench/agreement/draft.html",
        context={"name": _("Draft"), "draft": one, "lines": one.text.split("\n")},
    )


@require_safe
@signed_in
def withdrawal(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """撤回投诉申请书 as it is printed and signed."""
    paper = letters.withdrawal(
        no, reader=desk.reader, people=desk.people, language=CUSTOMERS_LANGUAGE
    )
    return rooms.page(
        request,
        desk,
        paper.no,
        room="agreement",
        template="workbench/agreement/draft.html",
        context={"name": _("Withdrawal of the complaint"), "lines": paper.lines},
    )


@require_POST
@signed_in
def do(request: HttpRequest, desk: Desk, no: str, verb: str) -> HttpResponse:
    """Drafts, shows how a draft would read, or records what was agreed."""
    if verb not in (drafting.VERB, "agreement"):
        raise NoSuchComplaint
    found = desk_agreements.agreements(no, reader=desk.reader, people=desk.people)
    typed, raw = request.POST, _read(verb, found, request.POST)
    try:
        if verb == drafting.VERB and typed.get("preview"):
            text = drafting.preview(no, raw, by=desk.reader, now=desk.now)
            return _page(request, desk, no, Attempt(verb, typed, text=text))
        done = perform(verb, no, raw, by=desk.reader, now=desk.now)
    except Refused as refused:
        placed = forms.filled(_fields(verb, found), typed)
        others = forms.unplaced(placed, refused.faults)
        error = " ".join(f"{one.message} {one.expected}".strip() for one in others)
        attempt = Attempt(verb, typed, refused.faults, error)
        return _page(request, desk, no, attempt, status=422)
    except (GateShut, Stale, WrongState, NotYours) as refused:
        attempt = Attempt(verb, typed, error=why_not(refused))
        return _page(request, desk, no, attempt, status=409)
    for warning in done.warnings:
        messages.warning(request, warning.say)
    if verb == drafting.VERB:
        return redirect("agreement-draft", no=no, number=int(done.made))
    said = verb_named(verb).words.say(desk.language)
    messages.success(request, _("Done: %(verb)s") % {"verb": said})
    return redirect("agreement", no=no) if done.readable else redirect("queue")


def _page(
    request: HttpRequest, desk: Desk, no: str, attempt: Attempt | None = None, status: int = 200
) -> HttpResponse:
    found = desk_agreements.agreements(no, reader=desk.reader, people=desk.people)
    allowed = {one.verb.name for one in offers.offers(no, by=desk.reader, now=desk.now)}
    verbs = [verb for verb in ("agreement", drafting.VERB) if verb in allowed]
    context = {
        "rows": [_row(one) for one in found.agreements],
        "drafts": [(value_word(Remedy, Remedy(one.kind)), one) for one in found.drafts],
        "forms": [_form(verb, found, desk, attempt) for verb in verbs],
        "preview": attempt.text.split("\n") if attempt and attempt.text else None,
        "has_files": bool(found.papers),
        "evidence_url": reverse("evidence", args=[found.no]),
    }
    return rooms.page(
        request,
        desk,
        found.no,
        room="agreement",
        template="workbench/agreement.html",
        context=context,
        status=status,
    )


def _row(one: AgreementView) -> dict[str, Any]:
    return {"view": one, "kind": value_word(AgreementKind, AgreementKind(one.kind))}


def _form(verb: str, found: AgreementsView, desk: Desk, attempt: Attempt | None) -> Shown:
    fields = _fields(verb, found)
    mine = attempt if attempt and attempt.verb == verb else None
    if mine is not None:
        fields = forms.filled(fields, mine.typed, mine.faults)
    says = {
        "agreement": _("The case may then be closed as agreed."),
        drafting.VERB: _("Compensation admits nothing; an indemnity admits liability."),
    }
    return Shown(
        what=verb,
        title=verb_named(verb).words.say(desk.language),
        says=says[verb],
        icon={"agreement": "stamp"}.get(verb, "note"),
        fields=fields,
        error=mine.error if mine else "",
        open=mine is not None,
    )


def _fields(verb: str, found: AgreementsView) -> list[Field]:
    if verb == "agreement":
        papers = [(one.id, f"{one.name} {one.sha256[:8]}") for one in found.papers]
        drafts = [(str(one.id), f"{one.id} {one.at:%Y-%m-%d}") for one in found.drafts]
        known = {"evidence": papers, "draft": drafts, "kind": choices(AgreementKind)}
        return [one for one in fields_of(verb, known) if one.name not in ("note", "at")]
    known = {
        "kind": [(one.value, value_word(Remedy, one)) for one in _KINDS],
        "language": [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")],
    }
    fields = [one for one in fields_of(verb, known) if one.name not in ("note", "at")]
    return [_with_clauses(one, found) if one.name == "clauses" else one for one in fields]


def _with_clauses(field: Field, found: AgreementsView) -> Field:
    """The clauses to tick, those of both kinds first; each says for which it is."""
    words = {one.value: value_word(Remedy, one) for one in _KINDS}
    offered = [
        (one.code, f"{one.text}（{words[one.kind]}）" if one.kind in words else one.text)
        for one in found.clauses
    ]
    chosen = [one.code for one in found.clauses if one.always]
    return replace(field, widget="checkbox", choices=tuple(offered), value=chosen, help="")


def _read(verb: str, found: AgreementsView, typed: QueryDict) -> dict[str, Any]:
    """As plain values; a clause of the other kind that stood ticked is left out."""
    raw = forms.read(_fields(verb, found), typed)
    other = {one.code for one in found.clauses if one.kind not in ("any", raw.get("kind"))}
    if "clauses" in raw:
        raw["clauses"] = [code for code in raw["clauses"] if code not in other]
    return raw
