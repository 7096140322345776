"""What a person was told in the app."""

from collections.abc import Mapping
from uuid import UUID

from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.complaints.permissions import Tie
from kesu.correspondence.models import Notice
from kesu.desk import scope
from kesu.desk.case import eyes_of
from kesu.desk.values import NoticeView
from kesu.people.rules import People, Person

_PLACES = {
    "payment_asked": "payments",
    "told": "tasks",
    "told_result": "tasks",
    "coaching": "coaching",
}
"""Where the part lies of whoever is told without being let into the case."""


def unseen(*, reader: Person) -> int:
    """How many notices the reader has not seen."""
    return Notice.objects.filter(to=reader.id, seen_at=None).count()


def notices(*, reader: Person, people: People, limit: int = 50) -> list[NoticeView]:
    """The newest notices: about complaints that the reader may still see, or about no complaint; of
    other complaints what has a page of its own, and nothing of the case.
    """
    rows = list(
        Notice.objects.filter(to=reader.id)
        .select_related("complaint", "complaint__customer")
        .order_by("-at", "-id")[:limit]
    )
    about = [row.complaint for row in rows if row.complaint is not None]
    ties = scope.ties(about, reader, people)
    tied = dict(zip((one.pk for one in about), ties, strict=True))
    shown = (_view(row, row.complaint, tied, reader) for row in rows)
    return [one for one in shown if one is not None]


def _view(
    row: Notice, about: Complaint | None, ties: Mapping[UUID, Tie], reader: Person
) -> NoticeView | None:
    no, subject, place = "", "", ""
    if about is not None:
        tie = ties[about.pk]
        if permissions.may_see(reader, tie):
            no, subject = about.no, eyes_of(reader, tie).text(about.subject)
        elif row.kind in _PLACES and not tie.accused:
            place = _PLACES[row.kind]
        else:
            return None
    return NoticeView(
        kind=row.kind,
        detail=row.detail,
        at=row.at,
        seen=row.seen_at is not None,
        no=no,
        subject=subject,
        place=place,
    )
