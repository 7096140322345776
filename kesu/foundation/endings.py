"""Being told by a signal to end: what is in hand is finished first."""

import os
import select
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Ending:
    """Whether this process was told to end."""

    def __init__(self) -> None:
        self.told = False
        # A pipe and no Event, whose lock the very thread may hold that the signal interrupts; and
        # its wait takes no notice of a clock that is set.
        self._ear, self._mouth = os.pipe()

    def tell(self, _number: int, _frame: FrameType | None) -> None:
        """A handler of signals. Only a word: the work in hand is finished."""
        if not self.told:
            self.told = True
            os.write(self._mouth, b".")

    def sleep(self, seconds: float) -> None:
        """Sleeps so long, or until it is told to end, now or before."""
        select.select([self._ear], [], [], max(0.0, seconds))

    def close(self) -> None:
        """Gives the pipe back; afterwards nobody may tell it anything or sleep by it."""
        os.close(self._ear)
        os.close(self._mouth)


@contextmanager
def ending_on_signals() -> Iterator[Ending]:
    """Inside, SIGTERM and SIGINT only tell; afterwards they do again what they did before. For the
    main thread.
    """
    ending = Ending()
    before = {
        number: signal.signal(number, ending.tell) for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield ending
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        ending.close()
