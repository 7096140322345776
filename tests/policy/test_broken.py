"""Hundreds of packs, each broken in one place: every one is refused, at that place, in words."""

import copy
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from kesu.policy.loading import faults, read

Path = tuple[str | int, ...]
WHOLE = tomllib.loads(read("loyalty"))


def toml(value: Any, path: tuple[str, ...] = ()) -> str:
    """A document as TOML; enough of it for packs."""
    plain = {key: inner for key, inner in value.items() if not _is_table(inner)}
    lines = [f"{_key(key)} = {_inline(inner)}" for key, inner in plain.items()]
    for key, inner in value.items():
        here = (*path, _key(key))
        if isinstance(inner, dict):
            lines += ["", f"[{'.'.join(here)}]", toml(inner, here)]
        elif _is_table(inner):
            for entry in inner:
                lines += ["", f"[[{'.'.join(here)}]]", toml(entry, here)]
    return "\n".join(lines)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
    )


def _key(key: str) -> str:
    return f'"{key}"'


def _inline(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    if isinstance(value, int | float):
        return str(value)
    return str(value.isoformat())


def at(document: Any, path: Path) -> Any:
    for part in path:
        document = document[part]
    return document


def broken(path: Path, value: Any = None, *, gone: bool = False) -> str:
    """The pack with another value at ``path``, or with nothing there."""
    document = copy.deepcopy(WHOLE)
    above, last = at(document, path[:-1]), path[-1]
    if gone:
        del above[last]
    else:
        above[last] = value
    return toml(document)


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    yield path, value
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from walk(inner, (*path, key))


CODED = {"handler", "grade", "rank", "tier", "min_rank", "acts_for"}


def mutations() -> Iterator[tuple[str, Path, Any]]:
    """Another kind of value, an unknown code, a missing word, a negative time: where and what."""
    for path, value in walk(WHOLE):
        last = path[-1] if path else ""
        if last in CODED and isinstance(value, str):
            yield "unknown code", path, "nobody"
        elif last in ("hours", "minutes", "after_workdays", "ack_minutes", "level"):
            yield "negative", path, -1
        elif last == "en" and isinstance(value, str):
            yield "word missing", path, None
        elif last == "code" and path[0] != "texts":
            yield "code of another kind", path, 7
        elif isinstance(value, bool):
            yield "no flag", path, "perhaps"
        elif last in ("notify", "needs", "asks", "suggests") and isinstance(value, list):
            yield "unknown entry", (*path, 0), "nobody"
        elif path[:1] == ("mandates",) and isinstance(value, int):
            yield "negative amount", path, -1


def place_of(path: Path) -> str:
    said = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return said.removeprefix(".")


def test_the_writing_of_packs_here_changes_none() -> None:
    assert tomllib.loads(toml(WHOLE)) == WHOLE
    assert faults(toml(WHOLE)) == []


def test_each_of_hundreds_of_broken_packs_is_told_where() -> None:
    tried = 0
    for kind, path, value in mutations():
        if kind == "unknown entry" and not at(WHOLE, path[:-1]):
            continue
        text = broken(path, value, gone=value is None)
        found = faults(text)
        places = [fault.place.partition(" (line ")[0].replace('"', "") for fault in found]
        assert place_of(path) in places, (kind, path, places)
        assert all(fault.zh and fault.en for fault in found)
        tried += 1
    assert tried > 300


@pytest.mark.req("B34")
@pytest.mark.parametrize("part", ["flow", "compensation", "analysis", "tracking", "use"])
def test_a_plan_without_one_of_its_parts_is_named(part: str) -> None:
    found = faults(broken(("plans", "any", part), gone=True))
    assert {fault.place.partition(" (line ")[0] for fault in found} == {"plans"}
    assert all(part in fault.en for fault in found)


def test_every_type_without_its_clock_is_named() -> None:
    table = WHOLE["clocks"]["first_callback"]
    for key in table:
        found = faults(broken(("clocks", "first_callback", key), gone=True))
        assert found, key
        assert found[0].place.startswith("clocks.first_callback")


@pytest.mark.req("A06")
@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('II = {one = "E", spreading', 'II = {one = "A", spreading', "first_tier.matrix.II"),
        ('II = {one = "E", ', "II = {", "first_tier.matrix.II"),
        ('I = {one = "F", spreading = "E", public = "C"}\n', "", "first_tier.matrix"),
        ('code = "spreading"', 'code = "one"', "first_tier.impacts[1].code"),
        ('field = "same_issue_today", over = 3', 'field = "mood", over = 3', "first_tier.impacts"),
        ('in = ["media", "court"', 'in = ["moon", "court"', "first_tier.impacts"),
        ("over = 10}", "over = 10, is = 3}", "first_tier.impacts"),
        ('field = "text", matches', 'field = "level", matches', "first_tier.impacts"),
        ('field = "same_issue_today", over = 3', 'field = "text", over = 3', "first_tier.impacts"),
        ("within_hours = 8", "within_hours = 0", "reviews.within_hours"),
        ('told = ["manager"', 'told = ["moon"', "incidents.told"),
        ("manager = 0\n", "manager = 9000000\n", "mandates.indemnity"),
        ('indemnity = "director"', 'bribe = "director"', "remedies.ranks"),
        ('extends = "loyalty"', 'extends = "moon"', "extends"),
    ],
)
def test_what_brand_adds_is_checked_as_well(old: str, new: str, place: str) -> None:
    text = read("brand")
    assert old in text
    found = faults(text.replace(old, new, 1))
    assert found
    assert found[0].place.startswith(place)
