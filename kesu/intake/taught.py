"""What the house learned from its own closed cases: kept in its home, read again when it changes.

No database is asked here, so that whoever learns may be a process of its own.
"""

import json
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kesu.foundation.environment import home

if TYPE_CHECKING:
    from kesu.language.classify import Model

MODEL, REPORT = "model.kesu", "report.json"
FEWEST_OF_A_TYPE = 5
FEWEST = 60
"""Closed cases in all, and of each type, below which a type is not learned."""
_LARGEST = 30_000_000
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Learned:
    """What is known of the last learning: ``report`` as ``learn.as_values`` writes it, ``about``
    when and from how many cases; ``sound``: the model beside it is the one it tells of.
    """

    report: Mapping[str, Any]
    about: Mapping[str, Any]
    sound: bool


def folder() -> Path:
    """Where types that were learned are kept: ``$KESU_HOME/models/type``."""
    return home() / "models" / "type"


def model() -> "Model | None":
    """What was learned last; None before, and where the file cannot be used."""
    path = folder() / MODEL
    try:
        known = path.stat()
    except OSError:
        return None
    return _loaded(path, (known.st_mtime_ns, known.st_size, known.st_ino))


@lru_cache(maxsize=1)
def _loaded(path: Path, _mark: tuple[int, int, int]) -> "Model | None":
    from kesu.language.packing import NoModel, unpack  # noqa: PLC0415 - numbers, once learned

    try:
        content = path.read_bytes()
        if len(content) > _LARGEST:
            raise NoModel(f"{len(content)} bytes")
        return unpack(content)
    except (OSError, NoModel):
        _log.exception("the types learned from cases cannot be used: %s", path)
        return None


def learned() -> Learned | None:
    """How well the last learning went; None where there was none."""
    try:
        told = json.loads((folder() / REPORT).read_text(encoding="utf-8"))
        about = told.pop("about")
        mark = sha256((folder() / MODEL).read_bytes()).hexdigest()
        return Learned(told, about, mark == about["model"] and model() is not None)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def enough(often: Mapping[str, int]) -> dict[str, int]:
    """Of types by how many cases, those that can be learned; none where that is too little."""
    fit = {code: count for code, count in often.items() if count >= FEWEST_OF_A_TYPE}
    return fit if len(fit) > 1 and sum(fit.values()) >= FEWEST else {}


def teach(
    texts: Sequence[str], types: Sequence[str], about: Mapping[str, Any], place: Path | None = None
) -> dict[str, Any]:
    """Learns and keeps what was learned, whole or not at all; gives the report.

    ``types`` are those of ``texts``; ``about`` is kept with the report. Errors: ``OSError``.
    """
    from kesu.language.learn import as_values, learn  # noqa: PLC0415 - brings all of scikit-learn
    from kesu.language.packing import pack  # noqa: PLC0415 - as above

    found, report = learn(texts, types)
    content = pack(found)
    told = {
        **as_values(report),
        "line": found.line,
        "about": {**about, "model": sha256(content).hexdigest()},
    }
    where = place or folder()
    where.mkdir(parents=True, exist_ok=True)
    _put(where / MODEL, content)
    _put(where / REPORT, json.dumps(told, ensure_ascii=False).encode())
    return told


def answer(
    there: Connection,
    texts: Sequence[str],
    types: Sequence[str],
    about: Mapping[str, Any],
    place: str,
) -> None:
    """As ``teach``, in a process of its own: the report, or what went wrong, goes ``there``."""
    try:
        there.send(teach(texts, types, about, Path(place)))
    except Exception as fault:  # noqa: BLE001 - whoever waits is told
        there.send(f"{type(fault).__name__}: {fault}")
    finally:
        there.close()


def _put(path: Path, content: bytes) -> None:
    """In one step: who reads meanwhile has the one or the other."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
