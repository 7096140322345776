"""Who may do what with a complaint: the one table (DOMAIN, People and permissions). Pure.

Ask in this order: ``may_see`` (404), ``accused`` (403), then ``may`` for the verb (403).
"""

from kesu.complaints.permissions.posts import (
    may_appoint,
    may_change_person,
    may_export_all,
    may_export_something,
    may_keep_stock,
    may_keep_words,
    may_know_callers,
    may_lock_months,
    may_lodge,
    may_manage_people,
    may_manage_policy,
    may_mind_the_outbox,
    may_pay,
    may_read_ledger,
    may_read_policy,
    may_read_roster,
    may_search_records,
    may_see_claimants,
    may_see_coaching,
    may_see_lent_authority,
    may_see_the_system,
    may_verify_records,
)
from kesu.complaints.permissions.table import (
    ADVISING,
    ALSO_SUPERIORS,
    LEADING,
    OF_RISK,
    PAYING,
    REVIEWING,
    RISK,
    SCORING,
    Column,
    Line,
    Scope,
    Tie,
    column_of,
    lines,
    replaced,
)
from kesu.people.rules import Person
from kesu.policy.codes import Flag, Rank, rank_level

__all__ = [
    "Column",
    "Scope",
    "Tie",
    "lines",
    "may",
    "may_appoint",
    "may_change_person",
    "may_export",
    "may_export_all",
    "may_export_something",
    "may_keep_stock",
    "may_keep_words",
    "may_know",
    "may_know_callers",
    "may_lock_months",
    "may_lodge",
    "may_manage_people",
    "may_manage_policy",
    "may_mind_the_outbox",
    "may_pay",
    "may_read_journal",
    "may_read_ledger",
    "may_read_opinion",
    "may_read_policy",
    "may_read_roster",
    "may_reveal",
    "may_search_records",
    "may_see",
    "may_see_claimants",
    "may_see_coaching",
    "may_see_lent_authority",
    "may_see_the_system",
    "may_verify_records",
    "replaced",
]


def may_see(person: Person, tie: Tie) -> bool:
    """Whether the complaint exists for this person. The accused see nothing (before all else)."""
    if tie.accused:
        return False
    return _reaches(person, Column.read, tie) or _advises(person, tie)


def may_read_opinion(person: Person, tie: Tie, *, own: bool) -> bool:
    """Whether what a function thinks of it may be read: never by agents (F22).

    ``own``: it is of what this person stands for.
    """
    if tie.accused or not may_see(person, tie):
        return False
    if own and _advises(person, tie):
        return True
    if replaced(person):
        return Flag.auditor in person.flags
    acts = person.rank == Rank.lead and tie.acting and tie.team
    return rank_level(person.rank) >= rank_level(Rank.supervisor) or acts


def may_reveal(person: Person, tie: Tie) -> bool:
    """Whether sealed values may be shown to this person (each time journalled)."""
    return not tie.accused and _reaches(person, Column.reveal, tie)


def may_read_journal(person: Person, tie: Tie) -> bool:
    """Whether the record of this complaint may be read."""
    return not tie.accused and _reaches(person, Column.journal, tie)


def may_export(person: Person, tie: Tie) -> bool:
    """Whether this complaint may stand in a list that leaves the house (B06)."""
    return not tie.accused and _reaches(person, Column.export, tie)


def may(verb: str, person: Person, tie: Tie) -> bool:
    """Whether this person may do ``verb`` on a complaint they have this tie to."""
    if tie.accused:
        return False
    if verb in ADVISING:
        return _advises(person, tie)
    if verb in PAYING:
        return tie.paying and may_pay(person)
    if verb in OF_RISK:
        return _may_touch_account(person, tie)
    if verb in LEADING and rank_level(person.rank) < rank_level(Rank.lead):
        return False
    if verb in REVIEWING:
        return _may_review(person, tie)
    if verb in SCORING:
        return _may_score(person, tie)
    if verb in ALSO_SUPERIORS and tie.superior and not replaced(person):
        return True
    column = column_of(verb)
    if column is Column.approve:
        return _may_approve(person, tie)
    return _reaches(person, column, tie)


def may_know(verb: str, person: Person, tie: Tie) -> bool:
    """Whether asking for ``verb`` may be answered at all instead of 404: first-receiver duty."""
    return may_see(person, tie) or may(verb, person, tie)


def _may_review(person: Person, tie: Tie) -> bool:
    senior = rank_level(person.rank) >= rank_level(Rank.senior)
    return senior and not replaced(person) and may_see(person, tie)


def _may_score(person: Person, tie: Tie) -> bool:
    scores = Flag.quality in person.flags
    senior = rank_level(person.rank) >= rank_level(Rank.supervisor)
    return (scores or senior) and not replaced(person) and may_see(person, tie)


def _may_touch_account(person: Person, tie: Tie) -> bool:
    if person.department != RISK or replaced(person):
        return False
    return may_see(person, tie) or (tie.asked and not tie.restricted)


def _may_approve(person: Person, tie: Tie) -> bool:
    if tie.owner or tie.proposer:
        return False
    if person.rank == Rank.lead and not tie.acting:
        return False
    return _reaches(person, Column.approve, tie)


def _advises(person: Person, tie: Tie) -> bool:
    """A restricted one stays with those who must know: being asked does not open it (E36)."""
    closed = tie.restricted and not (tie.responsible or tie.superior)
    return tie.advising and not closed and not person.flags & {Flag.auditor, Flag.admin}


def _reaches(person: Person, column: Column, tie: Tie) -> bool:
    return any(_covers(line.reach(column), column, tie, line) for line in lines(person))


def _covers(scope: Scope, column: Column, tie: Tie, line: Line) -> bool:
    if scope is Scope.none:
        return False
    if tie.restricted and not (tie.responsible or tie.superior or line.need_to_know):
        return False
    if scope is Scope.any:
        return True
    if scope is Scope.asked:
        return tie.asked
    return (
        _is_mine(column, tie)
        or (scope is Scope.team and tie.team)
        or (scope is Scope.department and tie.department)
    )


def _is_mine(column: Column, tie: Tie) -> bool:
    """Own is part of every wider scope; but nobody approves a case for having touched it."""
    if column is Column.approve:
        return False
    return tie.responsible if column in (Column.work, Column.transfer) else tie.involved
