"""What changes to people share: who may make them, whom they name, and the line they leave."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator

from kesu.complaints.permissions import may_change_person, may_manage_people
from kesu.foundation.days import FIRST_YEAR, LAST_YEAR, is_of_these_years
from kesu.foundation.faults import Fault, Refused
from kesu.journal.operations import Draft, append
from kesu.journeys.faults import NotYours
from kesu.journeys.payload import misfit
from kesu.people.queries import named
from kesu.people.rules import People, Person
from kesu.policy import queries as policies


def _of_these_years(value: date) -> date:
    if not is_of_these_years(value):
        raise misfit("", "This day is too far away.", f"{FIRST_YEAR}-{LAST_YEAR}")
    return value


MEANWHILE = "changed_meanwhile"
NearDay = Annotated[date, AfterValidator(_of_these_years)]
"""From 2000 to 2100: what a person may mean, with room for the day after it in every zone."""


def signed(by: Person | str) -> str:
    """As a line names who does it: a person who may, or a machine by its name. Errors:
    ``NotYours``.
    """
    if isinstance(by, str):
        return by
    if not may_manage_people(by):
        raise NotYours
    return f"staff:{by.id}"


def known(people: People, word: str | int, loc: str) -> Person:
    """The active person meant. Errors: ``Refused`` at ``loc``."""
    person = named(people, word)
    if person is None:
        raise Refused([unknown(loc)], code="unknown_person")
    return person


def unknown(loc: str) -> Fault:
    """What is said of a word that means nobody."""
    return Fault(loc, _("Nobody is known by that."), _("an id, sign-in name or agent number"))


def changer_of(by: Person, other: Person) -> str:
    """As a line names who changes another person. Errors: ``NotYours``."""
    if not may_change_person(by, other):
        raise NotYours
    return f"staff:{by.id}"


def meanwhile(stands: Mapping[str, str], typed: Mapping[str, Any]) -> Refused:
    """What is said to who was shown something else: what ``stands`` now beside what was typed."""
    faults = [
        Fault(name, f"{_('It stands here now:')} {value or '–'}")
        for name, value in stands.items()
        if str(typed[name]).strip() != value
    ]
    told = _("Somebody else changed this meanwhile. What you typed is kept: look, then save again.")
    return Refused([Fault("", told), *faults], code=MEANWHILE)


def tell(
    kind: str,
    about: tuple[str, str],
    facts: Mapping[str, Any],
    *,
    by: str,
    at: datetime,
    notes: Mapping[str, Any] | None = None,
) -> None:
    """One line about people; the last thing of its transaction."""
    append([line(kind, about, facts, by=by, at=at, notes=notes)])


def line(
    kind: str,
    about: tuple[str, str],
    facts: Mapping[str, Any],
    *,
    by: str,
    at: datetime,
    notes: Mapping[str, Any] | None = None,
    policy: str | None = None,
) -> Draft:
    """The same line, to be written with others; ``policy`` as ``rules_of`` names it."""
    return Draft(
        kind=kind,
        about=about,
        by=by,
        at=at,
        written=at,
        policy=policy or rules_of(at),
        facts=facts,
        notes=notes,
    )


def rules_of(at: datetime) -> str:
    """The rules in force then, as lines name them: asked once for many lines of one moment."""
    return policies.in_force(at).label
