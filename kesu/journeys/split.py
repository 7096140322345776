"""拆单: a second matter in one call becomes a case of its own (F04)."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints import operations
from kesu.complaints.models import Complaint, Customer
from kesu.desk import scope
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import batches, clocks, drafting, naming, reports, routes
from kesu.journeys.case import Case
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.lodging import Lodging
from kesu.journeys.payload import Name, Payload, Text, read
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy import queries as policies
from kesu.policy.codes import OPEN, UNSORTED
from kesu.policy.schema import Pack

_NAMED = ("merchant", "product", "order", "campaign")


class Split(Payload):
    text: Text = Field(title="The second matter")
    type: Name | None = Field(default=None, title="Type")


class SplitOff(CaseFacts):
    """``other``: the case beside this one, ``no`` its number."""

    other: str
    no: str


declare_kind("complaint.split", SplitOff)
declare_kind("complaint.split_off", SplitOff)


def check(case: Case, said: Split) -> None:
    """The type is known, and what it needs was said of the first matter."""
    if said.type is not None:
        naming.check_type(case.pack, said.type, given=_given(case.complaint))


def take_first(complaint: Complaint, said: Split) -> None:
    """Who complains and the issue of the second matter, before the case itself: as lodging does."""
    Customer.objects.select_for_update().filter(pk=complaint.customer_id).first()
    pack = policies.version(complaint.policy_name, complaint.policy_version)
    code = said.type or UNSORTED
    if pack.has_type(code):
        child = _drafted(complaint, pack, said)
        batches.hold_before(complaint, child.issue_key)


def split(step: Step, said: Split) -> None:
    """The second matter becomes a case beside this one."""
    child = split_off(step, said)
    step.warn("split", _("The second matter is %(no)s.") % {"no": child.no}, no=child.no)


def split_off(step: Step, said: Split, *, accused: int | None = None) -> Complaint:
    """The child is of the same customer and of the same moment; its number, its clock and its
    owner are its own. ``accused``: whom it is about, where that is known.
    """
    parent = step.complaint
    child = _drafted(parent, step.pack, said)
    child.parent, child.lodged_by_id = parent, step.staff
    child.accused_id = accused or child.accused_id
    child.no = operations.free_number(parent.received.astimezone(step.pack.tz).date())
    child.search_key = operations.search_key(parent.received)
    owner, rule, choice = routes.handler(
        child, step.pack, step.people, receiver=step.staff, keep=None
    )
    drafting.give(child, step.people, owner, choice)
    child.updated = step.now
    child.save(force_insert=True)
    operations.index([child])
    step.tell("complaint.split", {"other": str(child.pk), "no": child.no}, rule="F04")
    second = _begun(step, child)
    facts = drafting.facts_of(child, choice, rule)
    notes = {"text": said.text}
    second.tell("complaint.lodged", facts, notes=notes, rule="E03", at=child.received)
    second.tell("complaint.split_off", {"other": str(parent.pk), "no": parent.no}, rule="F04")
    clocks.begin(second)
    if child.urgent:
        reports.begin(second)
    if owner != step.staff:
        second.notify([owner], "assigned")
    batches.count(second)
    step.along([second])
    return child


def _begun(step: Step, child: Complaint) -> Step:
    assert step.by is not None
    begun = Step(
        complaint=child,
        by=step.by,
        tie=scope.tie(child, step.by, step.people),
        people=step.people,
        at=step.at,
        now=step.now,
        by_ref=step.by_ref,
    )
    begun.is_new()
    return begun


def _drafted(parent: Complaint, pack: Pack, said: Split) -> Complaint:
    """The row but for its numbers and whose it is, judged by the policy of the first matter."""
    given = {name: getattr(parent, name) for name in _NAMED if getattr(parent, name)}
    code = said.type or UNSORTED
    lodging = read(
        Lodging,
        {
            "channel": parent.channel,
            "source": parent.source,
            "text": said.text,
            "customer": {},
            **given,
        },
    )
    child = drafting.drafted(
        lodging, pack, code=code, customer=parent.customer, accused=None, at=parent.received
    )
    child.level_then, child.points_then = parent.level_then, parent.points_then
    if "accused_agent" in pack.type(code).needs:
        child.accused_id = parent.accused_id
    return child


def _given(parent: Complaint) -> dict[str, object]:
    return {
        "accused_agent": parent.accused_id,
        **{name: getattr(parent, name) for name in _NAMED},
    }


declare(
    Verb(
        name="split",
        words=Words("拆单", "拆單", "Split off a second matter"),
        payload=Split,
        from_states=states(OPEN),
        act=split,
        check=check,
        before=take_first,
    )
)
