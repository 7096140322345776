"""The API as one object: its resources, its errors, its OpenAPI document."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from kesu import __version__
from kesu.api import (
    actions,
    batches,
    calls,
    complaints,
    evidence,
    export,
    form,
    messages,
    orders,
    problems,
    queue,
    record,
    remedies,
    shapes,
    signals,
)

_DESCRIPTION = """
Complaints, from lodging to archive. A call is answered as the person of its token would be on the
screens.

- **Token**: `Authorization: Bearer TOKEN`, made by `kesu token create`. Without scopes it may all
  that its person may; the scopes `read` and `write` narrow it, and `write` includes `read`.
- **Refusals** are `application/problem+json` with a stable `code`; bad input names each field in
  `errors`, a wrong state says what is `allowed`, a shut gate what is `missing`.
- **Again**: a POST with an `Idempotency-Key` happens once; the same key and body give the first
  answer again for 72 hours.
- **At once**: `ETag` is the version; `If-Match` refuses a step on another one with 412.
- **Lists** give `items` and `next`, the `cursor` of the page behind or null.
- **Times** are RFC 3339 with offset; money is in 分.
"""


class Door(NinjaAPI):
    """The API of ninja with this house's errors; its document is made once."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        return problems.answer(request, exc)

    def get_openapi_schema(self, **_places: Any) -> Any:
        return self._document

    @cached_property
    def _document(self) -> dict[str, Any]:
        return _finished(super().get_openapi_schema())


def _finished(document: dict[str, Any]) -> dict[str, Any]:
    """With the problems every operation can answer, and without null where nothing is sent."""
    known = document["components"]["schemas"]
    definition = shapes.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    known.update(definition.pop("$defs"))
    known["Problem"] = definition
    for schema in known.values():
        _leave_out(schema)
    media = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for methods in document["paths"].values():
        for operation in methods.values():
            operation["responses"]["default"] = {"description": "Refused", "content": media}
    return dict(document)


def _leave_out(schema: dict[str, Any]) -> None:
    """A property that is not required is absent when empty, never null."""
    optional = set(schema.get("properties", {})) - set(schema.get("required", ()))
    for name in optional:
        known = schema["properties"][name]
        branches = [one for one in known.pop("anyOf", ()) if one != {"type": "null"}]
        known.pop("default", None)
        known.update(branches[0] if branches else {})


door = Door(
    title="Kesu 客诉",
    version=__version__,
    description=_DESCRIPTION,
    urls_namespace="api",
    docs_decorator=require_safe,
)
# An export is asked for in the place of a complaint's number: it comes first.
for _resource in (
    export,
    complaints,
    actions,
    record,
    evidence,
    form,
    queue,
    batches,
    calls,
    remedies,
    messages,
    signals,
    orders,
):
    door.add_router("", _resource.router)
