"""接口令牌: which there are, a new one shown once, and ending one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kesu.desk.admin import tokens as desk_tokens
from kesu.foundation.faults import Refused
from kesu.journeys.people import tokens as tokens_journey
from kesu.journeys.people.tokens import TokenEntry
from kesu.workbench import forms, options
from kesu.workbench.admin import filling, places
from kesu.workbench.session import Desk, signed_in

SCOPES: dict[str, Any] = {
    "read": gettext_lazy("Reads"),
    "write": gettext_lazy("Reads and writes"),
}


@signed_in
def tokens(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Every token; ``person`` in the address narrows to one person's."""
    return _page(request, desk)


@require_POST
@signed_in
def make(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A new token, shown on the page that answers and never again."""
    fields = _fields(desk)
    try:
        said = filling.read(TokenEntry, fields, request.POST)
        secret = tokens_journey.make(
            sign_in=str(said.person),
            name=said.name,
            scopes=[said.scope] if said.scope else [],
            by=desk.reader,
            at=desk.now,
        )
    except Refused as refused:
        form = filling.form("token", fields, request.POST, refused.faults)
        return _page(request, desk, form, status=422)
    context = {
        "title": _("A new API token"),
        "kind": _("Token"),
        "once": [{"name": said.name, "sign_in": said.person, "secret": secret}],
        "next": {"url": reverse("admin-tokens"), "label": _("To the list")},
    }
    return places.show(request, desk, "tokens", "once", context)


@require_POST
@signed_in
def revoke(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Ends a token: the next call with it is answered 401."""
    number = request.POST.get("token", "")
    known = number.isascii() and number.isdigit() and len(number) < 16
    try:
        owner = tokens_journey.revoke(int(number) if known else 0, by=desk.reader, at=desk.now)
    except Refused as refused:
        messages.warning(request, filling.said(refused.faults))
    else:
        said = _("The token ended. %(name)s has no access by it any more.")
        messages.success(request, said % {"name": owner.full_name})
    return redirect("admin-tokens")


def _page(
    request: HttpRequest, desk: Desk, form: filling.Filled | None = None, status: int = 200
) -> HttpResponse:
    asked = request.GET.get("person", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else None
    found = desk_tokens.tokens(reader=desk.reader, people=desk.people, of=number)
    context = {
        "rows": [
            {
                "token": one,
                "scope": " ".join(str(SCOPES.get(code, code)) for code in one.scopes)
                or _("All that the person may"),
            }
            for one in found
        ],
        "alive": sum(one.revoked is None for one in found),
        "narrowed": desk.people.get(number) if number is not None else None,
        "form": form or filling.form("token", _fields(desk)),
    }
    return places.show(request, desk, "tokens", "tokens", context, status=status)


def _fields(desk: Desk) -> list[forms.Field]:
    scopes = [(code, str(word)) for code, word in SCOPES.items()]
    choices: forms.Choices = {"person": options.colleagues(desk), "scope": scopes}
    return forms.fields_of(TokenEntry, choices=choices)
