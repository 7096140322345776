"""What becomes of a letter of the outbox, each with its line on the record.

Whoever carries letters claims them first; a letter that somebody else has claimed since changes
nothing here.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from kesu.complaints.permissions import may_mind_the_outbox
from kesu.correspondence import operations, outbox
from kesu.correspondence.models import Mail
from kesu.correspondence.rules import Held, wait
from kesu.journal.operations import Draft, append
from kesu.people.queries import everyone
from kesu.policy import queries as policies
from kesu.policy.codes import Flag

SYSTEM = "system:post"
LEAST_TRIES = 5
"""Tries before a letter is given up, however old it is: the machine may have slept."""
MOST_CLAIMS = 5
"""Claims without a word after which a letter is taken for what ended its workers."""
SET_ASIDE, STUCK = "mail_set_aside", "mail_stuck"
_SPREAD = 200


def delivered(mail: Mail, *, at: datetime) -> None:
    """The other side has taken the letter on."""
    with transaction.atomic():
        if mail.still_mine():
            outbox.done(mail, at=at)
            _tell("mail.sent", mail, {"tries": mail.tries}, at=at)


def not_tried(mail: Mail) -> None:
    """The way was closed before this letter's turn came."""
    outbox.put_back(mail)


def try_again(
    mail: Mail, error: str, *, at: datetime, first: timedelta, longest: timedelta
) -> None:
    """Waits longer each time; after a day and some tries the letter is set aside."""
    if at >= mail.give_up_at and mail.tries >= LEAST_TRIES:
        set_aside(mail, Held.gave_up, error, at=at)
        return
    pause = wait(mail.tries + 1, first=first, longest=longest)
    # A little apart, so that what failed together does not come back as one.
    spread = pause * (mail.pk.int % _SPREAD) / 1000
    outbox.postpone(mail, until=at + pause + spread, error=error)


def set_aside(mail: Mail, because: Held, error: str, *, at: datetime) -> None:
    """Ends the trying and tells who minds the outbox."""
    with transaction.atomic():
        if mail.still_mine():
            outbox.set_aside(mail, because=because, error=error)
            alarm(SET_ASIDE, at=at)
            _tell("mail.set_aside", mail, {"because": because.value}, at=at)


def alarm(kind: str, *, at: datetime) -> None:
    """Told in the app alone, for mail is what fails: to the admins, else to managers."""
    minders = [one for one in everyone(at).values() if one.active and may_mind_the_outbox(one)]
    admins = [one for one in minders if Flag.admin in one.flags]
    operations.alarm(to=[one.id for one in admins or minders], kind=kind, at=at)


def _tell(kind: str, mail: Mail, facts: Mapping[str, object], *, at: datetime) -> None:
    append([line(kind, mail, facts, by=SYSTEM, at=at)])


def line(kind: str, mail: Mail, facts: Mapping[str, object], *, by: str, at: datetime) -> Draft:
    """A line about the complaint that a customer's letter is of, or about the colleague."""
    complaint = mail.complaint if mail.staff_id is None else None
    about = ("complaint", str(mail.complaint_id)) if complaint else ("staff", str(mail.staff_id))
    policy = (
        f"{complaint.policy_name}@{complaint.policy_version}"
        if complaint
        else policies.in_force(at).label
    )
    return Draft(
        kind=kind,
        about=about,
        case=complaint.no if complaint else None,
        by=by,
        at=at,
        written=at,
        policy=policy,
        facts={"mail": str(mail.pk), "letter": mail.kind, **facts},
    )
