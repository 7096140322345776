"""Complaints from a file: judged as a lodging is, written many at once, nobody disturbed by what is
long past (F28).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.utils import translation
from django.utils.translation import gettext as _

from kesu.complaints.book import Book, insert
from kesu.complaints.models import Complaint, Customer
from kesu.complaints.models.complaint import NEVER_DUE
from kesu.complaints.permissions import Tie
from kesu.correspondence import operations as correspondence
from kesu.correspondence.operations import Telling
from kesu.deadlines.operations import Change, Start, Starting, start_many
from kesu.deadlines.rules import IMPORTED
from kesu.desk.words import CHANNELS, SOURCES
from kesu.foundation.faults import Fault, Refused
from kesu.intake.models import Import
from kesu.intake.operations import Kept
from kesu.journal.operations import Draft
from kesu.journal.rules import moment
from kesu.journeys import closing, drafting, reports, statutory
from kesu.journeys.batches import count_many
from kesu.journeys.lodging import Lodging
from kesu.journeys.payload import read
from kesu.journeys.step import Step, clock_facts, settle
from kesu.journeys.take_in.cells import Plain, Reader, folded
from kesu.journeys.take_in.columns import nested
from kesu.journeys.take_in.fields import Fields, fields_of
from kesu.journeys.take_in.judging import Dues, Packs, Router, Types
from kesu.journeys.take_in.kind import SYSTEM, Judged, Written
from kesu.people.queries import everyone, unassigned
from kesu.people.rules import Person
from kesu.policy.codes import (
    UNSORTED,
    Channel,
    ClockName,
    ClockState,
    HandlerRule,
    Rank,
    Source,
    SpecialRole,
    State,
)
from kesu.policy.schema import Pack
from kesu.routing.rules import Choice

_NAMED: dict[str, dict[str, Any]] = {"channel": CHANNELS, "source": SOURCES}
HISTORY = timedelta(days=30)
"""What was received longer ago is history: judged, and nobody is told."""


@dataclass(frozen=True)
class Lodged:
    """One row, judged."""

    said: Lodging
    pack: Pack
    code: str
    suggested: str
    accused: Person | None
    received: datetime
    closed: datetime | None

    @property
    def day(self) -> date:
        """When it was received, in the policy's zone."""
        return self.received.astimezone(self.pack.tz).date()


@dataclass
class _Coming:
    """One complaint on its way into the database, and what happened to its clocks."""

    draft: Lodged
    row: Complaint
    rule: HandlerRule
    choice: Choice
    changes: list[Change] = field(default_factory=list)


