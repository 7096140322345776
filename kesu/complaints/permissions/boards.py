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


def may_handle(person: Person) -> bool:
    """Whether a person has complaints of their own to call back about and to hand over."""
    return not replaced(person)
