"""The one table: how far each rank and flag reaches, and in which column a verb is asked. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum

from kesu.people.rules import Person
from kesu.policy.codes import Flag, Rank


class Scope(StrEnum):
    """How far a right reaches."""

    none = "none"
    own = "own"
    team = "team"
    department = "department"
    any = "any"
    asked = "asked"


class Column(StrEnum):
    """The columns of the table."""

    read = "read"
    contact = "contact"
    work = "work"
    approve = "approve"
    transfer = "transfer"
    reveal = "reveal"
    feedback = "feedback"
    journal = "journal"
    export = "export"


@dataclass(frozen=True)
class Tie:
    """What binds a reader to one complaint.

    ``responsible``: owner, risk owner or dedicated handler. ``involved``: also who lodged it or
    took a contact. ``superior``: in the owner's chain of superiors. ``team``: the owner is under
    the reader. ``department``: the owner's or the lodger's is the reader's. ``asked``: a consult
    went to the reader's department. ``advising``: so did a question for an opinion, or to what
    the reader stands for. ``paying``: money of it is paid by the reader (F11). ``acting``: the
    owner's direct supervisor is away.
    """

    accused: bool = False
    owner: bool = False
    proposer: bool = False
    responsible: bool = False
    involved: bool = False
    superior: bool = False
    team: bool = False
    department: bool = False
    asked: bool = False
    advising: bool = False
    paying: bool = False
    acting: bool = False
    restricted: bool = False


@dataclass(frozen=True)
class Line:
    """One line of the table; what it does not state is ``none``.

    ``need_to_know``: the line also reaches restricted complaints.
    """

    rights: dict[Column, Scope] = field(default_factory=dict)
    need_to_know: bool = False

    def reach(self, column: Column) -> Scope:
        return self.rights.get(column, Scope.none)


_AGENT = Line(
    {
        Column.read: Scope.department,
        Column.contact: Scope.any,
        Column.work: Scope.own,
        Column.transfer: Scope.own,
        Column.reveal: Scope.own,
        Column.feedback: Scope.asked,
        Column.journal: Scope.own,
        Column.export: Scope.own,
    }
)
_LEAD = Line(
    {
        Column.read: Scope.team,
        Column.contact: Scope.any,
        Column.work: Scope.team,
        Column.approve: Scope.team,
        Column.transfer: Scope.team,
        Column.reveal: Scope.team,
        Column.feedback: Scope.asked,
        Column.journal: Scope.team,
        Column.export: Scope.team,
    }
)
_SUPERVISOR = Line(
    {
        Column.read: Scope.department,
        Column.contact: Scope.any,
        Column.work: Scope.department,
        Column.approve: Scope.department,
        Column.transfer: Scope.department,
        Column.reveal: Scope.department,
        Column.feedback: Scope.asked,
        Column.journal: Scope.department,
        Column.export: Scope.department,
    }
)
_MANAGER = Line(
    {
        Column.read: Scope.any,
        Column.contact: Scope.any,
        Column.work: Scope.own,
        Column.approve: Scope.any,
        Column.transfer: Scope.any,
        Column.reveal: Scope.any,
        Column.feedback: Scope.asked,
        Column.journal: Scope.any,
        Column.export: Scope.any,
    }
)
_DIRECTOR = Line(dict(_MANAGER.rights), need_to_know=True)
_LIAISON = Line(
    {
        Column.read: Scope.asked,
        Column.contact: Scope.asked,
        Column.feedback: Scope.asked,
    }
)
_AUDITOR = Line(
    {Column.read: Scope.any, Column.journal: Scope.any, Column.export: Scope.any},
    need_to_know=True,
)
_ADMIN = Line()
_QUALITY = Line({Column.read: Scope.any})

TABLE: dict[str, Line] = {
    Rank.agent: _AGENT,
    Rank.senior: _AGENT,
    Rank.lead: _LEAD,
    Rank.supervisor: _SUPERVISOR,
    Rank.manager: _MANAGER,
    Rank.director: _DIRECTOR,
}
REPLACING: dict[str, Line] = {
    Flag.liaison: _LIAISON,
    Flag.auditor: _AUDITOR,
    Flag.admin: _ADMIN,
}
ADDING: dict[str, Line] = {Flag.quality: _QUALITY}

COLUMN_OF: dict[str, Column] = {
    **dict.fromkeys(
        (
            "contact",
            "note",
            "emotion",
            "promise",
            "keep_promise",
            "progress",
            "evidence",
            "urge",
            "identify",
            "freeze",
            "report",
            "acknowledge",
            "reopen",
        ),
        Column.contact,
    ),
    **dict.fromkeys(("approve", "return", "cool", "extend", "grant_remedy"), Column.approve),
    **dict.fromkeys(("transfer", "hand_over", "dedicate"), Column.transfer),
    **dict.fromkeys(("feedback", "send_back", "measure"), Column.feedback),
}
ALSO_SUPERIORS = frozenset(
    {"escalate", "mark_urgent", "exposure", "regulator", "dispose", "archive"}
)


ADVISING = frozenset({"opinion"})
"""What only those do who were asked for an opinion (F22)."""


REVIEWING = frozenset({"review"})
"""What everybody who may read does, from the rank of senior on (A12)."""


SCORING = frozenset({"score_attitude"})
"""What quality does, and supervisors and above, on every case they may read (A62)."""


PAYING = frozenset({"pay"})
"""What only finance does, and on a complaint of which money is paid (F11)."""
LEADING = frozenset({"coach"})
"""Work of those who look after colleagues (E52)."""


RISK = "risk"
OF_RISK = frozenset({"investigate", "amend_account", "unfreeze"})
"""What only the risk department does to an account (E60)."""


def column_of(verb: str) -> Column:
    """The column a verb is asked in; what is in no other column is work."""
    return COLUMN_OF.get(verb, Column.work)


def lines(person: Person) -> tuple[Line, ...]:
    """The lines of the table that hold for a person: a replacing flag's, else the rank's."""
    replaced = [REPLACING[flag] for flag in sorted(person.flags) if flag in REPLACING]
    if replaced:
        return tuple(replaced)
    added = [ADDING[flag] for flag in sorted(person.flags) if flag in ADDING]
    return (TABLE.get(person.rank, _ADMIN), *added)


def replaced(person: Person) -> bool:
    """Whether a flag's line holds instead of the rank's."""
    return any(flag in REPLACING for flag in person.flags)
