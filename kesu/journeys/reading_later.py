"""补读: open cases that nobody read when they came in, and what is written in a case's talk after
it was lodged. Nobody waits for it; imports and splits are quick because of it (A30).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, TextField
from django.db.models.functions import Cast

from kesu.complaints.models import Complaint
from kesu.correspondence import operations as correspondence
from kesu.journal.operations import append
from kesu.journeys.reading_case import SELF_HARM, raise_alarm, reading_of, to_be_told
from kesu.people.queries import everyone
from kesu.policy.codes import NOT_OPEN
from kesu.watch.models import CaseReading, Message
from kesu.watch.readings import rules

SYSTEM = "system:reading"
_LATELY = timedelta(days=2)
_WARM = 2
_RISKY = 20
"""A turn of a talk below both says nothing about the case."""
_ENDED = tuple(state.value for state in NOT_OPEN)


def look(at: datetime, limit: int) -> int:
    """Reads up to ``limit`` cases and as many turns of talks; how many there were at most of one
    kind. ``at`` in UTC.
    """
    with transaction.atomic():
        cases = _unread(limit)
        told = _keep([_telling(one) for one in cases])
        turns = _turns(at, limit)
        told += _keep([_turn(one) for one in turns])
        _tell(told, at)
        append([line for row in told for line in raise_alarm(row, by=SYSTEM, at=at)])
    return max(len(cases), len(turns))


def _unread(limit: int) -> list[Complaint]:
    read = CaseReading.objects.filter(complaint=OuterRef("pk"))
    rows = Complaint.objects.exclude(state__in=_ENDED).filter(~Exists(read), merged_into=None)
    return list(rows.order_by("-received")[:limit])


def _telling(complaint: Complaint) -> CaseReading:
    """A text that cannot be read is not tried again and again: it says nothing."""
    at = complaint.received
    row = reading_of(complaint, "telling", complaint.text, at=at)
    return row or CaseReading(
        complaint=complaint, source="telling", at=at, emotion=0, stage="none", risk=0
    )


def _turns(at: datetime, limit: int) -> list[Message]:
    """Turns of the customer behind the lodging that say something and were not read yet."""
    read = CaseReading.objects.filter(
        complaint=OuterRef("conversation__complaint"),
        source=CaseReading.Source.message,
        ref=Cast(OuterRef("pk"), TextField()),
    )
    rows = Message.objects.filter(
        Q(emotion__gte=_WARM) | Q(risk__gte=_RISKY) | ~Q(stage="none"),
        ~Exists(read),
        conversation__last_at__gte=at - _LATELY,
        conversation__complaint__isnull=False,
        speaker=Message.Speaker.customer,
        at__gte=at - _LATELY,
        at__gt=F("conversation__complaint__received"),
    ).exclude(conversation__complaint__state__in=_ENDED)
    return list(rows.select_related("conversation__complaint").order_by("at", "id")[:limit])


def _case(one: Message) -> Complaint:
    complaint = one.conversation.complaint
    assert complaint is not None
    return complaint


def _turn(one: Message) -> CaseReading:
    row = reading_of(_case(one), "message", one.text, ref=one.pk, at=one.at)
    return row or CaseReading(
        complaint=_case(one),
        source="message",
        ref=str(one.pk),
        at=one.at,
        emotion=one.emotion,
        stage=one.stage,
        risk=one.risk,
    )


def _keep(rows: Sequence[CaseReading]) -> list[CaseReading]:
    """Those that speak of self-harm. What somebody else kept meanwhile stays as it is, and they
    have told of it.
    """
    grave = [one for one in rows if _is_grave(one)]
    others = [one for one in rows if not _is_grave(one)]
    CaseReading.objects.bulk_create(others, ignore_conflicts=True)
    return [one for one in grave if _is_new(one)]


def _is_grave(row: CaseReading) -> bool:
    return row.risks.get(SELF_HARM, 0) >= rules.LIVE and not row.complaint.history


def _is_new(row: CaseReading) -> bool:
    """Keeps it, unless it is there: of two workers that read the same, one does."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _tell(rows: Sequence[CaseReading], at: datetime) -> None:
    if not rows:
        return
    people = everyone(at)
    correspondence.tell(
        correspondence.Telling(to_be_told(one.complaint, people), one.complaint, SELF_HARM, at)
        for one in rows
    )
