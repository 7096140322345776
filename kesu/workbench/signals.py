"""风险预警: what may become a complaint, settled where it stands, by key (A22, M26)."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kesu.desk import signals as desk_signals
from kesu.desk.faults import NoSuchComplaint
from kesu.desk.marks import Part
from kesu.desk.rates import Share
from kesu.desk.signals import SignalRow, TurnView, Wanted
from kesu.desk.words import word
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import signal_settle
from kesu.journeys.faults import NotYours, Stale, WrongState
from kesu.watch.permissions import may_settle_signals
from kesu.workbench import signal_words as words
from kesu.workbench.act import why_not
from kesu.workbench.session import Desk, signed_in

OPEN, SETTLED = "open", "settled"
_SETTLED = ("handled", "dismissed", "lodged")
_SAID = {"yes": True, "no": False}
_DIGITS = 19


@signed_in
def signals(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The gravest first, of these the newest; what was settled behind its tab."""
    return _page(request, desk)


@require_POST
@signed_in
def do(request: HttpRequest, desk: Desk, key: UUID, verb: str) -> HttpResponse:
    """Handles, dismisses or takes that back; what cannot be done comes back with what was typed."""
    if verb not in ("handle", "dismiss", "undo"):
        raise NoSuchComplaint
    typed = request.POST
    try:
        raw = _payload(verb, typed)
        # A further message stands in nobody's way, only what was settled meanwhile.
        signal_settle.settle(verb, key, raw, by=desk.reader, now=desk.now)
    except Refused as refused:
        said = " ".join(f"{one.message} {one.expected}".strip() for one in refused.faults)
        return _page(request, desk, failed=(str(key), said), status=422)
    except (Stale, WrongState, NotYours) as refused:
        return _page(request, desk, failed=(str(key), why(refused)), status=409)
    messages.success(request, words.DONE[verb])
    return redirect(f"{reverse('signals')}?{_query(typed)}")


