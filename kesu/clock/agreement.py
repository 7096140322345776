"""Whether this machine and the database agree what time it is.

What a worker with a wrong clock breaches stays breached (law 7). Where the database runs on a
server, that has a clock of its own; SQLite has none.
"""

from datetime import datetime, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from kesu.foundation.faults import Fault, Refused

MOST = timedelta(minutes=1)
"""So far two clocks may part: a minute more or less moves no working day."""


def apart(at: datetime) -> timedelta:
    """By how much ``at`` (UTC, just now) is ahead of the database's clock; less than nothing where
    it is behind, nothing where the database has no clock.
    """
    if connection.vendor != "postgresql":
        return timedelta()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone()
    found: timedelta = at - there
    return found


def check(at: datetime) -> None:
    """Errors: ``Refused`` where the clocks part by more than ``MOST``."""
    found = apart(at)
    if abs(found) > MOST:
        message = _("This machine's clock and the database's part by %(seconds)s seconds.")
        said = message % {"seconds": round(abs(found).total_seconds())}
        raise Refused([Fault("clock", said, _("a minute at most"))], code="clock")
