"""The watch list from a file: looked at first, taken in whole or not at all."""

import json
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kesu.complaints.permissions import may_keep_words
from kesu.desk.faults import NotYours
from kesu.foundation import files
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import watch_words, watch_words_file
from kesu.journeys.watch_words import WordEntry
from kesu.workbench import forms
from kesu.workbench.admin import places, uploads
from kesu.workbench.admin.words import GROUPS
from kesu.workbench.session import Desk, signed_in

_SALT = "words-file"
_WORDS = [word for known in watch_words_file.HEADERS.values() for word in known]


@require_http_methods(["GET", "POST"])
@signed_in
def words_file(request: HttpRequest, desk: Desk) -> HttpResponse:
    """``stage`` take: what was looked at is taken in; else a file is looked at."""
    if not may_keep_words(desk.reader):
        raise NotYours
    if request.method != "POST":
        return _page(request, desk, {})
    try:
        if request.POST.get("stage") == "take":
            return _take(request, desk)
        entries = _entries(request)
    except Refused as refused:
        context: dict[str, Any] = {
            "faults": [_placed(one) for one in refused.faults],
            "text": request.POST.get("text", ""),
        }
        return _page(request, desk, context, status=422)
    rows = [one.model_dump(mode="json") for one in entries]
    context = {
        "found": len(rows),
        "sample": [{"one": one, "group": GROUPS[str(one.group)]} for one in entries[:20]],
        "packed": _put_by(rows),
    }
    return _page(request, desk, context)


def _entries(request: HttpRequest) -> list[WordEntry]:
    file = request.FILES.get("file")
    pasted = request.POST.get("text", "")
    if (file is not None and (file.name or "").lower().endswith(".toml")) or "[[word]]" in pasted:
        return watch_words_file.of_toml(uploads.text(request))
    groups = {str(name): code for code, name in GROUPS.items()}
    with uploads.table(request, _WORDS) as table:
        return watch_words_file.of_table(table, groups)


def _take(request: HttpRequest, desk: Desk) -> HttpResponse:
    raw = _looked_at(request.POST.get("rows", ""))
    count = watch_words.take_in(watch_words.readable(raw), by=desk.reader, at=desk.now)
    said = ngettext("%(n)s word is new or changed.", "%(n)s words are new or changed.", count)
    messages.success(request, said % {"n": count})
    return redirect("admin-words")


def _put_by(rows: list[dict[str, Any]]) -> str:
    """Keeps what was looked at, for a day at least; the word by which it is found. A form would
    not carry it: lists are longer than what a form may bring.
    """
    text = json.dumps(rows, ensure_ascii=False)
    return signing.dumps(files.keep(text.encode(), "words.json").sha256, salt=_SALT)


def _looked_at(word: str) -> list[Any]:
    try:
        with files.opened(signing.loads(word, salt=_SALT)) as kept:
            rows: list[Any] = json.loads(kept.read())
            return rows
    except (signing.BadSignature, files.Spoilt):
        raise Refused([Fault("file", _("Bring the file once more."))]) from None


def _placed(fault: Fault) -> dict[str, str]:
    number, _dot, column = fault.loc.partition(".")
    if not number.isdigit():
        number, column = "", fault.loc
    row = _("Row %(n)s") % {"n": number} if number else ""
    name = _labels().get(column.partition(".")[0], "")
    place = " · ".join(one for one in (row, name) if one)
    return {"place": place, "say": fault.message, "expected": fault.expected}


def _labels() -> dict[str, str]:
    named = {one.name: one.label for one in forms.fields_of(WordEntry)}
    return {**named, "file": _("File")}


def _page(
    request: HttpRequest, desk: Desk, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    columns = [
        {"name": _labels()[name], "words": "、".join(words[:4])}
        for name, words in watch_words_file.HEADERS.items()
    ]
    groups = "、".join(f"{code} {name}" for code, name in GROUPS.items())
    known = {"columns": columns, "known_groups": groups, **context}
    return places.show(request, desk, "words", "words_file", known, status=status)
