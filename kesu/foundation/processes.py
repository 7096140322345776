"""Processes that end with the one that started them, however that one ends."""

import ctypes
import os
import signal
import sys
import threading
import time

PARENT = "KESU_PARENT"
"""The variable by which a supervisor tells a child who started it."""

_PR_SET_PDEATHSIG = 1
_LOOK_EVERY_SECONDS = 0.5


def is_supervised() -> bool:
    """True in a child of a supervisor that said so."""
    return PARENT in os.environ


def end_with_supervisor() -> None:
    """Ties this process to the supervisor that the environment names, if it names one."""
    parent = os.environ.get(PARENT, "")
    if parent.isdigit():
        end_with(int(parent))


def end_with(parent: int) -> None:
    """Kills this process as soon as ``parent``, which started it, is gone.

    A kill, not a request: whatever was acknowledged is on disk, and a port must be free for
    the next supervisor at once.
    """
    if not _kernel_kills_with_parent():
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        # The parent went before the kernel was asked.
        os._exit(1)


def _kernel_kills_with_parent() -> bool:
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) == 0)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
