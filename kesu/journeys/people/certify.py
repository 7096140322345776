"""Certificates: who may handle which types (B24)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import Field

from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import Facts, declare
from kesu.journal.rules import moment
from kesu.journeys import people_work
from kesu.journeys.payload import Name, Part, Someone
from kesu.journeys.people_work import NearDay
from kesu.people import operations
from kesu.people.queries import everyone
from kesu.people.rules import Person
from kesu.policy import queries as policies


class Certified(Facts):
    types: tuple[str, ...]
    until: str | None = None


class Certificate(Part):
    """A certificate as it is typed in, until the end of a day."""

    person: Someone = Field(title="Person")
    type: Name = Field(title="May handle")
    until: NearDay | None = Field(default=None, title="Holds until")


declare("staff.certified", Certified)


def certify(
    *, sign_in: str, types: Iterable[str], until: datetime | None, by: Person | str, at: datetime
) -> None:
    """Certificates for types or groups of types (B24). Errors: ``NotYours``; ``Refused``."""
    said_by = people_work.signed(by)
    person, pack = people_work.known(everyone(at), sign_in, "user"), policies.in_force(at)
    known = sorted({*(code for code in pack.type_codes), *(row.code for row in pack.groups)})
    codes = list(dict.fromkeys(types))
    wrong = [code for code in codes if code not in known]
    if wrong or not codes:
        raise Refused([Fault("types", _("This type is not known."), ", ".join(known))])
    with transaction.atomic():
        operations.certify(staff=person.id, types=codes, until=until)
        facts: dict[str, Any] = {"types": codes}
        if until is not None:
            facts["until"] = moment(until)
        people_work.tell("staff.certified", ("staff", str(person.id)), facts, by=said_by, at=at)
