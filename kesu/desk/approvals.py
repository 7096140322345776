"""审批: what waits for this reader's word, with what it rests on and how it went the last times."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import get_language

from kesu.authority import queries as authority
from kesu.authority.models import Approval, Meeting
from kesu.authority.rules import decide, lacking, meets, usable
from kesu.complaints import permissions
from kesu.complaints.models import Complaint, Solution
from kesu.complaints.permissions import Tie
from kesu.complaints.permissions.boards import may_approve_something
from kesu.complaints.queries import worked_on
from kesu.deadlines import queries as deadlines
from kesu.desk import scope
from kesu.desk.faults import NotYours
from kesu.desk.granting import Barred, Granting
from kesu.desk.reach import eyes_of
from kesu.desk.values import QueueRow
from kesu.desk.views import Eyes, Policies, queue_rows
from kesu.people.rules import People, Person
from kesu.policy.codes import OPEN, State
from kesu.policy.codes import Remedy as Kind
from kesu.policy.schema import Pack
from kesu.remedies.models import Remedy
from kesu.remedies.rules import Ledger, ledger_of

MOST = 100
_LAST = 3


@dataclass(frozen=True)
class Award:
    """What was agreed to on a case of the same type before: by whom, how much in 分, and where that
    case ended or stands.
    """

    no: str
    by: str
    cost: int | None
    at: datetime
    outcome: str
    state: str


@dataclass(frozen=True)
class Waiting:
    """One solution, or one remedy, that waits. Money in 分; 补偿 and 赔偿 are never summed (A60).

    ``remedy``: its id, where it is a remedy alone. ``version``: what the reader saw.
    """

    row: QueueRow
    proposer: str
    at: datetime
    kind: str
    says: list[str]
    clause: str
    no_clause: str
    cost: int | None
    money: Mapping[Ledger, int] = field(default_factory=dict)
    remedy: str = ""
    barred: Barred | None = None
    last: list[Award] = field(default_factory=list)


def count(*, reader: Person, people: People) -> int:
    """How much waits for this reader, barred or not. Errors: as below."""
    if not may_approve_something(reader):
        raise NotYours
    solutions = worked_on(scope.visible(reader, people))
    solutions = solutions.filter(scope.to_approve(reader, people))
    proposed = Exists(Solution.objects.filter(complaint=OuterRef("pk")))
    return solutions.filter(proposed).count() + _planned(reader, people).count()


def waiting(*, reader: Person, people: People, now: datetime, awards: bool = True) -> list[Waiting]:
    """What this reader may agree to, the earliest due first. Nobody finds their own (E09).
    ``awards``: with what was agreed to before.

    Errors: ``NotYours`` for who never approves anything.
    """
    if not may_approve_something(reader):
        raise NotYours
    desk = _Desk(reader, people, now)
    found = [*_solutions(desk), *_remedies(desk)]
    found.sort(key=lambda one: (one.row.next_due or one.at, one.row.no))
    if not awards:
        return found
    last = _last_awards({one.row.type for one in found}, desk)
    return [
        replace(one, last=[past for past in last[one.row.type] if past.no != one.row.no][:_LAST])
        for one in found
    ]


class _Desk:
    """The reader with what is looked up once for all that waits."""

    def __init__(self, reader: Person, people: People, now: datetime) -> None:
        self.reader, self.people, self.now = reader, people, now
        self.visible = scope.visible(reader, people)
        self.loans = authority.loans(reader.id, kind=Kind.compensation.value, at=now)
        self.packs = Policies()

    def rows(
        self, complaints: Sequence[Complaint], ties: Sequence[Tie]
    ) -> tuple[dict[UUID, QueueRow], dict[UUID, Eyes]]:
        """The complaints as rows of a list, by their keys, and how the reader sees each."""
        tied = zip(complaints, ties, strict=True)
        eyes = {one.pk: eyes_of(self.reader, tie) for one, tie in tied}
        clocks = deadlines.running_by_complaint(eyes)
        shown = queue_rows(complaints, clocks=clocks, people=self.people, eyes=eyes)
        return {one.pk: row for one, row in zip(complaints, shown, strict=True)}, eyes


def _allowed(
    verb: str, found: Sequence[tuple[Complaint, int | None]], desk: _Desk
) -> list[tuple[Complaint, Tie]]:
    """Those on which the reader has the verb, as the one table says; with who proposed."""
    ties = scope.ties([one for one, _by in found], desk.reader, desk.people)
    asked = (
        (one, replace(tie, proposer=by == desk.reader.id))
        for (one, by), tie in zip(found, ties, strict=True)
    )
    return [(one, tie) for one, tie in asked if permissions.may(verb, desk.reader, tie)]


def _solutions(desk: _Desk) -> list[Waiting]:
    mine = scope.to_approve(desk.reader, desk.people)
    rows = worked_on(desk.visible).filter(mine).select_related("customer")
    complaints = list(rows.order_by("queue_due", "no")[:MOST])
    proposed = _newest(complaints)
    found = [(one, proposed[one.pk].by_id) for one in complaints if one.pk in proposed]
    allowed = _allowed("approve", found, desk)
    if not allowed:
        return []
    cases, ties = [one for one, _tie in allowed], [tie for _one, tie in allowed]
    shown, eyes = desk.rows(cases, ties)
    money, met = _money(cases), _met(cases, desk)
    return [
        _solution(proposed[one.pk], one, shown[one.pk], eyes[one.pk], money, met, desk)
        for one in cases
    ]


def _solution(
    solution: Solution,
    complaint: Complaint,
    row: QueueRow,
    eyes: Eyes,
    money: Mapping[UUID, Mapping[Ledger, int]],
    met: Mapping[UUID, bool],
    desk: _Desk,
) -> Waiting:
    steps: list[dict[str, Any]] = eyes.text(solution.steps)
    return Waiting(
        row=row,
        proposer=_name(desk.people, solution.by_id),
        at=solution.at,
        kind=solution.kind,
        says=[str(step.get("text", "")) for step in steps],
        clause=eyes.text(solution.clause),
        no_clause=eyes.text(solution.no_clause),
        cost=solution.cost,
        money=money.get(complaint.pk, {}),
        barred=_barred(complaint, solution, met, desk),
    )


def _barred(
    complaint: Complaint, solution: Solution, met: Mapping[UUID, bool], desk: _Desk
) -> Barred | None:
    """As the gates of the verb will say: a tier that decides together, or an amount over the
    reader's own and lent mandate (A15, A07).
    """
    pack = desk.packs.pack(complaint)
    together = meets(pack, complaint.tier)
    if together and not met[complaint.pk]:
        return Barred("meeting")
    if together:
        return None
    loan = usable(
        desk.loans,
        pack,
        kind=Kind.compensation.value,
        type_code=complaint.type,
        at=desk.now,
        not_from={complaint.accused_id, complaint.owner_id, solution.by_id},
    )
    answer = decide(
        pack,
        rank=desk.reader.rank,
        kind=Kind.compensation.value,
        amount=solution.cost or 0,
        loan=loan,
    )
    return None if answer.allowed else Barred("mandate", _rank_name(pack, answer.rank))


def _met(complaints: Sequence[Complaint], desk: _Desk) -> dict[UUID, bool]:
    """On which of them those whom the tier asks for have met."""
    asked = [one for one in complaints if meets(desk.packs.pack(one), one.tier)]
    tiers = {one.pk: one.tier for one in asked}
    there: dict[UUID, list[list[int]]] = defaultdict(list)
    for row in Meeting.objects.filter(complaint__in=list(tiers), kind="decision"):
        if row.tier == tiers[row.complaint_id]:
            there[row.complaint_id].append(row.present)
    return {
        one.pk: any(
            not lacking(
                desk.packs.pack(one),
                one.tier,
                [desk.people[who] for who in present if who in desk.people],
            )
            for present in there[one.pk]
        )
        for one in asked
    }


def _newest(complaints: Iterable[Complaint]) -> dict[UUID, Solution]:
    """The newest solution of each."""
    rows = Solution.objects.filter(complaint__in=[one.pk for one in complaints]).order_by("id")
    return {row.complaint_id: row for row in rows}


def _money(complaints: Iterable[Complaint]) -> dict[UUID, dict[Ledger, int]]:
    """What each is promised or is to be, by ledger."""
    found: dict[UUID, dict[Ledger, int]] = defaultdict(dict)
    keys = [one.pk for one in complaints]
    rows = Remedy.objects.filter(complaint__in=keys, state__in=("planned", "approved"))
    for key, kind, amount in rows.values_list("complaint_id", "kind", "amount"):
        ledger = ledger_of(kind)
        found[key][ledger] = found[key].get(ledger, 0) + (amount or 0)
    return found


def _remedies(desk: _Desk) -> list[Waiting]:
    """Remedies that wait outside a solution under approval: those inside go with it (A07)."""
    rows = _planned(desk.reader, desk.people).select_related("complaint", "complaint__customer")
    planned = list(rows.order_by("at", "id")[:MOST])
    cases = list({row.complaint_id: row.complaint for row in planned}.values())
    proposed = _newest(cases)
    found = [(one, proposed[one.pk].by_id if one.pk in proposed else None) for one in cases]
    allowed = _allowed("grant_remedy", found, desk)
    if not allowed:
        return []
    cases = [one for one, _tie in allowed]
    granting = Granting(planned, desk.reader, packs=desk.packs, met=_met(cases, desk), now=desk.now)
    shown, eyes = desk.rows([one for one, _tie in allowed], [tie for _one, tie in allowed])
    return [
        Waiting(
            row=shown[row.complaint_id],
            proposer=_name(desk.people, row.by_id),
            at=row.at,
            kind=row.kind,
            says=[eyes[row.complaint_id].text(row.what)],
            clause="",
            no_clause="",
            cost=row.amount,
            money={ledger_of(row.kind): row.amount or 0},
            remedy=str(row.pk),
            barred=_named(granting.barred(row), desk.packs.pack(row.complaint)),
        )
        for row in planned
        if row.complaint_id in shown
    ]


def _planned(reader: Person, people: People) -> QuerySet[Remedy]:
    """What waits outside a solution where the reader's word counts, and somebody else asked."""
    cases = scope.visible(reader, people).filter(
        scope.agreeable(reader, people), state__in=OPEN - {State.approving}, merged_into=None
    )
    rows = Remedy.objects.filter(scope.among(cases), state="planned")
    return rows.exclude(by=reader.id)


