"""Where the web processes count together what ``/metrics`` tells (``kesu.config.meters``)."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
_NAME = "kesu-metrics-"


@contextmanager
def counting_together(processes: int) -> Iterator[None]:
    """Gives several processes one folder to count in, gone afterwards; one alone needs none.

    In memory where there is such a place: a full disk must not end a process that counts.
    """
    os.environ.pop(FOLDER, None)
    if processes == 1:
        yield
        return
    place = _MEMORY if os.access(_MEMORY, os.W_OK) else Path(tempfile.gettempdir())
    _sweep(place)
    with tempfile.TemporaryDirectory(prefix=f"{_NAME}{os.getpid()}-", dir=place) as folder:
        os.environ[FOLDER] = folder
        yield


def _sweep(place: Path) -> None:
    """What a killed one left behind."""
    for folder in place.glob(f"{_NAME}*-*"):
        owner = folder.name.removeprefix(_NAME).partition("-")[0]
        if owner.isdecimal() and not _lives(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _lives(process: int) -> bool:
    with suppress(ProcessLookupError):
        try:
            os.kill(process, 0)
        except PermissionError:
            return True
        return True
    return False
