"""What may be done again and again in one state, done by two people at the same moment."""

from datetime import datetime, timedelta

from kesu.journeys.case import Case
from kesu.journeys.faults import Stale
from kesu.journeys.step import allowed

UNSEEN = timedelta(seconds=2)
"""So soon nobody has seen on a screen what somebody else has just done."""


def ask_seen(case: Case, done: datetime | None) -> None:
    """Asks whether who does it can have seen that it was done at ``done``; for a step whose state
    stays, so that the state tells nobody. Errors: ``Stale`` with the case as it is now.
    """
    if done is None or not timedelta() <= case.now - done < UNSEEN:
        return
    row = case.complaint
    raise Stale(row.state, row.version - 1, allowed(case), asked=False)
