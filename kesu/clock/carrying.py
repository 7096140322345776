"""A thread that carries letters to the server. It touches no database and keeps no time but its
own patience.
"""

import threading
import time
from collections import deque
from collections.abc import Mapping

from kesu.correspondence.carriers import (
    Carrier,
    Envelope,
    NotNow,
    Rejected,
    Unreachable,
)

LONGEST_SILENCE_SECONDS = 90.0
"""Without a result for so long the connection is cut: the server says something now and then and
means nothing.
"""


class Untried(Exception):  # noqa: N818 - says what is wrong
    """The way was closed before this letter's turn came."""


class Carrying:
    """Letters by their places, carried one after the other. Results come as place and fault."""

    def __init__(
        self, carrier: Carrier, load: Mapping[int, Envelope], lease_seconds: float
    ) -> None:
        self._carrier = carrier
        self._load = load
        now = time.monotonic()
        self._until = dict.fromkeys(load, now + lease_seconds)
        self._results: deque[tuple[int, Exception | None]] = deque()
        self._left = set(load)
        self._telling = threading.Lock()
        self._stopped = threading.Event()
        self._heard = now
        self._thread = threading.Thread(target=self._carry, name="post", daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Waits for the end, at most so long; cuts a connection that has been silent too long."""
        self._thread.join(seconds)
        silent = time.monotonic() - self._heard
        if self._thread.is_alive() and silent > LONGEST_SILENCE_SECONDS:
            self._carrier.abort()
            if silent > 2 * LONGEST_SILENCE_SECONDS:
                self._abandon()

    def stop(self) -> None:
        """No letter is begun from now on."""
        self._stopped.set()

    def extend(self, place: int, seconds: float) -> None:
        """The letter may be begun for so much longer."""
        self._until[place] = time.monotonic() + seconds

    def peek(self) -> tuple[int, Exception | None] | None:
        """The first result that was not dropped yet."""
        return self._results[0] if self._results else None

    def drop(self) -> None:
        """Forgets the first result."""
        self._results.popleft()

    def is_over(self) -> bool:
        """Every letter has its result, and each was dropped."""
        return not self._results and not (self._left and self._thread.is_alive())

    def _carry(self) -> None:
        closed: Exception | None = None
        try:
            self._carrier.open()
        except Unreachable as fault:
            closed = fault
        except Exception as fault:  # noqa: BLE001 - whatever it is, letters wait and go on later
            closed = Unreachable(type(fault).__name__)
        opened = closed is None
        for place, envelope in self._load.items():
            if closed is not None:
                self._tell(place, Untried() if opened else closed)
                continue
            outcome = self._send(place, envelope)
            self._tell(place, outcome)
            if isinstance(outcome, Unreachable):
                closed = outcome
        self._carrier.close()

    def _send(self, place: int, envelope: Envelope) -> Exception | None:
        if self._stopped.is_set() or time.monotonic() > self._until[place]:
            return Untried()
        try:
            self._carrier.send(envelope)
        except (Unreachable, NotNow, Rejected) as fault:
            return fault
        except Exception as fault:  # noqa: BLE001 - one letter's fault is not the others'
            return NotNow(type(fault).__name__)
        return None

    def _tell(self, place: int, outcome: Exception | None) -> None:
        with self._telling:
            if place in self._left:
                self._left.remove(place)
                self._heard = time.monotonic()
                self._results.append((place, outcome))

    def _abandon(self) -> None:
        """The thread hangs where nothing can cut it off; what it may still say is not heard."""
        self._stopped.set()
        for place in sorted(self._left):
            self._tell(place, Unreachable("no answer"))
