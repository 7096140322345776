"""系统: how the house stands, and what to do about what does not."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from kesu.desk.admin import system as desk_system
from kesu.desk.admin.system import Finding, Queue
from kesu.foundation.faults import Refused
from kesu.journeys import look_after
from kesu.workbench.admin import filling, places
from kesu.workbench.session import Desk, signed_in

_TONES: dict[bool | None, tuple[Any, str, str]] = {
    True: (gettext_lazy("Sound"), "ok", "check"),
    None: (gettext_lazy("Look at it"), "soon", "triangle-alert"),
    False: (gettext_lazy("Fault"), "breach", "octagon-alert"),
}
_QUEUES: dict[str, Any] = {
    "deadlines.duemoment": gettext_lazy("Deadlines that come due"),
    "correspondence.circularto": gettext_lazy("Members of a batch to be told"),
    "correspondence.mail": gettext_lazy("Outgoing mail"),
    "intake.learning": gettext_lazy("Learning of types"),
}
_CHECKS: dict[str, Any] = {
    "database": gettext_lazy("Database"),
    "migrations": gettext_lazy("Structure of the database"),
    "keys": gettext_lazy("Keys of the house"),
    "disk": gettext_lazy("Disk"),
}
_SILENT = timedelta(minutes=1)
_OLD = timedelta(days=2)


@signed_in
def system(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What is known at once; the doctor's checks follow one after the other."""
    found = desk_system.system(reader=desk.reader, now=desk.now)
    alive = sum(desk.now - one.at < _SILENT for one in found.workers)
    backup = found.backup
    backup_old = backup is None or desk.now - backup.at > _OLD
    context = {
        "ready": [
            {"word": _CHECKS.get(name, name), "cause": _(cause) if cause else ""}
            for name, cause in found.ready.items()
        ],
        "unready": sum(bool(cause) for cause in found.ready.values()),
        "look": sum(bool(one.aside) for one in found.queues) + (not alive) + backup_old,
        "workers": [
            {"name": one.name, "at": one.at, "alive": desk.now - one.at < _SILENT}
            for one in found.workers
        ],
        "alive": alive,
        "queues": [_queue(one) for one in found.queues],
        "versions": found.versions,
        "free": found.free,
        "database": found.database,
        "backup": backup,
        "backup_old": backup_old,
        "following": "",
        "lang": "en" if desk.language == "en" else "zh-Hans",
    }
    return places.show(request, desk, "system", "system", context)


@signed_in
def check(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What the check ``name`` finds; what it answers asks for the one after it."""
    name = request.GET.get("name", "")
    try:
        found = desk_system.checked(name, reader=desk.reader, now=desk.now, language=desk.language)
    except LookupError:
        raise Http404 from None
    context = {
        "findings": [_finding(one) for one in found.findings],
        "following": found.following,
    }
    response = render(request, "workbench/admin/system_checked.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@signed_in
def go_on(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What a queue set aside is due again."""
    try:
        count = look_after.go_on(request.POST.get("queue", ""), by=desk.reader, at=desk.now)
    except Refused as refused:
        messages.warning(request, filling.said(refused.faults))
        return redirect("admin-system")
    said = ngettext("%(n)s is due again.", "%(n)s are due again.", count) % {"n": count}
    messages.success(request, said)
    return redirect("admin-system")


def _finding(one: Finding) -> dict[str, Any]:
    word, tone, icon = _TONES[one.holds]
    return {"one": one, "word": word, "tone": tone, "icon": icon}


def _queue(one: Queue) -> dict[str, Any]:
    return {"one": one, "word": _QUEUES.get(one.name, one.name)}