def _named(barred: Barred | None, pack: Pack) -> Barred | None:
    if barred is None or not barred.rank:
        return barred
    return replace(barred, rank=_rank_name(pack, barred.rank))


def _last_awards(types: Iterable[str], desk: _Desk) -> dict[str, list[Award]]:
    """Of each type what was agreed to last, on cases that exist for the reader."""
    found: dict[str, list[Award]] = defaultdict(list)
    place = Window(RowNumber(), partition_by=[F("complaint__type")], order_by=F("id").desc())
    rows = Approval.objects.filter(
        scope.among(desk.visible), approved=True, complaint__type__in=list(types)
    ).annotate(place=place)
    last = rows.filter(place__lte=_LAST + 1).select_related("complaint", "solution")
    for row in last.order_by("-id"):
        found[row.complaint.type].append(_award(row, desk.people))
    return found


def _award(row: Approval, people: People) -> Award:
    complaint = row.complaint
    return Award(
        no=complaint.no,
        by=_name(people, row.by_id),
        cost=row.solution.cost,
        at=row.at,
        outcome=complaint.outcome,
        state=complaint.state,
    )


def _name(people: People, one: int | None) -> str:
    return people[one].full_name if one is not None and one in people else ""


def _rank_name(pack: Pack, rank: str) -> str:
    return pack.rank_name(rank, get_language() or "zh-hans")
