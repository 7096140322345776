"""批量通知 as a reader may see it: the wording, who agreed, what became of each member (F19)."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kesu.complaints.permissions.boards import may_agree_to_many, may_write_to_many
from kesu.correspondence.models import Circular, CircularTo
from kesu.desk import scope
from kesu.people.rules import People, Person

_MOST = 20


@dataclass(frozen=True)
class MemberView:
    """``how``: waiting, left_out, ended, failed, or how it stands with the letter: no_address,
    unwritable, off, mail_waiting, mail_leased, mail_done, mail_quarantined.
    """

    no: str
    how: str
    at: datetime | None


@dataclass(frozen=True)
class CircularView:
    """``members``: those that the reader may know of; ``hidden``: how many others there are.
    ``counts``: how many of all stand how. ``may_decide``: this reader may agree or send it back.
    """

    id: int
    text: str
    by: str
    at: datetime
    left_out: int
    decided_by: str
    approved_at: datetime | None
    returned_at: datetime | None
    because: str
    members: list[MemberView]
    hidden: int
    counts: dict[str, int]
    may_decide: bool


@dataclass(frozen=True)
class Circulars:
    """The notices to one batch, the newest first. ``may_write``: and none waits already."""

    rows: list[CircularView]
    may_write: bool


def circulars(key: str, *, reader: Person, people: People) -> Circulars:
    """The notices to a batch that the reader knows of (asked before)."""
    rows = list(Circular.objects.filter(batch=UUID(key)).order_by("-id")[:_MOST])
    seen = _numbers(key, reader, people)
    waits = any(one.approved_at is None and one.returned_at is None for one in rows)
    return Circulars(
        rows=[_view(row, seen, reader, people) for row in rows],
        may_write=may_write_to_many(reader) and not waits,
    )


def _numbers(key: str, reader: Person, people: People) -> dict[UUID, str]:
    rows = scope.visible(reader, people).filter(batch=UUID(key))
    return dict(rows.values_list("pk", "no"))


def _view(row: Circular, seen: dict[UUID, str], reader: Person, people: People) -> CircularView:
    found = row.members.select_related("mail").order_by("complaint__received", "complaint__no")
    each = [(seen.get(one.complaint_id, ""), _how(one), one.told_at) for one in found]
    decided = row.approved_by_id or row.returned_by_id
    waits = row.approved_at is None and row.returned_at is None
    return CircularView(
        id=row.pk,
        text=row.text,
        by=people[row.by_id].full_name,
        at=row.at,
        left_out=len(row.left_out),
        decided_by=people[decided].full_name if decided else "",
        approved_at=row.approved_at,
        returned_at=row.returned_at,
        because=row.returned_because,
        members=[MemberView(no, how, at) for no, how, at in each if no],
        hidden=sum(not no for no, _how, _at in each),
        counts=dict(Counter(how for _no, how, _at in each)),
        may_decide=waits and may_agree_to_many(reader, writer=row.by_id),
    )


def _how(row: CircularTo) -> str:
    if row.state == CircularTo.State.quarantined:
        return "failed"
    if row.result != "told":
        return row.result or "waiting"
    return f"mail_{row.mail.state}" if row.mail else row.unreached
