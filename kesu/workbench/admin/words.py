"""敏感词: the list, the box to try a sentence in, words switched off and on, files of the list."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kesu.complaints.permissions import may_keep_words
from kesu.desk import words_files, words_tried, words_watched
from kesu.desk.words_tried import Tried
from kesu.desk.words_watched import Asked, WordRow
from kesu.foundation.faults import Refused
from kesu.journeys import watch_words
from kesu.watch.queries import list_in_force
from kesu.workbench.admin import filling, places
from kesu.workbench.session import Desk, signed_in

GROUPS: dict[str, Any] = {
    "regulator": gettext_lazy("Regulators"),
    "media": gettext_lazy("Media"),
    "law": gettext_lazy("Law and police"),
    "quality": gettext_lazy("Quality"),
    "safety": gettext_lazy("Safety"),
    "claimant": gettext_lazy("Claims for money"),
    "group_action": gettext_lazy("Group action"),
    "self_harm": gettext_lazy("Harm to oneself"),
    "abuse": gettext_lazy("Abuse"),
    "inducement": gettext_lazy("Inducement"),
}
LEVELS: dict[int, Any] = {
    1: gettext_lazy("1 worth knowing"),
    2: gettext_lazy("2 worth looking at"),
    3: gettext_lazy("3 at once"),
}
_TONES = {1: "outline", 2: "soon", 3: "urgent"}
_PAGE = 100


@signed_in
def words(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Every word that fits what the address asks for, a hundred a page."""
    return _page(request, desk)


@require_POST
@signed_in
def try_out(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A sentence as the list in force reads it. Nothing of it is kept."""
    text = request.POST.get("text", "")[: words_tried.LONGEST_TRIED]
    shop = request.POST.get("shop", "")[:200]
    found = words_tried.tried(text, list_in_force(shop, at=desk.now))
    return _page(request, desk, {"typed": text, "shop": shop, "tried": shown(found)})


@require_POST
@signed_in
def switch(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Takes a word out, in again, or back to what ships."""
    term, shop = request.POST.get("term", ""), request.POST.get("shop", "")
    what = request.POST.get("what", "")
    try:
        if what == "drop":
            watch_words.drop(term, shop, by=desk.reader, at=desk.now)
        else:
            watch_words.switch(term, shop, on=what == "on", by=desk.reader, at=desk.now)
    except Refused as refused:
        messages.error(request, filling.said(refused.faults))
    else:
        said = {
            "drop": _("%(word)s is as it ships again."),
            "on": _("%(word)s is watched again."),
        }
        off = _("%(word)s is not watched any more.")
        messages.success(request, said.get(what, off) % {"word": term})
    kept = {name: request.POST[name] for name in ("q", "group", "only") if request.POST.get(name)}
    return redirect(f"{reverse('admin-words')}?{urlencode(kept)}")


@signed_in
def export(request: HttpRequest, desk: Desk) -> StreamingHttpResponse:
    """The whole list as TOML or CSV."""
    own = words_watched.everything(reader=desk.reader)
    if request.GET.get("format") == "csv":
        content, kind, name = words_files.as_csv(own), "text/csv", "csv"
    else:
        content, kind, name = words_files.as_toml(own), "application/toml", "toml"
    response = StreamingHttpResponse(content, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="watch-words.{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def shown(found: Tried) -> dict[str, Any]:
    """What a sentence shows, in words."""
    return {
        "pieces": [{"text": text, "hit": hit} for text, hit in found.pieces],
        "hits": [
            {"hit": hit, "group": GROUPS[hit.word.group], "tone": _TONES[hit.word.level]}
            for hit in found.hits
        ],
        "spared": [{"one": one, "why": why(one.why, one.because)} for one in found.spared],
    }


def why(code: str, because: str) -> str:
    """Why a word was not counted."""
    return {
        "alone": _("It stands in the middle of other letters or digits."),
        "inside": _('It stands inside "%(word)s", which means something else.'),
        "not_near": _('"%(word)s" stands near it.'),
        "near": _("None of these stands near it: %(word)s"),
    }[code] % {"word": because}


def _page(
    request: HttpRequest, desk: Desk, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    asked = Asked(
        q=request.GET.get("q", "")[:80],
        group=request.GET.get("group", ""),
        only=request.GET.get("only", ""),
    )
    found = words_watched.words(asked, reader=desk.reader, at=desk.now)
    last = max(1, -(-len(found.rows) // _PAGE))
    number = min(max(_whole(request.GET.get("page", "1")), 1), last)
    context = {
        "asked": asked,
        "rows": [_row(one) for one in found.rows[(number - 1) * _PAGE : number * _PAGE]],
        "fits": len(found.rows),
        "total": found.total,
        "groups": list(_groups(asked, found.groups)),
        "seasons": [one.name.say(desk.language) for one in found.seasons],
        "older": _address(asked, page=number + 1) if number < last else "",
        "newer": _address(asked, page=number - 1) if number > 1 else "",
        "keeps": may_keep_words(desk.reader),
        "tried": None,
        **(more or {}),
    }
    return places.show(request, desk, "words", "words", context, status=status)


def _row(one: WordRow) -> dict[str, Any]:
    own = one.own
    return {
        "one": one,
        "own": own,
        "group": GROUPS[own.group],
        "level": LEVELS[one.level],
        "tone": _TONES[one.level],
        "url": f"{reverse('admin-word')}?{urlencode({'term': own.term, 'shop': own.shop})}",
        "variants": own.variants[:6],
        "others": max(0, len(own.variants) - 6),
        "months": ", ".join(map(str, own.months)),
    }


def _groups(asked: Asked, counted: tuple[tuple[str, int], ...]) -> Iterator[dict[str, Any]]:
    numbers = dict(counted)
    for code, label in (("", _("All")), *GROUPS.items()):
        yield {
            "url": _address(replace(asked, group=code)),
            "label": label,
            "current": code == asked.group,
            "count": numbers.get(code, 0) if code else sum(numbers.values()),
        }


def _address(asked: Asked, page: int = 1) -> str:
    said = {
        "q": asked.q,
        "group": asked.group,
        "only": asked.only,
        "page": page if page > 1 else "",
    }
    return f"?{urlencode({name: value for name, value in said.items() if value})}"


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
