"""Looking after the house: what was set aside goes on, and the record is checked, on the record."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from kesu.complaints.permissions import may_see_the_system, may_verify_records
from kesu.desk.ledger import disagreements
from kesu.foundation.faults import Fault, Refused
from kesu.foundation.leases import Obligation
from kesu.journal.kinds import Facts, declare
from kesu.journal.models import JournalHead
from kesu.journal.queries import verify
from kesu.journeys import people_work
from kesu.journeys.faults import NotYours
from kesu.journeys.replay import replay
from kesu.people.rules import Person

MAIL = "correspondence.mail"


class Replayed(Facts):
    queue: str
    rows: int


class Verified(Facts):
    """``seq`` of the first line that differs; 0: none does."""

    lines: int
    sound: bool
    seq: int = 0


declare("obligation.replayed", Replayed)
declare("journal.verified", Verified)


@dataclass(frozen=True)
class Verdict:
    """What a check of the whole record found: ``lines`` of them; the first fault, if any."""

    lines: int
    seq: int = 0
    kind: str = ""
    what: str = ""

    @property
    def sound(self) -> bool:
        return not self.what


def go_on(queue: str, *, by: Person, at: datetime) -> int:
    """What a queue set aside is due again, now; how many rows. Errors: ``NotYours``; ``Refused``
    for a queue that is none.
    """
    if not may_see_the_system(by):
        raise NotYours
    if queue == MAIL:
        return replay(None, by=by, now=at)
    model = next((one for one in obligations() if one._meta.label_lower == queue), None)
    if model is None:
        raise Refused([Fault("queue", _("This queue is not known."))], code="unknown")
    with transaction.atomic():
        rows = model.objects.filter(state=model.State.quarantined)
        count = rows.update(state=model.State.waiting, due_at=at, attempts=0, lease_until=None)
        if count:
            facts = {"queue": queue, "rows": count}
            about, signed = ("queue", queue), f"staff:{by.id}"
            people_work.tell("obligation.replayed", about, facts, by=signed, at=at)
    return count


def obligations() -> list[type[Obligation]]:
    """Every kind of work that stands in rows."""
    return [model for model in apps.get_models() if issubclass(model, Obligation)]


def check_record(*, by: Person, at: datetime) -> Verdict:
    """Checks the chain, every note, and state and owner of every complaint. Reads all of it:
    about 100,000 lines in some seconds. Errors: ``NotYours``.
    """
    if not may_verify_records(by):
        raise NotYours
    lines = JournalHead.objects.filter(id=1).values_list("seq", flat=True).first() or 0
    found = _verdict(lines)
    with transaction.atomic():
        facts = {"lines": lines, "sound": found.sound, "seq": found.seq}
        about, signed = ("journal", "chain"), f"staff:{by.id}"
        people_work.tell("journal.verified", about, facts, by=signed, at=at)
    return found


def _verdict(lines: int) -> Verdict:
    broken = verify()
    if broken is not None:
        return Verdict(lines, broken.seq or 0, broken.kind, broken.what)
    parted = min(disagreements(), key=lambda one: one.seq, default=None)
    if parted is not None:
        what = f"{parted.name}: {parted.stands or '-'} ≠ {parted.told or '-'}"
        return Verdict(lines, parted.seq, parted.kind, what)
    return Verdict(lines)
