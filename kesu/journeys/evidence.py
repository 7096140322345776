"""证据: a file or words that bear the customer or the company out, and that one side has none (A29,
C15, C26).
"""

from datetime import datetime, timedelta
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, model_validator

from kesu.complaints import permissions
from kesu.complaints.evidence import ARGUED, Side, Strength, brought_since, kind_code
from kesu.complaints.models import Evidence, OneSided
from kesu.consults.models import Consult
from kesu.foundation import files
from kesu.foundation.faults import Fault, Refused
from kesu.foundation.files import Kept, Spoilt
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys.case import Case
from kesu.journeys.faults import NoSuchComplaint, NotYours, Stale, TooMuch, WrongState
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Name, Payload, Sentence, Text, misfit, read
from kesu.journeys.perform import Done, allowed, look_up, perform
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states, verb_named
from kesu.people.rules import Person
from kesu.policy.codes import OPEN, Flag, State

VERB = "evidence"
MOST_FILES_A_DAY = 2000
MOST_BYTES_A_DAY = 50 * 1024**3
_DAY = timedelta(days=1)
_HOUR_SECONDS = 3600
_TRIES = 8
_Kind = Annotated[
    str, Field(min_length=1, max_length=40), AfterValidator(lambda kind: kind.strip())
]


class Given(Payload):
    """``note`` is what it shows or what was said, ``source`` who said it or where it is from,
    ``task`` the 协办单 it belongs to. ``none``: this side was looked for and has nothing.
    """

    side: Side = Field(title="Side")
    kind: _Kind | None = Field(default=None, title="What it is")
    strength: Strength | None = Field(default=None, title="Strength")
    source: Name | None = Field(default=None, title="From whom or where")
    gap: Sentence | None = Field(default=None, title="What it does not show")
    counter_plan: Sentence | None = Field(default=None, title="How it is answered")
    task: int | None = Field(default=None, ge=1, title="Task")
    none: bool | None = Field(default=None, title="Nothing on this side")
    note: Text | None = Field(default=None, title="What it shows, or what was said")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.none and self.side not in ARGUED:
            raise misfit("side", "Only a side that is argued can have nothing.")
        if not self.none and not self.kind:
            raise misfit("kind", "Say what it is.")
        return self


class Added(CaseFacts):
    """``sha256`` and ``size`` in bytes of a file; empty: words."""

    evidence: str
    side: str
    kind: str
    strength: str | None = None
    sha256: str | None = None
    size: int | None = None
    task: int | None = None


class SideEmpty(CaseFacts):
    side: str


declare_kind("complaint.evidence_added", Added)
declare_kind("complaint.side_empty", SideEmpty)


def ask_ahead(no: str, *, by: Person, now: datetime, verb: str = VERB) -> None:
    """What a door asks before it takes a file in: whether the step could be taken at all.

    Errors: ``NoSuchComplaint``, ``AccusedHere``, ``WrongState``, ``NotYours``, ``TooMuch``.
    """
    complaint, people, tie = look_up(no, by, now)
    asked = verb_named(verb)
    if not permissions.may_know(verb, by, tie):
        raise NoSuchComplaint
    if State(complaint.state) not in asked.from_states:
        case = Case(complaint, by, tie, people, now, now)
        raise WrongState(complaint.state, complaint.version, allowed(case))
    if not asked.who(by, tie):
        raise NotYours
    number, size = brought_since(by.id, now - _DAY)
    if number >= MOST_FILES_A_DAY or size >= MOST_BYTES_A_DAY:
        raise TooMuch(_HOUR_SECONDS)


def ask_fields(raw: object) -> None:
    """What a door asks before it keeps a file: whether it can be taken. Errors: ``Refused``."""
    read(Given, raw)


def bring(
    no: str,
    raw: object,
    *,
    by: Person,
    now: datetime,
    brought: Kept | None,
    must_match: int | None = None,
) -> Done:
    """Takes the step for a file that took its time to arrive: what others did meanwhile does not
    stand against it, unless the caller names the version they know. Errors: as ``perform``.
    """
    for _try in range(_TRIES):
        try:
            return perform(VERB, no, raw, by=by, now=now, must_match=must_match, brought=brought)
        except Stale as stale:
            if stale.asked or _try == _TRIES - 1:
                raise
    raise AssertionError


