"""One complaint as its reader may see it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from kesu.complaints import permissions
from kesu.complaints.models import (
    Cause,
    Complaint,
    EmotionPoint,
    Promise,
    Solution,
)
from kesu.complaints.permissions import Tie
from kesu.consults.models import Consult
from kesu.consults.wording import question_of
from kesu.desk import authority, briefs, scope
from kesu.desk.reach import eyes_of, find
from kesu.desk.record import entries
from kesu.desk.sheets import Sheets
from kesu.desk.values import (
    CaseView,
    CauseView,
    ConsultView,
    EmotionView,
    PromiseView,
    SolutionView,
)
from kesu.desk.views import (
    Eyes,
    Policies,
    certain,
    clock_view,
    customer_view,
    person_view,
    rail,
)
from kesu.people.rules import People, Person
from kesu.policy.codes import Flag, Grade

_WITH_THE_CUSTOMER = frozenset(
    {
        "complaint.lodged",
        "complaint.accepted",
        "complaint.contacted",
        "complaint.replied",
        "complaint.progressed",
        "complaint.promised",
        "complaint.promise_settled",
        "complaint.followed_up",
        "complaint.closed",
        "complaint.reopened",
    }
)
"""What whoever answers the telephone must know of a colleague's complaint (E41, E43); the rest of
the record is for those who may read it.
"""


def case(no: str, *, reader: Person, people: People, timeline: bool = False) -> CaseView:
    """The complaint with that ``no`` or ``form_no``.

    Errors: as ``reach.find``.
    """
    complaint, tie = find(no, reader=reader, people=people)
    return view(complaint, tie, reader=reader, people=people, timeline=timeline)


def view(
    complaint: Complaint,
    tie: Tie,
    *,
    reader: Person,
    people: People,
    timeline: bool = False,
    now: datetime | None = None,
    sheets: Sheets | None = None,
) -> CaseView:
    """The row as a value for this reader. ``now`` (UTC): when they look, where that matters;
    ``sheets``: what lies on the desk already.
    """
    sheets = sheets or Sheets([complaint], reader=reader, people=people)
    shown = _view(complaint, tie, sheets, reader=reader, people=people)
    decided = authority.of_case(
        complaint, tie, eyes_of(reader, tie), reader=reader, people=people, sheets=sheets, now=now
    )
    known = briefs.of_case(sheets, eyes_of(reader, tie), reader=reader)
    shown = replace(shown, authority=decided, proof=known.proof, remedies=known.remedies)
    if not timeline:
        return shown
    told = entries(complaint, eyes_of(reader, tie), reader=reader, people=people)
    if not permissions.may_read_journal(reader, tie):
        told = [entry for entry in told if entry.kind in _WITH_THE_CUSTOMER]
    if Flag.liaison in reader.flags:
        told = []
    return replace(shown, timeline=told)


def views(complaints: Sequence[Complaint], *, reader: Person, people: People) -> list[CaseView]:
    """Many rows as values, with the same few queries however many they are."""
    sheets = Sheets(complaints, reader=reader, people=people)
    ties = scope.ties(complaints, reader, people)
    return [
        _view(one, tie, sheets, reader=reader, people=people)
        for one, tie in zip(complaints, ties, strict=True)
    ]


def _view(
    complaint: Complaint, tie: Tie, sheets: Sheets, *, reader: Person, people: People
) -> CaseView:
    eyes, packs, key = eyes_of(reader, tie), Policies(), complaint.pk
    entry = packs.pack(complaint).type(complaint.type)
    verification, decision = sheets.verifications.get(key), sheets.decisions.get(key)
    reply = sheets.replies.get(key)
    return CaseView(
        id=str(complaint.pk),
        no=complaint.no,
        form_no=complaint.form_no,
        subject=eyes.text(complaint.subject),
        text=eyes.text(complaint.text),
        state=complaint.state,
        came_from=complaint.came_from or complaint.cooled_from,
        type=complaint.type,
        type_name=packs.type_name(complaint),
        caution=entry.caution.say(packs.language) if entry.caution else "",
        origin_type=complaint.origin_type,
        suggested_type=complaint.suggested_type,
        grade=Grade(complaint.grade_rank).name,
        urgent=complaint.urgent,
        urgent_reasons=complaint.urgent_reasons,
        tier=complaint.tier,
        channel=complaint.channel,
        source=complaint.source,
        received=complaint.received,
        accepted=complaint.accepted,
        owner=certain(people, complaint.owner_id),
        risk_owner=certain(people, complaint.risk_owner_id),
        dedicated=person_view(people, complaint.dedicated_id),
        accused=person_view(people, complaint.accused_id),
        lodged_by=person_view(people, complaint.lodged_by_id),
        customer=customer_view(
            complaint.customer, eyes, at=complaint.received, zone=packs.pack(complaint).tz
        ),
        merchant=eyes.text(complaint.merchant),
        store=eyes.text(complaint.store),
        merchant_person=eyes.text(complaint.merchant_person),
        merchant_role=complaint.merchant_role,
        product=eyes.text(complaint.product),
        order=eyes.text(complaint.order),
        campaign=eyes.text(complaint.campaign),
        remedy_sought=eyes.text(complaint.remedy_sought),
        external_id=complaint.external_id,
        mandated_deadline=complaint.mandated_deadline,
        parent=sheets.parents.get(complaint.parent_id),
        next_due=complaint.next_due,
        clocks=[
            clock_view(clock, packs.pack(complaint), packs.language)
            for clock in sheets.clocks.get(key, [])
        ],
        promises=_promises(sheets.promises.get(key, []), eyes),
        consults=_consults(sheets.consults.get(key, []), eyes, people, reader),
        verdict=complaint.verdict,
        verdict_reason=eyes.text(verification.reason) if verification else "",
        cause=_cause(sheets.causes.get(key), eyes),
        solution=_solution(sheets.solutions.get(key), sheets, eyes, people),
        reply=eyes.text(reply.text) if reply else "",
        decision=decision.position if decision else "",
        emotions=_emotions(sheets.emotions.get(key, []), eyes),
        outcome=complaint.outcome,
        disposition=complaint.disposition,
        closed_customer_at=complaint.closed_customer_at,
        closed_internal_at=complaint.closed_internal_at,
        rail=rail(complaint),
        policy_name=complaint.policy_name,
        policy_version=complaint.policy_version,
        restricted=complaint.restricted,
        understaffed=complaint.understaffed,
        history=complaint.history,
        updated=complaint.updated,
        version=complaint.version,
        may_reveal=permissions.may_reveal(reader, tie),
        batch=str(complaint.batch_id or ""),
        batch_label=sheets.labels.get(complaint.batch_id, ""),
        merged_into=sheets.parents.get(complaint.merged_into_id, ""),
        merged=sheets.merged.get(key, []),
        children=sheets.children.get(key, []),
        urged=sheets.urges.get(key, 0),
        level_then=complaint.level_then,
        points_then=complaint.points_then if eyes.identity else None,
        watched=any(one.staff_id == reader.id for one in sheets.watches.get(key, [])),
    )


def _promises(rows: Iterable[Promise], eyes: Eyes) -> list[PromiseView]:
    return [
        PromiseView(row.pk, eyes.text(row.what), row.due, row.kept, row.settled_at) for row in rows
    ]


def _consults(
    rows: Iterable[Consult], eyes: Eyes, people: People, reader: Person
) -> list[ConsultView]:
    if Flag.liaison in reader.flags:
        rows = [row for row in rows if row.department == reader.department]
    return [
        ConsultView(
            id=row.pk,
            department=row.department,
            question=eyes.text(question_of(row)),
            at=row.at,
            due=row.due,
            answered=row.answered_at,
            answer=eyes.text(row.answer),
            answered_by=person_view(people, row.answered_by_id),
            sent_back=row.sent_back_at,
            sent_back_reason=eyes.text(row.sent_back_reason),
        )
        for row in rows
    ]


def _cause(row: Cause | None, eyes: Eyes) -> CauseView | None:
    if row is None:
        return None
    return CauseView(eyes.text(row.text), eyes.text(row.category), row.responsible, row.at)


def _solution(
    row: Solution | None, sheets: Sheets, eyes: Eyes, people: People
) -> SolutionView | None:
    if row is None:
        return None
    approval = sheets.approvals.get(row.pk)
    return SolutionView(
        id=row.pk,
        kind=row.kind,
        steps=eyes.text(row.steps),
        options=eyes.text(row.options),
        clause=eyes.text(row.clause),
        no_clause=eyes.text(row.no_clause),
        cost=row.cost,
        by=person_view(people, row.by_id),
        at=row.at,
        approved_at=row.approved_at,
        returned_at=row.returned_at,
        mandate=approval.mandate if approval else "",
        comment=eyes.text(approval.comment) if approval else "",
    )


def _emotions(rows: Iterable[EmotionPoint], eyes: Eyes) -> list[EmotionView]:
    return [EmotionView(row.at, row.level, eyes.text(row.turning_point)) for row in rows]
