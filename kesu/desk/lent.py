"""Authority that was lent: who has it from whom, and whether the reader may take it back (A17)."""

from dataclasses import dataclass
from datetime import datetime

from kesu.authority.models import Delegation
from kesu.authority.queries import delegations
from kesu.complaints import permissions
from kesu.desk.faults import NotYours
from kesu.people.rules import People, Person, superiors


@dataclass(frozen=True)
class LentView:
    """One delegation. ``amount`` in 分 a case; ``state``: runs, later, over or revoked.

    ``mine``: the reader may take it back.
    """

    id: str
    grantor: str
    to: str
    kind: str
    amount: int
    types: tuple[str, ...]
    starts: datetime
    ends: datetime
    state: str
    mine: bool


def lent(*, reader: Person, people: People, now: datetime) -> list[LentView]:
    """What the reader lent or was lent, and what goes on below them, the newest first. Errors:
    ``NotYours``.
    """
    if not permissions.may_see_lent_authority(reader):
        raise NotYours
    rows = (row for row in delegations() if _concerns(row, reader, people))
    return [_view(row, reader, people, now) for row in rows]


def _concerns(row: Delegation, reader: Person, people: People) -> bool:
    near = {row.grantor_id, row.to_id}
    return reader.id in near or any(reader.id in superiors(people, one) for one in near)


def _view(row: Delegation, reader: Person, people: People, now: datetime) -> LentView:
    state = state_of(row, now)
    above = reader.id == row.grantor_id or reader.id in superiors(people, row.grantor_id)
    return LentView(
        id=str(row.pk),
        grantor=people[row.grantor_id].full_name,
        to=people[row.to_id].full_name,
        kind=row.kind,
        amount=row.amount,
        types=tuple(row.types),
        starts=row.starts,
        ends=row.ends,
        state=state,
        mine=above and state in ("runs", "later"),
    )


def state_of(row: Delegation, now: datetime) -> str:
    """Whether it ``runs`` at ``now`` (UTC), comes ``later``, is ``over`` or was ``revoked``."""
    if row.revoked is not None:
        return "revoked"
    if now >= row.ends:
        return "over"
    return "runs" if now >= row.starts else "later"
