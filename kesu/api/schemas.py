"""JSON Schema of what callers send: each model whole in one piece, without references."""

from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

_KEY = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}
AGAIN = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": _KEY,
    "description": "The same key and body again give the first 2xx answer again, for 72 hours.",
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag you know; 412 when the complaint has changed since.",
}
IF_NONE_MATCH = {**IF_MATCH, "name": "If-None-Match", "description": "304 when nothing changed."}


def of(model: type[BaseModel]) -> dict[str, Any]:
    """The model's schema with every definition put where it is used."""
    schema = model.model_json_schema()
    definitions = schema.pop("$defs", {})
    found = _inlined(schema, definitions)
    assert isinstance(found, dict)
    return found


def told(model: type[BaseModel]) -> dict[str, Any]:
    """The same with its titles in the reader's language, for whoever builds a form from it."""
    found = _titled(of(model))
    assert isinstance(found, dict)
    return found


def _titled(schema: object) -> object:
    if isinstance(schema, list):
        return [_titled(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    title = schema.get("title")
    inner = {key: _titled(value) for key, value in schema.items()}
    return {**inner, "title": _(title)} if isinstance(title, str) else inner


def body(model: type[BaseModel]) -> dict[str, Any]:
    """A request body of that model, as OpenAPI writes it."""
    schema = of(model)
    content = {"application/json": {"schema": schema}}
    return {"required": bool(schema.get("required")), "content": content}


def _inlined(schema: object, definitions: dict[str, Any]) -> object:
    if isinstance(schema, list):
        return [_inlined(one, definitions) for one in schema]
    if not isinstance(schema, dict):
        return schema
    name = str(schema.get("$ref", "")).removeprefix("#/$defs/")
    beside = {key: value for key, value in schema.items() if key != "$ref"}
    whole = {**deepcopy(definitions[name]), **beside} if name else beside
    return {key: _inlined(value, definitions) for key, value in whole.items()}