class Complaints:
    """The kind ``complaints``. ``now`` in UTC, the same for the whole file."""

    name: ClassVar[str] = "complaints"
    needed: ClassVar[str] = "text"
    once: ClassVar[bool] = True
    unique: ClassVar[tuple[str, ...]] = ("external_id",)
    numbers: ClassVar[tuple[str, ...]] = ("customer.external_id",)
    fields: ClassVar[Fields] = fields_of(Lodging, but=("first_contact",)) | {"closed": Reader.time}

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._packs, self._types, self._dues = Packs(), Types(), Dues()
        self._people = everyone(now)
        self._router = Router(self._people)
        self._nobody = unassigned()

    def reader(self, *, since_1904: bool) -> Reader:
        """Cells of complaints; codes also by the names that the pack and our own exports use."""
        pack = self._packs.at(self.now)
        return Reader(pack.tz, since_1904, {name: _named(pack, name) for name in _NAMED})

    def known(self) -> Mapping[str, frozenset[str]]:
        """Codes and names of types and channels, and the people who may be complained about."""
        pack = self._packs.at(self.now)
        codes = self.reader(since_1904=False).codes
        active = [one for one in self._people.values() if one.active]
        people = [*(one.sign_in for one in active), *(one.agent_no for one in active)]
        return {
            "type": frozenset((*pack.type_codes, *self._types.names(pack))),
            "channel": frozenset((*codes["channel"], *Channel)),
            "source": frozenset((*codes["source"], *Source)),
            "customer.special_role": frozenset(SpecialRole),
            "accused_agent": frozenset(map(folded, people)),
        }

    def judge(self, values: Mapping[str, Plain]) -> Lodged:
        """Errors: ``Refused``, as lodging the same words would be; but whatever the channel, a file
        is no person on the line, and a type whose needs are not all there is only suggested.
        """
        given = dict(values)
        closed = given.pop("closed", None)
        said = read(Lodging, {"channel": Channel.import_.value, "customer": {}, **nested(given)})
        received = drafting.received_at(said, self.now)
        pack = self._packs.at(received)
        code, suggested = self._type(pack, said)
        return Lodged(
            said=said,
            pack=pack,
            code=code,
            suggested=suggested,
            accused=drafting.accused_of(said, self._people),
            received=received,
            closed=None if closed is None else self._closed(str(closed), received),
        )

    def _type(self, pack: Pack, said: Lodging) -> tuple[str, str]:
        """The type, and the one that is only suggested since it needs what is not said."""
        if said.type is None:
            return UNSORTED, ""
        code = self._types.code(pack, said.type)
        given = drafting.parties(said)
        lacks = any(not given.get(need) for need in pack.type(code).needs)
        return (UNSORTED, code) if lacks else (code, "")

    def _closed(self, text: str, received: datetime) -> datetime:
        closed = self.reader(since_1904=False).moment(text)
        if closed is None:
            raise Refused([Fault("closed", _("This is not a time."), "2026-02-13T10:00:00+08:00")])
        if closed > self.now:
            limit = f"≤ {self.now.isoformat()}"
            raise Refused([Fault("closed", _("This time lies ahead."), limit)])
        if closed < received:
            message = _("This is before the complaint was received.")
            raise Refused([Fault("closed", message, f"≥ {received.isoformat()}")])
        return closed

    def number(self, draft: Lodged) -> str:
        """The number in the other system."""
        return draft.said.external_id or ""

    def write(self, rows: Sequence[Judged], source: Import) -> Written:
        """Complaints with customers, clocks and index entries; their lines go to the journal."""
        drafts: list[Lodged] = [row.draft for row in rows]
        given = [draft.said.customer.model_dump() for draft in drafts]
        book = Book(given)
        coming = [
            self._coming(draft, book.customer_for(customer, year=draft.day.year))
            for draft, customer in zip(drafts, given, strict=True)
        ]
        book.save()
        clocks = self._start_clocks(coming)
        insert([one.row for one in coming], days=[one.draft.day for one in coming])
        clocks.save()
        brought = count_many([one.row for one in coming], self._people, now=self.now)
        more = settle([*self._followed(coming), *brought])
        return Written(
            rows=self._rows(rows, coming, book.made, source),
            lines=[*(line for one in coming for line in self._lines(one, source)), *more],
            added=len(rows),
        )

    def _followed(self, coming: Sequence[_Coming]) -> Iterator[Step]:
        """What else runs and is told from the first moment here, as at a lodging: the closing time,
        the deadlines of the law, the report of what is urgent (E64). History is left in peace.
        """
        for one in coming:
            if one.row.is_open and not one.row.history and _has_more(one):
                step = self._step(one.row)
                closing.start(step)
                statutory.lodged(step)
                if one.row.urgent and reports.chain(step):
                    reports.begin(step)
                if step.says:
                    yield step

    def _step(self, row: Complaint) -> Step:
        return Step(
            complaint=row,
            by=None,
            tie=Tie(),
            people=self._people,
            at=row.received,
            now=self.now,
            by_ref=SYSTEM,
        )

    def again(self) -> None:
        """The loads are counted anew."""
        self._router = Router(self._people)

    def _rows(
        self,
        rows: Sequence[Judged],
        coming: Sequence[_Coming],
        made: Sequence[Customer],
        source: Import,
    ) -> list[Kept]:
        new = {customer.pk for customer in made}
        found = []
        for row, one in zip(rows, coming, strict=True):
            customer = one.row.customer if one.row.customer_id in new else None
            new.discard(one.row.customer_id)
            found.append(row.kept(source, self.name, complaint=one.row, customer=customer))
        return found

    def _coming(self, draft: Lodged, customer: Customer) -> _Coming:
        complaint = drafting.drafted(
            draft.said,
            draft.pack,
            code=draft.code,
            customer=customer,
            accused=draft.accused,
            at=draft.received,
        )
        complaint.suggested_type = draft.suggested or complaint.suggested_type
        complaint.updated = self.now
        if draft.received < self.now - HISTORY:
            complaint.history, complaint.issue_key = True, ""
        if draft.closed is not None:
            complaint.state = State.archived.value
        owner, rule, choice = self._router.handler(complaint, draft.pack)
        drafting.give(complaint, self._people, owner, choice)
        if draft.closed is not None:
            self._end(complaint, draft.closed)
        return _Coming(draft, complaint, rule, choice)

    def _end(self, complaint: Complaint, closed: datetime) -> None:
        """It was over before it came here; who ended it is not known."""
        complaint.understaffed, complaint.dedicated_id = False, None
        complaint.closed_customer_at = complaint.closed_internal_at = closed
        complaint.closed_customer_by_id = complaint.closed_internal_by_id = self._nobody

    def _start_clocks(self, coming: Sequence[_Coming]) -> Starting:
        starts = [(one, start) for one in coming for start in self._starts(one)]
        clocks = start_many([start for _one, start in starts], written=self.now)
        for (one, _start), changes in zip(starts, clocks.changes, strict=True):
            one.changes += changes
        for one in coming:
            _settle_next_due(one)
        return clocks

    def _starts(self, one: _Coming) -> Iterator[Start]:
        """The first call-back as lodging starts it; for an old case that is still open another one
        from the day of the import, by its type alone: nothing breaks on the first day (F28).
        """
        row, pack, name = one.row, one.draft.pack, ClockName.first_callback
        mandated = row.mandated_deadline
        due = self._dues.first_callback(
            pack, row.type, since=row.received, urgent=row.urgent, mandated=mandated
        )
        yield Start(row, name, due, row.received, ended=one.draft.closed)
        if row.history and row.is_open and due.due < self.now:
            ahead = mandated if mandated and mandated > self.now else None
            due = self._dues.first_callback(
                pack, row.type, since=self.now, urgent=False, mandated=ahead
            )
            yield Start(row, name, due, self.now, subject=IMPORTED)

    def _lines(self, one: _Coming, source: Import) -> Iterator[Draft]:
        row = one.row
        common: dict[str, Any] = {
            "about": ("complaint", str(row.pk)),
            "case": row.no,
            "by": SYSTEM,
            "written": self.now,
            "policy": one.draft.pack.label,
        }
        yield Draft(
            kind="complaint.lodged",
            at=row.received,
            rule="E03",
            facts=_facts(one, source),
            notes=drafting.notes_of(one.draft.said),
            **common,
        )
        for change in one.changes:
            yield Draft(
                kind=f"clock.{change.happening}",
                at=change.at,
                rule=change.rule or None,
                facts=clock_facts(change),
                **common,
            )

    def finish(self, source: Import) -> None:
        """One notice for each owner, however many are theirs; one alarm where nobody was fit."""
        rows = Complaint.objects.filter(importedrow__source=source, history=False)
        rows = rows.filter(state=State.received.value).only("owner", "accused", "understaffed")
        mine: dict[int, list[Complaint]] = {}
        for complaint in rows.order_by("-urgent", "-grade_rank", "queue_due", "received", "no"):
            mine.setdefault(complaint.owner_id, []).append(complaint)
        for owner, found in mine.items():
            if owner != self._nobody:
                self._tell(source, "imported", [owner], found)
        lacking = [one for found in mine.values() for one in found if one.understaffed]
        if lacking:
            self._tell(source, "understaffed", self._who_can_help(), lacking)

    def _tell(
        self, source: Import, kind: str, to: Sequence[int], found: Sequence[Complaint]
    ) -> None:
        detail = f"{len(found)} · {source.no}"
        correspondence.tell([Telling(to, found[0], kind, self.now, detail)])

    def _who_can_help(self) -> list[int]:
        able = (Rank.manager, Rank.director)
        return [one.id for one in self._people.values() if one.active and one.rank in able]