@signed_in
def talk(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """What was said, beside the warning."""
    found = desk_signals.talk(key, reader=desk.reader, people=desk.people)
    turns = [{"view": one, "parts": _turn(one)} for one in found.turns]
    return render(request, "workbench/signals/talk.html", {"talk": found, "turns": turns})


@require_GET
def news(request: HttpRequest) -> HttpResponseBase:
    """Nothing (204) while nothing of the house changed behind ``since``; else what did."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    after = request.GET.get("since", "")
    known = after.isascii() and after.isdigit() and len(after) < _DIGITS
    if known and desk_signals.head() == int(after):
        return HttpResponse(status=204)
    return _told(request, after=int(after) if known else desk_signals.head())


@signed_in
def _told(request: HttpRequest, desk: Desk, after: int) -> HttpResponse:
    found = desk_signals.news(after, reader=desk.reader, people=desk.people)
    kind = _kind(request.GET)
    fresh = [one for one in found.fresh if not kind or one.kind == kind]
    context = {
        "head": found.head,
        "rows": [_shown(one, desk) for one in fresh],
        "settled": [_shown(one, desk) for one in found.settled],
        "tabs": _counted(desk) if found.fresh or found.settled else [],
        "kind": kind,
        "may_settle": may_settle_signals(desk.reader),
    }
    return render(request, "workbench/signals/news.html", context)


def _payload(verb: str, typed: QueryDict) -> dict[str, Any]:
    if verb == "undo":
        return {}
    said = typed.get("words", "").strip()
    if not said:
        raise Refused([Fault("words", _("Write what was done, or why nothing is done."))])
    raw: dict[str, Any] = {"action" if verb == "handle" else "reason": said}
    helped = _SAID.get(typed.get("helped", ""))
    if verb == "handle" and helped is not None:
        raw["helped"] = helped
    marks = [
        {"term": name.removeprefix("mark-"), "right": _SAID[str(value)]}
        for name, value in typed.items()
        if name.startswith("mark-") and value in _SAID
    ]
    return {**raw, "marks": marks} if marks else raw


def why(refused: Exception) -> str:
    """Why nothing was done about a warning, in a sentence for the person who tried."""
    if isinstance(refused, WrongState):
        return _("Somebody has settled this meanwhile: %(state)s.") % {
            "state": word(words.STATES, refused.state)
        }
    return why_not(refused)


def _query(given: QueryDict) -> str:
    kind = _kind(given)
    tab = SETTLED if given.get("tab") == SETTLED else OPEN
    return f"tab={tab}" + (f"&kind={kind}" if kind else "")


def _kind(given: QueryDict) -> str:
    kind = given.get("kind", "")
    return kind if kind in words.KINDS else ""


def _page(
    request: HttpRequest,
    desk: Desk,
    *,
    failed: tuple[str, str] = ("", ""),
    status: int = 200,
) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    tab, kind = SETTLED if given.get("tab") == SETTLED else OPEN, _kind(given)
    head = desk_signals.head()
    wanted = Wanted((OPEN,) if tab == OPEN else _SETTLED, (kind,) if kind else ())
    page = _rows(request, desk, wanted)
    counts = desk_signals.by_kind(reader=desk.reader, people=desk.people)
    figures = desk_signals.figures(reader=desk.reader, people=desk.people, now=desk.now)
    context = {
        "tabs": _tabs(tab, counts),
        "kinds": _kinds(tab, kind, counts),
        "tab": tab,
        "kind": kind,
        "head": head,
        "rows": [_shown(one, desk, failed, given) for one in page.rows],
        "next": page.next,
        "figures": [
            _share(_("Intercepted, 30 days"), figures.intercepted, _("no warning yet")),
            _share(_("Words rightly found, 30 days"), figures.precision, _("nothing marked yet")),
        ],
        "may_settle": may_settle_signals(desk.reader),
    }
    return render(request, "workbench/signals.html", context, status=status)


def _rows(request: HttpRequest, desk: Desk, wanted: Wanted) -> desk_signals.SignalPage:
    """From the first one where the address names no place."""
    try:
        return desk_signals.signals(
            wanted,
            reader=desk.reader,
            people=desk.people,
            cursor=request.GET.get("cursor", ""),
        )
    except Refused:
        return desk_signals.signals(wanted, reader=desk.reader, people=desk.people)


def _tabs(tab: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    waiting = sum(counts.values())
    named = ((OPEN, _("To settle"), waiting), (SETTLED, _("Settled"), None))
    return [
        {"url": f"?tab={name}", "label": label, "count": count, "current": name == tab}
        for name, label, count in named
    ]


def _kinds(tab: str, kind: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    everything = {"url": f"?tab={tab}", "label": _("All"), "count": None, "current": not kind}
    return [
        everything,
        *(
            {
                "url": f"?tab={tab}&kind={code}",
                "label": word(words.KINDS, code),
                "count": counts.get(code, 0) if tab == OPEN else None,
                "current": code == kind,
            }
            for code in words.KINDS
            if tab != OPEN or counts.get(code) or code == kind
        ),
    ]


def _counted(desk: Desk) -> list[tuple[str, int]]:
    counts = desk_signals.by_kind(reader=desk.reader, people=desk.people)
    waiting = (f"?tab={OPEN}", sum(counts.values()))
    return [waiting, *((f"?tab={OPEN}&kind={code}", n) for code, n in counts.items())]


def _shown(
    one: SignalRow,
    desk: Desk,
    failed: tuple[str, str] = ("", ""),
    typed: QueryDict | None = None,
) -> dict[str, Any]:
    allowed = signal_settle.allowed_now(
        state=one.state,
        settled=one.settled,
        settler=one.by.id if one.by else None,
        by=desk.reader,
        now=desk.now,
    )
    mine = failed[0] == one.id and typed is not None
    return {
        "view": one,
        "parts": _said(one),
        "kind": word(words.KINDS, one.kind),
        "state": word(words.STATES, one.state),
        "action": one.action if one.by else word(words.BY_ITSELF, one.action),
        "level": word(words.LEVELS, str(one.level)),
        "tone": {3: "urgent", 2: "soon"}.get(one.level, "outline"),
        "icon": words.ICONS.get(one.kind, "bell"),
        "why": list(words.why(one.reasons, desk)),
        "terms": list(dict.fromkeys(str(r["term"]) for r in one.reasons if "term" in r)),
        "allowed": allowed,
        "error": failed[1] if mine else "",
        "typed": typed.get("words", "") if mine and typed is not None else "",
    }


def _said(one: SignalRow) -> tuple[Part, ...]:
    places = [(r["start"], r["end"]) for r in one.reasons if "start" in r and "end" in r]
    return _parts(one.said, places)


def _turn(one: TurnView) -> tuple[Part, ...]:
    return _parts(one.text, one.marks)


def _parts(text: str, places: Iterable[Sequence[int]]) -> tuple[Part, ...]:
    """The text cut at the places of its words; those that overlap are one."""
    parts: list[Part] = []
    at = 0
    for start, end in sorted((start, end) for start, end in places):
        start = max(start, at)
        if start >= min(end, len(text)):
            continue
        parts += [Part(text[at:start])] if start > at else []
        parts.append(Part(text[start:end], hit=True))
        at = end
    return (*parts, Part(text[at:])) if at < len(text) else tuple(parts)


def _share(label: str, share: Share, nothing: str) -> dict[str, Any]:
    if share.value is None or share.interval is None:
        return {"label": label, "value": "–", "note": nothing}
    low, high = (round(end * 100) for end in share.interval)
    said = {"n": share.n, "of": share.of, "low": low, "high": high}
    return {
        "label": label,
        "value": f"{share.value * 100:.1f}%",
        "note": _("%(n)s/%(of)s, 95%% interval %(low)s–%(high)s") % said,
    }
