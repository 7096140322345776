"""放权: lending authority for a while, seeing what is lent, taking it back (A17)."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kesu.desk import lent as desk_lent
from kesu.desk.faults import NoSuchComplaint
from kesu.desk.lent import LentView
from kesu.foundation.days import midnight
from kesu.foundation.faults import Refused
from kesu.journeys import delegate
from kesu.people.rules import Person, team
from kesu.policy.codes import Remedy
from kesu.workbench import entries
from kesu.workbench.entries import Entry, Typed
from kesu.workbench.forms import Choices
from kesu.workbench.roster import types_and_groups
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.words import value_word

_STATES: dict[str, tuple[Any, str, str]] = {
    "runs": (gettext_lazy("In force"), "ok", "check"),
    "later": (gettext_lazy("Not yet in force"), "outline", "clock"),
    "over": (gettext_lazy("Over"), "", "clock"),
    "revoked": (gettext_lazy("Taken back"), "soon", "return"),
}


def _lend(said: delegate.LoanEntry, desk: Desk) -> str:
    starts = midnight(said.starts, desk.pack.tz) if said.starts else desk.now
    delegate.grant(
        grantor=desk.reader.id,
        to=said.to,
        kind=said.kind,
        amount=said.amount,
        types=[said.type] if said.type else [],
        starts=max(starts, desk.now),
        ends=midnight(said.until, desk.pack.tz, later=1),
        solvable=said.solvable,
        controlled=said.controlled,
        by=f"staff:{desk.reader.id}",
        now=desk.now,
    )
    return _("The authority was lent.")


ENTRIES: dict[str, Entry[Any]] = {
    "lend": Entry(
        delegate.LoanEntry,
        gettext_lazy("Lend authority"),
        gettext_lazy("Both questions must be answered yes. You stay responsible for what is lent."),
        "scale",
        _lend,
        {"types": "type", "tests": "solvable", "by": "to"},
    ),
}


@signed_in
def lent(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What is lent around the reader, the newest first."""
    return _page(request, desk)


@require_POST
@signed_in
def do(request: HttpRequest, desk: Desk, what: str) -> HttpResponse:
    """Lends, or takes back at once what ``delegation`` names."""
    try:
        if what == "revoke":
            key, by = request.POST.get("delegation", ""), desk.reader.id
            delegate.revoke(key, by_whom=by, by=f"staff:{by}", now=desk.now)
            said = _("The authority was taken back.")
        elif what in ENTRIES:
            said = entries.take(ENTRIES[what], request.POST, _choices(desk), desk)
        else:
            raise NoSuchComplaint
    except Refused as refused:
        if what == "revoke":
            messages.warning(request, " ".join(one.message for one in refused.faults))
        attempt = Typed(what, request.POST, refused.faults)
        return _page(request, desk, attempt, status=422)
    messages.success(request, said)
    return redirect("lent")


def _page(
    request: HttpRequest, desk: Desk, attempt: Typed | None = None, status: int = 200
) -> HttpResponse:
    found = desk_lent.lent(reader=desk.reader, people=desk.people, now=desk.now)
    lends = bool(_below(desk))
    context = {
        "rows": [_shown(one, desk) for one in found],
        "forms": list(entries.shown(ENTRIES, _choices(desk), attempt)) if lends else [],
    }
    return render(request, "workbench/lent.html", context, status=status)


def _shown(one: LentView, desk: Desk) -> dict[str, Any]:
    state, tone, icon = _STATES[one.state]
    return {
        "id": one.id,
        "grantor": one.grantor,
        "to": one.to,
        "kind": value_word(Remedy, one.kind),
        "amount": one.amount,
        "types": [_type_word(code, desk) for code in one.types],
        "starts": one.starts,
        "last": one.ends - timedelta(seconds=1),
        "state": state,
        "tone": tone,
        "icon": icon,
        "mine": one.mine,
    }


def _type_word(code: str, desk: Desk) -> str:
    named = dict(choice for group in types_and_groups(desk) for choice in group.choices)
    return named.get(code, code)


def _below(desk: Desk) -> list[Person]:
    """Those under the reader who are at work here."""
    return [
        desk.people[one] for one in team(desk.people, desk.reader.id) if desk.people[one].active
    ]


def _choices(desk: Desk) -> Choices:
    rank, pack = desk.reader.rank, desk.pack
    kinds = [one for one in pack.mandates if pack.mandate(rank, one) and not pack.needs_legal(one)]
    below = sorted(_below(desk), key=lambda one: one.full_name)
    return {
        "to": [(one.sign_in, f"{one.full_name} {one.agent_no}".strip()) for one in below],
        "kind": [(one, value_word(Remedy, one)) for one in kinds],
        "type": types_and_groups(desk),
    }
