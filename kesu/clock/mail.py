"""Mail leaves the house. Two duties: notices become letters, letters are carried out.

A thread speaks with the server and knows nothing of the database; the worker's own round claims
letters, hands them over, and keeps what came of each. So a server that is slow or says nothing
holds up no other duty.
"""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from kesu.clock.carrying import Carrying, Untried
from kesu.correspondence import outbox, queries
from kesu.correspondence.carriers import NotNow, Rejected, carrier
from kesu.correspondence.letters import envelope
from kesu.correspondence.models import Mail
from kesu.correspondence.rules import Held, wait
from kesu.deadlines.queries import next_moment
from kesu.foundation.mail import MailSettings
from kesu.foundation.sealing import Unopenable
from kesu.journeys import digests, sending

WINDOW = timedelta(seconds=30)
"""How long the first notice to a person waits for others to go with it."""
LONGEST_WINDOW = timedelta(minutes=10)
"""The most it waits while clocks that ran out are still being worked off."""
LEASE = timedelta(seconds=45)
BUDGET_SECONDS = 0.2
"""How long a round waits for the thread, and begins to write digests."""
_LAST_WAIT_SECONDS = 2.0
_RENEW = LEASE / 3
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=3)
_STUCK = timedelta(minutes=15)
_SOON = timedelta(milliseconds=500)
_log = logging.getLogger(__name__)


def tell(at: datetime, limit: int) -> datetime | None:
    """Each person's notices as one letter, once their window has closed."""
    if not queries.is_set_up():
        return None
    burst = next_moment()
    working = burst is not None and burst <= at
    people = queries.to_tell(opened_by=at - (LONGEST_WINDOW if working else WINDOW), limit=limit)
    until = time.monotonic() + BUDGET_SECONDS
    for place, staff in enumerate(people, 1):
        _write_to(staff, at)
        if time.monotonic() > until and place < len(people):
            return at  # a digest of thousands takes its time; the clocks come in between
    if len(people) == limit:
        return at
    due = queries.next_telling(WINDOW)
    return max(due, at + _SOON) if due else None


def _write_to(staff: int, at: datetime) -> None:
    try:
        digests.write_to(staff, at=at)
    except Exception:  # noqa: BLE001 - the others are still owed theirs
        _log.exception("what staff %s was told could not be mailed", staff)
        outbox.tell_later(to=staff, since=at + _LONGEST_PAUSE)


def post(at: datetime, limit: int) -> datetime | None:
    """Letters that are due, in the order of each complaint."""
    settings = queries.settings_of_mail()
    if settings is None:
        return None
    return _post.work(at, limit, settings)


def finish(at: datetime) -> None:
    """Keeps what came of the letters that are on their way, as far as that shows at once."""
    one, _post.round = _post.round, None
    if one is not None:
        one.carrying.stop()
        one.carrying.wait(_LAST_WAIT_SECONDS)
        one.settle(at)


def forget() -> None:
    """Starts as a new worker does: nothing on its way, the way open."""
    _post.__init__()  # type: ignore[misc]


@dataclass
class Round:
    """Letters that were claimed together and are on their way."""

    mails: dict[int, Mail]
    carrying: Carrying
    renewed: datetime
    kept: int = 0
    fault: str = ""

    def settle(self, at: datetime) -> None:
        """Keeps what came of each letter. A result is dropped only when it was written."""
        while (result := self.carrying.peek()) is not None:
            place, outcome = result
            self._keep(self.mails[place], outcome, at)
            self.mails.pop(place)
            self.carrying.drop()

    def _keep(self, mail: Mail, outcome: Exception | None, at: datetime) -> None:
        if outcome is None:
            self.kept += 1
            sending.delivered(mail, at=at)
        elif isinstance(outcome, Untried):
            sending.not_tried(mail)
        elif isinstance(outcome, Rejected):
            sending.set_aside(mail, Held.refused, str(outcome), at=at)
        elif isinstance(outcome, NotNow):
            said = str(outcome)
            sending.try_again(mail, said, at=at, first=_FIRST_WAIT, longest=_LONGEST_WAIT)
        else:
            self.fault = str(outcome)
            sending.try_again(mail, self.fault, at=at, first=_FIRST_PAUSE, longest=_LONGEST_PAUSE)

    def renew(self, at: datetime) -> None:
        """The lease outlives a slow server; a letter that somebody else has is not carried."""
        if at - self.renewed < _RENEW:
            return
        self.renewed = at
        for place, mail in self.mails.items():
            if outbox.renew(mail, until=at + LEASE):
                self.carrying.extend(place, LEASE.total_seconds())


class Post:
    """What one worker has on its way, and until when the way is closed for it."""

    def __init__(self) -> None:
        self.round: Round | None = None
        self._faults = 0
        self._closed_until: datetime | None = None

    def work(self, at: datetime, limit: int, settings: MailSettings) -> datetime | None:
        """One round; when it has more to do."""
        if self.round is None:
            if self._closed_until is not None and _lies_ahead(self._closed_until, at):
                return self._closed_until
            due = queries.next_mail(at)
            if due is None or due > at:
                return due
            self.round = self._start(at, limit, settings)
        if self.round is not None:
            self._go_on(self.round, at)
        return at

    def _start(self, at: datetime, limit: int, settings: MailSettings) -> Round | None:
        mails: dict[int, Mail] = {}
        load = {}
        for place, mail in enumerate(Mail.claim(at=at, limit=limit, lease=LEASE)):
            if mail.attempts > sending.MOST_CLAIMS:
                sending.set_aside(mail, Held.ended, "", at=at)
                continue
            try:
                load[place] = envelope(mail, settings)
            except (Unopenable, ValueError) as fault:
                # What was sealed with other keys, or no header can hold.
                sending.set_aside(mail, Held.unreadable, type(fault).__name__, at=at)
                continue
            mails[place] = mail
        if not load:
            return None
        return Round(mails, Carrying(carrier(settings), load, LEASE.total_seconds()), renewed=at)

    def _go_on(self, one: Round, at: datetime) -> None:
        one.carrying.wait(BUDGET_SECONDS)
        one.settle(at)
        one.renew(at)
        if one.carrying.is_over():
            self.round = None
            self._judge(one, at)

    def _judge(self, one: Round, at: datetime) -> None:
        """After a fault of the way itself everybody waits, longer each time; one letter that
        went through opens it again.
        """
        self._faults = (0 if one.kept else self._faults) + (1 if one.fault else 0)
        if not one.fault:
            self._faults, self._closed_until = 0, None
            return
        pause = wait(self._faults, first=_FIRST_PAUSE, longest=_LONGEST_PAUSE)
        self._closed_until = at + pause
        _log.warning("mail waits %d s: %s", pause.total_seconds(), one.fault)
        since = queries.oldest_unsent()
        if since is not None and at - since > _STUCK:
            sending.alarm(sending.STUCK, at=at)


def _lies_ahead(until: datetime, at: datetime) -> bool:
    """A clock that was set back does not close the way for longer than the longest pause."""
    return timedelta() < until - at <= _LONGEST_PAUSE


_post = Post()
DUTIES = (tell, post)
