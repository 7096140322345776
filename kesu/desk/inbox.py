"""What a person was told in the app."""

from kesu.complaints import permissions
from kesu.correspondence.models import Notice
from kesu.desk import scope
from kesu.desk.case import eyes_of
from kesu.desk.values import NoticeView
from kesu.people.rules import People, Person


def unseen(*, reader: Person) -> int:
    """How many notices the reader has not seen."""
    return Notice.objects.filter(to=reader.id, seen_at=None).count()


def notices(*, reader: Person, people: People, limit: int = 50) -> list[NoticeView]:
    """The newest notices about complaints that the reader may still see."""
    rows = list(
        Notice.objects.filter(to=reader.id)
        .select_related("complaint", "complaint__customer")
        .order_by("-at", "-id")[:limit]
    )
    ties = scope.ties([row.complaint for row in rows], reader, people)
    return [
        NoticeView(
            kind=row.kind,
            detail=row.detail,
            at=row.at,
            seen=row.seen_at is not None,
            no=row.complaint.no,
            subject=eyes_of(reader, tie).text(row.complaint.subject),
        )
        for row, tie in zip(rows, ties, strict=True)
        if permissions.may_see(reader, tie)
    ]
