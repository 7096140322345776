"""So many are worked for at once. Who waits for a slow line gives the seat away until the line
moves: neither a recording sent over hours nor one that is listened to keeps others out. Pure.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

WORKING = 16
LINES = 48
"""So many slow lines are waited for at once."""
THREADS = WORKING + LINES + WORKING
"""The last sixteen wait for a seat."""


class Seats:
    """Who works, and who waits for a line."""

    def __init__(self, working: int = WORKING, lines: int = LINES) -> None:
        self._free = threading.Semaphore(working)
        self._lock = threading.Lock()
        self._waiting, self._lines = 0, lines

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Inside somebody works."""
        with self._free:
            yield

    @contextmanager
    def given_away(self) -> Iterator[None]:
        """Inside a line is waited for, and somebody else has the seat."""
        self._count(1)
        self._free.release()
        try:
            yield
        finally:
            self._count(-1)
            self._free.acquire()

    def begin_line(self) -> bool:
        """Whether one more line may be waited for without a seat, until ``end_line``."""
        with self._lock:
            if self._waiting >= self._lines:
                return False
            self._waiting += 1
            return True

    def end_line(self) -> None:
        """That line is waited for no more."""
        self._count(-1)

    @property
    def are_crowded(self) -> bool:
        """Whether no further line can be waited for."""
        return self._waiting >= self._lines

    def _count(self, change: int) -> None:
        with self._lock:
            self._waiting += change
