"""Who of a department is told of a task."""

from kesu.journeys.step import Step
from kesu.people.queries import Desk, desks
from kesu.people.rules import at_desk
from kesu.policy.codes import Flag, rank_level

_READ_NONE = frozenset({Flag.admin, Flag.auditor})


def liaisons(step: Step, department: str) -> list[int]:
    """The liaison of a department or their backup, else everyone in it who reads complaints."""
    desk = desks().get(department, Desk())
    return at_desk(
        step.people, department, liaison=desk.liaison, backup=desk.backup, but=_READ_NONE
    )


def heads(step: Step, department: str) -> list[int]:
    """部门负责人; where nobody has the flag, whoever is highest there."""
    there = [
        one
        for one in step.people.values()
        if one.active and one.department == department and not one.flags & _READ_NONE
    ]
    named = [one for one in there if Flag.head in one.flags]
    highest = max((rank_level(one.rank) for one in there), default=0)
    return sorted(one.id for one in named or there if named or rank_level(one.rank) == highest)
