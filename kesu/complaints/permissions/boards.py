"""Who has which board of work beside the queue. Pure."""

from kesu.complaints.permissions.table import Column, Scope, lines, replaced
from kesu.people.rules import Person
from kesu.policy.codes import Rank, rank_level


def may_approve_something(person: Person) -> bool:
    """Whether there can be anything this person may agree to or send back."""
    return any(line.reach(Column.approve) is not Scope.none for line in lines(person))


def may_lead(person: Person) -> bool:
    """Whether a person looks after the work of others: leads and above (F16)."""
    return rank_level(person.rank) >= rank_level(Rank.lead) and not replaced(person)


def may_hold_the_morning(person: Person) -> bool:
    """Whether a person stands before the house in the morning: supervisors and above (F20)."""
    return rank_level(person.rank) >= rank_level(Rank.supervisor) and not replaced(person)


def may_write_to_many(person: Person) -> bool:
    """Whether a person words a notice to all members of a batch: leads and above (F19)."""
    return may_lead(person)


def may_agree_to_many(person: Person, *, writer: int) -> bool:
    """Whether a person agrees to such a notice: a supervisor or above, never who wrote it."""
    return may_hold_the_morning(person) and person.id != writer


def may_handle(person: Person) -> bool:
    """Whether a person has complaints of their own to call back about and to hand over."""
    return not replaced(person)
