"""Told by a signal to end: whatever it was doing, it hears of it and goes on to its end."""

import os
import signal
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from kesu.foundation.endings import Ending, ending_on_signals

FOR_EVER = 600.0
NUMBERS = [signal.SIGTERM, signal.SIGINT]


def _open() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _signal(number: int) -> None:
    os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_signal_ends_a_sleep(number: int) -> None:
    with ending_on_signals() as ending:
        later = threading.Timer(0.05, _signal, [number])
        later.start()
        ending.sleep(FOR_EVER)
        assert ending.told
        later.join()


@pytest.mark.parametrize("number", NUMBERS)
def test_who_was_told_before_does_not_sleep(number: int) -> None:
    with ending_on_signals() as ending:
        _signal(number)
        ending.sleep(FOR_EVER), ending.sleep(FOR_EVER)
        assert ending.told


def test_at_whatever_moment_it_comes_the_sleep_ends() -> None:
    for _ in range(300):
        with ending_on_signals() as ending:
            other = threading.Thread(target=_signal, args=(signal.SIGTERM,))
            other.start()
            ending.sleep(FOR_EVER)
            assert ending.told
            other.join()


@pytest.mark.parametrize("seconds", [0.01, 0.0, -1.0])
def test_a_sleep_is_over_without_a_word_too(seconds: float) -> None:
    ending = Ending()
    ending.sleep(seconds)
    ending.close()
    assert not ending.told


@pytest.mark.parametrize("number", NUMBERS)
def test_afterwards_signals_do_what_they_did_before(number: int) -> None:
    before = signal.getsignal(number)
    with ending_on_signals() as ending:
        assert signal.getsignal(number) == ending.tell
    assert signal.getsignal(number) == before


def test_whatever_ends_it_leaves_nothing_open() -> None:
    before, times = _open(), 100
    for _ in range(times):
        with suppress(ZeroDivisionError), ending_on_signals():
            raise ZeroDivisionError
    # Others in this process may open something meanwhile, too.
    assert _open() - before < times
