"""规则: the versions there are, and one of them laid out to be read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from kesu.complaints.permissions import may_manage_policy
from kesu.desk.admin import policies, rulebook
from kesu.policy.differences import Difference, differences
from kesu.policy.schema import Text
from kesu.workbench.admin import places
from kesu.workbench.session import Desk, signed_in

STATUS: dict[str, tuple[Any, str, str]] = {
    "now": (gettext_lazy("In force"), "ok", "check"),
    "next": (gettext_lazy("To come"), "accent", "clock"),
    "past": (gettext_lazy("Was in force"), "outline", "lock"),
    "ships": (gettext_lazy("Comes with Kesu"), "outline", "gift"),
}


@signed_in
def policy(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Every version with its day, who published it and why."""
    found = policies.versions(reader=desk.reader, people=desk.people, now=desk.now)
    rows = []
    for one in found:
        word, tone, icon = STATUS[one.status]
        title = one.title.say(desk.language)
        rows.append({"one": one, "title": title, "word": word, "tone": tone, "icon": icon})
    context = {
        "rows": rows,
        "manages": may_manage_policy(desk.reader),
        "done": request.GET.get("done", "")[:90],
    }
    return places.show(request, desk, "policy", "policy", context)


@signed_in
def version(request: HttpRequest, desk: Desk, label: str) -> HttpResponse:
    """One version, in tables, with a search; ``text`` in the address: as it was written."""
    pack = policies.pack_of(label, reader=desk.reader)
    q = request.GET.get("q", "").strip()[:80]
    as_text = "text" in request.GET
    context = {
        "pack": pack,
        "label": label,
        "title": pack.title.say(desk.language),
        "q": q,
        "as_text": as_text,
        "text": policies.text_of(label, reader=desk.reader) if as_text else "",
        "sections": [] if as_text else rulebook.sections(pack, desk.language, q),
        "current": desk.pack.label,
        "differences": [],
        "manages": may_manage_policy(desk.reader),
    }
    if label != desk.pack.label and not as_text and not q:
        context["differences"] = in_words(differences(desk.pack, pack), desk.language)
    return places.show(request, desk, "policy", "policy_version", context)


def in_words(found: list[Difference], language: str) -> list[dict[str, str]]:
    """Differences as a person reads them: what is meant, before, after."""
    return [
        {
            "place": one.place,
            "about": one.about.say(language) if one.about else "",
            "before": _said(one.before, language),
            "after": _said(one.after, language),
        }
        for one in found
    ]


def _said(value: str | Text | None, language: str) -> str:
    return value.say(language) if isinstance(value, Text) else value or ""
