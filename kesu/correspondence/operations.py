"""Telling colleagues. Called by journeys, inside their transaction."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import F

from kesu.complaints.models import Complaint
from kesu.correspondence import queries
from kesu.correspondence.models import Mail, Notice
from kesu.correspondence.rules import Held
from kesu.people.models import Staff

OWN_LETTERS = frozenset({"approved", "returned"})
"""What is told by a letter of its own, written with the step (E09)."""
WATCHED = "watched"
"""Something is new on a case that somebody follows: in the app alone."""


class Telling(NamedTuple):
    """What people are told about one complaint; ``at`` in UTC."""

    to: Collection[int]
    complaint: Complaint
    kind: str
    at: datetime
    detail: str = ""


def tell(tellings: Iterable[Telling]) -> None:
    """A notice in the app to each person once a telling; never to the accused."""
    notices = [notice for telling in tellings for notice in _notices(telling)]
    _owe_by_mail(notices)
    Notice.objects.bulk_create(notices)


def _owe_by_mail(notices: Iterable[Notice]) -> None:
    """Those who can be written to are told by mail as well, a moment later and together."""
    if not queries.is_set_up():
        return
    notices = [one for one in notices if one.kind not in OWN_LETTERS and one.kind != WATCHED]
    told = {one.to_id for one in notices}
    rows = Staff.objects.filter(pk__in=told, is_active=True).exclude(email="")
    writable = set(rows.values_list("pk", flat=True))
    for one in notices:
        one.mail_due = one.at if one.to_id in writable else None


def _notices(told: Telling) -> Iterator[Notice]:
    for one in sorted(set(told.to) - {told.complaint.accused_id}):
        yield Notice(
            to_id=one,
            complaint=told.complaint,
            kind=told.kind,
            at=told.at,
            detail=told.detail,
        )


def mark_seen(*, to: int, at: datetime) -> None:
    """A person has seen what they were told."""
    Notice.objects.filter(to_id=to, seen_at=None).update(seen_at=at, mail_due=None)


def mark_seen_about(numbers: Collection[str], *, to: int, at: datetime) -> int:
    """As ``mark_seen``, of what is about these complaints; how many there were."""
    about = Notice.objects.filter(to_id=to, seen_at=None, complaint__no__in=numbers)
    return about.update(seen_at=at, mail_due=None)


def alarm(*, to: Iterable[int], kind: str, at: datetime) -> None:
    """A notice about the house itself; one that was not seen yet says it already."""
    waiting = Notice.objects.filter(complaint=None, kind=kind, seen_at=None)
    told = set(waiting.values_list("to", flat=True))
    Notice.objects.bulk_create(Notice(to_id=one, kind=kind, at=at) for one in set(to) - told)


def hold(*, because: str, at: datetime) -> int:
    """Sets aside every letter that has not gone, until a person sends it again; how many.

    Notices that wait to be mailed stay in the app alone. ``because`` is a code of ``rules.Held``.
    """
    Notice.objects.filter(mail_due__isnull=False).update(mail_due=None)
    rows = Mail.objects.filter(state__in=queries.OPEN)
    return rows.update(
        state=Mail.State.quarantined,
        held_because=Held(because).value,
        due_at=at,
        lease_until=None,
        fence=F("fence") + 1,
    )
