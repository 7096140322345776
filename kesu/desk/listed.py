"""Complaints that a board names, as rows of a list."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from kesu.complaints.models import Complaint
from kesu.deadlines import queries as deadlines
from kesu.desk import scope
from kesu.desk.reach import eyes_of
from kesu.desk.values import QueueRow
from kesu.desk.views import queue_rows
from kesu.people.rules import People, Person


def case_rows(keys: Iterable[UUID], reader: Person, people: People) -> dict[UUID, QueueRow]:
    """The complaints of these keys, masked for the reader. That they exist for the reader was asked
    by whoever found the keys.
    """
    complaints: Sequence[Complaint] = list(
        Complaint.objects.filter(pk__in=list(keys)).select_related("customer")
    )
    ties = scope.ties(complaints, reader, people)
    eyes = {one.pk: eyes_of(reader, tie) for one, tie in zip(complaints, ties, strict=True)}
    clocks = deadlines.running_by_complaint(eyes)
    shown = queue_rows(complaints, clocks=clocks, people=people, eyes=eyes)
    return {one.pk: row for one, row in zip(complaints, shown, strict=True)}