def _named(pack: Pack, name: str) -> dict[str, str]:
    """The codes of a field by their names in every language."""
    found: dict[str, str] = {}
    for language in ("zh-hans", "zh-hant", "en"):
        with translation.override(language):
            found |= {folded(str(word)): str(code) for code, word in _NAMED[name].items()}
        for code, text in pack.texts.words.get(f"{name}s", {}).items():
            found[folded(text.say(language))] = code
    return found


def _has_more(one: _Coming) -> bool:
    pack, row = one.draft.pack, one.row
    if row.urgent or pack.closing_rule(row.type) is not None:
        return True
    return bool(pack.statutory) and bool(pack.binding(statutory.facts_of(row)))


def _facts(one: _Coming, source: Import) -> dict[str, object]:
    row = one.row
    facts = drafting.facts_of(row, one.choice, one.rule) | {
        "state": ["", row.state],
        "owner": ["", str(row.owner_id)],
        "understaffed": row.understaffed,
        "imported": source.no,
    }
    if row.history:
        facts["history"] = True
    if one.draft.closed is not None:
        facts["closed"] = moment(one.draft.closed)
    return facts


def _settle_next_due(one: _Coming) -> None:
    """As a step leaves it: the earliest that runs, or that is overdue and owed."""
    row = one.row
    owed = {ClockState.running} if row.history else {ClockState.running, ClockState.breached}
    dues = [change.due for change in one.changes if change.state in owed and row.is_open]
    row.next_due = min(dues, default=None)
    row.queue_due = row.next_due or NEVER_DUE
    row.no_clock_because = "" if row.next_due else row.state
