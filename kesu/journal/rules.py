"""The line of the journal and its hashes (DOMAIN, The journal). Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

GENESIS = "0" * 64
VERSION = 1

Value = None | bool | int | str | list["Value"] | dict[str, "Value"]


class Unjournalable(TypeError):  # noqa: N818 - says what is wrong
    """A value that has no canonical form: a float, or an object that is no plain JSON."""


class NotCanonical(ValueError):  # noqa: N818 - says what is wrong with the text
    """Another spelling of a value that has a canonical one; the value comes with it."""


def canonical(value: Value) -> str:
    """JSON with keys in code-point order, no spaces, unescaped.

    Errors: ``Unjournalable`` for a float or anything that is not null, bool, int, string, list
    or object.
    """
    _check(value)
    return _encoder.encode(value)


def parse(text: str) -> Any:
    """The value of a canonical text. As ``canonical(json.loads(text)) == text`` in half the time.

    Errors: ``ValueError`` for what is no JSON or holds a float, ``NotCanonical`` for other forms.
    """
    value = _decoder.decode(text)
    if _encoder.encode(value) != text:
        raise NotCanonical(value)
    return value


def _no_float(text: str) -> None:
    raise ValueError(f"a float: {text}")


_decoder = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float)
# What goes round in a circle is found by the check of its types, which goes through it as well.
_encoder = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), check_circular=False
)


def line_hash(line: str) -> str:
    """SHA-256 of a canonical line, in hex."""
    return hashlib.sha256(line.encode()).hexdigest()


def note_digest(salt: bytes, note: Value) -> str:
    """SHA-256 of 32 random bytes and the canonical note: erasing both leaves nothing to guess."""
    return text_digest(salt, canonical(note))


def text_digest(salt: bytes, text: str) -> str:
    """The same for a note that stands in its canonical form already."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def moment(at: datetime) -> str:
    """RFC 3339 in UTC with microseconds."""
    return _written(at if at.tzinfo is UTC else at.astimezone(UTC))


@lru_cache(maxsize=4096)
def _written(utc: datetime) -> str:
    return utc.isoformat(timespec="microseconds").replace("+00:00", "Z")


def merkle_root(hashes: Sequence[str]) -> str:
    """The Merkle root of line hashes in their order; an odd one goes up alone. "" for none.

    Leaves and inner nodes are hashed with different first bytes, so that neither can stand in
    for the other.
    """
    level = [hashlib.sha256(b"\x00" + bytes.fromhex(leaf)).digest() for leaf in hashes]
    while len(level) > 1:
        paired = [
            hashlib.sha256(b"\x01" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ]
        level = paired + ([level[-1]] if len(level) % 2 else [])
    return level[0].hex() if level else ""


def compose(fields: Mapping[str, Any]) -> str:
    """The canonical text of a line from its fields."""
    return canonical({"v": VERSION, **fields})


_SCALARS = (type(None), bool, int, str)
_PLAIN = frozenset(_SCALARS)


def _check_all(values: Iterable[object]) -> None:
    for value in values:
        if type(value) not in _PLAIN:
            _check(value)


def _check(value: object) -> None:
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise Unjournalable(f"key {key!r}")
        _check_all(value.values())
    elif isinstance(value, list):
        _check_all(value)
    elif not isinstance(value, _SCALARS):
        raise Unjournalable(f"{type(value).__name__}: {value!r}")
