"""When a token was last at work: kept for whoever looks after tokens, to ten minutes."""

from datetime import datetime, timedelta

from django.db import DatabaseError, transaction

from kesu.people import operations
from kesu.people.queries import Bearer

_TO = timedelta(minutes=10)


def seen(caller: Bearer, *, now: datetime) -> None:
    """Keeps that a token was used. A database that cannot be written to answers all the same."""
    last = caller.last_used
    if last is not None and now - _TO < last <= now:
        return
    try:
        with transaction.atomic():
            operations.token_used(caller.token, at=now)
    except DatabaseError:
        return
