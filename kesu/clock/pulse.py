"""The worker's own word: a heartbeat, and the count of breaches kept up with the record."""

import json
import os
import socket
import time
from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction

from kesu.clock.models import Heartbeat, Tally
from kesu.journal.queries import lines_of_kind

EVERY_SECONDS = 10.0
_FORGOTTEN = timedelta(days=1)
_AT_ONCE, _TIMES = 2000, 10
"""Lines counted in one transaction, and so often at one beat: a long record is caught up with bit
by bit, and meanwhile what is due goes on.
"""


class Pulse:
    """The heartbeat of one worker, written at most every ten seconds."""

    def __init__(self) -> None:
        self._worker = f"{socket.gethostname()[:60]}:{os.getpid()}"
        self._next = 0.0

    def beat(self, at: datetime) -> None:
        """Says that this worker was at work ``at`` (UTC), unless it said so just now."""
        if time.monotonic() < self._next:
            return
        Heartbeat.objects.bulk_create(
            [Heartbeat(worker=self._worker, at=at)],
            update_conflicts=True,
            unique_fields=["worker"],
            update_fields=["at"],
        )
        Heartbeat.objects.filter(at__lt=at - _FORGOTTEN).delete()
        for _ in range(_TIMES):
            if not count_breaches():
                break
        self._next = time.monotonic() + EVERY_SECONDS


def count_breaches() -> bool:
    """Adds breaches written since the last count; whether there may be more."""
    with transaction.atomic():
        tally, _ = Tally.objects.select_for_update().get_or_create(id=1)
        lines = lines_of_kind("clock.breached", after=tally.seq, limit=_AT_ONCE)
        if not lines:
            return False
        counted = Counter(tally.breached)
        counted.update(json.loads(text)["facts"]["clock"] for _, text in lines)
        tally.seq, tally.breached = lines[-1][0], dict(counted)
        tally.save()
    return len(lines) == _AT_ONCE
