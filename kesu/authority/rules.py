"""Who decides with what authority. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kesu.people.rules import People, Person, superiors
from kesu.policy.codes import Flag, Function, Rank, Tier, rank_level
from kesu.policy.schema import Pack
from kesu.policy.schema.types import lineage


@dataclass(frozen=True)
class Loan:
    """A delegation as a plain value: ``grantor_rank`` as it is now, ``amount`` in 分 a case,
    ``types`` codes or groups (none: every type), times in UTC, ``ends`` not included.
    """

    id: str
    grantor: int
    grantor_rank: str
    kind: str
    amount: int
    types: tuple[str, ...]
    starts: datetime
    ends: datetime
    revoked: bool = False


class Ground(StrEnum):
    """Why something may be given, or what it waits for."""

    mandate = "mandate"
    delegation = "delegation"
    approval = "approval"
    legal = "legal"


@dataclass(frozen=True)
class Answer:
    """``mandate``: what allows it, as the journal writes it. ``rank``: the lowest one that could
    approve it. ``short``: the month's balance does not reach.
    """

    ground: Ground
    mandate: str = ""
    rank: str = ""
    short: bool = False

    @property
    def allowed(self) -> bool:
        return self.ground in (Ground.mandate, Ground.delegation)


def decide(
    pack: Pack,
    *,
    rank: str,
    kind: str,
    amount: int,
    loan: Loan | None = None,
    left: int | None = None,
    legal: bool = False,
) -> Answer:
    """Whether a person of ``rank`` may give ``amount`` (分) of ``kind`` alone (A07, B25, E62).

    ``loan``: one that holds for the case, as ``usable`` found it. ``left``: what is left of the
    month's budget, None where there is no limit. What needs the legal mandate is never given alone
    before legal was heard (``legal``).
    """
    if pack.needs_legal(kind) and not legal:
        return Answer(Ground.legal, rank=approver_rank(pack, kind=kind, amount=amount))
    short = left is not None and amount > left
    own = pack.mandate(rank, kind)
    if not short and amount <= own and pack.may_give(rank, kind):
        return Answer(Ground.mandate, mandate=f"{kind}:{rank}:{own}")
    if not short and loan is not None and amount <= lent(pack, loan):
        return Answer(Ground.delegation, mandate=named(loan))
    higher = approver_rank(pack, kind=kind, amount=amount, above=rank)
    return Answer(Ground.approval, rank=higher, short=short)


def approver_rank(pack: Pack, *, kind: str, amount: int, above: str = "") -> str:
    """The lowest rank over ``above`` whose mandate covers the amount; the highest where none does:
    that is for those who decide together.
    """
    able = [
        one.value
        for one in Rank
        if rank_level(one) > rank_level(above)
        and pack.may_give(one, kind)
        and pack.mandate(one, kind) >= amount
    ]
    return able[0] if able else Rank.director.value


def lent(pack: Pack, loan: Loan) -> int:
    """分 a case that a loan is good for: never more than its grantor may give now (A17)."""
    if not pack.may_give(loan.grantor_rank, loan.kind):
        return 0
    return min(loan.amount, pack.mandate(loan.grantor_rank, loan.kind))


def named(loan: Loan) -> str:
    """How a loan is named where it was used."""
    return f"delegation:{loan.id}:{loan.amount}"


def usable(
    loans: Iterable[Loan],
    pack: Pack,
    *,
    kind: str,
    type_code: str,
    at: datetime,
    not_from: Collection[int | None] = (),
) -> Loan | None:
    """The best loan that holds for a case of this type at ``at`` (UTC), never from one of
    ``not_from``: whoever may not decide the case cannot lend authority for it.
    """
    holding = [
        one
        for one in loans
        if one.kind == kind
        and not one.revoked
        and one.starts <= at < one.ends
        and one.grantor not in not_from
        and (not one.types or bool(set(one.types) & set(lineage(type_code))))
    ]
    return max(holding, key=lambda one: (lent(pack, one), one.id), default=None)


def functions_of(person: Person) -> frozenset[str]:
    """What a person stands for when an opinion is asked: their department, and what their flags
    say (F22). Who handles no complaints or only reads stands for nothing.
    """
    if person.flags & {Flag.auditor, Flag.admin}:
        return frozenset()
    known = frozenset(one.value for one in Function)
    return known & {person.department, *person.flags}


class Unfit(StrEnum):
    """Why a delegation is refused."""

    test = "test"
    oneself = "oneself"
    rank = "rank"
    amount = "amount"
    period = "period"
    nothing = "nothing"
    flag = "flag"
    left = "left"


def unfit(
    pack: Pack,
    *,
    grantor: Person,
    to: Person,
    kind: str,
    amount: int,
    starts: datetime,
    ends: datetime,
    solvable: bool,
    controlled: bool,
) -> Unfit | None:
    """Why ``grantor`` cannot lend ``to`` this mandate, or None (A17): both tests are answered yes,
    the person is of a lower rank, the amount is within the grantor's own and above the person's.
    """
    if not (solvable and controlled):
        return Unfit.test
    if grantor.id == to.id:
        return Unfit.oneself
    if not (grantor.active and to.active):
        return Unfit.left
    if {*grantor.flags, *to.flags} & {Flag.liaison, Flag.auditor, Flag.admin}:
        return Unfit.flag
    if rank_level(to.rank) >= rank_level(grantor.rank):
        return Unfit.rank
    own = pack.mandate(grantor.rank, kind) if pack.may_give(grantor.rank, kind) else 0
    if pack.needs_legal(kind) or amount > own:
        return Unfit.amount
    if pack.may_give(to.rank, kind) and amount <= pack.mandate(to.rank, kind):
        return Unfit.nothing
    return Unfit.period if ends <= starts else None


@dataclass(frozen=True)
class Promised:
    """What a case is given beside its solution, in 分: 补偿 with all that is no 赔偿, and 赔偿,
    which are never summed (A60). ``waits``: something of it that nobody has agreed to yet.
    """

    goodwill: int = 0
    indemnity: bool = False
    waits: bool = False


NOTHING = Promised()


def mandate(
    *,
    limit: int | None,
    rank: str,
    urgent: bool,
    cost: int | None,
    clause_cited: bool,
    promised: Promised = NOTHING,
    loan: Loan | None = None,
    lent: int = 0,
) -> str | None:
    """The mandate that approves a solution at once, as ``compensation:agent:5000`` or
    ``delegation:<id>:20000``, or None (Q25, A17).

    ``limit`` (分) is what the policy lets this rank approve for the type; None: nothing, and no
    loan helps. Never for an urgent complaint, without a cost, or without a clause; never where the
    case is given something that admits liability or that nobody has agreed to yet. A solution
    costs at least what is promised with it.
    """
    if limit is None or urgent or cost is None or not clause_cited:
        return None
    if promised.indemnity or promised.waits:
        return None
    amount = max(cost, promised.goodwill)
    if amount <= limit:
        return f"compensation:{rank}:{limit}"
    return named(loan) if loan is not None and amount <= lent else None


def approvers(
    people: People, *, owner: int, ranks: Collection[str], accused: int | None
) -> list[int]:
    """The nearest superior of ``owner`` with one of ``ranks`` who is at work; one away counts when
    nobody else is there, the accused never does.
    """
    chain = [
        one for one in superiors(people, owner) if people[one].rank in ranks and one != accused
    ]
    there = [one for one in chain if people[one].reachable]
    return (there or chain)[:1]


def lacking(pack: Pack, tier: str, present: Iterable[Person]) -> list[str]:
    """Who is still missing from a meeting that decides on ``tier``, as codes: ``rank:manager``,
    ``department:legal``, ``flag:spokesperson``, ``heads``; none on a tier that needs no meeting.

    Tier A is decided by at least two heads of different departments (A15), B by a manager who
    leads the departments and the flags that the pack names (Q2).
    """
    there = list(present)
    entry = next(one for one in pack.tiers if one.code == tier)
    found = [
        f"department:{code}"
        for code in entry.with_departments
        if code not in {one.department for one in there}
    ]
    flags = {flag for one in there for flag in one.flags}
    found += [f"flag:{flag}" for flag in entry.with_flags if flag not in flags | {Flag.head}]
    heads = {one.department for one in there if Flag.head in one.flags}
    if Flag.head in entry.with_flags and len(heads) < MOST_ALONE + 1:
        found.append("heads")
    leads = any(rank_level(one.rank) >= rank_level(entry.rank) for one in there)
    if (entry.with_departments or entry.with_flags) and tier != Tier.A and not leads:
        found.append(f"rank:{entry.rank}")
    return found


MOST_ALONE = 1
"""One department head alone decides nothing on the highest tier."""


def meets(pack: Pack, tier: str) -> bool:
    """Whether a tier is decided by people who meet."""
    entry = next(one for one in pack.tiers if one.code == tier)
    return bool(entry.with_departments or entry.with_flags)


_NOT_IN_CHARGE = frozenset({Flag.liaison, Flag.auditor, Flag.admin})
Level = tuple[str, int]
"""A level of the report chain and the person who stands for it."""


def report_chain(
    people: People, *, levels: Iterable[str], reporter: int | None, accused: int | None
) -> list[Level]:
    """Who is told of an urgent complaint, level by level (E64).

    ``supervisor`` and ``manager`` are the nearest superiors of that rank of the ``reporter``, else
    a colleague of that rank in their department; ``operations_head`` is the head of operations,
    else its director, else another. The accused, who left and who reports are passed over, and so
    is a level that the reporter has reached.
    """
    told = {accused, reporter}
    found: list[Level] = []
    for level in levels:
        one = next((one for one in _of_level(people, reporter, level) if one not in told), None)
        if one is not None:
            told.add(one)
            found.append((level, one))
    return found


def told(people: People, to: int, reader: int) -> bool:
    """Whether a report to ``to`` is one to ``reader``: to them, or to somebody on leave for whom
    they stand in (Q30). Who stands above has a report of their own once it is their turn.
    """
    return reader in (to, people[to].deputy)


def _of_level(people: People, reporter: int | None, level: str) -> list[int]:
    """Who can stand for a level, the nearest first."""
    there = [one for one in people.values() if one.active and not one.flags & _NOT_IN_CHARGE]
    chain = superiors(people, reporter) if reporter is not None else []
    if level == "operations_head":
        heads = [
            one.id for one in there if Flag.head in one.flags and one.department == "operations"
        ]
        directors = [one for one in there if one.rank == Rank.director]
        directors.sort(key=lambda one: (one.department != "operations", one.id not in chain))
        return [*heads, *(one.id for one in directors)]
    origin = people.get(reporter) if reporter is not None else None
    if origin is not None and rank_level(origin.rank) >= rank_level(level):
        return []
    of_rank = [one for one in there if one.rank == level]
    above = [one for one in chain if one in {person.id for person in of_rank}]
    beside = [one.id for one in of_rank if origin and one.department == origin.department]
    return [*above, *sorted(beside)]
