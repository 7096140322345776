"""班组看板: who has what in the next two hours, and giving it to somebody with room (E42)."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kesu.desk import team as desk_team
from kesu.desk.shift import Gone
from kesu.desk.team import Board, Member
from kesu.journeys import each
from kesu.journeys.each import Wanted
from kesu.workbench import my_state, results, rows
from kesu.workbench.results import Told
from kesu.workbench.session import Desk, signed_in


@signed_in
def team(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Whose next case falls due first."""
    return _page(request, desk)


@require_POST
@signed_in
def reassign(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Gives the chosen cases to one person with one reason, each as a step of its own."""
    typed = request.POST
    raw = {name: typed[name].strip() for name in ("to", "reason") if typed.get(name, "").strip()}
    chosen = results.chosen(request)
    wanted = [Wanted("transfer", no, raw, results.version_of(typed, no)) for no in chosen]
    told = results.told(each.take(wanted, by=desk.reader, now=desk.now))
    done = sum(one.done for one in told)
    if not told:
        messages.warning(request, _("Choose at least one complaint."))
    elif done:
        said = ngettext("Done on %(n)s complaint.", "Done on %(n)s complaints.", done)
        messages.success(request, said % {"n": done})
    kept = {one.no for one in told if not one.done}
    return _page(request, desk, told=told, kept=kept, status=200 if done or not told else 409)


def _page(
    request: HttpRequest,
    desk: Desk,
    *,
    told: Sequence[Told] = (),
    kept: frozenset[str] | set[str] = frozenset(),
    status: int = 200,
) -> HttpResponse:
    found = desk_team.board(reader=desk.reader, people=desk.people, now=desk.now)
    members = [_member(one, desk, kept) for one in found.members]
    context = {
        "figures": _figures(found),
        "members": [one for one in members if one["due"]],
        "quiet": [one for one in members if not one["due"]],
        "unassigned": [_case(one, kept) for one in found.unassigned],
        "gone": [_gone(one) for one in found.gone],
        "waiting": [{"row": rows.row(one.row), "waits": one.waits} for one in found.waiting],
        "choices": _choices(found),
        "told": told,
        "typed": request.POST if kept else {},
    }
    return render(request, "workbench/team.html", context, status=status)


def _figures(found: Board) -> list[dict[str, Any]]:
    return [
        {"label": _("Due in two hours"), "value": found.due},
        {
            "label": _("Overdue"),
            "value": found.overdue,
            "tone": "breach",
            "icon": "octagon-alert",
        },
        {"label": _("Hand-overs that wait"), "value": len(found.waiting)},
        {"label": _("Left without a hand-over"), "value": len(found.gone)},
    ]


def _member(one: Member, desk: Desk, kept: frozenset[str] | set[str]) -> dict[str, Any]:
    person = one.person
    return {
        "id": person.id,
        "name": person.full_name,
        "mine": person.id == desk.reader.id,
        "rank": desk.pack.rank_name(person.rank, desk.language),
        "on_duty": person.on_duty,
        "state": my_state.shown(one.doing.state, one.doing.since, person.presence),
        "deputy": one.deputy,
        "load": one.load,
        "due": [_case(row, kept) for row in one.due],
    }


def _case(row: Any, kept: frozenset[str] | set[str]) -> dict[str, Any]:
    return {"row": rows.row(row), "version": row.version, "chosen": row.no in kept}


def _gone(one: Gone) -> dict[str, Any]:
    cases = [
        {"row": rows.row(case.row), "due": case.due, "waits": case.waits} for case in one.cases
    ]
    return {"view": one, "cases": cases}


def _choices(found: Board) -> list[tuple[str, str]]:
    """Who could take it: those at work with the least on their desk first, their load beside the
    name; who is away or on leave comes last and is said to be.
    """
    ranked = sorted(
        found.members,
        key=lambda one: (not one.person.takes_work, one.load.open, one.person.full_name),
    )
    return [(one.person.sign_in, _word(one)) for one in ranked]


def _word(one: Member) -> str:
    state = my_state.shown(one.doing.state, one.doing.since, one.person.presence)
    words = {"name": one.person.full_name, "n": one.load.open, "state": state.word}
    if one.deputy:
        return _("%(name)s: %(n)s open, %(state)s, %(deputy)s stands in") % {
            **words,
            "deputy": one.deputy,
        }
    return _("%(name)s: %(n)s open, %(state)s") % words
