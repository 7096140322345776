"""What the house learned from its own marks, kept in its home and read again when it changes."""

import logging
from functools import lru_cache
from pathlib import Path

from kesu.foundation.environment import home
from kesu.language.packing import NoModel
from kesu.language.triage import Trained
from kesu.language.triage_packing import unpacked

PIECES, ABOUT = "triage.kesu", "triage.json"
"""The files as ``kesu triage train`` writes them."""
_LARGEST = 30_000_000
_log = logging.getLogger(__name__)
_Mark = tuple[int, int, int]


def folder() -> Path:
    """``$KESU_HOME/models/triage``."""
    return home() / "models" / "triage"


def current() -> Trained | None:
    """What was learned last; None before, and where the files cannot be used: then the shipped
    rules read alone.
    """
    where = folder()
    try:
        marks = tuple(_mark(where / name) for name in (PIECES, ABOUT))
    except OSError:
        return None
    return _loaded(where, marks)


def _mark(path: Path) -> _Mark:
    known = path.stat()
    return known.st_mtime_ns, known.st_size, known.st_ino


@lru_cache(maxsize=1)
def _loaded(where: Path, marks: tuple[_Mark, ...]) -> Trained | None:
    if any(size > _LARGEST for _time, size, _node in marks):
        _log.error("what was learned in %s is too large to be used", where)
        return None
    try:
        about = (where / ABOUT).read_text(encoding="utf-8")
        return unpacked((where / PIECES).read_bytes(), about)
    except (OSError, NoModel, UnicodeDecodeError):
        _log.exception("what was learned in %s cannot be used", where)
        return None
