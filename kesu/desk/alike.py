"""Complaints whose words are alike: copies from one caller, open cases of the same matter (E37)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.complaints.queries import called
from kesu.desk import scope
from kesu.foundation.masking import mask_text
from kesu.language.similar import Likeness, compare
from kesu.people.rules import People, Person
from kesu.policy.codes import NOT_OPEN

MOST = 3
_SHORTEST = 8
"""Signs below which words are alike by chance."""
_READ = 600
_LOOKED_AT = 200
"""The newest so many are compared: some milliseconds."""
_OF_ONE_PERSON = 20
_SINCE = timedelta(days=30)
_ASKED = ("no", "subject", "text", "received", "state")


@dataclass(frozen=True)
class Resembling:
    """One complaint with words like those asked about, 0 to 1; its subject is masked.
    ``readable``: the reader may open it.
    """

    no: str
    subject: str
    received: datetime
    open: bool
    similarity: float
    readable: bool = True


def copy_of(
    text: str, phone: str, *, reader: Person, people: People, now: datetime, member: str = ""
) -> Resembling | None:
    """What the same person said with the same words in the last thirty days, the newest: known by
    telephone or member number. Never for a reader who is told of no caller, never what is about
    the reader or restricted. One query.
    """
    theirs = called(phone) or Q(pk__in=[])
    if member:
        theirs |= Q(customer__external_id=member)
    if not permissions.may_know_callers(reader) or not _tells(text) or not (phone or member):
        return None
    rows = Complaint.objects.filter(theirs, received__gte=now - _SINCE, restricted=False)
    rows = rows.filter(Q(accused=None) | ~Q(accused=reader.id)).order_by("-received", "-no")
    mine = scope.visible(reader, people).filter(pk=OuterRef("pk"))
    found = _compared(text, rows.annotate(readable=Exists(mine))[:_OF_ONE_PERSON], "readable")
    return next((one for one, likeness in found if likeness.near_copy), None)


def same_matter(
    text: str, type_code: str, *, reader: Person, people: People, now: datetime
) -> Sequence[Resembling]:
    """Open cases of that type, of the last thirty days, that tell of the same matter and that the
    reader may open; the most alike first. One query, whatever lies in the database.
    """
    if not _tells(text) or not type_code:
        return ()
    rows = scope.visible(reader, people).filter(restricted=False, merged_into=None)
    rows = rows.filter(type=type_code, received__gte=now - _SINCE)
    rows = rows.exclude(state__in=[state.value for state in NOT_OPEN]).order_by("-received", "-no")
    found = _compared(text, rows[:_LOOKED_AT])
    alike = [one for one, likeness in found if likeness.same_issue]
    return sorted(alike, key=lambda one: -one.similarity)[:MOST]


def _tells(text: str) -> bool:
    return len(text.strip()) >= _SHORTEST


def _compared(
    text: str, rows: QuerySet[Complaint], *more: str
) -> Iterator[tuple[Resembling, Likeness]]:
    read = text[:_READ]
    for no, subject, said, received, state, *rest in rows.values_list(*_ASKED, *more):
        likeness = compare(read, said[:_READ])
        alike, is_open = likeness.similarity, state not in NOT_OPEN
        yield Resembling(no, mask_text(subject), received, is_open, alike, *rest), likeness
