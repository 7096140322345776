"""Keeping child processes alive: start, watch, start again, end together."""

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kesu.console.words import UNUSABLE, say
from kesu.foundation.processes import PARENT

GRACE_SECONDS = 10.0
_ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_SOUND_AFTER_SECONDS = 3.0
_FIRST_PAUSE_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 2.0
_TRIES_BEFORE_READY = 5
_LOOK_EVERY_SECONDS = 0.05


def kesu_command(*words: str) -> list[str]:
    """The command line that runs ``kesu`` with these words under the same Python."""
    script = Path(sys.argv[0])
    if script.name == "kesu" and script.is_file():
        return [sys.executable, str(script), *words]
    return [sys.executable, "-P", "-m", "kesu.console", *words]


@dataclass
class Child:
    """One process that shall run: its name for people, its command, how it fares."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_ends: int = 0
    not_before: float = 0.0

    def start(self) -> None:
        """Starts it in a group of its own: Ctrl-C reaches the supervisor alone."""
        environment = {**os.environ, PARENT: str(os.getpid())}
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            self.command, env=environment, stdin=subprocess.DEVNULL, process_group=0
        )

    def ended(self) -> int | None:
        """The status of a process that has just ended, once; the next start is then planned."""
        if self.process is None:
            return None
        status = self.process.poll()
        if status is None:
            return None
        self.process = None
        now = time.monotonic()
        self.quick_ends = 0 if now - self.started > _SOUND_AFTER_SECONDS else self.quick_ends + 1
        self.not_before = now + pause_after(self.quick_ends)
        return status

    def is_due(self) -> bool:
        """True when it does not run and may be started again."""
        return self.process is None and time.monotonic() >= self.not_before


def pause_after(quick_ends: int) -> float:
    """How long to wait before the next start, after so many short lives in a row."""
    return float(min(_FIRST_PAUSE_SECONDS * 2 ** min(quick_ends, 10), _LONGEST_PAUSE_SECONDS))


def supervise(
    children: Sequence[Child], *, is_ready: Callable[[], bool], announce: Callable[[], None]
) -> int:
    """Runs the children until a signal to end; starts again whatever dies.

    ``announce`` is called once, when ``is_ready`` first answers True. Returns 0 after a signal;
    before all is ready 2 when a child finds its input unusable, 1 when one keeps dying.
    """
    with _signals() as wait:
        try:
            return _run(children, wait=wait, is_ready=is_ready, announce=announce)
        finally:
            _end(children, wait=wait)


def _run(
    children: Sequence[Child],
    *,
    wait: Callable[[float | None], set[int]],
    is_ready: Callable[[], bool],
    announce: Callable[[], None],
) -> int:
    announced = False
    while True:
        for child in children:
            status = child.ended()
            if status == UNUSABLE and not announced:
                # Later it is the database that is away for a while, or a full disk.
                return UNUSABLE
            if status is not None:
                _tell(child, status)
            if not announced and child.quick_ends >= _TRIES_BEFORE_READY:
                return 1
            if child.is_due():
                child.start()
        if not announced and is_ready():
            announced = True
            announce()
        if wait(_next_look(children, announced=announced)).intersection(_ENDING):
            return 0


def _next_look(children: Sequence[Child], *, announced: bool) -> float | None:
    """Seconds until something must be looked at without a signal; None for never."""
    waits = [child.not_before - time.monotonic() for child in children if child.process is None]
    if not announced:
        waits.append(_LOOK_EVERY_SECONDS)
    return max(0.0, min(waits)) if waits else None


def _tell(child: Child, status: int) -> None:
    how = signal.Signals(-status).name if status < 0 else str(status)
    # Where it is written down may be full or gone; that ends nobody.
    with suppress(OSError):
        say(
            zh=f"kesu {child.name} 意外结束({how}),正在重新启动",
            en=f"kesu {child.name} ended unexpectedly ({how}); starting it again",
        )


def _end(children: Sequence[Child], *, wait: Callable[[float | None], set[int]]) -> None:
    running = [child.process for child in children if child.process is not None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    while any(process.poll() is None for process in running):
        left = deadline - time.monotonic()
        if left <= 0:
            break
        wait(left)
    for process in running:
        if process.poll() is None:
            process.kill()
        process.wait()


@contextmanager
def _signals() -> Iterator[Callable[[float | None], set[int]]]:
    """A function that waits for a signal at most so long and misses none between two calls."""
    reader, writer = socket.socketpair()
    reader.setblocking(False)
    writer.setblocking(False)
    numbers = (signal.SIGCHLD, *_ENDING)
    before = {number: signal.signal(number, lambda *_: None) for number in numbers}
    kept = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)

    def wait(seconds: float | None) -> set[int]:
        select.select([reader], [], [], seconds)
        try:
            return set(reader.recv(4096))
        except BlockingIOError:
            return set()

    try:
        yield wait
    finally:
        signal.set_wakeup_fd(kept)
        for number, handler in before.items():
            signal.signal(number, handler)
        reader.close()
        writer.close()
