"""Why a reader cannot agree to a remedy that waits, as the step will say: looked up once for all
of them (A07, A54, E62, F10).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, Sum

from kesu.authority import queries as authority
from kesu.authority.models import Balance, Opinion
from kesu.authority.rules import Answer, Ground, Loan, decide, functions_of, meets, usable
from kesu.complaints.models import Demand, Solution
from kesu.desk.views import Policies
from kesu.people.rules import Person
from kesu.policy.codes import Function, rank_level
from kesu.policy.codes import Remedy as Kind
from kesu.policy.schema import Pack
from kesu.remedies.gifts import LIVE
from kesu.remedies.models import Remedy

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Barred:
    """Why this reader cannot agree alone: ``why`` meeting, mandate, legal or budget; ``rank``: who
    could.
    """

    why: str
    rank: str = ""


class Granting:
    """What counts for these remedies and this reader at ``now`` (UTC). ``met``: on which of the
    complaints those whom the tier asks for have met.
    """

    def __init__(
        self,
        rows: Sequence[Remedy],
        reader: Person,
        *,
        packs: Policies,
        met: Mapping[UUID, bool],
        now: datetime,
    ) -> None:
        self._reader, self._packs, self._met, self._now = reader, packs, met, now
        self._loans: dict[str, list[Loan]] = {}
        self._worth = _worth(rows)
        self._spent = _spent(reader) if any(map(self._budget, rows)) else {}
        self._given = _given([row for row in rows if self._cap(row) is not None], now)
        self._heard = self._legal([row for row in rows if self._pack(row).needs_legal(row.kind)])

    def barred(self, row: Remedy) -> Barred | None:
        """Nothing where the reader may agree."""
        pack = self._pack(row)
        answer = self._weigh(row, pack)
        if answer.allowed:
            return None
        if answer.ground is Ground.legal:
            return Barred("legal")
        if answer.short:
            return Barred("budget")
        together = meets(pack, row.complaint.tier) and self._met.get(row.complaint_id, False)
        return None if together else Barred("mandate", answer.rank)

    def _weigh(self, row: Remedy, pack: Pack) -> Answer:
        table = pack.mandate_table(row.kind)
        worth = sum(
            given
            for kind, given in self._worth[row.complaint_id].items()
            if pack.mandate_table(kind) == table
        )
        answer = decide(
            pack,
            rank=self._reader.rank,
            kind=row.kind,
            amount=worth,
            loan=self._loan(row, pack),
            left=self._left(row, pack),
            legal=row.legal_by_id is not None or row.complaint_id in self._heard,
        )
        cap = self._cap(row)
        if answer.allowed and cap is not None and self._of_year(row) > cap:
            return Answer(Ground.approval, rank=pack.remedies.over_cap.value)
        return answer

    def _pack(self, row: Remedy) -> Pack:
        return self._packs.pack(row.complaint)

    def _budget(self, row: Remedy) -> int | None:
        return self._pack(row).budget(self._reader.rank, row.kind)

    def _left(self, row: Remedy, pack: Pack) -> int | None:
        budget = self._budget(row)
        if budget is None or not row.amount:
            return None
        spent = self._spent.get((row.kind, authority.month_of(self._now, pack.tz)), 0)
        return max(0, budget - spent)

    def _loan(self, row: Remedy, pack: Pack) -> Loan | None:
        if pack.mandate_table(row.kind) != row.kind:
            return None
        if row.kind not in self._loans:
            found = authority.loans(self._reader.id, kind=row.kind, at=self._now)
            self._loans[row.kind] = found
        complaint = row.complaint
        return usable(
            self._loans[row.kind],
            pack,
            kind=row.kind,
            type_code=complaint.type,
            at=self._now,
            not_from={complaint.accused_id, complaint.owner_id, row.by_id},
        )

    def _cap(self, row: Remedy) -> int | None:
        rules = self._pack(row).remedies
        if rank_level(self._reader.rank) >= rank_level(rules.over_cap):
            return None
        return rules.customer_cap.get(Kind(row.kind))

    def _of_year(self, row: Remedy) -> int:
        """分 of the kind that the customer was promised in a year, this remedy among them."""
        old = (row.amount or 0) if row.at < self._now - YEAR else 0
        return self._given.get((row.complaint.customer_id, row.kind), 0) + old

    def _legal(self, rows: Sequence[Remedy]) -> set[UUID]:
        """On which complaints legal was heard since the matter became another one."""
        keys = {row.complaint_id for row in rows}
        if not keys or Function.legal in functions_of(self._reader):
            return keys
        needing = {
            row.complaint_id: [one.value for one in Kind if self._pack(row).needs_legal(one.value)]
            for row in rows
        }
        since = _matter_since(needing)
        asked = Opinion.objects.filter(complaint__in=keys, function=Function.legal)
        given = asked.exclude(given_at=None).values_list("complaint", "at")
        return {key for key, at in given if key not in since or at >= since[key]}


def _worth(rows: Iterable[Remedy]) -> dict[UUID, dict[str, int]]:
    """分 that each case comes to, by kind; what waits among them."""
    keys = {row.complaint_id for row in rows}
    live = Remedy.objects.filter(complaint__in=keys, state__in=LIVE).order_by()
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for key, kind, total in live.values_list("complaint", "kind").annotate(total=Sum("amount")):
        found[key][kind] = total or 0
    return found


def _spent(reader: Person) -> dict[tuple[str, date], int]:
    rows = Balance.objects.filter(staff=reader.id).order_by("-month")
    found = rows.values_list("kind", "month", "spent")[: 2 * len(Kind)]
    return {(kind, month): spent for kind, month, spent in found}


def _given(rows: Sequence[Remedy], now: datetime) -> dict[tuple[object, str], int]:
    """分 by customer and kind in the last year, in all their cases."""
    if not rows:
        return {}
    found = Remedy.objects.filter(
        complaint__customer__in={row.complaint.customer_id for row in rows},
        kind__in={row.kind for row in rows},
        state__in=LIVE,
        at__gte=now - YEAR,
    )
    summed = found.order_by().values_list("complaint__customer", "kind")
    return {(who, kind): total or 0 for who, kind, total in summed.annotate(total=Sum("amount"))}


def _matter_since(needing: Mapping[UUID, Sequence[str]]) -> dict[UUID, datetime]:
    """When each last became another matter for legal, as the step sees it."""
    found: dict[UUID, datetime] = {}
    for model in (Demand, Solution):
        rows = model.objects.filter(complaint__in=list(needing)).order_by()
        _later(found, rows.values_list("complaint").annotate(last=Max("at")))
    planned = Remedy.objects.filter(complaint__in=list(needing)).order_by()
    by_kind = planned.values_list("complaint", "kind").annotate(last=Max("at"))
    _later(found, ((key, at) for key, kind, at in by_kind if kind in needing[key]))
    return found


def _later(found: dict[UUID, datetime], rows: Iterable[tuple[UUID, datetime]]) -> None:
    for key, at in rows:
        found[key] = max(at, found.get(key, at))
