"""The one way a complaint changes (law 2).

``perform`` reads the complaint, asks in the order of DOMAIN (may read, payload, state, person,
gates), takes the row by its version, lets the verb act, and writes form number and journal last.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import kesu.journeys.kinds  # noqa: F401 - declares what the journal may say
from kesu.complaints import operations as complaints
from kesu.complaints import permissions
from kesu.complaints.many import save_alike
from kesu.complaints.models import Complaint
from kesu.complaints.models.complaint import NEVER_DUE
from kesu.complaints.queries import by_number
from kesu.correspondence import operations as correspondence
from kesu.deadlines.lapses import next_dues
from kesu.deadlines.operations import Change
from kesu.desk import scope
from kesu.foundation.again import again
from kesu.foundation.faults import Fault, Refused
from kesu.foundation.files import Kept
from kesu.journal.operations import Draft, append
from kesu.journal.rules import moment
from kesu.journeys import pauses
from kesu.journeys import payload as payloads
from kesu.journeys.case import Case
from kesu.journeys.faults import (
    AccusedHere,
    GateShut,
    Missing,
    NoSuchComplaint,
    NotYours,
    Stale,
    Warned,
    WrongState,
)
from kesu.journeys.verb import Verb, registry, verb_named
from kesu.people.queries import everyone
from kesu.people.rules import People, Person
from kesu.policy.codes import State


@dataclass
class Step(Case):
    """One step being taken. What a verb may use to change the case."""

    by_ref: str = ""
    made: str = ""
    """The id of the row that the step made, where the door is to name it."""
    warnings: list[Warned] = field(default_factory=list)
    _drafts: list[Draft] = field(default_factory=list)
    _changed: set[str] = field(default_factory=set)
    _notices: list[tuple[tuple[int, ...], str, str]] = field(default_factory=list)
    _state_before: str = ""
    _owner_before: int = 0
    _draws_form: bool = False
    _along: list["Step"] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._state_before = self.complaint.state
        self._owner_before = self.complaint.owner_id

    def is_new(self) -> None:
        """Nothing stood on the record before: the first line tells state and owner whole."""
        self._state_before, self._owner_before = "", 0

    @property
    def new(self) -> bool:
        """Whether the complaint comes in with this step."""
        return not self._state_before

    @property
    def says(self) -> bool:
        """Whether anything is to be put on the record."""
        return bool(self._drafts)

    @property
    def staff(self) -> int:
        """The id of the person who acts. Only verbs that a person does ask for it."""
        assert self.by is not None
        return self.by.id

    def set(self, **columns: Any) -> None:
        """Changes columns of the complaint; saved once, at the end."""
        for name, value in columns.items():
            setattr(self.complaint, name, value)
            self._changed.add(self.complaint._meta.get_field(name).name)

    def move(self, state: State) -> None:
        """Puts the complaint into ``state``."""
        self.set(state=state.value)

    def assign(self, owner: int, *, notify: bool = True) -> None:
        """Gives the complaint to ``owner``, who is told unless they did it themselves."""
        if owner == self.complaint.owner_id:
            return
        self.set(owner_id=owner)
        if notify and (self.by is None or owner != self.by.id):
            self.notify([owner], "assigned")

    def draw_form(self) -> None:
        """Draws the 投诉处理单 number when the step ends, unless the complaint has one (E08)."""
        self._draws_form = self.complaint.form_no is None

    def tell(
        self,
        kind: str,
        facts: Mapping[str, Any] | None = None,
        *,
        notes: Mapping[str, Any] | None = None,
        rule: str | None = None,
        by: str | None = None,
        at: datetime | None = None,
    ) -> None:
        """Puts a line on the record; the first one of a step carries its change of state."""
        self._drafts.append(
            Draft(
                kind=kind,
                about=("complaint", str(self.complaint.pk)),
                case=self.complaint.no,
                by=by or self.by_ref,
                at=at or self.at,
                written=self.now,
                policy=self.pack.label,
                rule=rule,
                facts=dict(facts or {}),
                notes=notes,
            )
        )

    def clock(self, change: Change | None) -> None:
        """Puts what happened to a clock on the record."""
        if change is None:
            return
        facts = clock_facts(change)
        self.tell(f"clock.{change.happening}", facts, rule=change.rule or None, at=change.at)

    @property
    def lines(self) -> int:
        """How many lines the step has come to so far."""
        return len(self._drafts)

    def warn(self, code: str, say: str, **facts: Any) -> None:
        """A rule that warns and does not block."""
        self.warnings.append(Warned(code, say, facts))

    def notify(self, people: Iterable[int], kind: str, detail: str = "") -> None:
        """Tells colleagues in the app."""
        self._notices.append((tuple(people), kind, detail))

    def hush(self) -> None:
        """Of what nobody need be told one by one; somebody tells them together."""
        self._notices.clear()

    def along(self, others: Iterable["Step"]) -> None:
        """Steps on other complaints that this one brings about; they end with it."""
        self._along += others

    def finish(self) -> None:
        """Ends a step with those that go along, the only ones of their transaction."""
        finish(list(self._together()))

    def _together(self) -> Iterator["Step"]:
        yield self
        for one in self._along:
            yield from one._together()

    def _draw(self) -> None:
        day = self.at.astimezone(self.pack.tz).date()
        self.set(form_no=complaints.draw_form_number(day), proposed_at=self.at)
        self.tell("complaint.form_drawn", {"form_no": self.complaint.form_no}, rule="E08")

    def _settle(self, due: datetime | None) -> None:
        because = "" if due else (self.complaint.state if not self.complaint.is_open else "met")
        wanted = {"next_due": due, "queue_due": due or NEVER_DUE, "no_clock_because": because}
        row = self.complaint
        self.set(**{name: value for name, value in wanted.items() if getattr(row, name) != value})
        self.set(updated=self.now)

    def _with_changes(self) -> list[Draft]:
        facts: dict[str, Any] = {}
        if self.complaint.state != self._state_before:
            facts["state"] = [self._state_before, self.complaint.state]
        if self.complaint.owner_id != self._owner_before:
            facts["owner"] = [str(self._owner_before or ""), str(self.complaint.owner_id)]
        return [_with_facts(self._drafts[0], facts), *self._drafts[1:]]


def finish(steps: Sequence[Step]) -> None:
    """Ends the steps of one transaction in their order; several on one complaint share its row.

    Saves, then draws, then writes: locks in the order complaint, counter, head.
    """
    append(settle(steps))


def settle(steps: Sequence[Step]) -> list[Draft]:
    """Saves what the steps changed; their lines, for a transaction that has more to write."""
    for step in steps:
        pauses.follow(step, step._state_before)
    dues = next_dues(step.complaint for step in steps)
    for step in steps:
        step._settle(dues.get(step.complaint.pk))
    correspondence.tell(_tellings(steps))
    for step in steps:
        if step._draws_form:
            step._draw()
    _save(steps)
    return [draft for step in steps for draft in step._with_changes()]


def _tellings(steps: Iterable[Step]) -> Iterator[correspondence.Telling]:
    for step in steps:
        for people, kind, detail in step._notices:
            yield correspondence.Telling(people, step.complaint, kind, step.now, detail)


def _save(steps: Sequence[Step]) -> None:
    """One statement for all rows that become alike in what is new of them."""
    rows = {step.complaint.pk: step.complaint for step in steps}
    changed = {key: set[str]() for key in rows}
    for step in steps:
        changed[step.complaint.pk] |= step._changed
    save_alike((rows[key], columns) for key, columns in changed.items() if columns)


def clock_facts(change: Change) -> dict[str, str]:
    """What a line about a clock says."""
    facts = {
        "clock": change.name,
        "subject": change.subject,
        "due": moment(change.due),
        "state": change.state,
    }
    if change.due_before is not None:
        facts["due_before"] = moment(change.due_before)
    return facts


def _with_facts(draft: Draft, facts: Mapping[str, Any]) -> Draft:
    return Draft(**{**draft.__dict__, "facts": {**draft.facts, **facts}})


@dataclass(frozen=True)
class Done:
    """A step that was taken. ``readable``: the person may also read the complaint now; ``made``:
    the id of what it brought, where a door names that.
    """

    complaint: Complaint
    warnings: tuple[Warned, ...]
    readable: bool
    made: str = ""


def glance(no: str) -> int | None:
    """The version of a complaint now. Doors ask before they queue for the write, so that two
    people at once are told apart from one after the other.
    """
    complaint = by_number(no)
    return complaint.version if complaint else None


@again
def perform(
    verb_name: str,
    no: str,
    raw: object,
    *,
    by: Person,
    now: datetime,
    seen: int | None = None,
    must_match: int | None = None,
    brought: Kept | None = None,
) -> Done:
    """Takes one step for a person.

    ``raw``: the payload as plain JSON values. ``now``: the door's time, in UTC. ``seen``: the
    version when the request arrived; ``must_match``: the version the caller says it knows;
    ``brought``: the file that came with it, kept already.
    Errors: every ``NotTaken``, ``Refused``.
    """
    verb = verb_named(verb_name)
    complaint, people, tie = look_up(no, by, now)
    _ask_may_know(verb, by, tie)
    values = payloads.read(verb.payload, raw)
    at = _moment_of(values.at, complaint, now)
    with transaction.atomic():
        if verb.before is not None:
            verb.before(complaint, values)
        _take(complaint, by, tie, seen=seen, must_match=must_match)
        step = Step(
            complaint=complaint,
            by=by,
            tie=tie,
            people=people,
            at=at,
            now=now,
            by_ref=f"staff:{by.id}",
            brought=brought,
            version_named=must_match is not None,
        )
        _ask(verb, step, values)
        verb.act(step, values)
        if values.note is not None:
            _keep_note(step, values.note)
        assert not verb.to_states or State(complaint.state) in verb.to_states | {
            State(step._state_before)
        }
        step.finish()
    tie_now = scope.tie(complaint, by, people)
    readable = permissions.may_see(by, tie_now)
    return Done(complaint, tuple(step.warnings), readable, step.made)


def look_up(no: str, by: Person, now: datetime) -> tuple[Complaint, People, permissions.Tie]:
    """The complaint of that number with everybody and the tie of ``by`` to it.

    Errors: ``NoSuchComplaint``; ``AccusedHere`` before anything else is said.
    """
    complaint = by_number(no)
    if complaint is None:
        raise NoSuchComplaint
    people = everyone(now)
    tie = scope.tie(complaint, by, people)
    if tie.accused:
        raise AccusedHere
    return complaint, people, tie


def allowed(case: Case) -> list[str]:
    """The verbs this person has in this state, gates left aside."""
    if case.by is None:
        return []
    return [
        verb.name
        for verb in registry().values()
        if verb.fits(case.complaint) and verb.who(case.by, case.tie)
    ]


def merged(complaint: Complaint) -> Missing:
    """Why a case that was put into another one is not worked any more (F04)."""
    into = complaint.merged_into
    if into is None:
        return Missing("merged", _("This case was not merged into another one."))
    say = _("This case was merged into %(no)s; go on there.") % {"no": into.no}
    return Missing("merged", say)


def missing(verb: Verb, case: Case, values: Any) -> list[Missing]:
    """What the verb's gates wait for."""
    asked = (gate(case, values) for gate in verb.gates)
    return [one for one in asked if one is not None]


