"""Whose warnings, and whose talks, a reader may see: by the complaint they belong to (A22, E49)."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from kesu.complaints.models import Complaint
from kesu.desk import scope
from kesu.people.rules import People, Person
from kesu.watch.models import Message, Signal
from kesu.watch.permissions import may_read_signals


def visible(reader: Person, people: People) -> QuerySet[Signal]:
    """The signals that exist for a reader: none about a complaint they may not see; none of which,
    or of whose talk, there came one that is against the reader or restricted beyond them.
    """
    if not may_read_signals(reader):
        return Signal.objects.none()
    readable = Exists(scope.visible(reader, people).filter(pk=OuterRef("about")))
    closed = _closed(reader, people)
    own = ~Exists(closed.filter(pk=OuterRef("complaint")))
    return Signal.objects.filter(Q(about=None) | readable, own, *_of_talks(closed))


def messages(reader: Person, people: People) -> QuerySet[Message]:
    """The turns of talks of which there came no such complaint. Who may read talks at all is asked
    elsewhere.
    """
    return Message.objects.filter(*_of_talks(_closed(reader, people)))


def _of_talks(closed: QuerySet[Complaint]) -> tuple[Q, Q]:
    """Also by the other warnings of a talk: each may have become a complaint of its own."""
    became = closed.filter(pk=OuterRef("conversation__complaint"))
    beside = closed.filter(signals__conversation=OuterRef("conversation"))
    return ~Q(Exists(became)), ~Q(Exists(beside))


def _closed(reader: Person, people: People) -> QuerySet[Complaint]:
    seen = Exists(scope.visible(reader, people).filter(pk=OuterRef("pk")))
    return Complaint.objects.filter(Q(accused=reader.id) | (Q(restricted=True) & ~seen))
