"""The fields a file may hold, from the payload that reads them, and what fits a field."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import AwareDatetime, BaseModel

from kesu.foundation.phones import normalise_phone
from kesu.foundation.tables.cells import LostDigits, read_number
from kesu.intake.rules import Samples
from kesu.journeys.take_in.cells import Reader, Shape, folded

_ID_LIKE = re.compile(r"(?=.*[0-9])[0-9A-Za-z_\-.]{3,64}\Z")
_DIGITS_OF_A_PHONE = range(7, 16)
_MOST, _MANY = 0.5, 0.8

Fields = Mapping[str, Shape]


def fields_of(model: type[BaseModel], *, but: Collection[str] = ()) -> dict[str, Shape]:
    """Each field of a payload by its dotted name with the shape of its cells; ``but`` for some."""
    return dict(_fields(model, "", but))


def _fields(
    model: type[BaseModel], prefix: str, but: Collection[str]
) -> Iterator[tuple[str, Shape]]:
    for name, info in model.model_fields.items():
        if name in but:
            continue
        kinds = list(_kinds(info.annotation))
        part = next((kind for kind in kinds if _is_part(kind)), None)
        if part is not None:
            yield from _fields(part, f"{prefix}{name}.", but)
        else:
            yield prefix + name, _shape(kinds)


def _kinds(annotation: Any) -> Iterator[Any]:
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _kinds(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for one in get_args(annotation):
            yield from _kinds(one)
    else:
        yield origin or annotation


def _is_part(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _shape(kinds: Sequence[Any]) -> Shape:
    if AwareDatetime in kinds:
        return Reader.time
    if list in kinds:
        return Reader.words
    if bool in kinds:
        return Reader.yes_no
    return Reader.whole if int in kinds and str not in kinds else Reader.text


def may_say_nothing(field: str, fields: Fields) -> bool:
    """Whether a dash in a cell stands for none. When a complaint was received is not left open."""
    if field == "received":
        return False
    by_form = field.rpartition(".")[2] in ("phone", "email")
    return by_form or fields[field] in (Reader.time, Reader.whole, Reader.yes_no, Reader.money)


@dataclass(frozen=True)
class Fitting:
    """Whether the values of a column can be those of a field. ``known``: the words a field may
    hold, folded, where only those are right. Of a file without rows the headers tell alone.

    A sure header needs no values; only other systems have codes of their own, so that of codes one
    at least must be ours. Any other needs most of its values.
    """

    fields: Fields
    reader: Reader
    known: Mapping[str, Collection[str]]
    unique: Collection[str] = ()
    numbers: Collection[str] = ()
    has_rows: bool = True

    def __call__(self, field: str, samples: Samples, *, sure: bool) -> bool:
        """Asked of the first values that are not empty."""
        if not samples:
            return sure or not self.has_rows
        if sure and field not in self.known:
            return True
        share = self._share(field, samples)
        return share > 0 if sure else share >= self._needed(field)

    def _needed(self, field: str) -> float:
        return _MANY if field in (*self.numbers, *self.unique) else _MOST

    def _share(self, field: str, samples: Samples) -> float:
        if field in self.known:
            return _share(folded(value) in self.known[field] for value in samples)
        if field in self.unique:
            return len({value for value in samples if len(value) <= 200}) / len(samples)
        name = field.rpartition(".")[2]
        if field in self.numbers:
            return _share(_ID_LIKE.match(value) for value in samples)
        if name == "name":
            return float(_share(_ID_LIKE.match(value) for value in samples) < _MANY)
        if name == "phone":
            return _share(_is_phone(value) for value in samples)
        if name == "email":
            return _share("@" in value for value in samples)
        return _share(self._fits(field, value) for value in samples)

    def _fits(self, field: str, value: str) -> bool:
        try:
            return self._has_shape(field, value)
        except LostDigits:
            return False

    def _has_shape(self, field: str, value: str) -> bool:
        shape = self.fields[field]
        if shape is Reader.time:
            return bool(self.reader.moment(value))
        if shape is Reader.whole:
            most = 9 if field.endswith("level") else 130
            return value.isdecimal() and int(value) <= most
        if shape is Reader.yes_no:
            return isinstance(Reader.yes_no(self.reader, field, value), bool)
        return shape is not Reader.money or bool(read_number(value))


def _share(found: Iterator[Any] | Any) -> float:
    answers = [bool(one) for one in found]
    return sum(answers) / len(answers)


def _is_phone(value: str) -> bool:
    number = normalise_phone(value)
    return number is not None and len(re.sub(r"\D", "", value)) in _DIGITS_OF_A_PHONE
