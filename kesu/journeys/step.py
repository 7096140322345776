"""One step of a complaint: what a verb may change, and how a step ends (law 2).

A step that ends saves the row, then draws the form's number, then writes the journal. Who takes
one is asked in ``perform``; time itself takes them in ``breach``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import kesu.journeys.kinds  # noqa: F401 - declares what the journal may say
from kesu.complaints import operations as complaints
from kesu.complaints.many import save_alike
from kesu.complaints.models.complaint import NEVER_DUE
from kesu.correspondence import operations as correspondence
from kesu.deadlines.lapses import next_dues
from kesu.deadlines.operations import Change
from kesu.journal.operations import Draft, append
from kesu.journal.rules import moment
from kesu.journeys import pauses, watch
from kesu.journeys.case import Case
from kesu.journeys.faults import Warned
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
    def state_before(self) -> State:
        """The state in which the step found the complaint. Asked only of one that stood already."""
        return State(self._state_before)

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

    def tell_of(self, lines: Iterable[Draft]) -> None:
        """Puts lines about something else on the record, behind one of the step's own."""
        assert self._drafts
        self._drafts += lines

    def keep_note(self, note: str) -> None:
        """Puts the person's own words beside the first line of the step, sealed with its notes."""
        first = self._drafts[0]
        self._drafts[0] = replace(first, notes={**(first.notes or {}), "note": note})

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

    @property
    def told(self) -> frozenset[int]:
        """Who hears of the step."""
        return frozenset(one for people, _kind, _detail in self._notices for one in people)

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
        if not step.new:
            pauses.follow(step, step.state_before)
    dues = next_dues(step.complaint for step in steps)
    for step in steps:
        step._settle(dues.get(step.complaint.pk))
    correspondence.tell([*_tellings(steps), *watch.tellings(steps)])
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
