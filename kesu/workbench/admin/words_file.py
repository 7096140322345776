"""The watch list from a file: looked at first, taken in whole or not at all."""

import json
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kesu.complaints.permissions import may_keep_words
from kesu.desk.faults import NotYours
from kesu.foundation import files
from kesu.journeys import watch_words, watch_words_file
from kesu.journeys.watch_words import WordEntry
from kesu.workbench.admin import uploads
from kesu.workbench.admin.bringing import Bringing, once_more
from kesu.workbench.admin.words import GROUPS
from kesu.workbench.session import Desk, signed_in

_SALT = "words-file"
_WORDS = [word for known in watch_words_file.HEADERS.values() for word in known]


@require_http_methods(["GET", "POST"])
@signed_in
def words_file(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A list of words, or many lines of one."""
    if not may_keep_words(desk.reader):
        raise NotYours
    return _BRINGING.answer(request, desk)


def _look(request: HttpRequest, _desk: Desk) -> dict[str, Any]:
    entries = _entries(request)
    rows = [one.model_dump(mode="json") for one in entries]
    return {
        "found": len(rows),
        "sample": [{"one": one, "group": GROUPS[str(one.group)]} for one in entries[:20]],
        "packed": _put_by(rows),
    }


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
        raise once_more() from None


def _known() -> dict[str, Any]:
    return {"known_groups": "、".join(f"{code} {name}" for code, name in GROUPS.items())}


_BRINGING = Bringing(
    room="words",
    template="words_file",
    headers=watch_words_file.HEADERS,
    entry=WordEntry,
    look=_look,
    take=_take,
    known=_known,
)
