"""Faults of input in the reader's words. The codes of pydantic are the keys."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from kesu.foundation.faults import Fault

Context = Mapping[str, Any]


def _sayings() -> dict[str, tuple[str, Callable[[Context], str]]]:
    return {
        "missing": (_("This is required."), lambda _c: ""),
        "extra_forbidden": (_("This field is not known here."), lambda _c: ""),
        "string_type": (_("This is not text."), lambda _c: _("text")),
        "string_too_short": (_("This is too short."), lambda c: _least(c)),
        "string_too_long": (_("This is too long."), lambda c: _most(c)),
        "blank": (_("This is empty."), lambda _c: _("some text")),
        "phone": (_("This is not a telephone number."), lambda _c: _("5 to 20 digits")),
        "int_type": (_("This is not a whole number."), lambda _c: _("a whole number")),
        "int_from_float": (_("This is not a whole number."), lambda _c: _("a whole number")),
        "int_parsing": (_("This is not a whole number."), lambda _c: _("a whole number")),
        "int_parsing_size": (_("This is too large."), lambda _c: _("a whole number")),
        "greater_than_equal": (_("This is too small."), lambda c: f"≥ {c.get('ge')}"),
        "less_than_equal": (_("This is too large."), lambda c: f"≤ {c.get('le')}"),
        "greater_than": (_("This is too small."), lambda c: f"> {c.get('gt')}"),
        "less_than": (_("This is too large."), lambda c: f"< {c.get('lt')}"),
        "bool_type": (_("This is neither true nor false."), lambda _c: "true, false"),
        "bool_parsing": (_("This is neither true nor false."), lambda _c: "true, false"),
        "enum": (_("This value is not known."), lambda c: _choices(c)),
        "literal_error": (_("This value is not known."), lambda c: _choices(c)),
        "list_type": (_("This is not a list."), lambda _c: "[…]"),
        "too_short": (_("There are too few of these."), lambda c: f"≥ {c.get('min_length')}"),
        "too_long": (_("There are too many of these."), lambda c: f"≤ {c.get('max_length')}"),
        "timezone_aware": (_("This time has no offset."), lambda _c: "2026-02-13T10:00:00+08:00"),
        "model_type": (_("This is not an object."), lambda _c: "{…}"),
        "model_attributes_type": (_("This is not an object."), lambda _c: "{…}"),
        "dict_type": (_("This is not an object."), lambda _c: "{…}"),
    }


def faults(error: ValidationError) -> Iterator[Fault]:
    """Each fault that pydantic found, said to a person."""
    said = _sayings()
    for one in error.errors(include_url=False, include_input=False):
        loc = ".".join(str(part) for part in one["loc"] if not _is_branch(part))
        inner = one.get("ctx", {}).get("at", "")
        loc = f"{loc}.{inner}".strip(".") if inner else loc
        yield _fault(loc, one["type"], one.get("ctx", {}), one["msg"], said)


def _fault(
    loc: str,
    kind: str,
    context: Context,
    message: str,
    said: Mapping[str, tuple[str, Callable[[Context], str]]],
) -> Fault:
    if kind in said:
        text, expected = said[kind]
        return Fault(loc, text, expected(context))
    if kind == "datetime_range":
        return Fault(loc, _("This year cannot be right."), _("between 1970 and 9000"))
    if kind.startswith("datetime"):
        return Fault(loc, _("This is not a time."), "2026-02-13T10:00:00+08:00")
    if kind.startswith("date"):
        return Fault(loc, _("This is not a date."), "2026-02-13")
    if kind.startswith("say:"):
        return Fault(loc, _(message), str(context.get("expected", "")))
    return Fault(loc, _("This value cannot be used."), message)


_BRANCHES = frozenset({"constrained-str", "constrained-int", "str", "int", "bool"})


def _is_branch(part: object) -> bool:
    """A union names its branches in the place of a fault; no reader knows those."""
    return isinstance(part, str) and ("[" in part or part in _BRANCHES)


def _least(context: Context) -> str:
    return _("at least %(n)s characters") % {"n": context.get("min_length")}


def _most(context: Context) -> str:
    return _("at most %(n)s characters") % {"n": context.get("max_length")}


def _choices(context: Context) -> str:
    return str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")


def not_an_object() -> str:
    return _("This is not an object.")


def holds_nul() -> str:
    return _("This text holds a NUL character.")


def holds_surrogate() -> str:
    return _("This text holds half of a character.")


def plain_text() -> str:
    return _("text without NUL or half characters")
