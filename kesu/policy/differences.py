"""What changed between two packs, in words. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from kesu.policy import places
from kesu.policy.faults import Path
from kesu.policy.schema import Pack, Text

_GONE: Any = object()


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same: where, and how it reads on each side; None: not there.

    ``about`` is the name of the nearest entry that has one, as people call it.
    """

    place: str
    before: str | Text | None
    after: str | Text | None
    about: Text | None = None


def differences(before: Pack, after: Pack) -> list[Difference]:
    """Everything that differs, in the order of ``before``; entries of lists are met by their code.

    Name, version and start are told by the packs themselves and left out.
    """
    left, right = _plain(before), _plain(after)
    for own in ("name", "version", "valid_from", "extends"):
        left.pop(own, None)
        right.pop(own, None)
    return list(_compare((), left, right, None))


def _plain(pack: Pack) -> dict[str, Any]:
    return pack.model_dump(by_alias=True, exclude_none=True)


def _compare(path: Path, before: Any, after: Any, about: Text | None) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict) and not _is_text(before):
        if path:
            about = _name(after) or _name(before) or about
        for key in (*before, *(key for key in after if key not in before)):
            here = (*path, str(key))
            yield from _compare(here, before.get(key, _GONE), after.get(key, _GONE), about)
    elif _are_coded(before, after):
        yield from _compare_entries(path, _by_code(before), _by_code(after), about)
    else:
        yield _difference(path, before, after, about)


def _compare_entries(
    path: Path, before: dict[str, Any], after: dict[str, Any], about: Text | None
) -> Iterator[Difference]:
    for code in (*before, *(code for code in after if code not in before)):
        here = (*path, code)
        if code in before and code in after:
            yield from _compare(here, before[code], after[code], about)
        else:
            entry = before.get(code) or after[code]
            yield _difference(
                here, before.get(code, _GONE), after.get(code, _GONE), _name(entry) or about
            )


def _difference(path: Path, before: Any, after: Any, about: Text | None) -> Difference:
    return Difference(places.name(path), _said(before), _said(after), about)


def _name(entry: dict[str, Any]) -> Text | None:
    for key in ("name", "title"):
        if _is_text(entry.get(key)):
            return Text.model_validate(entry[key])
    return None


def _is_text(value: Any) -> bool:
    return isinstance(value, dict) and {"zh-hans", "en"} <= set(value)


def _are_coded(*lists: Any) -> bool:
    """Lists of entries with codes; one of them may be empty."""
    entries = [entry for one in lists if isinstance(one, tuple | list) for entry in one]
    return (
        all(isinstance(one, tuple | list) for one in lists)
        and bool(entries)
        and all(isinstance(entry, dict) and "code" in entry for entry in entries)
    )


def _by_code(entries: Any) -> dict[str, Any]:
    return {str(entry["code"]): entry for entry in entries}


def _said(value: Any) -> str | Text | None:
    if value is _GONE:
        return None
    if _is_text(value):
        return Text.model_validate(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        told = {key: inner for key, inner in value.items() if inner != () and not _is_text(inner)}
        return ", ".join(f"{key} {_said(inner)}" for key, inner in told.items())
    if isinstance(value, tuple | list | set | frozenset):
        return " ".join(str(_said(inner)) for inner in value) or "-"
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
