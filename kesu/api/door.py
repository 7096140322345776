"""The API as one object: its resources, its errors, its OpenAPI document."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from kesu import __version__
from kesu.api import actions, complaints, problems, queue, record, shapes


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
    description="Complaints, from lodging to archive. Times are RFC 3339 with offset.",
    urls_namespace="api",
    docs_decorator=require_safe,
)
for _resource in (complaints, actions, record, queue):
    door.add_router("", _resource.router)
