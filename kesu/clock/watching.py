"""What is looked at again and again: orders not sent in time, silences, behaviour (A20 to A22).

Nothing is owed here to anybody at a second, and nothing of it may hold up what is: a look that
fails is told and tried at the next one.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from kesu.journeys import claimant, watch_batches, watch_orders, watch_silence

EVERY = timedelta(minutes=5)
_MOST = 200
_log = logging.getLogger(__name__)

Look = Callable[[datetime, int], int]


class Sweep:
    """A look every ``EVERY``; sooner where the last one found as many as it takes at a time."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._last: datetime | None = None

    def work(self, at: datetime, limit: int) -> datetime | None:
        """One look, if it is time for one; when to come back. ``at`` in UTC."""
        if self._last is not None and self._last <= at < self._last + EVERY:
            return self._last + EVERY
        self._last = at
        try:
            found = self._look(at, max(limit, _MOST))
        except Exception:  # noqa: BLE001 - the clocks of complaints are owed all the same
            _log.exception("what is watched could not be looked at")
            return at + EVERY
        if found >= max(limit, _MOST):
            self._last = None
            return at
        return at + EVERY

    def forget(self) -> None:
        """Starts as a new worker does."""
        self._last = None


SWEEPS = (
    Sweep(watch_orders.look_for_late),
    Sweep(watch_silence.look_at_talks),
    Sweep(watch_silence.look_at_cases),
    Sweep(claimant.look_at_recent),
    Sweep(watch_batches.look_for_batches),
)
DUTIES = tuple(sweep.work for sweep in SWEEPS)
