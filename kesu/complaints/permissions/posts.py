"""What a person may by their post alone, whatever the complaint. Pure."""

from collections.abc import Collection

from kesu.complaints.permissions.table import Column, Scope, lines, replaced
from kesu.people.rules import Person
from kesu.policy.codes import Flag, Rank, rank_level


def may_lodge(person: Person) -> bool:
    """Every rank may; an auditor's line is read-only."""
    return Flag.auditor not in person.flags


def may_know_callers(person: Person) -> bool:
    """Whether a person is told who calls and what of: whoever may log a contact on any complaint
    (E41). Liaisons never learn who a customer is, administrators read nothing.
    """
    return may_lodge(person) and any(
        line.reach(Column.contact) is Scope.any for line in lines(person)
    )


def may_mind_the_outbox(person: Person) -> bool:
    """Whether a person may look after mail that does not go out: what it says is another matter."""
    return may_manage_people(person)


def may_manage_people(person: Person) -> bool:
    """Whether a person may say who works when and on what: manager and above, admins."""
    if Flag.admin in person.flags:
        return True
    return person.rank in (Rank.manager, Rank.director) and not replaced(person)


def may_change_person(by: Person, other: Person) -> bool:
    """Whether a person may change what another one is: nobody themselves, and managers only those
    below them who have no power over the house.
    """
    if not may_manage_people(by) or by.id == other.id:
        return False
    if Flag.admin in by.flags or by.rank == Rank.director:
        return True
    below = rank_level(other.rank) < rank_level(by.rank)
    return below and not other.flags & {Flag.admin, Flag.auditor}


def may_appoint(by: Person, *, rank: str, flags: Collection[str]) -> bool:
    """Whether a person may make somebody of this rank with these flags."""
    if not may_manage_people(by):
        return False
    if Flag.admin in by.flags or by.rank == Rank.director:
        return True
    return rank_level(rank) < rank_level(by.rank) and not set(flags) & {Flag.admin, Flag.auditor}


def may_read_policy(person: Person) -> bool:
    """Whether a person looks at every version of the rules and at the calendar they count by."""
    return may_manage_people(person) or Flag.auditor in person.flags


def may_manage_policy(person: Person) -> bool:
    """Whether a person says which rules and which days hold: directors and admins."""
    if Flag.admin in person.flags:
        return True
    return person.rank == Rank.director and not replaced(person)


def may_keep_words(person: Person) -> bool:
    """Whether a person says which words are watched, from day to day: manager and above, admins
    (A18).
    """
    return may_manage_people(person)


def may_see_claimants(person: Person) -> bool:
    """Whether a person sees what a customer's orders and claims show (Q15): senior and above, who
    handle complaints. Nobody else, so that nobody is treated by it.
    """
    return rank_level(person.rank) >= rank_level(Rank.senior) and not replaced(person)


def may_search_records(person: Person) -> bool:
    """Whether a person reads the record across complaints; admins what is about none."""
    if Flag.admin in person.flags:
        return True
    wide = (Scope.team, Scope.department, Scope.any)
    return any(line.reach(Column.journal) in wide for line in lines(person))


def may_verify_records(person: Person) -> bool:
    """Whether a person has the whole record checked: it names the complaint that differs."""
    return Flag.admin in person.flags or may_export_all(person, restricted=False)


def may_see_the_system(person: Person) -> bool:
    """Whether a person sees how the house stands, and sets going what was set aside."""
    return may_manage_people(person)


def may_lock_months(person: Person) -> bool:
    """Whether a person may say that the figures of a month stand, and hear appeals (E51, D27)."""
    return person.rank in (Rank.manager, Rank.director) and not replaced(person)


def may_see_coaching(person: Person) -> bool:
    """Whether a person can have to help colleagues because of complaints: supervisors and above."""
    return rank_level(person.rank) >= rank_level(Rank.supervisor) and not replaced(person)


def may_read_roster(person: Person) -> bool:
    """Whether a person may see who is there and who is not: whoever gives out work, and admins."""
    if Flag.admin in person.flags:
        return True
    return rank_level(person.rank) >= rank_level(Rank.lead) and not replaced(person)


def may_see_lent_authority(person: Person) -> bool:
    """Whether a person can have lent authority or been lent any (A17)."""
    return not replaced(person)


def may_pay(person: Person) -> bool:
    """Whether a person pays what was promised: they see the money and no complaint (F11)."""
    return Flag.finance in person.flags and not person.flags & {Flag.auditor, Flag.admin}


def may_read_ledger(person: Person) -> bool:
    """Whether a person reads what was given over a time: whoever answers for it, finance, auditors
    (A60, B10).
    """
    if may_pay(person) or Flag.auditor in person.flags:
        return True
    return rank_level(person.rank) >= rank_level(Rank.supervisor) and not replaced(person)


def may_keep_stock(person: Person) -> bool:
    """Whether a person says what may be given in kind, and how many there are (A58)."""
    return rank_level(person.rank) >= rank_level(Rank.manager) and not replaced(person)


def may_export_something(person: Person) -> bool:
    """Whether there can be anything this person may export."""
    return any(line.reach(Column.export) is not Scope.none for line in lines(person))


def may_export_all(person: Person, *, restricted: bool) -> bool:
    """Whether no complaint bounds what this person may export; ``restricted``: none at all."""
    return any(
        line.reach(Column.export) is Scope.any and (line.need_to_know or not restricted)
        for line in lines(person)
    )
