"""Whether and how a colleague gets in: password, sessions, leaving the house and coming back."""

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kesu.complaints import operations as complaints
from kesu.complaints.models import Complaint
from kesu.complaints.permissions import Tie
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import Facts, declare
from kesu.journeys import people_work
from kesu.journeys.faults import Stale
from kesu.journeys.step import Step, finish
from kesu.journeys.transfer import fit
from kesu.people import operations
from kesu.people.queries import everyone, unassigned
from kesu.people.rules import People, Person, direct_supervisor
from kesu.policy.codes import OPEN, Rank, ranks_from

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that are not taken for one another when they are read out."""


class PasswordReset(Facts):
    sessions: int


class SessionsEnded(Facts):
    sessions: int


class Ended(Facts):
    complaints: int
    tokens: int
    successor: str | None = None


class Reinstated(Facts):
    rank: str


declare("staff.password_reset", PasswordReset)
declare("staff.sessions_ended", SessionsEnded)
declare("staff.ended", Ended)
declare("staff.reinstated", Reinstated)


def new_password() -> str:
    """Sixteen signs in fours, to be read out once: 78 random bits."""
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(16))
    return "-".join(signs[place : place + 4] for place in range(0, 16, 4))


def reset_password(number: int, *, by: Person, at: datetime) -> str:
    """A new password, told once; every session ends. Errors: ``NotYours``; ``Refused``."""
    person = _person(everyone(at), number, active=True)
    said_by = people_work.changer_of(by, person)
    password = new_password()
    with transaction.atomic():
        operations.set_password(staff=number, password=password)
        facts = {"sessions": operations.end_sessions(staff=number)}
        _tell("staff.password_reset", number, facts, by=said_by, at=at)
    return password


def end_sessions(number: int, *, by: Person, at: datetime) -> int:
    """Signs a colleague out everywhere; how many sessions there were. Errors: as above."""
    said_by = people_work.changer_of(by, _person(everyone(at), number))
    with transaction.atomic():
        ended = operations.end_sessions(staff=number)
        _tell("staff.sessions_ended", number, {"sessions": ended}, by=said_by, at=at)
    return ended


def end(number: int, *, successor: str, by: Person, at: datetime) -> int:
    """A colleague works here no more: signed out, their tokens ended, each open complaint given
    to the ``successor``; how many those were. All or nothing.

    Errors: ``NotYours``; ``Refused`` at ``successor`` for nobody, or for who cannot own one.
    """
    people = everyone(at)
    person = _person(people, number, active=True)
    said_by = people_work.changer_of(by, person)
    with transaction.atomic():
        bound = list(_bound(number))
        heir = _heir(people, successor, person, needed=bool(bound))
        operations.change_staff(staff=number, is_active=False)
        if heir is not None:
            finish(_passed_on(bound, person, heir, people, by=said_by, at=at))
        operations.end_sessions(staff=number)
        facts = {
            "complaints": len(bound),
            "tokens": operations.revoke_tokens(staff=number, at=at),
            **({"successor": str(heir.id)} if heir else {}),
        }
        _tell("staff.ended", number, facts, by=said_by, at=at)
    return len(bound)


def reinstate(number: int, *, by: Person, at: datetime) -> str:
    """A colleague works here again, with a new password that is told once. Errors: as above."""
    person = _person(everyone(at), number)
    said_by = people_work.changer_of(by, person)
    if person.active or number == unassigned():
        raise Refused([Fault("person", _("This person works here."))], code="active")
    password = new_password()
    with transaction.atomic():
        operations.change_staff(staff=number, is_active=True)
        operations.set_password(staff=number, password=password)
        _tell("staff.reinstated", number, {"rank": person.rank}, by=said_by, at=at)
    return password


def _bound(number: int) -> Iterator[Complaint]:
    mine = Q(owner=number) | Q(risk_owner=number) | Q(dedicated=number)
    yield from Complaint.objects.filter(mine, state__in=OPEN).order_by("received", "id")


def _heir(people: People, word: str, leaver: Person, *, needed: bool) -> Person | None:
    if not word.strip():
        if needed:
            said = _("Open complaints must have somebody: say who takes them over.")
            raise Refused([Fault("successor", said, _("a colleague"))], code="successor")
        return None
    heir = people_work.known(people, word, "successor")
    if heir.id == leaver.id:
        said = _("Nobody takes over from themselves.")
        raise Refused([Fault("successor", said, _("another one"))])
    return heir


def _passed_on(
    bound: list[Complaint], leaver: Person, heir: Person, people: People, *, by: str, at: datetime
) -> list[Step]:
    """A step for each complaint, all of them taken before the first one ends."""
    steps, unfit = [], 0
    for complaint in bound:
        if not complaints.lock(complaint, version=complaint.version):
            raise Stale(complaint.state, complaint.version, [], asked=False)
        complaint.refresh_from_db()
        step = Step(complaint, None, Tie(), people, at, at, by_ref=by)
        try:
            fit(step, heir)
        except Refused:
            # Not which ones and why: who may not know of a complaint learns nothing of it.
            unfit += 1
            continue
        _give(step, leaver, heir)
        steps.append(step)
    if unfit:
        said = ngettext(
            "%(n)s of the open complaints cannot be theirs.",
            "%(n)s of the open complaints cannot be theirs.",
            unfit,
        )
        fault = Fault("successor", said % {"n": unfit}, _("a supervisor who handles complaints"))
        raise Refused([fault], code="cannot_own")
    return steps


def _give(step: Step, leaver: Person, heir: Person) -> None:
    complaint = step.complaint
    if complaint.dedicated_id == leaver.id:
        step.set(dedicated_id=heir.id)
    if complaint.risk_owner_id == leaver.id:
        above = direct_supervisor(step.people, heir.id, ranks=ranks_from(Rank.supervisor))
        step.set(risk_owner_id=above if above not in (None, leaver.id) else heir.id)
    if complaint.owner_id == leaver.id:
        step.assign(heir.id)
    notes = {"reason": _("The owner works here no more.")}
    step.tell("complaint.transferred", {"to": str(heir.id)}, notes=notes)


def _person(people: People, number: int, *, active: bool = False) -> Person:
    person = people.get(number)
    if person is None or (active and not person.active):
        raise Refused([people_work.unknown("person")], code="unknown_person")
    return person


def _tell(kind: str, number: int, facts: Mapping[str, object], *, by: str, at: datetime) -> None:
    people_work.tell(kind, ("staff", str(number)), facts, by=by, at=at)
