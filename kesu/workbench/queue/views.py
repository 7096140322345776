"""The views of the queue: whose complaints, those the house looks at, and those a person named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kesu.desk.queue import Narrowed, View
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import screens
from kesu.people.queries import preferred
from kesu.policy.codes import OPEN
from kesu.workbench.queue.asking import USUAL, Asked, asked, filters_of, known_columns
from kesu.workbench.session import Desk, signed_in

COLUMNS = "queue.columns"
"""The setting that holds the columns a person chose."""
_KEY = "queue.view:"
_LONGEST = 40
_MOST = 20


@dataclass(frozen=True)
class Tab:
    """A view as a tab; ``count`` is None where none can be given."""

    name: str
    label: str
    asks: Asked
    icon: str = ""
    tone: str = ""
    own: bool = False
    count: int | None = None
    current: bool = False

    @property
    def url(self) -> str:
        return self.asks.url

    @property
    def scope(self) -> bool:
        """Whether it says only whose complaints."""
        return self.name in list(View)


def every(here: Asked, settings: Mapping[str, Any]) -> list[Tab]:
    """All views, not counted yet."""
    return [*whose(), *built_in(here.view), *saved(settings)]


def counted(tabs: Iterable[Tab], counts: Mapping[str, int], here: Asked) -> list[Tab]:
    """The views with their numbers; the one that is shown is marked, else the whole it narrows."""
    numbered = [replace(one, count=counts.get(one.name)) for one in tabs]
    same = [one for one in numbered if one.asks.bare == here.bare]
    shown = same or [one for one in numbered if one.name == here.view.value]
    return [replace(one, current=one is shown[-1]) for one in numbered]


def standing(tabs: Iterable[Tab]) -> list[Tab]:
    """Those that stand in the row: of the house's views the ones with something in them, so that a
    quiet day is a short row.
    """
    return [one for one in tabs if one.scope or one.own or one.current or one.count]


def whose() -> list[Tab]:
    """Mine, my team's, my department's, all."""
    words = {
        View.mine: _("Mine"),
        View.team: _("My team"),
        View.department: _("My department"),
        View.all: _("All"),
    }
    return [Tab(view.value, label, Asked(view, {})) for view, label in words.items()]


def built_in(here: View) -> list[Tab]:
    """What the house looks at, within ``here`` or in all that the reader may see."""
    return [
        Tab("overdue", _("Overdue"), Asked(here, {"due": "overdue"}), "octagon-alert", "breach"),
        Tab("due2h", _("Due within 2 h"), Asked(here, {"due": "2h"}), "clock"),
        Tab("urgent", _("Urgent"), Asked(here, {"urgent": "1"}), "flag"),
        Tab("approve", _("Waiting for my approval"), Asked(View.all, {"approve": "1"}), "stamp"),
        Tab("unassigned", _("Nobody yet"), Asked(View.all, {"owner": "nobody"}), "user"),
        Tab("restricted", _("Restricted"), Asked(View.all, {"restricted": "1"}), "lock"),
    ]


def saved(settings: Mapping[str, Any]) -> list[Tab]:
    """The views a person named, in the order in which they did."""
    return [
        Tab(f"own:{name}", name, asked(QueryDict(str(value))), "star", own=True)
        for key, value in settings.items()
        if key.startswith(_KEY) and (name := key.removeprefix(_KEY))
    ]


def columns_of(here: Asked, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns that the address names, else those the reader chose."""
    if here.columns is not None:
        return here.columns
    return known_columns(settings.get(COLUMNS, list(USUAL)))


def asks(tabs: Iterable[Tab], desk: Desk) -> dict[str, Narrowed]:
    """What is to be counted for the tabs; not where words or closed states are asked for."""
    found = {}
    for tab in tabs:
        filters = filters_of(tab.asks.parts, desk, closed_too=False)
        if not filters.q and OPEN.issuperset(filters.state):
            found[tab.name] = Narrowed(tab.asks.view, filters)
    return found


@require_POST
@signed_in
def keep(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Names what is shown now (``name``, ``query``); ``was``: the view gets that name instead."""
    here = asked(QueryDict(request.POST.get("query", "")))
    name, was = request.POST.get("name", "").strip(), request.POST.get("was", "")
    try:
        _keep(name, was, here, desk)
    except Refused as refused:
        messages.error(request, " ".join(f"{one.message} {one.expected}" for one in refused.faults))
        return redirect(here.url)
    messages.success(request, _("The view %(name)s is kept.") % {"name": name})
    return redirect(here.url)


def _keep(name: str, was: str, here: Asked, desk: Desk) -> None:
    known = preferred(desk.reader.id)
    views = {key.removeprefix(_KEY) for key in known if key.startswith(_KEY)}
    if not name or len(name) > _LONGEST:
        expected = _("at most %(n)s characters") % {"n": _LONGEST}
        raise Refused([Fault("name", _("A view needs a name."), expected)])
    if name in views and name != was:
        raise Refused([Fault("name", _("A view of yours is called that already."))])
    if not was and len(views) >= _MOST:
        expected = _("at most %(n)s views") % {"n": _MOST}
        raise Refused([Fault("name", _("Delete a view first."), expected)])
    if was in views:
        screens.rename(_KEY + was, _KEY + name, by=desk.reader)
    else:
        screens.prefer(_KEY + name, here.query, by=desk.reader)


@require_POST
@signed_in
def drop(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Forgets a view (``name``) and stays at ``query``."""
    name = request.POST.get("name", "")
    if screens.forget(_KEY + name, by=desk.reader):
        messages.success(request, _("The view %(name)s is deleted.") % {"name": name})
    return redirect(asked(QueryDict(request.POST.get("query", ""))).url)


@require_POST
@signed_in
def columns(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Keeps the chosen columns and shows ``query`` with them, so that the address says it too."""
    chosen = known_columns(request.POST.getlist("column"))
    screens.prefer(COLUMNS, list(chosen), by=desk.reader)
    here = asked(QueryDict(request.POST.get("query", "")))
    return redirect(replace(here, columns=None if chosen == USUAL else chosen).url)
