"""Sending again, by hand, what was set aside."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kesu.complaints.permissions import may_mind_the_outbox
from kesu.correspondence import outbox
from kesu.correspondence.models import Mail
from kesu.journal.operations import append
from kesu.journeys.faults import NotYours
from kesu.journeys.sending import line
from kesu.people.rules import Person


def replay(keys: Collection[UUID] | None, *, by: Person | str, now: datetime) -> int:
    """Puts letters back into the outbox, due now, under the Message-IDs they have; how many.

    ``keys`` None: all that were set aside. Others than those are left alone. ``by`` is a person,
    or whoever a journal line names. Errors: ``NotYours``.
    """
    if isinstance(by, Person) and not may_mind_the_outbox(by):
        raise NotYours
    said_by = f"staff:{by.id}" if isinstance(by, Person) else by
    rows = Mail.objects.filter(state=Mail.State.quarantined).select_related("complaint")
    found = rows if keys is None else rows.filter(pk__in=list(keys))
    with transaction.atomic():
        again = [one for one in found.order_by("id") if outbox.send_again(one, at=now)]
        append([line("mail.replayed", one, {}, by=said_by, at=now) for one in again])
    return len(again)
