"""What happens by time. A duty claims rows that are due, works them, and says when to come back.

Rows are worked together; one that fails is worked alone, waits longer each time and is put aside
in the end, and the others go on (law 3).
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import close_old_connections, connection

from kesu.clock import circulars, learning, mail, readings, upkeep, watching
from kesu.deadlines.models import DueMoment
from kesu.deadlines.queries import next_moment
from kesu.foundation.fault_words import kept_of
from kesu.foundation.marks import marked
from kesu.journeys.breach import look

Duty = Callable[[datetime, int], datetime | None]
"""``work(at, limit)``: works up to ``limit`` rows due at ``at``; when next, or None. All in UTC."""

_LEASE = timedelta(seconds=60)
_TICK = timedelta(microseconds=1)
_log = logging.getLogger(__name__)


def breaches(at: datetime, limit: int) -> datetime | None:
    """Clocks that ran out and 冷处理 that comes to its review date, the oldest first."""
    # The due second itself is still in time.
    moments = DueMoment.claim(at=at - _TICK, limit=limit, lease=_LEASE)
    _work(moments, at)
    if moments:
        _log.info("%d of what was due were looked at", len(moments))
    if len(moments) == limit:
        return at
    due = next_moment()
    return due + _TICK if due else None


def _work(moments: Sequence[DueMoment], at: datetime) -> None:
    while moments:
        try:
            moments = moments[look(moments, at) :]
        except Exception as fault:  # noqa: BLE001 - the other rows are still owed
            let_go_of_stale_connections()
            if len(moments) == 1:
                _fail(moments[0], fault, at)
                return
            # The rows that are well in smaller hands, until the one that is not stands alone.
            middle = len(moments) // 2
            _work(moments[:middle], at)
            moments = moments[middle:]


def _fail(moment: DueMoment, fault: Exception, at: datetime) -> None:
    with marked(obligation=f"{moment._meta.label_lower}:{moment.pk}"):
        _log.error(
            "what is due on complaint %s could not be done", moment.complaint_id, exc_info=fault
        )
        moment.fail(kept_of(fault), at=at)


def let_go_of_stale_connections() -> None:
    """The next query finds the database again after it was away."""
    if not connection.in_atomic_block:  # as under a test: that connection is somebody else's
        close_old_connections()


DUTIES: tuple[Duty, ...] = (
    breaches,
    *mail.DUTIES,
    *circulars.DUTIES,
    *learning.DUTIES,
    *watching.DUTIES,
    *readings.DUTIES,
    *upkeep.DUTIES,
)
