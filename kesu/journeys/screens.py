"""How a person likes their own screens; no complaint changes, so no line is left."""

import json
from typing import Any

from django.utils.translation import gettext as _

from kesu.foundation.faults import Fault, Refused
from kesu.people import operations
from kesu.people.rules import Person

_KEY = 100
_VALUE = 4000


def prefer(key: str, value: Any, *, by: Person) -> None:
    """Keeps one setting of ``by``, in place of the one before; ``value`` is plain JSON.

    Errors: ``Refused`` for a key or a value that is too long.
    """
    _fits("key", key, _KEY)
    _fits("value", json.dumps(value, ensure_ascii=False), _VALUE)
    operations.prefer(person=by.id, key=key, value=value)


def _fits(loc: str, text: str, most: int) -> None:
    if len(text) > most:
        expected = _("at most %(n)s characters") % {"n": most}
        raise Refused([Fault(loc, _("This is too long."), expected)])


def forget(key: str, *, by: Person) -> bool:
    """Drops one setting of ``by``; False when there was none."""
    return operations.forget(person=by.id, key=key)


def rename(key: str, to: str, *, by: Person) -> bool:
    """Keeps one setting of ``by`` under another key; False when there was none.

    Errors: ``Refused`` for a key that is too long.
    """
    _fits("key", to, _KEY)
    return operations.rename_preference(person=by.id, key=key, to=to)
