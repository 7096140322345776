"""预警处理: a warning is handled, or dismissed with a reason, by a person; each time once (A22)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import Field

from kesu.desk.covered import covered
from kesu.desk.signal_sight import visible
from kesu.foundation.again import again
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import Facts, declare
from kesu.journal.operations import append
from kesu.journeys import signal_raised
from kesu.journeys.faults import NoSuchComplaint, NotYours, Stale, WrongState
from kesu.journeys.payload import Name, Part, Sentence, read
from kesu.people.queries import everyone
from kesu.people.rules import Person
from kesu.policy import queries as policies
from kesu.watch import operations
from kesu.watch.models import Signal
from kesu.watch.permissions import may_settle_signals

VERBS = ("handle", "dismiss", "lodge", "undo")
TAKEN_BACK_WITHIN = timedelta(minutes=10)
_SETTLED_BY_HAND = (Signal.State.handled, Signal.State.dismissed)


class Mark(Part):
    """One watched word, found rightly or wrongly."""

    term: Name = Field(title="Watched word")
    right: bool = Field(title="Rightly found")


class Marked(Part):
    marks: list[Mark] | None = Field(default=None, max_length=100, title="Words")


class Handled(Marked):
    """``helped``: no complaint came of it."""

    action: Sentence = Field(title="What was done")
    helped: bool | None = Field(default=None, title="It helped")


class Dismissed(Marked):
    reason: Sentence = Field(title="Why nothing is done")


class Undone(Part):
    """Nothing more is said."""


class Settled(Facts):
    """``right`` and ``wrong``: words that were marked so."""

    kind: str
    helped: bool | None = None
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


declare("signal.handled", Settled)
declare("signal.dismissed", Settled)
declare("signal.undone", Settled)


@dataclass(frozen=True)
class Held:
    """A signal that is this person's to settle until the end of the transaction."""

    signal: Signal
    by: Person
    now: datetime

    def tell(
        self, kind: str, facts: dict[str, Any], notes: dict[str, Any], case: str | None = None
    ) -> None:
        """Its line, the last thing in the transaction."""
        said = signal_raised.draft(
            self.signal,
            kind,
            {"kind": self.signal.kind, **facts},
            by=f"staff:{self.by.id}",
            at=self.now,
            policy=policies.in_force(self.now).label,
            notes=notes,
            case=case,
        )
        append([said])


def version(signal: Signal) -> int:
    """Counts what happened to it, for whoever compares."""
    return signal.times + (signal.state != Signal.State.open)


def allowed(signal: Signal, by: Person, now: datetime) -> list[str]:
    """What this person may do with it now."""
    return allowed_now(
        state=signal.state, settled=signal.settled, settler=signal.by_id, by=by, now=now
    )


def allowed_now(
    *, state: str, settled: datetime | None, settler: int | None, by: Person, now: datetime
) -> list[str]:
    """The same of one that is known by its values: settled when, and by whom."""
    if not may_settle_signals(by):
        return []
    if state == Signal.State.open:
        return ["handle", "dismiss", "lodge"]
    fresh = settled is not None and now - settled <= TAKEN_BACK_WITHIN
    return ["undo"] if state in _SETTLED_BY_HAND and fresh and settler == by.id else []


def hold(verb: str, key: UUID, *, by: Person, now: datetime, must_match: int | None = None) -> Held:
    """The signal, locked, inside a transaction. ``must_match``: the version its reader saw.

    Errors: ``NoSuchComplaint``, ``NotYours``, ``Stale``, ``WrongState`` with what may be done.
    """
    rows = Signal.objects.select_for_update().filter(pk=key)
    signal = rows.first() if visible(by, everyone(now)).filter(pk=key).exists() else None
    if signal is None:
        raise NoSuchComplaint
    if not may_settle_signals(by):
        raise NotYours
    may, seen = allowed(signal, by, now), version(signal)
    if must_match is not None and must_match != seen:
        raise Stale(signal.state, seen, may, asked=True)
    if verb not in may:
        raise WrongState(signal.state, seen, may)
    return Held(signal, by, now)


@again
def settle(
    verb: str, key: UUID, raw: object, *, by: Person, now: datetime, must_match: int | None = None
) -> Signal:
    """Handles, dismisses or takes that back within ten minutes; ``now`` in UTC.

    Errors: ``Refused``; those of ``hold``.
    """
    model, act = _ACTS[verb]
    with transaction.atomic():
        held = hold(verb, key, by=by, now=now, must_match=must_match)
        act(held, read(model, raw))
    return held.signal


def _handle(held: Held, said: Handled) -> None:
    marks = _marks(held, said)
    state = Signal.State.handled.value
    operations.settle(
        held.signal, state, by=held.by.id, at=held.now, action=said.action, helped=said.helped
    )
    facts = marks if said.helped is None else {"helped": said.helped, **marks}
    held.tell("signal.handled", facts, {"action": said.action})


def _dismiss(held: Held, said: Dismissed) -> None:
    marks = _marks(held, said)
    state = Signal.State.dismissed.value
    operations.settle(held.signal, state, by=held.by.id, at=held.now, action=said.reason)
    held.tell("signal.dismissed", marks, {"reason": said.reason})


def _undo(held: Held, _said: Undone) -> None:
    operations.open_again(held.signal)
    held.tell("signal.undone", {}, {})


def _marks(held: Held, said: Marked) -> dict[str, tuple[str, ...]]:
    """What is said of the words, which are words of this signal; by how they were marked."""
    terms = [str(one["term"]) for one in held.signal.reasons if "term" in one]
    # What customers wrote is a term as well: readers know it with its numbers covered.
    known = {covered(term): term for term in terms} | {term: term for term in terms}
    marks = {known.get(one.term, one.term): one.right for one in said.marks or ()}
    faults = [
        Fault(
            f"marks.{place}.term",
            _("This word was not found here."),
            ", ".join(sorted(map(covered, terms))),
        )
        for place, one in enumerate(said.marks or ())
        if one.term not in known
    ]
    if faults:
        raise Refused(faults)
    operations.mark(held.signal, marks, by=held.by.id, at=held.now)
    sorted_out = {
        name: tuple(sorted(term for term, right in marks.items() if right is kept))
        for name, kept in (("right", True), ("wrong", False))
    }
    return {name: terms for name, terms in sorted_out.items() if terms}


_ACTS: dict[str, tuple[type[Any], Callable[[Held, Any], None]]] = {
    "handle": (Handled, _handle),
    "dismiss": (Dismissed, _dismiss),
    "undo": (Undone, _undo),
}
