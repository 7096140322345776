"""Query parameters, read as strictly as bodies: unknown ones are refused with their name."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, TypeVar

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kesu.api import schemas
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import wording

Item = TypeVar("Item")
Limit = Annotated[int, Field(ge=1, le=200)]
Cursor = Annotated[str, Field(min_length=1, max_length=2000)]


class Question(BaseModel):
    """What an address may be asked; a list takes a parameter again, or values between commas."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Paged(Question):
    limit: Limit = 50
    cursor: Cursor = ""


class Stretch(Question):
    """A list that is read whole unless a stretch of it is asked for; it only ever grows."""

    limit: Limit | None = None
    cursor: Annotated[int, Field(ge=0, le=10**9)] = 0

    def of(self, items: Sequence[Item]) -> tuple[list[Item], str | None]:
        """The stretch, and where the next one begins."""
        end = self.cursor + self.limit if self.limit else len(items)
        return list(items[self.cursor : end]), str(end) if end < len(items) else None


Q = TypeVar("Q", bound=Question)


def read(model: type[Q], request: HttpRequest) -> Q:
    """Errors: ``Refused`` with one fault for each parameter."""
    faults = list(_unreadable(model, request.GET))
    if faults:
        raise Refused(faults)
    try:
        return model.model_validate(_values(model, request.GET))
    except ValidationError as error:
        raise Refused(wording.faults(error)) from None


def nothing(request: HttpRequest) -> None:
    """This address takes no query parameter. Errors: ``Refused``."""
    read(Question, request)


def parameters(model: type[Question]) -> list[dict[str, Any]]:
    """As OpenAPI writes them."""
    schema = schemas.of(model)
    return [
        {"in": "query", "name": name, "required": False, "schema": _without_null(one)}
        for name, one in schema["properties"].items()
    ]


def _unreadable(model: type[Question], given: QueryDict) -> Iterator[Fault]:
    for name, values in given.lists():
        if any("\x00" in value for value in (name, *values)):
            yield Fault(name, wording.holds_nul(), wording.plain_text())
        elif len(values) > 1 and not _takes_many(model, name):
            yield Fault(name, _("This is given more than once."))


def _values(model: type[Question], given: QueryDict) -> dict[str, Any]:
    return {
        name: [part for value in values for part in value.split(",")]
        if _takes_many(model, name)
        else values[0]
        for name, values in given.lists()
    }


def _takes_many(model: type[Question], name: str) -> bool:
    field = model.model_fields.get(name)
    return field is not None and isinstance(field.default, tuple)


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in schema.items() if name != "default" or value is not None}
    branches = [one for one in kept.pop("anyOf", ()) if one != {"type": "null"}]
    return {**kept, **branches[0]} if branches else kept
