"""Numbers of people in words that are quoted with places: covered in the room that they take."""

import re
from collections.abc import Mapping
from typing import Any

from kesu.foundation.masking import mask_text

_RUN = re.compile(r"[\d+][\d +\-]{3,}[\dXx]")
_IN_A_ROW = ("before", "words", "after")
_ALONE = ("earlier", "surface", "sentence", "term", "label")


def covered(text: str) -> str:
    """As masked elsewhere, with signs that take the room of what they cover: places stay right."""
    return _RUN.sub(lambda run: _fitted(mask_text(run[0]), len(run[0])), text)


def quoting(reason: Mapping[str, Any]) -> dict[str, Any]:
    """A reason, or facts, with every quoted piece covered; a number may run over from one piece
    into the next.
    """
    said = dict(reason)
    row = [name for name in _IN_A_ROW if isinstance(said.get(name), str)]
    whole = covered("".join(said[name] for name in row))
    for name in row:
        said[name], whole = whole[: len(said[name])], whole[len(said[name]) :]
    alone = (name for name in _ALONE if isinstance(said.get(name), str))
    return said | {name: covered(said[name]) for name in alone}


def _fitted(masked: str, room: int) -> str:
    at = max(masked.find("*"), 0)
    return (masked[:at] + "*" * (room - len(masked)) + masked[at:])[:room]
