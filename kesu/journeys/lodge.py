"""登记: a complaint comes in; never refused for want of a person, a type or a rule."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kesu.complaints import operations, permissions, rules
from kesu.complaints.models import Complaint
from kesu.desk import scope
from kesu.foundation.faults import Fault, Refused
from kesu.journal.rules import moment
from kesu.journeys import accept, clocks, naming, promise, resolve, routes
from kesu.journeys.faults import GateShut, NotYours, Warned
from kesu.journeys.lodging import FirstContact, Lodging
from kesu.journeys.payload import read
from kesu.journeys.resolve import Solved
from kesu.journeys.step import Step
from kesu.journeys.verb import Words
from kesu.people.queries import everyone
from kesu.people.rules import People, Person
from kesu.policy import queries as policies
from kesu.policy.codes import (
    PERSON_ON_THE_LINE,
    UNSORTED,
    HandlerRule,
    Source,
    State,
)
from kesu.policy.schema import Pack
from kesu.routing.rules import Choice, risk_owner

NAME = "lodge"
WORDS = Words("登记投诉", "登記投訴", "Lodge a complaint")
_EARLIEST = datetime(1999, 12, 31, 10, tzinfo=UTC)
"""The first moment of 2000 anywhere."""
_AHEAD = timedelta(minutes=5)


@dataclass(frozen=True)
class Lodged:
    """A complaint that was taken in. ``readable``: the lodger may read it; else they learn its
    number and to whom it went.
    """

    complaint: Complaint
    warnings: tuple[Warned, ...]
    readable: bool
    routed_to: str


def lodge(raw: object, *, by: Person, now: datetime) -> Lodged:
    """Takes a complaint in for a person.

    Grades it by its type, finds owner and risk owner, starts the first call-back. With a person on
    the line it is accepted in the same transaction and the contact's end is kept: a promise, or
    solved at once. Errors: ``Refused`` naming the field, ``NotYours``.
    """
    if not permissions.may_lodge(by):
        raise NotYours
    said = read(Lodging, raw)
    received = _received(said, now)
    pack = policies.in_force(received)
    people = everyone()
    accused = _accused(said, people)
    _check(said, pack, received=received)
    with transaction.atomic():
        complaint, choice, rule = _draft(said, pack, people, by=by, accused=accused, at=received)
        complaint.updated = now
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
        _begin(step, said, choice, rule)
        step.finish()
    tie = scope.tie(complaint, by, people)
    return Lodged(
        complaint=complaint,
        warnings=tuple(step.warnings),
        readable=permissions.may_see(by, tie),
        routed_to=people[complaint.owner_id].full_name,
    )


def _received(said: Lodging, now: datetime) -> datetime:
    received = said.received or now
    if received > now + _AHEAD:
        raise Refused([Fault("received", _("This time lies ahead."), f"≤ {now.isoformat()}")])
    if received < _EARLIEST:
        raise Refused([Fault("received", _("This is too long ago."), "≥ 2000-01-01")])
    return received.astimezone(UTC)


def _accused(said: Lodging, people: People) -> Person | None:
    if said.accused_agent is None:
        return None
    return naming.person(people, said.accused_agent, loc="accused_agent")


def _check(said: Lodging, pack: Pack, *, received: datetime) -> None:
    if said.type is not None:
        named = {"accused_agent", "merchant", "product", "order", "campaign"}
        given = said.model_dump(include=named)
        naming.check_type(pack, said.type, given=given)
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
    code = said.type or UNSORTED
    customer = operations.customer_for(said.customer.model_dump(), received=at)
    reasons = rules.urgency(
        given=said.urgent_reasons or (),
        source=said.source or "",
        special_role=customer.special_role,
        mandated=said.mandated_deadline is not None,
    )
    complaint = Complaint(
        no=operations.free_number(at.astimezone(pack.tz).date()),
        search_key=operations.search_key(at),
        state=State.received.value,
        type=code,
        grade_rank=int(pack.grade(code)),
        urgent=bool(reasons),
        urgent_reasons=[reason.value for reason in reasons],
        mandated_deadline=said.mandated_deadline,
        tier=pack.initial_tier(code, urgent=bool(reasons)).value,
        restricted=bool(customer.special_role),
        channel=said.channel,
        source=said.source or Source.customer.value,
        subject=said.subject or rules.subject_of(said.text),
        text=said.text,
        remedy_sought=said.remedy_sought or "",
        merchant=said.merchant or "",
        product=said.product or "",
        order=said.order or "",
        campaign=said.campaign or "",
        external_id=said.external_id or "",
        customer=customer,
        lodged_by_id=by.id,
        accused_id=accused.id if accused else None,
        received=at,
        policy_name=pack.name,
        policy_version=pack.version,
        no_clock_because="lodging",
    )
    complaint.issue_key = rules.issue_key(
        type_code=complaint.type,
        merchant=complaint.merchant,
        product=complaint.product,
        order=complaint.order,
        campaign=complaint.campaign,
    )
    owner, rule, choice = routes.handler(complaint, pack, people, receiver=by.id, keep=None)
    complaint.owner_id = owner
    complaint.risk_owner_id = risk_owner(people, owner, accused=complaint.accused_id)
    complaint.understaffed = choice.understaffed
    if complaint.urgent and not choice.understaffed:
        complaint.dedicated_id = owner
    return complaint, choice, rule


def _begin(step: Step, said: Lodging, choice: Choice, rule: HandlerRule) -> None:
    complaint = step.complaint
    _tell(step, said, choice, rule)
    clocks.start_first_callback(step)
    if complaint.owner_id != step.staff:
        step.notify([complaint.owner_id], "assigned")
    if choice.understaffed:
        step.warn("understaffed", _("Nobody fit could be found; the complaint needs a person."))
        step.notify(_who_can_help(step.people), "understaffed")
    if said.channel in PERSON_ON_THE_LINE:
        accept.take_on(step)
    if said.first_contact is not None:
        _end_contact(step, said.first_contact)


def _tell(step: Step, said: Lodging, choice: Choice, rule: HandlerRule) -> None:
    complaint = step.complaint
    facts: dict[str, object] = {
        "channel": complaint.channel,
        "source": complaint.source,
        "type": complaint.type,
        "grade": step.pack.grade(complaint.type).name,
        "tier": complaint.tier,
        "urgent": complaint.urgent_reasons,
        "received": moment(complaint.received),
        "customer": str(complaint.customer_id),
        "risk_owner": str(complaint.risk_owner_id),
        "handler": rule.value,
        "routed_by": choice.because,
        "understaffed": choice.understaffed,
        "issue_key": bool(complaint.issue_key),
    }
    if complaint.accused_id is not None:
        facts["accused"] = str(complaint.accused_id)
    notes = {
        "text": said.text,
        "customer": said.customer.model_dump(exclude_none=True),
        "remedy_sought": said.remedy_sought,
    }
    step.tell("complaint.lodged", facts, notes=notes, rule="E03", at=complaint.received)


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
