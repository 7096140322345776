"""What a person was told in the app."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.complaints.permissions import Tie
from kesu.correspondence.models import Notice
from kesu.desk import scope
from kesu.desk.prepared import KEPT, Prepared
from kesu.desk.reach import eyes_of
from kesu.desk.sight import Sight, sight_of
from kesu.desk.values import NoticeView
from kesu.people.rules import People, Person

_PLACES = {
    "payment_asked": "payments",
    "told": "tasks",
    "told_result": "tasks",
    "coaching": "coaching",
    "shift_offered": "shift",
    "task_forwarded": "tasks",
}
"""Where the part lies of whoever is told without being let into the case."""


MOST_COUNTED = 100
"""Beyond this many unseen notices nobody counts."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """What is new: how many notices wait, and the newest of them by its id and kind."""

    unseen: int
    newest: int = 0
    kind: str = ""


def unseen_from(sight: Sight) -> QuerySet[Notice, Any]:
    """Notices the reader has not seen, of those that ``notices`` shows, ``MOST_COUNTED`` at most;
    the newest first, by their id and kind.
    """
    waiting = _told(sight).filter(seen_at=None).order_by("-at", "-id")
    return waiting.values_list("id", "kind")[:MOST_COUNTED]


def pulse(*, reader: Person, people: People) -> Pulse:
    """How many are unseen, with the newest; one query."""
    found = _unseen(sight_of(reader, people)).ask()
    return Pulse(len(found), *found[0]) if found else Pulse(0)


@lru_cache(maxsize=KEPT)
def _unseen(sight: Sight) -> Prepared:
    return Prepared.of(unseen_from(sight))


def _told(sight: Sight) -> QuerySet[Notice]:
    """About no complaint, about one the reader may see, or with a page of its own."""
    reader = sight.reader
    readable = Exists(scope.seen_from(sight).filter(pk=OuterRef("complaint")))
    stranger = Q(complaint__accused=None) | ~Q(complaint__accused=reader.id)
    elsewhere = Q(kind__in=_PLACES) & stranger
    return Notice.objects.filter(Q(complaint=None) | elsewhere | readable, to=reader.id)


def notices(*, reader: Person, people: People, limit: int = 50) -> list[NoticeView]:
    """The newest notices: about complaints that the reader may still see, or about no complaint; of
    other complaints what has a page of its own, and nothing of the case.
    """
    rows = list(
        _told(sight_of(reader, people))
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
