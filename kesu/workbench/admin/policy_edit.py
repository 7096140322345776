"""A new version of the rules: as text or as fields, checked while it is typed, then published."""

import re
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kesu.complaints.permissions import may_manage_policy
from kesu.desk.admin import policies
from kesu.desk.faults import NotYours
from kesu.foundation.days import is_of_these_years, midnight
from kesu.foundation.faults import Fault, Refused
from kesu.journeys.publish import MOVED, publish
from kesu.policy import loading
from kesu.policy.differences import differences
from kesu.policy.faults import UnusablePack
from kesu.policy.schema import Pack
from kesu.policy.writing import Unwritable, set_value
from kesu.workbench.admin import places, policy_forms
from kesu.workbench.admin.policy import in_words
from kesu.workbench.session import Desk, signed_in

_MOST = 600_000
_MOST_WORDS = 500
_LAST_NUMBER = re.compile(r"(\d+)(?!.*\d)")


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: HttpRequest, desk: Desk, label: str) -> HttpResponse:
    """From the version ``label`` to the next one. Nothing is changed before it is published."""
    _ask_may(desk)
    if request.method != "POST":
        text = _next_text(label, desk)
        return _page(request, desk, label, {"text": text, **_judged(text, desk)})
    text = _text(request)
    if len(text) > _MOST:
        return _page(request, desk, label, {"text": text, **_judged(text, desk)}, status=422)
    act = request.POST.get("act", "look")
    if act == "publish":
        return _publish(request, desk, label, text)
    if act in ("forms", "apply"):
        return _forms(request, desk, label, text, apply=act == "apply")
    return _page(request, desk, label, {"text": text, **_judged(text, desk)})


@require_POST
@signed_in
def check(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What is wrong with a text and what it would change; asked while it is typed."""
    _ask_may(desk)
    text = _text(request)
    return render(request, "workbench/admin/policy_judged.html", _judged(text, desk))


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\r\n", "\n")


def _publish(request: HttpRequest, desk: Desk, label: str, text: str) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in ("when", "start", "reason")}
    status = 422
    try:
        if len(typed["reason"]) > _MOST_WORDS:
            raise Refused([Fault("reason", _("This is too long."), _at_most(_MOST_WORDS))])
        made = publish(
            text=text,
            start=_start(typed, desk),
            now=desk.now,
            by=desk.reader,
            reason=typed["reason"],
            instead_of=request.POST.get("base") or None,
        )
    except UnusablePack:
        refused = [{"say": _("The text has faults: nothing was published."), "loc": "text"}]
    except Refused as refusal:
        refused = [
            {"say": f"{one.message} {one.expected}".strip(), "loc": one.loc}
            for one in refusal.faults
        ]
        status = 409 if refusal.code == MOVED else 422
    else:
        return redirect(f"{reverse('admin-policy')}?done={label}&new={made.label}")
    context = {"text": text, "typed": typed, "refused": refused, **_judged(text, desk)}
    # Who is told what is in force now has seen it: once more is meant.
    seen = {"base": desk.pack.label} if status == 409 else {}
    return _page(request, desk, label, {**context, **seen}, status=status)


def _at_most(count: int) -> str:
    return _("at most %(n)s characters") % {"n": count}


def _start(typed: dict[str, str], desk: Desk) -> datetime:
    if typed["when"] == "now":
        return desk.now
    try:
        day = date.fromisoformat(typed["start"])
    except ValueError:
        raise Refused([Fault("start", _("Say from which day."), "2027-01-01")]) from None
    if not is_of_these_years(day):
        raise Refused([Fault("start", _("This day is too far away."))])
    return midnight(day, desk.pack.tz)


def _forms(request: HttpRequest, desk: Desk, label: str, text: str, *, apply: bool) -> HttpResponse:
    try:
        pack = loading.parse(text)
    except UnusablePack:
        said = _("Mend the faults of the text first; the fields are made from it.")
        context = {"text": text, "refused": [{"say": said, "loc": "text"}], **_judged(text, desk)}
        return _page(request, desk, label, context, status=422)
    groups = policy_forms.groups(pack, desk.language)
    if not apply:
        context = {"text": text, "groups": groups, "label": label, "base": _base(request, desk)}
        return places.show(request, desk, "policy", "policy_forms", context)
    typed = {name: str(value) for name, value in request.POST.items()}
    found = policy_forms.apply(text, pack, desk.language, typed)
    if found.faults:
        groups = policy_forms.refilled(groups, typed, found.faults)
        context = {
            "text": text,
            "groups": groups,
            "label": label,
            "base": _base(request, desk),
            "faulty": len(found.faults),
        }
        return places.show(request, desk, "policy", "policy_forms", context, status=422)
    context = {"text": found.text, "applied": found.changed, **_judged(found.text, desk)}
    return _page(request, desk, label, context)


def _judged(text: str, desk: Desk) -> dict[str, Any]:
    """Every fault with its place; for a sound text what it changes against what is in force."""
    if len(text) > _MOST:
        said = f"{_('This is too long.')} {_at_most(_MOST)}"
        return {"faults": [{"place": len(text), "say": said}], "lang": desk.language}
    found = loading.faults(text)
    if found:
        faults = [{"place": one.place, "say": one.say(desk.language)} for one in found]
        return {"faults": faults, "lang": desk.language}
    pack = loading.parse(text)
    told = in_words(differences(desk.pack, pack), desk.language)
    taken = policies.is_taken(pack.name, pack.version)
    return {"pack": pack, "differences": told, "taken": taken, "current": desk.pack.label}


def _next_text(label: str, desk: Desk) -> str:
    text = policies.text_of(label, reader=desk.reader)
    pack = policies.pack_of(label, reader=desk.reader)
    try:
        return set_value(text, ("version",), _next_version(pack))
    except Unwritable:
        return text


def _next_version(pack: Pack) -> str:
    version = pack.version
    while policies.is_taken(pack.name, version):
        found = _LAST_NUMBER.search(version)
        if found is None:
            return f"{version}.1"
        version = f"{version[: found.start()]}{int(found[1]) + 1}{version[found.end() :]}"
    return version


def _page(
    request: HttpRequest, desk: Desk, label: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    typed = context.pop("typed", {"when": "date", "start": "", "reason": ""})
    fresh = request.method != "POST"
    base = _base(request, desk)
    known = {"label": label, "typed": typed, "fresh": fresh, "base": base, **context}
    return places.show(request, desk, "policy", "policy_edit", known, status=status)


def _base(request: HttpRequest, desk: Desk) -> str:
    """What was in force when this text was begun."""
    return request.POST.get("base") or desk.pack.label


def _ask_may(desk: Desk) -> None:
    if not may_manage_policy(desk.reader):
        raise NotYours
