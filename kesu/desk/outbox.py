"""Letters as their readers may see them: those of one case, and those that do not go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.complaints.permissions import Tie
from kesu.correspondence import queries
from kesu.correspondence.letters import unsealed
from kesu.correspondence.models import Mail
from kesu.desk import scope
from kesu.desk.faults import NotYours
from kesu.desk.reach import eyes_of
from kesu.foundation.masking import mask_email
from kesu.foundation.sealing import Unopenable
from kesu.people.rules import People, Person
from kesu.policy.codes import Flag

MOST = 200


@dataclass(frozen=True)
class MailView:
    """One letter. ``no``, ``subject`` and ``body`` are empty for who may not read the case;
    ``to`` is masked, or a colleague's name. ``because`` is a code of ``rules.Held``.
    """

    id: str
    kind: str
    state: str
    created: datetime
    sent_at: datetime | None
    next_try: datetime
    tries: int
    because: str
    error: str
    to: str = ""
    no: str = ""
    subject: str = ""
    body: str = ""


@dataclass(frozen=True)
class Outbox:
    """What does not go out. ``counts`` by state: waiting, leased, quarantined."""

    set_up: bool
    counts: dict[str, int]
    aside: list[MailView]
    waiting: list[MailView]


def of_case(complaint: Complaint, tie: Tie, *, reader: Person, people: People) -> list[MailView]:
    """The letters to the customer, the newest first, for who may see the case; none for a
    liaison, who knows no customer.
    """
    if Flag.liaison in reader.flags:
        return []
    return [_view(mail, reader, tie, people) for mail in queries.of_complaint(complaint)]


def sends_mail() -> bool:
    """Whether mail is set up at all."""
    return queries.is_set_up()


def outbox(*, reader: Person, people: People) -> Outbox:
    """What was set aside and what waits, for who minds it. Errors: ``NotYours``."""
    if not permissions.may_mind_the_outbox(reader):
        raise NotYours
    mails = queries.unsent(MOST)
    views = _views(mails, reader, people)
    held = [one for one in views if one.state == Mail.State.quarantined]
    return Outbox(
        set_up=sends_mail(),
        counts=queries.counts(),
        aside=held,
        waiting=[one for one in views if one not in held],
    )


def _views(mails: Sequence[Mail], reader: Person, people: People) -> list[MailView]:
    about = {mail.complaint.pk: mail.complaint for mail in mails if mail.complaint is not None}
    found = scope.ties(list(about.values()), reader, people)
    ties: dict[UUID, Tie] = dict(zip(about, found, strict=True))
    return [
        _view(mail, reader, ties.get(mail.complaint_id) if mail.complaint_id else None, people)
        for mail in mails
    ]


def _view(mail: Mail, reader: Person, tie: Tie | None, people: People) -> MailView:
    reads = tie is not None and permissions.may_see(reader, tie)
    no, to, subject, body = "", "", "", ""
    if mail.staff_id is not None:
        to = people[mail.staff_id].full_name
    if reads and tie is not None and mail.complaint is not None:
        eyes = eyes_of(reader, tie)
        no = mail.complaint.no
        to = to or (mask_email(_opened(mail, "to")) if eyes.identity else "")
        subject, body = eyes.text(_opened(mail, "subject")), eyes.text(_opened(mail, "body"))
    return MailView(
        id=str(mail.pk),
        kind=mail.kind,
        state=mail.state,
        created=mail.created,
        sent_at=mail.sent_at,
        next_try=mail.due_at,
        tries=mail.tries,
        because=mail.held_because,
        error=mail.last_error,
        to=to,
        no=no,
        subject=subject,
        body=body,
    )


def _opened(mail: Mail, part: str) -> str:
    try:
        return unsealed(mail, part)
    except Unopenable:
        return ""
