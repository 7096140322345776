"""登记: a complaint comes in; never refused for want of a person, a type or a rule."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kesu.complaints import operations, permissions
from kesu.complaints.models import Complaint
from kesu.desk import scope
from kesu.foundation.again import again
from kesu.foundation.faults import Fault, Refused
from kesu.journal.rules import moment
from kesu.journeys import (
    accept,
    batches,
    clocks,
    drafting,
    emotion,
    mails,
    naming,
    promise,
    put_through,
    reading_case,
    reports,
    resolve,
    routes,
)
from kesu.journeys.come_back import come_back
from kesu.journeys.faults import GateShut, NotYours, Warned
from kesu.journeys.lodging import FirstContact, Lodging
from kesu.journeys.payload import read
from kesu.journeys.resolve import Solved
from kesu.journeys.step import Step
from kesu.journeys.talk import Talk
from kesu.journeys.verb import Words
from kesu.people.queries import everyone
from kesu.people.rules import People, Person
from kesu.policy import queries as policies
from kesu.policy.codes import (
    PERSON_ON_THE_LINE,
    UNSORTED,
    HandlerRule,
    State,
)
from kesu.policy.schema import Pack
from kesu.routing.rules import Choice

NAME = "lodge"
WORDS = Words("登记投诉", "登記投訴", "Lodge a complaint")


@dataclass(frozen=True)
class Lodged:
    """A complaint that was taken in. ``readable``: the lodger may read it; else they learn its
    number and to whom it went.
    """

    complaint: Complaint
    warnings: tuple[Warned, ...]
    readable: bool
    routed_to: str


@again
def lodge(raw: object, *, by: Person, now: datetime, talk: object = None) -> Lodged:
    """Takes a complaint in for a person.

    Grades it by its type, finds owner and risk owner, starts the first call-back. With a person on
    the line it is accepted in the same transaction and the contact's end is kept: a promise, or
    solved at once. ``talk``: plain values of a ``Talk``, from whoever took the call.
    Errors: ``Refused`` naming the field, ``NotYours``.
    """
    if not permissions.may_lodge(by):
        raise NotYours
    said, noted = read(Lodging, raw), read(Talk, talk or {})
    received = drafting.received_at(said, now)
    pack = policies.in_force(received)
    people = everyone(now)
    accused = drafting.accused_of(said, people)
    _check(said, pack, received=received)
    with transaction.atomic():
        complaint, choice, rule = _draft(said, pack, people, by=by, accused=accused, at=received)
        complaint.updated = now
        complaint.recording = noted.recording or ""
        complaint.save(force_insert=True)
        operations.index([complaint])
        step = Step(
            complaint=complaint,
            by=by,
            tie=scope.tie(complaint, by, people),
            people=people,
            at=received,
            now=now,
            by_ref=f"staff:{by.id}",
        )
        step.is_new()
        _begin(step, said, noted, choice, rule)
        reading_case.heard(step, "telling", complaint.text)
        mails.acknowledge(step)
        batches.count(step)
        step.finish()
    tie = scope.tie(complaint, by, people)
    return Lodged(
        complaint=complaint,
        warnings=tuple(step.warnings),
        readable=permissions.may_see(by, tie),
        routed_to=people[complaint.owner_id].full_name,
    )


def _check(said: Lodging, pack: Pack, *, received: datetime) -> None:
    if said.type is not None:
        naming.check_type(pack, said.type, given=drafting.parties(said))
    if said.channel in PERSON_ON_THE_LINE and said.first_contact is None:
        fault = Fault(
            "first_contact",
            _("With a person on the line the contact ends solved, or with a promise."),
            "promise, resolved",
        )
        raise Refused([fault], code="first_contact")
    if said.first_contact is not None and said.first_contact.promise is not None:
        naming.after(said.first_contact.promise.due, received, loc="first_contact.promise.due")


def _draft(
    said: Lodging,
    pack: Pack,
    people: People,
    *,
    by: Person,
    accused: Person | None,
    at: datetime,
) -> tuple[Complaint, Choice, HandlerRule]:
    local = at.astimezone(pack.tz)
    customer = operations.customer_for(said.customer.model_dump(), year=local.year)
    code = said.type or UNSORTED
    complaint = drafting.drafted(said, pack, code=code, customer=customer, accused=accused, at=at)
    solved = said.first_contact is not None and said.first_contact.resolved is not None
    come_back(complaint, pack, at=at, solved=solved)
    complaint.no = operations.free_number(local.date())
    complaint.search_key = operations.search_key(at)
    complaint.lodged_by_id = by.id
    owner, rule, choice = routes.handler(complaint, pack, people, receiver=by.id, keep=None)
    drafting.give(complaint, people, owner, choice)
    return complaint, choice, rule


def _begin(step: Step, said: Lodging, noted: Talk, choice: Choice, rule: HandlerRule) -> None:
    complaint = step.complaint
    _tell(step, said, noted, choice, rule)
    if noted.emotion is not None:
        emotion.emotion(step, emotion.Emotion(level=noted.emotion))
    put_through.put_through(step, rule)
    clocks.begin(step)
    if complaint.urgent:
        reports.begin(step)
    if complaint.owner_id != step.staff:
        step.notify([complaint.owner_id], "assigned")
    if choice.understaffed:
        step.warn("understaffed", _("Nobody fit could be found; the complaint needs a person."))
        step.notify(_who_can_help(step.people), "understaffed")
    if said.channel in PERSON_ON_THE_LINE:
        accept.take_on(step)
    if said.first_contact is not None:
        _end_contact(step, said.first_contact)


def _tell(step: Step, said: Lodging, noted: Talk, choice: Choice, rule: HandlerRule) -> None:
    facts = drafting.facts_of(step.complaint, choice, rule)
    if offered := _offered(noted, step.pack):
        facts["offered"] = offered
    notes = {**drafting.notes_of(said), **noted.model_dump(exclude={"emotion", "offered"})}
    step.tell("complaint.lodged", facts, notes=notes, rule="E03", at=step.complaint.received)
    if step.complaint.suggested_type:
        message = _("This is an important member; type %(type)s is suggested.")
        step.warn("suggested_type", message % {"type": step.complaint.suggested_type})
    _advise(step, said)


def _offered(noted: Talk, pack: Pack) -> list[str]:
    """Which types were suggested to whoever lodged it, as far as the policy knows them."""
    codes = (noted.offered or "").split(",")
    return [code for code in dict.fromkeys(codes) if pack.has_type(code)]


def _advise(step: Step, said: Lodging) -> None:
    """What the words hint at is put to the person, who decides (law 8)."""
    facts = drafting.conditions_of(said, step.complaint.customer)
    for reason, found in step.pack.urgent.advised(facts).items():
        if reason not in step.complaint.urgent_reasons:
            message = _("“%(word)s” was said: is this urgent, %(reason)s?")
            said_so = message % {"word": found.because, "reason": reason}
            step.warn("suggested_urgent", said_so, reason=reason.value)


def _end_contact(step: Step, ended: FirstContact) -> None:
    if ended.promise is not None:
        row = promise.record(step, what=ended.promise.what, due=ended.promise.due)
        step.tell(
            "complaint.promised",
            {"promise": row.pk, "due": moment(ended.promise.due)},
            notes={"what": ended.promise.what},
            rule="E67",
        )
        clocks.start_promise(step, row)
    if ended.resolved is not None:
        _solve(step, ended.resolved)


def _solve(step: Step, solved: Solved) -> None:
    waiting = resolve.gate_resolvable(step, solved)
    if waiting is not None:
        fault = Fault(f"first_contact.resolved.{waiting.gate}", waiting.say)
        raise Refused([fault], code="not_resolvable") from GateShut([waiting])
    if step.state is State.received:
        accept.take_on(step)
    step.tell(
        "complaint.resolved",
        notes={"cause": solved.cause, "what": solved.what, "clause": solved.clause},
        rule="Q25",
    )
    resolve.solve(step, solved)


def _who_can_help(people: People) -> list[int]:
    """Managers and directors; they can find a person."""
    return [one.id for one in people.values() if one.active and one.rank in ("manager", "director")]
