"""Reading the outbox."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Min, Q

from kesu.complaints.models import Complaint
from kesu.correspondence.models import Mail, Notice
from kesu.foundation.mail import MailSettings
from kesu.foundation.phones import normalise_email
from kesu.foundation.sealing import blind

OPEN = (Mail.State.waiting, Mail.State.leased)


def settings_of_mail() -> MailSettings | None:
    """How mail leaves, or None where that is not set up."""
    found = settings.KESU_MAIL
    assert found is None or isinstance(found, MailSettings)
    return found


def is_set_up() -> bool:
    """Whether letters are written at all."""
    return settings_of_mail() is not None


def blind_address(address: str) -> str:
    """By which letters to one address are found."""
    return blind(normalise_email(address), field="mail.to")


def receipts(address: str, *, since: datetime) -> list[datetime]:
    """When this address was thanked by itself since then."""
    rows = Mail.objects.filter(
        to_blind=blind_address(address), created__gt=since, staff=None, automatic=True
    )
    return list(rows.values_list("created", flat=True))


def first_letter(complaint: Complaint) -> str:
    """The Message-ID that letters about this complaint hang on; "" before the first."""
    rows = Mail.objects.filter(complaint=complaint, staff=None).order_by("id")
    return rows.values_list("message_id", flat=True).first() or ""


def of_complaint(complaint: Complaint) -> list[Mail]:
    """The letters to the customer, the newest first."""
    rows = Mail.objects.filter(complaint=complaint, staff=None).select_related("complaint")
    return list(rows.order_by("-id"))


def unsent(limit: int) -> list[Mail]:
    """What was set aside, then what waits, each the oldest first."""
    rows = Mail.objects.select_related("complaint__customer", "staff")
    aside = rows.filter(state=Mail.State.quarantined).order_by("created", "id")[:limit]
    waiting = rows.filter(state__in=OPEN).order_by("due_at", "id")[:limit]
    return [*aside, *waiting]


def counts() -> dict[str, int]:
    """How many letters wait (``waiting``), are on their way (``leased``), were set aside."""
    states = (*OPEN, Mail.State.quarantined)
    return {str(state): Mail.objects.filter(state=state).count() for state in states}


def oldest_unsent() -> datetime | None:
    """Since when the longest-waiting letter waits."""
    rows = Mail.objects.filter(state__in=OPEN)
    found: datetime | None = rows.aggregate(at=Min("created"))["at"]
    return found


def next_mail(at: datetime) -> datetime | None:
    """When a letter can be taken up next; one whose turn has not come is not asked."""
    waiting = Q(state=Mail.State.waiting)
    if Mail.objects.filter(Mail.is_due(at)).exists():
        return at
    later = Mail.objects.filter(waiting, due_at__gt=at)
    due: datetime | None = later.aggregate(due=Min("due_at"))["due"]
    return due


def to_tell(*, opened_by: datetime, limit: int) -> list[int]:
    """To whom notices wait to be mailed since ``opened_by`` or longer."""
    rows = (
        Notice.objects.filter(mail_due__isnull=False)
        .values("to")
        .annotate(since=Min("mail_due"))
        .filter(since__lte=opened_by)
        .order_by("since", "to")
    )
    return [row["to"] for row in rows[:limit]]


def next_telling(window: timedelta) -> datetime | None:
    """When the window closes that was opened first."""
    first = Notice.objects.filter(mail_due__isnull=False).aggregate(at=Min("mail_due"))["at"]
    return first + window if first else None


def unseen_of(kind: str, complaints: Collection[UUID]) -> set[tuple[int, UUID]]:
    """To whom a notice of that kind about which complaint was sent that they have not seen."""
    rows = Notice.objects.filter(kind=kind, complaint__in=complaints, seen_at=None)
    return {(to, key) for to, key in rows.values_list("to", "complaint") if key is not None}
