"""When this house was last backed up: a small file in the home, for whoever looks at its state."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kesu.foundation import environment

_FILE = "last-backup.json"


@dataclass(frozen=True)
class Backup:
    """``lines``: how far the record went."""

    at: datetime
    lines: int
    size: int


def remember(backup: Backup) -> None:
    """Keeps that a backup was made; a home that cannot be written to is no fault of the backup."""
    path = _path()
    draft = path.with_suffix(".part")
    said = {"at": backup.at.isoformat(), "lines": backup.lines, "size": backup.size}
    try:
        draft.write_text(json.dumps(said), encoding="utf-8")
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)


def last() -> Backup | None:
    """The last backup made from this home; None: none, or nobody can tell."""
    try:
        said = json.loads(_path().read_text(encoding="utf-8"))
        return Backup(datetime.fromisoformat(said["at"]), int(said["lines"]), int(said["size"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _path() -> Path:
    return environment.home() / _FILE
