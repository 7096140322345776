"""The worker: calls every duty again and again until it is told to end.

It keeps nothing of its own. What is due stands in the database (law 3), so it may die at any
moment, sleep for days or wake with another clock; others may work beside it.
"""

import logging
from datetime import UTC, datetime

from kesu.clock import agreement, duties, mail
from kesu.clock.pulse import Pulse
from kesu.complaints.evidence import sweep_files
from kesu.foundation import files
from kesu.foundation.endings import Ending, ending_on_signals
from kesu.foundation.ids import uuid7
from kesu.foundation.marks import marked

LIMIT = 50
"""Rows a duty takes at a time; so many are still finished when it is told to end."""
_LONGEST_SLEEP_SECONDS = 0.5
_SHORTEST_SLEEP_SECONDS = 0.02
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 5.0
_log = logging.getLogger(__name__)


def run(once: bool) -> int:
    """Works off what is due until SIGTERM or SIGINT, or with ``once`` until nothing is due.

    Returns the exit status 0. Errors, with ``once`` only: whatever keeps the database away, and
    ``Refused`` where its clock is another one.
    """
    with ending_on_signals() as ending:
        _sweep(_now())
        if once:
            _work_off(ending)
        else:
            _work_on(ending)
        mail.finish(_now())
    return 0


def _sweep(at: datetime) -> None:
    """What was cut off, and files that nothing names. Nothing is swept by a wrong clock."""
    files.sweep_parts(at)
    try:
        agreement.check(at)
        sweep_files(at)
    except Exception:  # noqa: BLE001 - what keeps the database away is said by the work itself
        _log.exception("the files are swept another time")


def _work_off(ending: Ending) -> None:
    pulse = Pulse()
    while not ending.told:
        at = _now()
        with marked(round=uuid7().hex):
            due = _round(at, pulse)
        if due is None or due > at:
            break


def _work_on(ending: Ending) -> None:
    pause, pulse = _FIRST_PAUSE_SECONDS, Pulse()
    while not ending.told:
        with marked(round=uuid7().hex):
            try:
                due = _round(_now(), pulse)
            except Exception:  # noqa: BLE001 - the database is away, or its clock; both come back
                _log.exception("the worker goes on in %.1f s", pause)
                ending.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
                continue
        pause = _FIRST_PAUSE_SECONDS
        ending.sleep(_sleep_until(due))


def _round(at: datetime, pulse: Pulse) -> datetime | None:
    """Every duty once; the earliest time at which one has more to do."""
    duties.let_go_of_stale_connections()
    agreement.check(at)
    pulse.beat(at)
    found = [due for duty in duties.DUTIES if (due := duty(at, LIMIT)) is not None]
    return min(found, default=None)


def _sleep_until(due: datetime | None) -> float:
    """The wall clock is asked anew each time: it may have been set, or the machine asleep."""
    if due is None:
        return _LONGEST_SLEEP_SECONDS
    seconds = (due - _now()).total_seconds()
    return min(max(seconds, _SHORTEST_SLEEP_SECONDS), _LONGEST_SLEEP_SECONDS)


def _now() -> datetime:
    return datetime.now(tz=UTC)
