"""Files and directories that are there whole or not at all, and stay there after a power cut."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PART = ".kesu-part"
_PIECE = 1024 * 1024


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """A directory to fill, which takes the place of ``target`` (missing or empty) at the end.

    What is raised inside leaves nothing behind. What a kill left is swept by the next one beside.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft, lock = _draft(target)
    try:
        yield draft
        sync_all(draft)
        draft.rename(target)
        sync(target.parent)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    finally:
        os.close(lock)


def _draft(target: Path) -> tuple[Path, int]:
    """The new directory, locked; one at a time, so that nobody sweeps what is not locked yet."""
    parent = os.open(target.parent, os.O_RDONLY)
    try:
        fcntl.flock(parent, fcntl.LOCK_EX)
        for part in target.parent.glob(f".*{_PART}"):
            _sweep(part)
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=_PART, dir=target.parent))
        lock = os.open(draft, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        return draft, lock
    finally:
        os.close(parent)


def _sweep(part: Path) -> None:
    with suppress(OSError):
        lock = os.open(part, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(part, ignore_errors=True)
        finally:
            os.close(lock)


def digest(file: Path) -> tuple[str, int]:
    """SHA-256 in hex, and the size in bytes."""
    with file.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256")
        return found.hexdigest(), opened.tell()


def copy(source: Path, target: Path) -> tuple[str, int]:
    """Copies a file and syncs it; SHA-256 and size of what was copied."""
    found, size = hashlib.sha256(), 0
    with source.open("rb") as reader, target.open("xb") as writer:
        while piece := reader.read(_PIECE):
            writer.write(piece)
            found.update(piece)
            size += len(piece)
        writer.flush()
        os.fsync(writer.fileno())
    return found.hexdigest(), size


def put(text: str, target: Path) -> None:
    """A new small file, for its owner only, synced. Errors: ``FileExistsError``."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    sync(target.parent)


def sync_all(directory: Path) -> None:
    """Syncs every file and directory from ``directory`` down."""
    for path in directory.rglob("*"):
        sync(path)
    sync(directory)


def sync(path: Path) -> None:
    """What is written there stays there, whatever happens to the machine."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
