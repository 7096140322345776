"""Writing the outbox. Called by journeys, inside their transaction."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from kesu.complaints.models import Complaint
from kesu.correspondence import queries
from kesu.correspondence.letters import FIELD
from kesu.correspondence.models import Mail, Notice, Reply
from kesu.correspondence.rules import Held, address_for, one_line, plain
from kesu.foundation.ids import uuid7
from kesu.foundation.sealing import seal

GIVE_UP = timedelta(hours=24)
"""How long a letter is tried."""
_LONGEST_ERROR = 300


def put(
    *,
    to: str,
    kind: str,
    subject: str,
    body: str,
    automatic: bool,
    at: datetime,
    complaint: Complaint | None = None,
    staff: int | None = None,
    reply: Reply | None = None,
) -> Mail:
    """A letter that is due now, in the caller's transaction; ``to`` can be written to.

    To a customer (no ``staff``) it carries the address of its case and hangs on the first letter
    about it. Needs mail to be set up.
    """
    mail = queries.settings_of_mail()
    assert mail is not None
    key = uuid7()
    of_case = complaint if staff is None else None
    row = Mail(
        id=key,
        complaint=complaint,
        staff_id=staff,
        reply=reply,
        kind=kind,
        automatic=automatic,
        to=seal(to, field=f"{FIELD}.to"),
        to_blind=queries.blind_address(to),
        subject=seal(one_line(subject), field=f"{FIELD}.subject"),
        body=seal(plain(body), field=f"{FIELD}.body"),
        reply_to=_reply_address(of_case.no, mail.reply) if of_case else "",
        message_id=f"<{key}@{mail.domain}>",
        thread=queries.first_letter(of_case) if of_case else "",
        created=at,
        due_at=at,
        give_up_at=at + GIVE_UP,
    )
    row.save(force_insert=True)
    return row


def _reply_address(no: str, base: str) -> str:
    return address_for(no, base=base, key=settings.KESU_KEYS.replies)


def done(mail: Mail, *, at: datetime) -> None:
    """The server has taken the letter on."""
    _mine(mail).update(
        state=Mail.State.done, sent_at=at, lease_until=None, attempts=0, last_error=""
    )


def postpone(mail: Mail, *, until: datetime, error: str) -> None:
    """Puts back a letter that was tried; whoever took it up is well."""
    _mine(mail).update(
        state=Mail.State.waiting,
        due_at=until,
        lease_until=None,
        attempts=0,
        tries=mail.tries + 1,
        last_error=error[:_LONGEST_ERROR],
    )


def put_back(mail: Mail) -> None:
    """A letter that was taken up and not tried waits as before."""
    _mine(mail).update(state=Mail.State.waiting, lease_until=None, attempts=0)


def set_aside(mail: Mail, *, because: Held, error: str) -> None:
    """Ends the trying; a person may send it again."""
    _mine(mail).update(
        state=Mail.State.quarantined,
        held_because=because.value,
        lease_until=None,
        last_error=error[:_LONGEST_ERROR],
    )


def renew(mail: Mail, *, until: datetime) -> bool:
    """Keeps a letter that is still on its way; False when somebody else has it."""
    return bool(_mine(mail).update(lease_until=until))


def send_again(mail: Mail, *, at: datetime) -> bool:
    """Puts a letter back that was set aside, under the same Message-ID; False for any other."""
    rows = Mail.objects.filter(pk=mail.pk, state=Mail.State.quarantined)
    return bool(
        rows.update(
            state=Mail.State.waiting,
            held_because="",
            due_at=at,
            give_up_at=at + GIVE_UP,
            attempts=0,
            tries=0,
        )
    )


def take_notices(*, to: int, last: int, count: int) -> bool:
    """Marks the notices up to ``last`` as told by mail; False when they are not ``count`` any
    more, because another worker was quicker or one more was just written.
    """
    rows = Notice.objects.filter(to=to, mail_due__isnull=False, pk__lte=last)
    return rows.update(mail_due=None) == count


def tell_later(*, to: int, since: datetime) -> None:
    """Notices to a person that could not be mailed open their window anew."""
    Notice.objects.filter(to=to, mail_due__isnull=False).update(mail_due=since)


def _mine(mail: Mail) -> QuerySet[Mail]:
    return Mail.objects.filter(pk=mail.pk, fence=mail.fence, state=Mail.State.leased)
