"""Gates of authority: who may decide this much, together with whom, and how often a case is passed
on. Each says what is missing, or None.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kesu.authority import queries
from kesu.authority.rules import Loan, decide, lacking, meets, usable
from kesu.journeys.case import Case
from kesu.journeys.faults import Missing
from kesu.people.rules import Person
from kesu.policy.codes import Rank, Remedy, ranks_from
from kesu.routing.models import Transfer

COMPENSATION = Remedy.compensation.value
_SUPERVISORS = ranks_from(Rank.supervisor)
_PASSED_ON = 2
"""So often a case is passed on before it takes a supervisor (E42)."""


def met(case: Case, _values: Any) -> Missing | None:
    """On the tiers that people decide together, they have met (A15, Q2)."""
    tier = case.complaint.tier
    if not meets(case.pack, tier) or together(case):
        return None
    there = _meetings(case)
    words = [_word(case, code) for code in lacking(case.pack, tier, there[0] if there else [])]
    message = _("Tier %(tier)s is decided in a meeting; still missing: %(who)s.")
    return Missing("meeting", message % {"tier": tier, "who": ", ".join(words)})


def within_mandate(case: Case, _values: Any) -> Missing | None:
    """Whoever approves may give that much: alone, with a mandate lent, or because those whom the
    tier asks for have met (A07, B25).
    """
    if case.by is None or case.solution is None or together(case):
        return None
    solution, complaint = case.solution, case.complaint
    answer = decide(
        case.pack,
        rank=case.by.rank,
        kind=COMPENSATION,
        amount=solution.cost or 0,
        loan=loan(case, case.by, not_from=(complaint.owner_id, solution.by_id)),
    )
    if answer.allowed:
        return None
    rank = case.pack.rank_name(answer.rank, _language())
    message = _("This costs more than your mandate covers: it needs %(rank)s.")
    return Missing("mandate", message % {"rank": rank})


def passed_on(case: Case, _values: Any) -> Missing | None:
    """The third time only a supervisor passes a case on (E42)."""
    if case.by is None or case.by.rank in _SUPERVISORS or case.handed_on < _PASSED_ON:
        return None
    return Missing("supervisor", _("It was passed on twice already: a supervisor decides now."))


def times_passed(case: Case) -> int:
    """How often the case changed hands by a person's decision."""
    return Transfer.objects.filter(complaint=case.complaint).count()


def loan(
    case: Case, person: Person, *, kind: str = COMPENSATION, not_from: Iterable[int | None] = ()
) -> Loan | None:
    """What is lent to this person for this case (A17): never by the accused, nor by ``not_from``,
    who may not decide the case either.
    """
    return usable(
        queries.loans(person.id, kind=kind, at=case.now),
        case.pack,
        kind=kind,
        type_code=case.complaint.type,
        at=case.now,
        not_from={case.complaint.accused_id, *not_from},
    )


def together(case: Case) -> bool:
    """Whether those whom the tier asks for have decided in one meeting."""
    tier = case.complaint.tier
    if not meets(case.pack, tier):
        return False
    return any(not lacking(case.pack, tier, there) for there in _meetings(case))


def _meetings(case: Case) -> list[list[Person]]:
    """Who was there, meeting by meeting, the newest first."""
    rows = queries.decisions(case.complaint, tier=case.complaint.tier)
    return [[case.people[one] for one in row.present if one in case.people] for row in rows]


def _word(case: Case, code: str) -> str:
    what, _colon, name = code.partition(":")
    if what == "department":
        return case.pack.department_name(name, _language())
    if what == "rank":
        return case.pack.rank_name(name, _language())
    if what == "flag":
        return case.pack.word("flags", name, _language())
    return _("two heads of different departments")


def _language() -> str:
    return get_language() or "zh-hans"
