"""批量: more than ten people with one issue on one day make a batch; its members are urgent.

Whatever can change a count asks here in its own transaction. The count is by the day of receipt;
the trigger is the moment it becomes known, and nobody is told twice (E37, Q5).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from kesu.complaints import batches, many
from kesu.complaints.batches import Issue
from kesu.complaints.models import Batch, Complaint
from kesu.complaints.permissions import Tie
from kesu.journal.kinds import declare
from kesu.journeys import closing, reports, routes
from kesu.journeys.hurrying import Hurry
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.mark_urgent import make_urgent
from kesu.journeys.step import Step
from kesu.people.rules import People, direct_supervisor
from kesu.policy import queries as policies
from kesu.policy.codes import Rank, Urgency, ranks_from

SYSTEM = "system:batch"
RULE = "E37"
_SUPERVISORS = ranks_from(Rank.supervisor)
_MANAGERS = ranks_from(Rank.manager)


class Batched(CaseFacts):
    """``urgent``: it is so from now on; ``by_hand``: a person put it there."""

    batch: str
    urgent: bool = False
    by_hand: bool = False


declare("complaint.batched", Batched)


def count(step: Step) -> None:
    """Whether the complaint of this step makes its issue a batch, or joins one; last in the step,
    before it ends.
    """
    issue = batches.issue_of(step.complaint, step.pack.tz)
    if issue is None or step.complaint.merged_into_id is not None:
        return
    batches.hold([issue])
    hand = Hand(step.people, step.now, {step.complaint.pk: step}, lodged=step.new)
    hand.consider(issue, [step.complaint])
    step.along(hand.finished())


def count_many(complaints: Sequence[Complaint], people: People, *, now: datetime) -> list[Step]:
    """As ``count`` for complaints that came in together and are saved; the steps it comes to."""
    coming: dict[Issue, list[Complaint]] = {}
    for one in complaints:
        zone = policies.version(one.policy_name, one.policy_version).tz
        issue = batches.issue_of(one, zone)
        if issue is not None:
            coming.setdefault(issue, []).append(one)
    batches.hold(coming)
    hand = Hand(people, now, {}, lodged=True)
    for issue, found in coming.items():
        hand.consider(issue, found)
    return hand.finished()


def hold_before(complaint: Complaint, key: str) -> None:
    """Takes the issue that a complaint is about to count for, and the members it may bring about,
    before the complaint itself is taken: two orders of locking would wait in a circle.
    """
    if not key or complaint.history:
        return
    zone = policies.version(complaint.policy_name, complaint.policy_version).tz
    issue = Issue(key, _day(complaint, zone))
    batches.hold([issue])
    if batches.batch_of(issue) is None:
        take_all(batches.counting(issue, zone), complaint)


def take_all(rows: QuerySet[Complaint], complaint: Complaint) -> None:
    """Locks these and the complaint, in the order in which everybody locks many."""
    many.take([*batches.keys_of(rows), complaint.pk])


def made(step: Step) -> Batch:
    """A batch that a person makes, of nobody yet."""
    complaint = step.complaint
    return Batch.objects.create(
        day=_day(complaint, step.pack.tz), label=thing_of(complaint), made_at=step.now
    )


def join(step: Step, batch: Batch) -> None:
    """A person puts the complaint of this step into a batch; last in the step."""
    hand = Hand(step.people, step.now, {step.complaint.pk: step})
    if batch.issue_key and _day(step.complaint, step.pack.tz) == batch.day:
        step.set(issue_key=batch.issue_key)
    hand.join_by_hand(batch, step.complaint)
    step.along(hand.finished())


@dataclass
class Hand:
    """The steps of one transaction: those ``own`` that end by themselves, and those it makes.
    ``lodged``: what is coming has just come in.
    """

    people: People
    now: datetime
    own: Mapping[UUID, Step]
    lodged: bool = False
    _made: dict[UUID, Step] = field(default_factory=dict)
    _touched: list[Step] = field(default_factory=list)
    _loads: routes.Loads = field(default_factory=routes.Loads)

    def consider(self, issue: Issue, coming: Sequence[Complaint]) -> None:
        """``coming``: complaints that count from now on, as they stand in memory."""
        pack = self.step_of(coming[0]).pack
        there, batch = batches.counting(issue, pack.tz), batches.batch_of(issue)
        if batch is not None:
            self.join(batch, [one for one in coming if one.batch_id != batch.pk])
            return
        own = {one.pk for one in coming}
        others = [key for key in batches.keys_of(there) if key not in own]
        people = batches.people_among(there, with_=coming)
        if people <= pack.batch.over:
            return
        batch = self._declared(issue, coming[0], cases=len(others) + len(own), people=people)
        self._declare(batch, [*many.take(others).values(), *coming])

    def _declare(
        self, batch: Batch, complaints: Sequence[Complaint], *, by_hand: bool = False
    ) -> None:
        hurried = self._take_in(batch, complaints, by_hand=by_hand)
        if hurried:
            # One report goes up the chain for the whole batch, on the one that waits longest.
            reports.begin(min(hurried, key=lambda step: step.complaint.received))

    def _declared(self, issue: Issue, one: Complaint, *, cases: int, people: int) -> Batch:
        return Batch.objects.create(
            issue_key=issue.key,
            day=issue.day,
            label=thing_of(one),
            cases=cases,
            people=people,
            declared_at=self.now,
            made_at=self.now,
        )

    def join_by_hand(self, batch: Batch, complaint: Complaint) -> None:
        """One more member; with it a batch that was made by hand may be declared."""
        pack = self.step_of(complaint).pack
        coming = [complaint] if _day(complaint, pack.tz) == batch.day else []
        there = batches.of_its_day(batch, pack.tz)
        if batch.declared_at or batches.people_among(there, with_=coming) <= pack.batch.over:
            self.join(batch, [complaint], by_hand=True)
            return
        batch.declared_at = self.now
        batch.save(update_fields=["declared_at"])
        others = many.take(batches.keys_of(batches.members(batch))).values()
        self._declare(batch, [*others, complaint], by_hand=True)
        self._recount(batch, [complaint])

    def join(self, batch: Batch, complaints: Sequence[Complaint], *, by_hand: bool = False) -> None:
        """These are members of a batch that stands already."""
        if complaints:
            self._take_in(batch, complaints, by_hand=by_hand)
            self._recount(batch, complaints)

    def _recount(self, batch: Batch, coming: Sequence[Complaint]) -> None:
        own = {one.pk for one in coming}
        rows = batches.members(batch).exclude(pk__in=own)
        zone = self.step_of(coming[0]).pack.tz
        of_the_day = [one for one in coming if _day(one, zone) == batch.day]
        batch.cases = rows.count() + len(own)
        batch.people = batches.people_among(batches.of_its_day(batch, zone), with_=of_the_day)
        batch.save(update_fields=["cases", "people"])

    def _take_in(
        self, batch: Batch, complaints: Sequence[Complaint], *, by_hand: bool = False
    ) -> list[Step]:
        """Those who wait for work and were received on the day of a declared batch are urgent,
        each with a person; everybody concerned is told once. The steps on them.
        """
        steps = [self.step_of(one) for one in complaints]
        hurried = [step for step in steps if self._is_hurried(step, batch)]
        hurry, keys = Hurry(), {step.complaint.pk for step in hurried}
        hurry.read(keys)
        for step in steps:
            step.set(batch=batch)
            self._touch(step, hurry, urgent=step.complaint.pk in keys, by_hand=by_hand)
        hurry.write()
        self._tell(batch, hurried)
        return hurried

    def _is_hurried(self, step: Step, batch: Batch) -> bool:
        counts = _day(step.complaint, step.pack.tz) == batch.day
        return counts and step.complaint.is_open and batch.declared_at is not None

    def _touch(self, step: Step, hurry: Hurry, *, urgent: bool, by_hand: bool) -> None:
        batch, became = step.complaint.batch, urgent and not step.complaint.urgent
        assert batch is not None
        if urgent:
            reasons = sorted({*step.complaint.urgent_reasons, Urgency.U4.value})
            make_urgent(step, reasons, self._loads)
        facts: dict[str, object] = {"batch": str(batch.pk), "urgent": urgent}
        if by_hand:
            facts["by_hand"] = True
        step.tell("complaint.batched", facts, rule=RULE, at=self.now)
        if became:
            if step.pack.closing_rule(step.complaint.type, urgent=True) is not None:
                closing.hurry(step)
            hurry.on(step, at=self._since(step, batch))

    def _since(self, step: Step, batch: Batch) -> datetime:
        """When it became urgent: at once for what was received into a batch that stood already."""
        received = step.complaint.received
        assert batch.declared_at is not None
        at_once = self.lodged and batch.declared_at < received <= self.now
        return received if at_once else self.now

    def _tell(self, batch: Batch, hurried: Sequence[Step]) -> None:
        """One notice for each owner, their supervisor and the manager, however many members."""
        concerned: dict[int, list[Step]] = {}
        for step in hurried:
            if len(hurried) > 1:
                step.hush()
            for one in _concerned(self.people, step.complaint):
                concerned.setdefault(one, []).append(step)
        for one, steps in concerned.items():
            steps[0].notify([one], "batched", f"{len(steps)} · {batch.label}")

    def step_of(self, complaint: Complaint) -> Step:
        """The step on a complaint: its own, or one by the rule."""
        step = self.own.get(complaint.pk) or self._made.get(complaint.pk)
        if step is None:
            step = Step(
                complaint=complaint,
                by=None,
                tie=Tie(),
                people=self.people,
                at=self.now,
                now=self.now,
                by_ref=SYSTEM,
            )
            self._made[complaint.pk] = step
        return step

    def finished(self) -> list[Step]:
        """The steps it made that came to anything, each counted as a version of its complaint."""
        found = [step for step in self._made.values() if step.lines]
        many.count_versions(Counter(step.complaint.pk for step in found))
        return found


def _day(complaint: Complaint, zone: ZoneInfo) -> date:
    """The day on which it counts."""
    return complaint.received.astimezone(zone).date()


def thing_of(complaint: Complaint) -> str:
    """What the issue is about, as it was written: the one thing known that makes its key."""
    found = (complaint.campaign, complaint.product, complaint.merchant, complaint.order)
    return next((one for one in found if one), complaint.subject)[:200]


def _concerned(people: People, complaint: Complaint) -> Iterable[int]:
    owner = complaint.owner_id
    above = direct_supervisor(people, owner, ranks=_SUPERVISORS)
    manager = direct_supervisor(people, owner, ranks=_MANAGERS)
    found = {owner, complaint.dedicated_id, above, manager} - {None, complaint.accused_id}
    return sorted(one for one in found if one is not None and people[one].active)
