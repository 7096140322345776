"""How mail leaves: the settings without their secrets, and what became of the last letters."""

from dataclasses import dataclass
from datetime import datetime

from kesu.complaints import permissions
from kesu.correspondence import queries
from kesu.correspondence.models import Mail
from kesu.desk.faults import NotYours
from kesu.foundation.mail import MailSettings
from kesu.journal.models import JournalLine
from kesu.people.models import Staff
from kesu.people.rules import Person

_LAST = 15


@dataclass(frozen=True)
class Sent:
    """One letter of the last ones: no address and no word of it."""

    kind: str
    state: str
    at: datetime
    because: str
    error: str


@dataclass(frozen=True)
class MailView:
    """``settings`` None: not set up. ``address``: where a test would go."""

    settings: MailSettings | None
    counts: dict[str, int]
    oldest: datetime | None
    last: tuple[Sent, ...]
    address: str
    tested: datetime | None


def mail(*, reader: Person) -> MailView:
    """Outgoing mail as it stands. Errors: ``NotYours``."""
    if not permissions.may_mind_the_outbox(reader):
        raise NotYours
    rows = Mail.objects.exclude(state=Mail.State.waiting, tries=0).order_by("-created", "-id")
    tests = JournalLine.objects.filter(kind="mail.tested").order_by("-seq")
    return MailView(
        settings=queries.settings_of_mail(),
        counts=queries.counts(),
        oldest=queries.oldest_unsent(),
        last=tuple(_sent(row) for row in rows[:_LAST]),
        address=Staff.objects.values_list("email", flat=True).get(pk=reader.id),
        tested=tests.values_list("at", flat=True).first(),
    )


def _sent(row: Mail) -> Sent:
    return Sent(row.kind, row.state, row.sent_at or row.created, row.held_because, row.last_error)
