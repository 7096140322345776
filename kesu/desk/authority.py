"""Who was told, asked and met on one complaint, as its reader may see it."""

from collections.abc import Iterable
from datetime import datetime

from kesu.authority import queries
from kesu.authority.models import Escalation, Meeting, Opinion, Report, Round
from kesu.authority.rules import functions_of, told
from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.complaints.permissions import Tie
from kesu.desk.sheets import Sheets
from kesu.desk.values import (
    Authority,
    GiftView,
    HandoverView,
    MeetingView,
    OpinionView,
    ReportView,
    RoundView,
)
from kesu.desk.views import Eyes, Policies, certain, person_view
from kesu.people.rules import People, Person
from kesu.policy.codes import Flag, Remedy


def of_case(
    complaint: Complaint,
    tie: Tie,
    eyes: Eyes,
    *,
    reader: Person,
    people: People,
    sheets: Sheets,
    now: datetime | None = None,
) -> Authority:
    """Everything of one complaint; a liaison learns only what their own function was asked."""
    opinions = [
        one
        for row in sheets.read(Opinion)
        if (one := _opinion(row, tie, eyes, reader, people)) is not None
    ]
    if Flag.liaison in reader.flags:
        return Authority(opinions=opinions)
    rounds = sheets.read(Round)
    return Authority(
        reports=[_report(row, reader, people) for row in sheets.read(Report)],
        opinions=opinions,
        meetings=[_meeting(row, eyes, people) for row in sheets.read(Meeting)],
        rounds=[
            RoundView(row.at, eyes.text(row.offer), eyes.text(row.reaction), row.agreed)
            for row in rounds
        ],
        handover=_handover(complaint, eyes, people, sheets),
        gift=_gift(complaint, tie, reader, now) if now else None,
    )


def _opinion(
    row: Opinion, tie: Tie, eyes: Eyes, reader: Person, people: People
) -> OpinionView | None:
    mine = row.function in functions_of(reader)
    if Flag.liaison in reader.flags and not mine:
        return None
    readable = permissions.may_read_opinion(reader, tie, own=mine)
    return OpinionView(
        id=row.pk,
        function=row.function,
        question=eyes.text(row.question),
        at=row.at,
        due=row.due,
        given_at=row.given_at,
        given_by=person_view(people, row.given_by_id),
        text=eyes.text(row.text) if readable else "",
        mine=mine and row.given_at is None,
    )


def _report(row: Report, reader: Person, people: People) -> ReportView:
    mine = told(people, row.to_id, reader.id)
    return ReportView(
        id=row.pk,
        level=row.level,
        to=certain(people, row.to_id),
        sent=row.sent,
        due=row.due,
        acknowledged=row.acknowledged,
        skipped=row.skipped,
        mine=mine and row.acknowledged is None,
    )


def _meeting(row: Meeting, eyes: Eyes, people: People) -> MeetingView:
    return MeetingView(
        kind=row.kind,
        tier=row.tier,
        at=row.at,
        present=[*_names(row.present, people), *eyes.text(row.guests)],
        signed=_names(row.signed, people),
        decision=eyes.text(row.decision),
        place=eyes.text(row.place),
        mediator=eyes.text(row.mediator),
        result=row.result,
    )


def _names(ids: Iterable[int], people: People) -> list[str]:
    return [people[one].full_name for one in ids if one in people]


def _handover(
    complaint: Complaint, eyes: Eyes, people: People, sheets: Sheets
) -> HandoverView | None:
    row = next(iter(reversed(sheets.read(Escalation))), None)
    if row is None:
        return None
    promises = sheets.promises.get(complaint.pk, [])
    return HandoverView(
        at=row.at,
        by=person_view(people, row.by_id),
        tier_from=row.tier_from,
        tier_to=row.tier_to,
        reason=eyes.text(row.reason),
        tried=eyes.text(row.tried),
        suggestion=eyes.text(row.suggestion),
        promises_open=sum(one.kept is None for one in promises),
    )


def _gift(complaint: Complaint, tie: Tie, reader: Person, now: datetime) -> GiftView | None:
    """What this reader may give alone on it, before they call (E61, E62)."""
    pack, kind = Policies().pack(complaint), Remedy.gift.value
    if not complaint.is_open or not permissions.may("propose", reader, tie):
        return None
    if not pack.may_give(reader.rank, kind) or not pack.mandate(reader.rank, kind):
        return None
    left = queries.left(pack, staff=reader.id, rank=reader.rank, kind=kind, at=now)
    return GiftView(pack.mandate(reader.rank, kind), left)
