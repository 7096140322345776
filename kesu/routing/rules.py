"""Which person handles a complaint. Pure: people, a rule and loads in, a choice out.

Never nobody: the rule's handler, else a higher rank of the same department, else any supervisor,
else the one who lodged, else 待分派 (DOMAIN, People). Who is on leave is asked after all others.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kesu.people.rules import (
    People,
    Person,
    asks_certificate,
    direct_supervisor,
    is_certified,
    superiors,
)
from kesu.policy.codes import Flag, HandlerRule, Rank, rank_level, ranks_from

_NOT_HANDLING = frozenset({Flag.liaison, Flag.auditor, Flag.admin})
SUPERVISORS = ranks_from(Rank.supervisor)


@dataclass(frozen=True)
class Question:
    """Who is to handle this? ``receiver`` is who took it in; ``keep`` stays if they fit.

    ``type``: asks for a certificate where the house gives any (B24).
    """

    rule: HandlerRule
    receiver: int | None
    accused: int | None = None
    keep: int | None = None
    department: str | None = None
    loads: Mapping[int, int] = field(default_factory=dict)
    type: str = ""


@dataclass(frozen=True)
class Choice:
    """Who it is and why; ``understaffed`` when the rule found nobody fit."""

    person: int | None
    because: str
    understaffed: bool = False


def choose(people: People, question: Question) -> Choice:
    """The handler (E44 to E63). ``person`` is None when only 待分派 is left."""
    if not asks_certificate(people, question.type):
        question = replace(question, type="")
    fits = _fits(people, question)
    if question.keep is not None and fits(question.keep):
        return Choice(question.keep, "kept")
    for because, able in _steps(people, question):
        if able:
            return Choice(_least_loaded(people, able, question), because)
    receiver = question.receiver
    if receiver is not None and _able(people, receiver, question):
        return Choice(receiver, "receiver", understaffed=True)
    return Choice(None, "unassigned", understaffed=True)


def _steps(people: People, question: Question) -> Iterator[tuple[str, list[int]]]:
    able = [one.id for one in people.values() if _able(people, one.id, question)]
    there = [one for one in able if not people[one].on_leave]
    for fit in (there, able):
        yield from _steps_among(people, question, fit)


def _steps_among(
    people: People, question: Question, able: list[int]
) -> Iterator[tuple[str, list[int]]]:
    yield from _by_rule_among(people, question, able)
    department = _department(people, question)
    higher = ranks_from(_lowest(question.rule))
    near = [one for one in able if people[one].department == department]
    yield "higher_rank", _lowest_ranked(people, [one for one in near if people[one].rank in higher])
    supervisors = [one for one in able if people[one].rank in SUPERVISORS]
    yield "any_supervisor", _lowest_ranked(people, supervisors)


def _by_rule_among(
    people: People, question: Question, able: list[int]
) -> Iterator[tuple[str, list[int]]]:
    """Whom the rule means; where a supervisor of one's own cannot be reached, for an urgent one
    another who can, then 值班主管 (F15).
    """
    meant = [one for one in _by_rule(people, question) if one in able]
    supervised = question.rule in (HandlerRule.supervisor, HandlerRule.dedicated_supervisor)
    if supervised and meant and not any(people[one].takes_work for one in meant):
        here = [one for one in able if people[one].takes_work and people[one].rank in SUPERVISORS]
        if question.rule is HandlerRule.dedicated_supervisor:
            department = _department(people, question)
            near = [one for one in here if people[one].department == department]
            equals = [one for one in near if people[one].rank == Rank.supervisor]
            yield "other_supervisor", equals
        yield "duty_supervisor", [one for one in here if people[one].on_duty]
    yield question.rule.value, meant


def _by_rule(people: People, question: Question) -> list[int]:
    match question.rule:
        case HandlerRule.receiver:
            return _listed(question.receiver)
        case HandlerRule.direct_supervisor:
            return _above(people, question.accused)
        case HandlerRule.supervisor | HandlerRule.dedicated_supervisor:
            return _supervisor_for(people, question)
        case HandlerRule.other_senior:
            department = _department(people, question)
            return [
                one.id
                for one in people.values()
                if one.rank == Rank.senior and one.department == department
            ]
        case HandlerRule.risk_department:
            return [one.id for one in people.values() if one.department == question.department]


def _supervisor_for(people: People, question: Question) -> list[int]:
    for one in (question.keep, question.receiver):
        if one is None:
            continue
        if people[one].rank in SUPERVISORS and _able(people, one, question):
            return [one]
        above = _above(people, one)
        if above:
            return above
    return []


def _above(people: People, one: int | None) -> list[int]:
    return _listed(direct_supervisor(people, one, ranks=SUPERVISORS)) if one is not None else []


def _listed(one: int | None) -> list[int]:
    return [] if one is None else [one]


def _department(people: People, question: Question) -> str | None:
    if question.department is not None:
        return question.department
    for one in (question.accused, question.receiver, question.keep):
        if one is not None and one in people:
            return people[one].department
    return None


def _lowest(rule: HandlerRule) -> Rank:
    return Rank.senior if rule is HandlerRule.other_senior else Rank.supervisor


def _lowest_ranked(people: People, found: list[int]) -> list[int]:
    """Those of the lowest rank: a director is the last to be asked, not the least busy."""
    least = min((rank_level(people[one].rank) for one in found), default=0)
    return [one for one in found if rank_level(people[one].rank) == least]


def _fits(people: People, question: Question) -> Callable[[int], bool]:
    """Whether somebody who has the complaint already may keep it under the rule."""

    def fits(one: int) -> bool:
        if not _able(people, one, question) or people[one].on_leave:
            return False
        person = people[one]
        match question.rule:
            case HandlerRule.receiver:
                return True
            case HandlerRule.direct_supervisor:
                return one in _above(people, question.accused)
            case HandlerRule.risk_department:
                return person.department == question.department
            case HandlerRule.other_senior:
                return rank_level(person.rank) >= rank_level(Rank.senior)
            case _:
                return person.rank in SUPERVISORS

    return fits


def _able(people: People, one: int, question: Question) -> bool:
    person = people.get(one)
    return (
        person is not None
        and person.active
        and one != question.accused
        and not (person.flags & _NOT_HANDLING)
        and _certified(people, one, question.type)
    )


def _certified(people: People, one: int, type_code: str) -> bool:
    """Supervisors answer for what their people may not handle (B24)."""
    person = people[one]
    return not type_code or person.rank in SUPERVISORS or is_certified(person, type_code)


def _least_loaded(people: People, able: list[int], question: Question) -> int:
    """Present before away, then the fewest open complaints, then the longest here."""
    if len(able) == 1:
        return able[0]
    return min(able, key=lambda one: (not people[one].takes_work, question.loads.get(one, 0), one))


def risk_owner(people: People, owner: int, *, accused: int | None = None) -> int:
    """Who answers for the risk: the owner's direct supervisor, else the owner (A10). Never the
    accused, who may not see it, nor somebody who left: the next one above then.
    """
    for above in superiors(people, owner):
        person = people.get(above)
        if person and person.active and person.rank in SUPERVISORS and above != accused:
            return above
    return owner


def for_tier(
    people: People, *, owner: int, rank: Rank, accused: int | None, type_code: str = ""
) -> int | None:
    """Who takes a complaint that rises to ``rank``: of that rank in the owner's chain, else a
    colleague of that rank in the department, else the next above in the chain; None: nobody.
    ``type_code``: asks for a certificate where the house gives any (B24).
    """
    asked = type_code if asks_certificate(people, type_code) else ""
    question = Question(HandlerRule.receiver, receiver=owner, accused=accused, type=asked)
    able = [one for one in people if _able(people, one, question)]
    there = [one for one in able if not people[one].on_leave]
    found = (_of_rank(people, owner, rank, fit) for fit in (there, able))
    return next((one for one in found if one is not None), None)


def _of_rank(people: People, owner: int, rank: Rank, able: list[int]) -> int | None:
    chain = [one for one in superiors(people, owner) if one in able]
    exact = [one for one in chain if people[one].rank == rank]
    colleagues = [
        one.id
        for one in people.values()
        if one.rank == rank
        and one.department == people[owner].department
        and one.id != owner
        and one.id in able
    ]
    higher = [one for one in chain if rank_level(people[one].rank) >= rank_level(rank)]
    anyone = [one for one in able if people[one].rank == rank]
    question = Question(HandlerRule.receiver, receiver=owner)
    for found in (exact[:1], colleagues, higher[:1], anyone):
        if found:
            return _least_loaded(people, found, question)
    return None


@dataclass(frozen=True)
class Attempt:
    """Whom a live call was to be put through to; ``why`` not: away, leave, or "" who takes it."""

    person: int
    why: str = ""


@dataclass(frozen=True)
class LiveTransfer:
    """Where the person on the line goes; without ``taker`` the call ends and ``call_back``, the
    accused's direct supervisor, calls today (E48, E49, Q31).
    """

    attempts: tuple[Attempt, ...]
    taker: int | None
    call_back: int


def live_transfer(people: People, question: Question, *, owner: int) -> LiveTransfer:
    """Tries the accused's direct supervisor, then other supervisors of the department, 值班主管
    last; the fewest open complaints first. ``owner``: who owns the complaint and calls back.
    """
    tried: list[Attempt] = []
    for one in _whom_to_try(people, question, owner):
        why = _why_not(people[one])
        tried.append(Attempt(one, why))
        if not why:
            return LiveTransfer(tuple(tried), one, owner)
    return LiveTransfer(tuple(tried), None, owner)


def _why_not(person: Person) -> str:
    if person.takes_work:
        return ""
    return "away" if person.reachable else person.presence


def _whom_to_try(people: People, question: Question, owner: int) -> list[int]:
    department = _department(people, question)
    able = [one.id for one in people.values() if _able(people, one.id, question)]
    supervisors = [one for one in able if people[one].rank == Rank.supervisor]
    near = [one for one in supervisors if people[one].department == department]
    duty = [one for one in able if people[one].on_duty and people[one].rank in SUPERVISORS]
    order = [
        *(one for one in _above(people, question.accused) if one in able),
        *([owner] if owner in able and people[owner].rank in SUPERVISORS else []),
        *sorted(near, key=lambda one: (question.loads.get(one, 0), one)),
        *sorted(duty),
    ]
    return list(dict.fromkeys(order))


def fit_for(people: People, one: int, type_code: str) -> bool:
    """Whether this person may handle the type: with its certificate, where the house gives any,
    or as a supervisor, who answers for what their people may not handle (B24).
    """
    return not asks_certificate(people, type_code) or _certified(people, one, type_code)


def all_fit_for(people: People, type_code: str) -> frozenset[int]:
    """Everybody of whom ``fit_for`` holds, in one look at all."""
    if not asks_certificate(people, type_code):
        return frozenset(people)
    return frozenset(one for one in people if _certified(people, one, type_code))


def may_own(
    person: Person, *, urgent: bool, accused: int | None, certified: bool = True
) -> str | None:
    """Why this person cannot own the complaint: ``inactive``, ``accused``, ``flag``, ``rank``
    (an urgent one needs a supervisor or above, E63) or ``certificate`` (B24); None when they can.
    """
    if not person.active:
        return "inactive"
    if person.id == accused:
        return "accused"
    if person.flags & _NOT_HANDLING:
        return "flag"
    if urgent and person.rank not in SUPERVISORS:
        return "rank"
    return None if certified else "certificate"