def check(case: Case, said: Given) -> None:
    """There is something: a file that holds something, or words; a task of this complaint; a side
    that is said to be empty is.
    """
    if said.none:
        _ask_empty(case, said)
    elif case.brought is None and said.note is None:
        message = _("A file is needed, or words in its place.")
        raise Refused([Fault("file", message, _("a file, or a note"))], code="no_evidence")
    elif case.brought is not None and not case.brought.size:
        raise Refused([Fault("file", _("This file is empty."))], code="empty_file")
    if said.task is not None and _task(case, said.task) is None:
        known = ", ".join(str(row.pk) for row in _tasks(case))
        raise Refused([Fault("task", _("This complaint has no such task."), known)])


def evidence(step: Step, said: Given) -> None:
    """Keeps the piece; the file lies under its digest before the row does. The owner is told."""
    if said.none:
        text = said.note or ""
        row = OneSided(complaint=step.complaint, by_id=step.staff, at=step.at, text=text)
        row.side = said.side
        row.save(force_insert=True)
        step.tell("complaint.side_empty", {"side": said.side}, rule="A29")
        return
    piece = _row(step, said)
    if piece.sha256 and not files.is_there(piece.sha256, piece.size or 0):
        raise Spoilt("lost", piece.sha256)
    piece.save(force_insert=True)
    step.made = str(piece.pk)
    notes = {"name": piece.name, "kind": piece.kind, "source": piece.source, "gap": piece.gap}
    notes["counter_plan"] = piece.counter_plan
    said_notes = {name: value for name, value in notes.items() if value}
    step.tell("complaint.evidence_added", _facts(piece), notes=said_notes, rule="A29")
    if step.complaint.owner_id != step.staff:
        step.notify([step.complaint.owner_id], "evidence_added")


def _row(step: Step, said: Given) -> Evidence:
    brought = step.brought
    piece = Evidence(
        complaint=step.complaint,
        by_id=step.staff,
        at=step.at,
        side=said.side,
        kind=said.kind or "",
        strength=said.strength or "",
        source=said.source or "",
        text=said.note or "",
        gap=said.gap or "",
        counter_plan=said.counter_plan or "",
        task=said.task or _own_task(step),
    )
    if brought is not None:
        piece.name, piece.content_type = brought.name, brought.content_type
        piece.size, piece.sha256 = brought.size, brought.sha256
    return piece


def _facts(piece: Evidence) -> dict[str, object]:
    facts = {
        "evidence": str(piece.pk),
        "side": piece.side,
        "kind": kind_code(piece.kind),
        "strength": piece.strength,
        "sha256": piece.sha256,
        "size": piece.size,
        "task": piece.task,
    }
    return {name: value for name, value in facts.items() if value not in ("", None)}


def _ask_empty(case: Case, said: Given) -> None:
    if case.brought is not None:
        raise Refused([Fault("file", _("A side that has nothing has no file."))])
    standing = Evidence.objects.filter(complaint=case.complaint, side=said.side, retracted_at=None)
    if standing.exists():
        raise Refused([Fault("none", _("There is evidence on this side."))], code="side_not_empty")


def _tasks(case: Case) -> list[Consult]:
    rows = Consult.objects.filter(complaint=case.complaint).order_by("id")
    if case.by is not None and Flag.liaison in case.by.flags:
        rows = rows.filter(department=case.by.department)
    return list(rows)


def _task(case: Case, number: int) -> Consult | None:
    return next((row for row in _tasks(case) if row.pk == number), None)


def _own_task(step: Step) -> int | None:
    """What a liaison brings belongs to the newest task of theirs: they read no more than that."""
    if step.by is None or Flag.liaison not in step.by.flags:
        return None
    mine = _tasks(step)
    return mine[-1].pk if mine else None


declare(
    Verb(
        name=VERB,
        words=Words("添加证据", "新增證據", "Add evidence"),
        payload=Given,
        from_states=states(OPEN, State.closed, State.archived),
        act=evidence,
        check=check,
    )
)
