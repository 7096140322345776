"""The body of a request as plain JSON values: what a parser could read in two ways is refused."""

import json
import math
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kesu.api.problems import Problem

LARGEST = 1024 * 1024
DEEPEST = 32
_LONGEST_NUMBER = 19
_PIECE = 64 * 1024
_MOST_DRAINED = 16 * LARGEST


def read(request: HttpRequest) -> object:
    """The JSON value; nothing at all counts as ``{}``.

    Errors: ``Problem`` 400, 413 or 415.
    """
    if request.content_type == "multipart/form-data":
        raise Problem(415, "media_type", _("This address takes JSON."))
    try:
        text = _bytes(request).decode()
    except UnicodeDecodeError:
        raise Problem(400, "not_utf8", _("The body is not UTF-8.")) from None
    value = _parsed(text) if text.strip() else {}
    _ask_depth(value)
    return value


def _bytes(request: HttpRequest) -> bytes:
    if request.headers.get("Transfer-Encoding") and not request.headers.get("Content-Length"):
        # Django reads no body whose length it was not told.
        stream = request.META["wsgi.input"]
        found: bytes = stream.read(LARGEST + 1)
        if len(found) <= LARGEST:
            return found
        raise _too_large(stream)
    try:
        return request.body
    except RequestDataTooBig:
        raise _too_large(request) from None


def _too_large(stream: Any) -> Problem:
    """Takes in some of the rest: who is cut off while sending may never see the answer."""
    for _piece in range(_MOST_DRAINED // _PIECE):
        if not stream.read(_PIECE):
            break
    return Problem(413, "too_large", _("The body is larger than 1 MiB."))


def _parsed(text: str) -> object:
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_not_a_number,
            parse_int=_whole,
            parse_float=_fraction,
        )
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        raise Problem(400, "malformed_json", _("The body is not JSON.")) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Problem(400, "duplicate_key", _("A key stands twice in one object."))
    return found


def _not_a_number(_name: str) -> NoReturn:
    raise Problem(400, "malformed_json", _("NaN and Infinity are not JSON."))


def _whole(digits: str) -> int:
    if len(digits.lstrip("-")) > _LONGEST_NUMBER:
        raise _too_long()
    return int(digits)


def _fraction(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise _too_long()
    return value


def _too_long() -> Problem:
    return Problem(400, "number_too_large", _("A number is too large."))


def _too_deep() -> Problem:
    return Problem(400, "too_deep", _("The body is nested too deeply."))


def _ask_depth(value: object) -> None:
    level = [value]
    for _depth in range(DEEPEST):
        level = [item for one in level for item in _items(one)]
        if not level:
            return
    raise _too_deep()


def _items(value: object) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
