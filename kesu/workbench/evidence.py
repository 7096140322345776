"""证据: the board of what bears either side out, bringing a piece of it, and its files."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from kesu.complaints.evidence import EvidenceKind, Side, Strength
from kesu.desk import case as desk_case
from kesu.desk import evidence as desk_evidence
from kesu.desk.evidence import PieceView, ProofView, SpoiltFile
from kesu.desk.faults import NoSuchComplaint, NotYours
from kesu.foundation.faults import Fault, Refused
from kesu.foundation.serving import Wish
from kesu.foundation.uploads import OVERHEAD, Arrived, Whole, length_of
from kesu.journeys import evidence as bringing
from kesu.journeys import offers, spoilt
from kesu.journeys.faults import GateShut, Stale, TooMuch, WrongState
from kesu.journeys.perform import Done, perform
from kesu.journeys.verb import verb_named
from kesu.workbench import forms, options, rooms
from kesu.workbench.act import why_not
from kesu.workbench.acts.fields import fields_of
from kesu.workbench.entries import Shown
from kesu.workbench.forms import Choices, Field
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.words import choices, value_word

_ORDER = ("side", "kind", "note", "source", "strength", "gap", "counter_plan", "task", "at")
_SIDES = (Side.favourable, Side.unfavourable, Side.neutral)
_TONES = {Side.favourable: "ok", Side.unfavourable: "breach", Side.neutral: "plain"}
_STRENGTHS = {Strength.strong: "accent", Strength.medium: "", Strength.weak: "outline"}


@dataclass(frozen=True)
class Attempt:
    """What was typed into one form, and why it was not taken. ``piece``: on which one."""

    verb: str
    typed: QueryDict
    piece: str = ""
    faults: tuple[Fault, ...] = ()
    error: str = ""


@require_safe
@signed_in
def evidence(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """The board."""
    return _page(request, desk, no)


@require_safe
@signed_in
def file(request: HttpRequest, desk: Desk, no: str, key: str) -> Any:
    """A file of the board: shown in its place where a browser may, else to be saved."""
    names = ("Range", "If-Range", "If-None-Match")
    wish = Wish(*(request.headers.get(name, "") for name in names))
    try:
        served = desk_evidence.file(no, key, reader=desk.reader, people=desk.people, wish=wish)
    except SpoiltFile as broken:
        spoilt.found(broken.piece, broken.fault.what, now=desk.now)
        context = {"no": no, "what": broken.fault.what}
        return render(request, "workbench/evidence/spoilt.html", context, status=410)
    pieces: Any = served.pieces or ()
    return StreamingHttpResponse(pieces, status=served.status, headers=served.headers)


@csrf_exempt  # asked inside, once the file has its place: it must not go through memory before
@require_POST
@signed_in
def add(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """Brings a piece; what cannot be taken comes back with what was typed."""
    try:
        bringing.ask_ahead(no, by=desk.reader, now=desk.now)
        length, limit = length_of(request.META), settings.KESU_MAX_FILE_BYTES
        if length is None or length > limit + OVERHEAD:
            return _refuse(request, desk, no, _too_large(limit), status=413)
    except (Stale, WrongState, NotYours) as refused:
        return _refuse(request, desk, no, why_not(refused), status=409)
    except TooMuch:
        return _refuse(request, desk, no, _("That is too much for one day."), status=429)
    arrived = Arrived()
    request.upload_handlers = [Whole(arrived, limit=limit)]
    try:
        return _add(request, desk, no, arrived)
    finally:
        arrived.drop()


@csrf_protect
def _add(request: HttpRequest, desk: Desk, no: str, arrived: Arrived) -> HttpResponse:
    typed = request.POST
    if arrived.too_large:
        return _refuse(request, desk, no, _too_large(settings.KESU_MAX_FILE_BYTES), status=413)
    if arrived.cut:
        said = _("The file did not arrive whole. Send it again.")
        return _refuse(request, desk, no, said, status=400)
    raw = forms.read(_fields(desk, no), typed)
    raw |= {"none": True} if typed.get("none") == "true" else {}
    try:
        bringing.ask_fields(raw)
        brought = arrived.keep()
        done = bringing.bring(no, raw, by=desk.reader, now=desk.now, brought=brought)
    except Refused as refused:
        attempt = Attempt(bringing.VERB, typed, faults=refused.faults, error=_unplaced(refused))
        return _page(request, desk, no, attempt, status=422)
    except (GateShut, Stale, WrongState, NotYours) as refused:
        return _refuse(request, desk, no, why_not(refused), status=409)
    return _taken(request, desk, done, no, bringing.VERB)


@require_POST
@signed_in
def do(request: HttpRequest, desk: Desk, no: str, verb: str) -> HttpResponse:
    """Relies on a piece no more, or says that a side has nothing."""
    if verb not in ("retract", bringing.VERB):
        raise NoSuchComplaint
    typed = request.POST
    names = {"retract": ("evidence", "reason"), bringing.VERB: ("side", "note")}[verb]
    raw: dict[str, Any] = {name: typed[name] for name in names if typed.get(name, "").strip()}
    raw |= {"none": True} if verb == bringing.VERB else {}
    try:
        done = perform(verb, no, raw, by=desk.reader, now=desk.now)
    except Refused as refused:
        error = " ".join(f"{one.message} {one.expected}".strip() for one in refused.faults)
        attempt = Attempt(verb, typed, typed.get("evidence", ""), refused.faults, error)
        return _page(request, desk, no, attempt, status=422)
    except (GateShut, Stale, WrongState, NotYours) as refused:
        return _refuse(request, desk, no, why_not(refused), status=409)
    return _taken(request, desk, done, no, verb)


def _taken(request: HttpRequest, desk: Desk, done: Done, no: str, verb: str) -> HttpResponse:
    said = verb_named(verb).words.say(desk.language)
    messages.success(request, _("Done: %(verb)s") % {"verb": said})
    if request.POST.get("back") == "tasks":
        return redirect("tasks")
    return redirect("evidence", no=no) if done.readable else redirect("queue")


def _refuse(request: HttpRequest, desk: Desk, no: str, error: str, *, status: int) -> HttpResponse:
    """The page again with why it was not taken; nothing of the body is read for it."""
    attempt = Attempt(bringing.VERB, QueryDict(), error=error)
    return _page(request, desk, no, attempt, status=status)


def _page(
    request: HttpRequest, desk: Desk, no: str, attempt: Attempt | None = None, status: int = 200
) -> HttpResponse:
    found = desk_evidence.proof(no, reader=desk.reader, people=desk.people)
    for piece in found.pieces:
        if piece.file is not None and piece.file.spoilt:
            spoilt.found(piece.id, piece.file.spoilt, now=desk.now)
    allowed = {one.verb.name for one in offers.offers(no, by=desk.reader, now=desk.now)}
    context = {
        "sides": [_side(side, found, allowed, attempt) for side in _SIDES],
        "any": bool(found.pieces or found.nothing),
        "form": _form(desk, no, attempt) if bringing.VERB in allowed else None,
        "limit": settings.KESU_MAX_FILE_BYTES,
    }
    return rooms.page(
        request,
        desk,
        found.no,
        room="evidence",
        template="workbench/evidence.html",
        context=context,
        status=status,
    )


def _side(
    side: Side, found: ProofView, allowed: set[str], attempt: Attempt | None
) -> dict[str, Any]:
    nothing = [one for one in found.nothing if one.side == side]
    pieces = [one for one in found.pieces if one.side == side]
    standing = [one for one in pieces if one.retracted_at is None]
    mine = attempt if attempt and attempt.typed.get("side") == side else None
    return {
        "code": side.value,
        "word": value_word(Side, side),
        "tone": _TONES[side],
        "count": len(standing),
        "open": side.value in found.open,
        "nothing": nothing[-1] if nothing and not standing else None,
        "asks": side.value in found.open and bringing.VERB in allowed,
        "error": mine.error if mine and mine.verb == bringing.VERB else "",
        "pieces": [_piece(one, allowed, attempt) for one in pieces],
    }


def _piece(one: PieceView, allowed: set[str], attempt: Attempt | None) -> dict[str, Any]:
    mine = attempt if attempt and attempt.verb == "retract" and attempt.piece == one.id else None
    return {
        "view": one,
        "kind": value_word(EvidenceKind, one.kind),
        "strength": value_word(Strength, one.strength) if one.strength else "",
        "strength_tone": _STRENGTHS.get(Strength(one.strength), "") if one.strength else "",
        "shows": one.file.shows_as if one.file else "",
        "retracts": "retract" in allowed and one.retracted_at is None,
        "reason": mine.typed.get("reason", "") if mine else "",
        "error": mine.error if mine else "",
        "open": mine is not None,
    }


def _form(desk: Desk, no: str, attempt: Attempt | None) -> Shown:
    fields = _fields(desk, no)
    mine = attempt if attempt and attempt.verb == bringing.VERB else None
    if mine is not None and mine.typed:
        fields = forms.filled(fields, mine.typed, mine.faults)
    return Shown(
        what=bringing.VERB,
        title=verb_named(bringing.VERB).words.say(desk.language),
        says=_("It is kept as it is; nobody can change or delete it."),
        icon="clip",
        fields=fields,
        error=mine.error if mine else "",
        open=mine is not None,
    )


def _fields(desk: Desk, no: str) -> list[Field]:
    known = {one.name: one for one in fields_of(bringing.VERB, _choices(desk, no))}
    names = [name for name in _ORDER if name != "task" or known[name].choices]
    placed = [known[name] for name in names]
    return [replace(one, required=one.required or one.name == "kind", lines=2) for one in placed]


def _choices(desk: Desk, no: str) -> Choices:
    found: dict[str, list[tuple[str, str]]] = {"kind": choices(EvidenceKind)}
    try:
        view = desk_case.case(no, reader=desk.reader, people=desk.people)
    except NoSuchComplaint:
        return found
    named = dict(options.departments(desk))
    tasks = [
        (str(one.id), f"{named.get(one.department, one.department)} {one.question[:40]}")
        for one in view.consults
    ]
    return found | ({"task": tasks} if tasks else {})


def _unplaced(refused: Refused) -> str:
    """What belongs to the file, which has no field of the payload."""
    others = [one for one in refused.faults if one.loc not in _ORDER]
    return " ".join(f"{one.message} {one.expected}".strip() for one in others)


def _too_large(limit: int) -> str:
    return _("The file is larger than %(most)s MiB.") % {"most": limit // 1024**2}
