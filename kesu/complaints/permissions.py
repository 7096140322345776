"""Who may do what with a complaint: the one table (DOMAIN, People and permissions). Pure.

Ask in this order: ``may_see`` (404), ``accused`` (403), then ``may`` for the verb (403).
"""

from dataclasses import dataclass, field
from enum import StrEnum

from kesu.people.rules import Person
from kesu.policy.codes import Flag, Rank, rank_level


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


def may_lodge(person: Person) -> bool:
    """Every rank may; an auditor's line is read-only."""
    return Flag.auditor not in person.flags


def may_mind_the_outbox(person: Person) -> bool:
    """Whether a person may look after mail that does not go out: what it says is another matter."""
    return may_manage_people(person)


def may_manage_people(person: Person) -> bool:
    """Whether a person may say who works when and on what: manager and above, admins."""
    if Flag.admin in person.flags:
        return True
    return person.rank in (Rank.manager, Rank.director) and not _replaced(person)


def may_lock_months(person: Person) -> bool:
    """Whether a person may say that the figures of a month stand, and hear appeals (E51, D27)."""
    return person.rank in (Rank.manager, Rank.director) and not _replaced(person)


def may_see_coaching(person: Person) -> bool:
    """Whether a person can have to help colleagues because of complaints: supervisors and above."""
    return rank_level(person.rank) >= rank_level(Rank.supervisor) and not _replaced(person)


def may_read_roster(person: Person) -> bool:
    """Whether a person may see who is there and who is not: whoever gives out work, and admins."""
    if Flag.admin in person.flags:
        return True
    return rank_level(person.rank) >= rank_level(Rank.lead) and not _replaced(person)


def may_see_lent_authority(person: Person) -> bool:
    """Whether a person can have lent authority or been lent any (A17)."""
    return not _replaced(person)


def may_pay(person: Person) -> bool:
    """Whether a person pays what was promised: they see the money and no complaint (F11)."""
    return Flag.finance in person.flags and not person.flags & {Flag.auditor, Flag.admin}


def may_read_ledger(person: Person) -> bool:
    """Whether a person reads what was given over a time: whoever answers for it, finance, auditors
    (A60, B10).
    """
    if may_pay(person) or Flag.auditor in person.flags:
        return True
    return rank_level(person.rank) >= rank_level(Rank.supervisor) and not _replaced(person)


def may_keep_stock(person: Person) -> bool:
    """Whether a person says what may be given in kind, and how many there are (A58)."""
    return rank_level(person.rank) >= rank_level(Rank.manager) and not _replaced(person)


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
    if _replaced(person):
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


def may_export_something(person: Person) -> bool:
    """Whether there can be anything this person may export."""
    return any(line.reach(Column.export) is not Scope.none for line in lines(person))


def may_export_all(person: Person, *, restricted: bool) -> bool:
    """Whether no complaint bounds what this person may export; ``restricted``: none at all."""
    return any(
        line.reach(Column.export) is Scope.any and (line.need_to_know or not restricted)
        for line in lines(person)
    )


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
    if verb in ALSO_SUPERIORS and tie.superior and not _replaced(person):
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
    return senior and not _replaced(person) and may_see(person, tie)


def _may_touch_account(person: Person, tie: Tie) -> bool:
    if person.department != RISK or _replaced(person):
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


def _replaced(person: Person) -> bool:
    return any(flag in REPLACING for flag in person.flags)
