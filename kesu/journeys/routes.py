"""Giving a complaint to the person with the right authority."""

from collections.abc import Iterator, Mapping

from kesu.complaints.models import Complaint
from kesu.journeys.step import Step
from kesu.people import queries as staff
from kesu.people.rules import People
from kesu.policy.codes import HandlerRule, Tier
from kesu.policy.schema import Pack
from kesu.routing import queries, rules
from kesu.routing.rules import Choice, Question


class Loads(Mapping[int, int]):
    """Open complaints by owner, counted only when somebody has to be picked among several."""

    def __init__(self) -> None:
        self._counted: dict[int, int] | None = None

    def _loads(self) -> dict[int, int]:
        if self._counted is None:
            self._counted = queries.loads()
        return self._counted

    def give(self, to: int, before: int) -> None:
        """One complaint has changed hands, if anybody has counted yet."""
        if self._counted is not None:
            self._counted[to] = self._counted.get(to, 0) + 1
            self._counted[before] = self._counted.get(before, 1) - 1

    def __getitem__(self, key: int) -> int:
        return self._loads()[key]

    def __iter__(self) -> Iterator[int]:
        return iter(self._loads())

    def __len__(self) -> int:
        return len(self._loads())


def handler(
    complaint: Complaint,
    pack: Pack,
    people: People,
    *,
    receiver: int | None,
    keep: int | None,
    loads: Loads | None = None,
) -> tuple[int, HandlerRule, Choice]:
    """Who is to own the complaint now: the person, the rule of its type, and why. ``loads``: as
    counted along, where one transaction gives many away.
    """
    rule = pack.handler(complaint.type, urgent=complaint.urgent)
    question = question_of(complaint, pack, rule, receiver=receiver, keep=keep, loads=loads)
    choice = rules.choose(people, question)
    owner = staff.unassigned() if choice.person is None else choice.person
    return owner, rule, choice


def question_of(
    complaint: Complaint,
    pack: Pack,
    rule: HandlerRule,
    *,
    receiver: int | None,
    keep: int | None = None,
    loads: Loads | None = None,
) -> Question:
    """What the rules are asked about a complaint."""
    return Question(
        rule=rule,
        receiver=receiver,
        keep=keep,
        accused=complaint.accused_id,
        department=pack.handler_entry(rule).department,
        loads=Loads() if loads is None else loads,
        type=complaint.type,
    )


def reroute(step: Step, loads: Loads | None = None) -> None:
    """Gives the complaint to whom its type and urgency now ask for; the owner stays if they fit."""
    before = step.complaint.owner_id
    owner, _, choice = handler(
        step.complaint,
        step.pack,
        step.people,
        receiver=step.complaint.lodged_by_id,
        keep=step.complaint.owner_id,
        loads=loads,
    )
    step.assign(owner)
    if loads is not None and owner != before:
        loads.give(owner, before)
    step.set(understaffed=choice.understaffed)
    _part_from_accused(step)


def _part_from_accused(step: Step) -> None:
    """Who is accused now neither follows the complaint nor answers for its risk (E49)."""
    complaint = step.complaint
    if complaint.accused_id is None:
        return
    if complaint.dedicated_id == complaint.accused_id:
        step.set(dedicated_id=complaint.owner_id)
    if complaint.risk_owner_id == complaint.accused_id:
        accused = complaint.accused_id
        step.set(risk_owner_id=rules.risk_owner(step.people, complaint.owner_id, accused=accused))


def first_tier(step: Step) -> Tier:
    """The tier the policy gives the case as it stands now."""
    case = step.complaint
    return step.pack.initial_tier(case.type, urgent=case.urgent, impact=case.impact)


def raise_tier(step: Step, lowest: Tier) -> None:
    """At least that tier; a complaint never falls by itself."""
    ladder = step.pack.ladder
    if ladder.index(Tier(step.complaint.tier)) < ladder.index(lowest):
        step.set(tier=lowest.value)
