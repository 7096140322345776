"""From the JSON Schema of a body: one value that fits, and everything that must not."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

Schema = dict[str, Any]
Place = tuple[str | int, ...]

_NO_TEXT = (5, 1.5, True, [], {}, "a\x00b", "\ud800", "x\udfff")
_NO_NUMBER = ("1", 1.5, True, [], {}, "", 1e300)
_NO_TIME = (
    "yesterday",
    "2026-02-13",
    "2026-02-13T10:00:00",
    "2026-02-30T10:00:00+08:00",
    "2026-02-13T25:00:00+08:00",
    "2026-02-13T10:00:00+99:00",
    "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00+14:00",
    "1700000000",
    "",
    5,
    [],
)
_NO_DATE = ("2026-02-30", "13.02.2026", "2026-13-01", "tomorrow", "", 5, [])


def fitting(schema: Schema) -> Any:
    """A small value that the schema takes."""
    if "anyOf" in schema:
        return fitting(schema["anyOf"][0])
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    match schema["type"], schema.get("format"):
        case "string", "date-time":
            return "13.02.2026"
        case "string", "date":
            return "2030-01-01"
        case "object", _:
            needed = schema.get("required", ())
            return {name: fitting(schema["properties"][name]) for name in needed}
        case "array", _:
            return [fitting(schema["items"])] * schema.get("minItems", 1)
    return {"string": "x", "integer": schema.get("minimum", 1), "boolean": True}[schema["type"]]


def misfitting(schema: Schema) -> Iterator[tuple[str, Any]]:
    """Bodies that must be refused, each with the place of its one fault."""
    whole = fitting(schema)
    for place, value in _wrong(schema, ()):
        body = deepcopy(whole)
        _put(body, schema, place, value)
        yield ".".join(map(str, place)), body


def missing(schema: Schema) -> Iterator[tuple[str, Any]]:
    """Bodies without one thing that is required, or with one nobody knows."""
    for name in schema.get("required", ()):
        body = fitting(schema)
        del body[name]
        yield name, body
    yield "colour", {**fitting(schema), "colour": "red"}


def _wrong(schema: Schema, place: Place) -> Iterator[tuple[Place, Any]]:
    branches = schema.get("anyOf", [schema])
    kinds = [one.get("type") for one in branches]
    if len([kind for kind in kinds if kind != "null"]) > 1:
        wrong = (1.5, True, [], {}, "a\x00b")
        yield from ((place, one) for one in wrong if not (one is True and "boolean" in kinds))
        return
    (branch,) = [one for one in branches if one.get("type") != "null"]
    if place and "null" not in kinds:
        yield place, None
    yield from ((place, value) for value in _of_kind(branch) if place)
    yield from _inside(branch, place)


def _of_kind(schema: Schema) -> Iterator[Any]:
    match schema["type"], schema.get("format"):
        case "string", "date-time":
            yield from _NO_TIME
        case "string", "date":
            yield from _NO_DATE
        case "string", _:
            yield from _NO_TEXT
            yield from _of_length(schema)
        case "integer", _:
            yield from _NO_NUMBER
            yield from (schema[end] + step for end, step in _ENDS if end in schema)
        case "boolean", _:
            yield from ("true", 0, 1, [], {})
        case "array", _:
            yield from ("x", 5, {}, [None])
            if "maxItems" in schema:
                yield [fitting(schema["items"])] * (schema["maxItems"] + 1)
        case "object", _:
            yield from ("x", 5, [], True)


_ENDS = (("minimum", -1), ("maximum", 1))


def _of_length(schema: Schema) -> Iterator[str]:
    if "enum" in schema:
        yield from ("", "no such code")
        return
    yield from ("", " ", "\u3000\n")
    yield "长" * (schema["maxLength"] + 1)


def _inside(schema: Schema, place: Place) -> Iterator[tuple[Place, Any]]:
    if schema.get("type") == "object":
        for name, known in schema["properties"].items():
            yield from _wrong(known, (*place, name))
        if place:
            yield (*place, "colour"), "red"
    if schema.get("type") == "array":
        yield from _wrong(schema["items"], (*place, 0))


def _put(body: Any, schema: Schema, place: Place, value: Any) -> None:
    *above, last = place
    for part in above:
        schema = _below(schema, part)
        if isinstance(body, dict) and body.get(str(part)) is None:
            body[part] = fitting(schema)
        body = body[part]
    body[last] = value


def _below(schema: Schema, part: str | int) -> Schema:
    for branch in schema.get("anyOf", [schema]):
        if branch.get("type") == "object" and part in branch["properties"]:
            return dict(branch["properties"][part])
        if branch.get("type") == "array":
            return dict(branch["items"])
    raise KeyError(part)
