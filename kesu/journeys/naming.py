"""What a payload may name: types, people, departments. Each fault says where and what is known."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from kesu.foundation.faults import Fault, Refused
from kesu.people.queries import named
from kesu.people.rules import People, Person
from kesu.policy.schema import Pack


def check_type(pack: Pack, code: str, *, given: Mapping[str, object]) -> None:
    """Errors: ``Refused`` for an unknown type, or one whose needs are not all given."""
    if not pack.has_type(code):
        known = ", ".join(pack.type_codes)
        raise Refused([Fault("type", _("This type is not known."), known)], code="unknown_type")
    needs = [need for need in pack.type(code).needs if not given.get(need)]
    if needs:
        expected = _("needed by type %(type)s") % {"type": code}
        raise Refused(
            [Fault(str(need), _("This is required."), expected) for need in needs],
            code="type_needs",
        )


def person(people: People, word: str | int, *, loc: str) -> Person:
    """The person meant. Errors: ``Refused`` at ``loc``."""
    found = named(people, word)
    if found is None:
        raise Refused(
            [Fault(loc, _("Nobody is known by that."), _("an id, sign-in name or agent number"))],
            code="unknown_person",
        )
    return found


def after(moment: datetime, limit: datetime, *, loc: str) -> None:
    """Errors: ``Refused`` when ``moment`` does not lie after ``limit``."""
    if moment <= limit:
        raise Refused([Fault(loc, _("This time has passed already."), f"> {limit.isoformat()}")])
