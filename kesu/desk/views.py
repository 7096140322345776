"""Rows made into values: masked for the reader, words of the policy filled in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar, overload
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from kesu.complaints.models import Complaint, Customer
from kesu.complaints.queries import urges_each
from kesu.deadlines.models import Clock
from kesu.deadlines.rules import CARE, TRIED
from kesu.desk.values import CaseView, ClockView, CustomerView, PersonView, QueueRow, Rail
from kesu.foundation.masking import mask_email, mask_phone, mask_text
from kesu.foundation.phones import national
from kesu.foundation.sealing import unseal
from kesu.people.models import UNASSIGNED
from kesu.people.rules import People
from kesu.policy import queries as policies
from kesu.policy.codes import ClockName, ClockState, Grade
from kesu.policy.schema import Pack


@dataclass(frozen=True)
class Eyes:
    """How one reader sees one complaint: ``clear`` may read numbers inside free text, ``identity``
    may know who the customer is, ``opinions`` may read what functions think of it.
    """

    clear: bool
    identity: bool
    opinions: bool = False

    @overload
    def text(self, value: str) -> str: ...
    @overload
    def text(self, value: Any) -> Any: ...
    def text(self, value: Any) -> Any:
        """Free text, or plain values holding some, as this reader may see it."""
        if self.clear:
            return value
        if isinstance(value, str):
            return mask_text(value)
        if isinstance(value, Mapping):
            return {key: self.text(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.text(item) for item in value]
        return value


def person_view(people: People, id_: int | None) -> PersonView | None:
    """A colleague by name; None for nobody."""
    person = people.get(id_) if id_ is not None else None
    return PersonView(person.id, person.full_name, person.agent_no) if person else None


def certain(people: People, id_: int) -> PersonView:
    """A colleague who is certainly there."""
    return PersonView(id_, people[id_].full_name, people[id_].agent_no)


def customer_view(customer: Customer, eyes: Eyes, *, at: datetime, zone: ZoneInfo) -> CustomerView:
    """The customer, masked; without identity only that there is one. ``at``: when their age is
    asked, in the policy's ``zone``.
    """
    if not eyes.identity:
        return CustomerView("", "", None, None, "", customer.level, "")
    return CustomerView(
        id=str(customer.pk),
        name=eyes.text(customer.name),
        phone=masked_phone(customer),
        email=masked_email(customer),
        external_id=eyes.text(customer.external_id),
        level=customer.level,
        special_role=customer.special_role,
        age=at.astimezone(zone).year - customer.birth_year if customer.birth_year else None,
        prefers=customer.prefers,
        call_from=customer.call_from,
        call_until=customer.call_until,
        do_not_call=customer.do_not_call,
    )


def masked_phone(customer: Customer) -> str | None:
    """``138****1234``, or None."""
    if not customer.phone:
        return None
    return mask_phone(national(unseal(customer.phone, field="customer.phone")))


def masked_email(customer: Customer) -> str | None:
    """``l***@example.org``, or None."""
    if not customer.email:
        return None
    return mask_email(unseal(customer.email, field="customer.email"))


Timed = TypeVar("Timed", Clock, ClockView)


def overdue(clocks: Iterable[Timed], of: Complaint | CaseView) -> list[Timed]:
    """Those that are broken and still owed, as ``deadlines.queries.OVERDUE``."""
    return [clock for clock in clocks if is_overdue(clock) and not _before_our_time(clock, of)]


def is_overdue(clock: Clock | ClockView) -> bool:
    """Broken and still owed, but for what was before our time."""
    broken = clock.state == ClockState.breached and clock.met_at is None and clock.rule != TRIED
    return broken and clock.name not in (ClockName.progress, ClockName.report)


def _before_our_time(clock: Clock | ClockView, of: Complaint | CaseView) -> bool:
    """The first call-back of an old case, judged when it was brought over (F28)."""
    first = clock.name == ClockName.first_callback and not clock.subject
    return of.history and first and clock.started == of.received


def clock_view(clock: Clock, pack: Pack | None = None, language: str = "") -> ClockView:
    """A clock as a value; with the words of its policy where that is given."""
    title, part = _law(clock, pack, language) if pack else ("", "")
    return ClockView(
        name=clock.name,
        subject=clock.subject,
        due=clock.due,
        state=clock.state,
        met_at=clock.met_at,
        breached_at=clock.breached_at,
        derivation=clock.derivation,
        calendar=clock.calendar,
        rule=clock.rule,
        started=clock.started,
        title=title,
        part=part,
        waits=clock.waits_for if clock.state == ClockState.stopped else "",
    )


def _law(clock: Clock, pack: Pack, language: str) -> tuple[str, str]:
    """What the policy calls a statutory clock: its profile, and its step with a number that was
    not checked yet marked so.
    """
    if clock.subject.startswith(CARE):
        return care_name(clock.subject, pack, language), ""
    name, _colon, code = clock.name.partition(":")
    profile = pack.statutory_profile(code) if name == ClockName.statutory else None
    if profile is None:
        return "", ""
    step = pack.statutory_step(code, clock.subject, clock.rule)
    said = step.name.say(language) if step else ""
    if step and step.check:
        said = f"{said} ({step.check.say(language)})"
    return profile.name.say(language), said


def care_name(subject: str, pack: Pack, language: str) -> str:
    """What the policy calls a task after closing; its code where it has it no more (A11)."""
    code = subject.removeprefix(CARE)
    named = (one.name.say(language) for one in pack.after_care if one.code == code)
    return next(named, code)


def rail(complaint: Complaint) -> Rail:
    """The stage rail."""
    return Rail(
        soothe=complaint.soothed_at,
        cause=complaint.cause_at,
        solve=complaint.solved_at,
        follow_up=complaint.followed_at,
    )


class Policies:
    """The packs of the complaints on one page, each read once."""

    def pack(self, complaint: Complaint) -> Pack:
        return policies.version(complaint.policy_name, complaint.policy_version)

    @cached_property
    def language(self) -> str:
        return get_language() or "zh-hans"

    def type_name(self, complaint: Complaint) -> str:
        """The name of the complaint's type, with its parent's for a subtype."""
        pack = self.pack(complaint)
        entry = pack.type(complaint.type)
        name = entry.name.say(self.language)
        parent = entry.parent
        if parent and pack.has_type(parent):
            return f"{pack.type(parent).name.say(self.language)} / {name}"
        return name


def queue_rows(
    complaints: Iterable[Complaint],
    *,
    clocks: Mapping[Any, list[Clock]],
    people: People,
    eyes: Mapping[Any, Eyes],
) -> list[QueueRow]:
    """Complaints as rows of a list, in the order given."""
    packs, complaints = Policies(), list(complaints)
    urged = urges_each([one.pk for one in complaints])
    rows = [
        _queue_row(one, clocks.get(one.pk, []), people, eyes[one.pk], packs) for one in complaints
    ]
    counted = zip(complaints, rows, strict=True)
    return [replace(row, urged=urged.get(one.pk, 0)) for one, row in counted]


def _queue_row(
    one: Complaint, clocks: list[Clock], people: People, eyes: Eyes, packs: Policies
) -> QueueRow:
    running = [
        clock
        for clock in clocks
        if clock.state == ClockState.running and clock.name != ClockName.report
    ]
    owed = overdue(clocks, one)
    owner = certain(people, one.owner_id)
    return QueueRow(
        no=one.no,
        form_no=one.form_no,
        subject=eyes.text(one.subject),
        state=one.state,
        type=one.type,
        type_name=packs.type_name(one),
        grade=Grade(one.grade_rank).name,
        urgent=one.urgent,
        urgent_reasons=one.urgent_reasons,
        tier=one.tier,
        channel=one.channel,
        customer_name=eyes.text(one.customer.name) if eyes.identity else "",
        customer_phone=masked_phone(one.customer) if eyes.identity else None,
        owner=owner,
        unassigned=people[one.owner_id].sign_in == UNASSIGNED,
        next_clock=running[0].name if running else "",
        next_due=one.next_due,
        breached=bool(owed),
        breached_clock=owed[0].name if owed else "",
        breached_at=owed[0].breached_at if owed else None,
        rail=rail(one),
        received=one.received,
        updated=one.updated,
        restricted=one.restricted,
        understaffed=one.understaffed,
        undedicated=one.urgent and one.is_open and one.dedicated_id is None,
        history=one.history,
        version=one.version,
        batch=str(one.batch_id or ""),
        merged=one.merged_into_id is not None,
    )
