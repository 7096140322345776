"""What a verb takes: the base of every payload, its field types, and reading one from outside."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from kesu.foundation.faults import Fault, Refused
from kesu.foundation.phones import normalise_phone
from kesu.journeys import wording

LONGEST_TEXT = 50_000


def _not_blank(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", "expected some text")
    return value


def _phone(value: str) -> str:
    if normalise_phone(value) is None:
        raise PydanticCustomError("phone", "expected 5 to 20 digits")
    return value


_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)?", re.ASCII)


def _read_time(value: object) -> object:
    """Only what is written as a time: pydantic takes a number in quotes for seconds since 1970."""
    if not isinstance(value, str):
        return value
    try:
        if _TIME.fullmatch(value):
            return datetime.fromisoformat(value.upper())
    except ValueError:
        pass
    raise PydanticCustomError("datetime_parsing", "expected a time with its offset")


_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _read_day(value: object) -> object:
    """A day, or a time with its offset for the day it names where it was written."""
    if not isinstance(value, str):
        return value
    day = value[:10] if _TIME.fullmatch(value) else value
    try:
        if _DAY.fullmatch(day):
            return date.fromisoformat(day)
    except ValueError:
        pass
    raise PydanticCustomError("date_parsing", "expected a day")


def _of_these_times(value: datetime) -> datetime:
    if not 1970 <= value.year <= 9000:
        raise PydanticCustomError("datetime_range", "expected a time of these centuries")
    return value


def _level_words(value: str) -> str:
    return value.strip()


Text = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(_not_blank)]
Sentence = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_not_blank)]
Name = Annotated[
    str,
    Field(min_length=1, max_length=200),
    AfterValidator(_not_blank),
    AfterValidator(_level_words),
]
Phone = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_phone)]
Someone = Annotated[str, Field(min_length=1, max_length=64)] | Annotated[int, Field(ge=1)]
"""A person by id, sign-in name or agent number."""
MOST_CENTS = 10**12
Cents = Annotated[int, Field(ge=0, le=MOST_CENTS)]
Moment = Annotated[AwareDatetime, BeforeValidator(_read_time), AfterValidator(_of_these_times)]
"""RFC 3339 with its offset, from 1970 to 9000: every zone and every database can hold it."""


Day = Annotated[date, BeforeValidator(_read_day)]
"""A calendar day."""


def misfit(at: str, message: str, expected: str = "") -> PydanticCustomError:
    """A fault that a rule over several fields finds, said at the field ``at``. ``message`` is an
    English sentence of the catalogue; it is raised by the validator that calls this.
    """
    return PydanticCustomError(f"say:{at}", message, {"at": at, "expected": expected})


class Part(BaseModel):
    """A value inside a payload. Unknown keys are refused; types are not guessed."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_enum_values=True)


class BulkPart(Part):
    """A value inside one of many rows: another system's own keys beside the known are no fault."""

    model_config = ConfigDict(extra="ignore")


class Payload(Part):
    """What every verb also takes."""

    at: Moment | None = Field(default=None, title="When it happened")
    note: Text | None = Field(default=None, title="Note")


P = TypeVar("P", bound=Part)


def read(model: type[P], raw: object) -> P:
    """``raw`` (plain JSON values) as ``model``.

    Errors: ``Refused`` with one fault for each field: its dotted place, what is wrong, what was
    expected, in the reader's language.
    """
    if not isinstance(raw, Mapping):
        raise Refused([Fault("", wording.not_an_object(), "{…}")])
    text = json.dumps(raw, ensure_ascii=False)
    # A zero may be written so in words as well, which is then found to be storable.
    if "\\u0000" in text or _HALF.search(text):
        unstorable = list(_unstorable(raw, ""))
        if unstorable:
            raise Refused(unstorable)
    try:
        return model.model_validate_json(text, strict=True)
    except ValidationError as error:
        raise Refused(wording.faults(error)) from None


_HALF = re.compile("[\ud800-\udfff]")


def _unstorable(value: object, loc: str) -> Iterator[Fault]:
    if isinstance(value, str):
        if "\x00" in value:
            yield Fault(loc, wording.holds_nul(), wording.plain_text())
        elif _HALF.search(value):
            yield Fault(loc, wording.holds_surrogate(), wording.plain_text())
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _unstorable(key, loc)
            yield from _unstorable(item, f"{loc}.{key}" if loc else str(key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _unstorable(item, f"{loc}.{place}")


def plain(model: BaseModel) -> dict[str, Any]:
    """The values of a part that were given, as plain JSON."""
    return model.model_dump(mode="json", exclude_none=True)
