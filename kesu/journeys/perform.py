"""The one way a person changes a complaint (law 2).

``perform`` reads the complaint, asks in the order of DOMAIN (may read, payload, state, person,
gates), takes the row by its version, lets the verb act, and ends the step.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kesu.complaints import operations as complaints
from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.complaints.queries import by_number
from kesu.desk import scope
from kesu.foundation.again import again
from kesu.foundation.faults import Fault, Refused
from kesu.foundation.files import Kept
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
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, registry, verb_named
from kesu.people.queries import everyone
from kesu.people.rules import People, Person


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
            step.keep_note(values.note)
        assert not verb.to_states or step.state in verb.to_states | {step.state_before}
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
