"""审批: what waits for me, agreed to or sent back by key, several at once (E09, A07)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kesu.desk import approvals as desk_approvals
from kesu.desk.approvals import Award, Waiting
from kesu.desk.faults import NoSuchComplaint
from kesu.desk.granting import Barred
from kesu.desk.words import outcome_word, state_word
from kesu.journeys import each
from kesu.journeys.each import Wanted
from kesu.policy.codes import Remedy, SolutionKind
from kesu.remedies.rules import Ledger
from kesu.workbench import results, rows
from kesu.workbench.results import Told
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.words import value_word

_VERBS = {"approve": ("approve", "grant_remedy"), "return": ("return", "drop_remedy")}
"""What is done to a solution, and to a remedy alone."""


@signed_in
def approvals(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The earliest due first."""
    return _page(request, desk)


@require_POST
@signed_in
def do(request: HttpRequest, desk: Desk, what: str) -> HttpResponse:
    """Agrees to the chosen ones or sends them back, each a step of its own, with the version that
    was seen; the page says what became of each.
    """
    if what not in _VERBS:
        raise NoSuchComplaint
    wanted = list(_wanted(request, what))
    told = results.told(each.take(wanted, by=desk.reader, now=desk.now))
    done = sum(one.done for one in told)
    if not told:
        messages.warning(request, _("Choose at least one complaint."))
    elif done:
        said = ngettext("Done on %(n)s complaint.", "Done on %(n)s complaints.", done)
        messages.success(request, said % {"n": done})
    kept = {row for row, one in zip(_rows(request), told, strict=True) if not one.done}
    status = 200 if done or not told else 409
    return _page(request, desk, told=told, kept=kept, status=status)


def _rows(request: HttpRequest) -> list[str]:
    return results.chosen(request)


def _wanted(request: HttpRequest, what: str) -> Iterator[Wanted]:
    """The steps asked for, each with the version its reader saw."""
    comment = request.POST.get("comment", "").strip()
    for row in _rows(request):
        no, _colon, remedy = row.partition(":")
        version = results.version_of(request.POST, row)
        yield Wanted(_VERBS[what][bool(remedy)], no, _payload(what, remedy, comment), version)


def _payload(what: str, remedy: str, comment: str) -> dict[str, str]:
    if not remedy:
        return {"comment": comment} if comment else {}
    name = "note" if what == "approve" else "reason"
    return {"remedy": remedy, **({name: comment} if comment else {})}


def _page(
    request: HttpRequest,
    desk: Desk,
    *,
    told: Sequence[Told] = (),
    kept: Iterable[str] = (),
    status: int = 200,
) -> HttpResponse:
    found = desk_approvals.waiting(reader=desk.reader, people=desk.people, now=desk.now)
    chosen = set(kept)
    context = {
        "waiting": [_shown(one, chosen) for one in found],
        "told": told,
        "comment": request.POST.get("comment", "") if chosen else "",
    }
    return render(request, "workbench/approvals.html", context, status=status)


def _shown(one: Waiting, chosen: set[str]) -> dict[str, Any]:
    key = f"{one.row.no}:{one.remedy}" if one.remedy else one.row.no
    kind = value_word(Remedy if one.remedy else SolutionKind, one.kind)
    return {
        "view": one,
        "row": rows.row(one.row),
        "key": key,
        "version": one.row.version,
        "chosen": key in chosen,
        "kind": kind,
        "money": list(_money(one)),
        "barred": barred_words(one.barred),
        "last": [_last(past) for past in one.last],
    }


def _money(one: Waiting) -> Iterator[tuple[str, int]]:
    """What it costs in all, which the mandate is asked for; of it 补偿, 赔偿 and refunds apart."""
    words = {
        Ledger.compensation: _("Compensation (goodwill)"),
        Ledger.indemnity: _("Indemnity (liability)"),
        Ledger.refund: _("Refund"),
    }
    if one.cost is not None and [one.cost] != list(one.money.values()):
        yield _("Cost of the solution"), one.cost
    for ledger, word in words.items():
        if ledger in one.money:
            yield word, one.money[ledger]


def barred_words(barred: Barred | None) -> str:
    """Why the reader cannot agree alone; nothing where they can."""
    if barred is None:
        return ""
    if barred.why == "meeting":
        return _("Decided in a meeting that has not been held.")
    if barred.why == "legal":
        return _("This needs legal first.")
    if barred.why == "budget":
        return _("Your budget of this month does not reach.")
    return _("Over your mandate: it needs %(rank)s.") % {"rank": barred.rank}


def _last(past: Award) -> dict[str, Any]:
    came = outcome_word(past.outcome) if past.outcome else state_word(past.state)
    return {"view": past, "came": str(came)}
