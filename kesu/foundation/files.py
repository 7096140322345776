"""Files by the SHA-256 of what is in them, under ``$KESU_HOME/files/ab/cd/``. What is kept there
never changes; a file that no row names is harmless and swept in the end.
"""

import errno
import hashlib
import os
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, BinaryIO

from kesu.foundation import environment
from kesu.foundation.copies.folders import sync
from kesu.foundation.kinds import HEAD_BYTES, kind_of

_FOLDER = "files"
PARTS = ".parts"
"""Where files grow until they are whole."""
_PIECE = 256 * 1024
_RESERVE = 64 * 1024 * 1024
"""So much of the disk is left to the database."""
_MOST_SEEN = 4096


class TooLarge(Exception):  # noqa: N818 - says what is wrong
    """More bytes than were allowed; ``limit`` is how many."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class Spoilt(Exception):  # noqa: N818 - says what is wrong
    """A kept file that cannot be relied on: ``what`` is ``altered`` or ``lost``."""

    def __init__(self, what: str, sha256: str) -> None:
        super().__init__(f"{sha256}: {what}")
        self.what, self.sha256 = what, sha256


@dataclass(frozen=True)
class Kept:
    """A file that is there to stay. ``name``: what whoever sent it called it, never trusted;
    ``content_type``: what its first bytes say. ``size`` in bytes.
    """

    sha256: str
    size: int
    content_type: str
    name: str = ""


def root() -> Path:
    """Where files are kept."""
    return environment.home() / _FOLDER


def place(sha256: str) -> Path:
    """Where a file of that digest lies."""
    return root() / sha256[:2] / sha256[2:4] / sha256


class Draft:
    """A file that grows on disk, for its owner only; kept whole or gone.

    Errors: ``TooLarge``; ``OSError``, also ENOSPC while there is hardly any room left.
    """

    def __init__(self, *, limit: int, expected: int = 0) -> None:
        folder = root() / PARTS
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if shutil.disk_usage(folder).free < expected + _RESERVE:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        descriptor, self._path = tempfile.mkstemp(dir=folder)
        self._file: IO[bytes] = os.fdopen(descriptor, "wb", buffering=0)
        self._digest, self._size, self._limit = hashlib.sha256(), 0, limit
        self._head = b""

    def write(self, piece: bytes) -> None:
        """Takes the next bytes."""
        if self._size + len(piece) > self._limit:
            raise TooLarge(self._limit)
        if len(self._head) < HEAD_BYTES:
            self._head += piece[: HEAD_BYTES - len(self._head)]
        left = memoryview(piece)
        while left:
            left = left[self._file.write(left) :]
        self._digest.update(piece)
        self._size += len(piece)

    def keep(self, name: str = "") -> Kept:
        """Puts it under its digest, where it survives a power cut from now on."""
        sha256 = self._digest.hexdigest()
        target = place(sha256)
        os.fsync(self._file.fileno())
        self._file.close()
        _make(target.parent)
        Path(self._path).replace(target)
        sync(target.parent)
        return Kept(sha256, self._size, kind_of(self._head), name)

    def drop(self) -> None:
        """Leaves nothing; after ``keep`` it does nothing."""
        self._file.close()
        Path(self._path).unlink(missing_ok=True)


def keep(content: bytes, name: str = "") -> Kept:
    """A small file that is in memory already."""
    draft = Draft(limit=len(content))
    try:
        draft.write(content)
        return draft.keep(name)
    finally:
        draft.drop()


def _make(folder: Path) -> None:
    """The folder and those above it, each of which stays."""
    for one in (folder.parent, folder):
        if not one.is_dir():
            one.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync(one.parent)


def opened(sha256: str, *, anew: bool = True) -> BinaryIO:
    """The file, open at its start, held against its digest. Errors: ``Spoilt``.

    ``anew`` false: one that was whole is not read again while its inode is as it was.
    """
    try:
        file = place(sha256).open("rb", buffering=0)
    except FileNotFoundError:
        raise Spoilt("lost", sha256) from None
    try:
        _check(file, sha256, anew=anew)
    except BaseException:
        file.close()
        raise
    return file


def spoilt(sha256: str, *, anew: bool = True) -> str:
    """``altered`` or ``lost``; "" for a file that is as it was kept. ``anew``: as ``opened``."""
    try:
        opened(sha256, anew=anew).close()
    except Spoilt as fault:
        return fault.what
    return ""


def is_there(sha256: str, size: int) -> bool:
    """Whether a file of that size lies there: what can be known without reading it."""
    try:
        return place(sha256).stat().st_size == size
    except FileNotFoundError:
        return False


_seen: OrderedDict[str, tuple[int, ...]] = OrderedDict()
_lock = threading.Lock()


def _check(file: IO[bytes], sha256: str, *, anew: bool) -> None:
    about = os.fstat(file.fileno())
    state = (about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)
    with _lock:
        if not anew and _seen.get(sha256) == state:
            return
        _seen.pop(sha256, None)
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    if digest.hexdigest() != sha256:
        raise Spoilt("altered", sha256)
    file.seek(0)
    with _lock:
        _seen[sha256] = state
        if len(_seen) > _MOST_SEEN:
            _seen.popitem(last=False)


def all_kept() -> Iterator[Path]:
    """Every file that is kept; those that still grow are none."""
    for path in root().glob("??/??/*"):
        if path.name == path.parent.parent.name + path.parent.name + path.name[4:]:
            yield path


_OLD = timedelta(days=1)


def sweep_parts(at: datetime) -> int:
    """Removes what was cut off more than a day ago; how many."""
    before, swept = (at - _OLD).timestamp(), 0
    for path in (root() / PARTS).glob("*"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def sweep_unnamed(named: Collection[str], at: datetime) -> int:
    """Removes what was kept more than a day ago and is none of the digests ``named``; how many.

    Where nothing at all is named nothing is removed: it may be the wrong database.
    """
    if not named:
        return 0
    before = (at - _OLD).timestamp()
    return sum(_take_away(path, before) for path in all_kept() if path.name not in named)


def _take_away(path: Path, before: float) -> bool:
    """Whether it is gone. It is put aside first: it may come again while it is looked at."""
    aside = root() / PARTS / path.name
    try:
        if path.stat().st_mtime >= before:
            return False
        aside.parent.mkdir(mode=0o700, exist_ok=True)
        path.replace(aside)
        if aside.stat().st_mtime >= before:
            aside.replace(path)
            return False
        aside.unlink()
    except FileNotFoundError:  # another worker was quicker
        return False
    return True