def _ask_may_know(verb: Verb, by: Person, tie: permissions.Tie) -> None:
    if not permissions.may_know(verb.name, by, tie):
        raise NoSuchComplaint


def _moment_of(given: datetime | None, complaint: Complaint, now: datetime) -> datetime:
    if given is None:
        # A complaint may be received minutes ahead of our clock, which may also be set back.
        return max(now, complaint.received)
    if given > now:
        raise Refused([Fault("at", _("This time lies ahead."), f"≤ {now.isoformat()}")])
    if given < complaint.received:
        received = complaint.received.isoformat()
        raise Refused(
            [Fault("at", _("This is before the complaint was received."), f"≥ {received}")]
        )
    return given


def _take(
    complaint: Complaint,
    by: Person,
    tie: permissions.Tie,
    *,
    seen: int | None,
    must_match: int | None,
) -> None:
    expected = must_match if must_match is not None else seen
    version = complaint.version if expected is None else expected
    if complaints.lock(complaint, version=version):
        complaint.refresh_from_db()
        return
    complaint.refresh_from_db()
    case = Case(complaint, by, tie, {}, complaint.updated, complaint.updated)
    raise Stale(complaint.state, complaint.version, allowed(case), asked=must_match is not None)


def _ask(verb: Verb, step: Step, values: Any) -> None:
    if step.state not in verb.from_states:
        before = step.complaint.version - 1
        raise WrongState(step.state, before, allowed(step))
    if step.by is not None and not verb.who(step.by, step.tie):
        raise NotYours
    if not verb.fits(step.complaint):
        raise GateShut([merged(step.complaint)])
    if verb.check is not None:
        verb.check(step, values)
    waiting = missing(verb, step, values)
    if waiting:
        raise GateShut(waiting)


def _keep_note(step: Step, note: str) -> None:
    first = step._drafts[0]
    step._drafts[0] = Draft(**{**first.__dict__, "notes": {**(first.notes or {}), "note": note}})
