"""Whose warnings, and whose talks, a reader may see: by the complaint they belong to (A22, E49)."""

from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet

from kesu.complaints.models import Complaint
from kesu.desk import scope
from kesu.desk.sight import Sight, sight_of
from kesu.people.rules import People, Person
from kesu.watch.models import Message, Signal
from kesu.watch.permissions import may_read_signals


def visible(reader: Person, people: People) -> QuerySet[Signal]:
    """The signals that exist for a reader: none about a complaint they may not see, and suggested
    batches with one member that they may; none of which, or of whose talk, there came one that is
    against the reader or restricted beyond them.
    """
    return visible_from(sight_of(reader, people))


def visible_from(sight: Sight) -> QuerySet[Signal]:
    """As ``visible``, where it is known what the reader stands among."""
    if not may_read_signals(sight.reader):
        return Signal.objects.none()
    seen = scope.seen_from(sight)
    readable = Q(about=None) | Q(Exists(seen.filter(pk=OuterRef("about"))))
    shared = Q(Exists(seen.filter(_IsMember(F("pk"), OuterRef("facts")))), kind=Signal.Kind.batch)
    closed = _closed(sight)
    own = ~Exists(closed.filter(pk=OuterRef("complaint")))
    return Signal.objects.filter(readable | shared, own, *_of_talks(closed))


class _IsMember(Func):
    """Whether a complaint is named among the members in a suggestion's facts."""

    output_field = BooleanField()
    arity = 2

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Keys are kept without their dashes."""
        return self.as_sql(
            compiler,
            connection,
            template="%(expressions)s, '$.members'))",
            arg_joiner=" IN (SELECT replace(value, '-', '') FROM json_each(",
            **extra,
        )

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Keys are of a type of their own."""
        return self.as_sql(
            compiler,
            connection,
            template="%(expressions)s -> 'members') AS named)",
            arg_joiner=" IN (SELECT named::uuid FROM jsonb_array_elements_text(",
            **extra,
        )


def messages(reader: Person, people: People) -> QuerySet[Message]:
    """The turns of talks of which there came no such complaint. Who may read talks at all is asked
    elsewhere.
    """
    return Message.objects.filter(*_of_talks(_closed(sight_of(reader, people))))


def _of_talks(closed: QuerySet[Complaint]) -> tuple[Q, Q]:
    """Also by the other warnings of a talk: each may have become a complaint of its own."""
    became = closed.filter(pk=OuterRef("conversation__complaint"))
    beside = closed.filter(signals__conversation=OuterRef("conversation"))
    return ~Q(Exists(became)), ~Q(Exists(beside))


def _closed(sight: Sight) -> QuerySet[Complaint]:
    seen = Exists(scope.seen_from(sight).filter(pk=OuterRef("pk")))
    return Complaint.objects.filter(Q(accused=sight.reader.id) | (Q(restricted=True) & ~seen))
