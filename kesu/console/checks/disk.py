"""Is there room where the house writes?"""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kesu.console.checks.database import file_of_the_database
from kesu.console.checks.finding import Finding
from kesu.console.words import choose
from kesu.foundation import environment

_LEAST_FREE_BYTES = 1024**3
_NONE_FREE_BYTES = 16 * 1024**2
_PROBE_BYTES = 64 * 1024


def disk(_: datetime) -> Iterator[Finding]:
    what = choose(zh="磁盘可写且有空间", en="disk writable, with room")
    advice = choose(zh="腾出空间，或扩大磁盘", en="make room, or enlarge the disk")
    for folder in sorted({environment.home(), _folder_of_the_database()}):
        detail = str(folder)
        try:
            free = shutil.disk_usage(folder).free
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(bytes(_PROBE_BYTES))
                file.flush()
        except OSError as fault:
            yield Finding(what, holds=False, detail=f"{folder}: {fault.strerror}", advice=advice)
            continue
        holds = False if free < _NONE_FREE_BYTES else free > _LEAST_FREE_BYTES or None
        detail = f"{folder}: {free / 1024**3:.1f} GiB"
        yield Finding(what, holds=holds, detail=detail, advice=advice)


def _folder_of_the_database() -> Path:
    """Where the file of SQLite lies; on a server there is none, and the home stands for it."""
    path = file_of_the_database()
    return path.parent if path is not None and path.parent.is_dir() else environment.home()
