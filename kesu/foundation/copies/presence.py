"""Who works with a database, told by a lock that ends with its process, however that one ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_held: dict[Path, IO[str]] = {}


def take_part(mark: Path) -> bool:
    """Says until this process ends that it works with the database that ``mark`` stands for.

    False when somebody has it alone, as a restore does.
    """
    if mark in _held:
        return True
    mark.parent.mkdir(parents=True, exist_ok=True)
    file = mark.open("a", encoding="utf-8")
    if not _locked(file, fcntl.LOCK_SH):
        file.close()
        return False
    _held[mark] = file
    return True


@contextmanager
def alone(mark: Path) -> Iterator[bool]:
    """Holds the database alone; the value is False when another process works with it."""
    mark.parent.mkdir(parents=True, exist_ok=True)
    with mark.open("a", encoding="utf-8") as file:
        yield _locked(file, fcntl.LOCK_EX)


def _locked(file: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
