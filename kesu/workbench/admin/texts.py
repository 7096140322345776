"""文本: the letters and drafts of the rules in force, filled with an example."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy

from kesu.complaints.permissions import may_manage_policy
from kesu.desk.admin import texts as desk_texts
from kesu.workbench.admin import places
from kesu.workbench.outbox import LETTERS
from kesu.workbench.session import Desk, signed_in

DRAFTS: dict[str, Any] = {
    "reply": gettext_lazy("Reply, in three parts"),
    "plan": gettext_lazy("Plan where nothing is solved at once"),
    "compensation": gettext_lazy("What a reply says of compensation"),
    "indemnity": gettext_lazy("What a reply says of indemnity"),
    "takeover": gettext_lazy("Who handles it from now on"),
    "paid_compensation": gettext_lazy("Compensation was paid"),
    "paid_indemnity": gettext_lazy("Indemnity was paid"),
    "paid_refund": gettext_lazy("A refund was paid"),
    "withdrawal": gettext_lazy("Letter of withdrawal"),
}


@signed_in
def texts(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Every text in the language that the address asks for, else the reader's."""
    codes = [code for code, _name in settings.LANGUAGES]
    asked = request.GET.get("in", "")
    language = asked if asked in codes else desk.language
    with translation.override(language):
        found = desk_texts.texts(desk.pack, language, reader=desk.reader)
    rows = [{"one": one, "name": _name(one.code), "kind": one.kind} for one in found]
    context = {
        "letters": [row for row in rows if row["kind"] == "mail"],
        "drafts": [row for row in rows if row["kind"] == "drafts"],
        "languages": [
            {"url": f"?in={code}", "label": name, "current": code == language, "count": None}
            for code, name in settings.LANGUAGES
        ],
        "lang": {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}.get(language, language),
        "label": desk.pack.label,
        "manages": may_manage_policy(desk.reader),
    }
    return places.show(request, desk, "texts", "texts", context)


def _name(code: str) -> str:
    part, _, kind = code.partition(".")
    return str((LETTERS if part == "mail" else DRAFTS).get(kind, kind))
