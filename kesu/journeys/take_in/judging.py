"""What a complaint from a file is judged by: the rules in force, its type, its owner, its clock.

Each answer is the one that lodging gives; what is the same for many rows is asked once.
"""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from kesu.complaints.models import Complaint
from kesu.deadlines.rules import Due
from kesu.foundation.faults import Fault, Refused
from kesu.journeys.clocks import first_callback_due
from kesu.journeys.take_in.cells import folded
from kesu.people import queries as staff
from kesu.people.rules import People
from kesu.policy import queries as policies
from kesu.policy.codes import ClockName, HandlerRule
from kesu.policy.schema import EndOfDay, Pack
from kesu.routing import queries as routing
from kesu.routing.rules import Choice, Question, choose
from kesu.workdays.queries import calendar


class Packs:
    """The policy in force at any time; the database is asked once for each version."""

    def __init__(self) -> None:
        self._starts = policies.starts()
        self._found: dict[int, Pack] = {}

    def at(self, moment: datetime) -> Pack:
        """As ``policies.in_force``."""
        place = bisect_right(self._starts, moment)
        if place not in self._found:
            self._found[place] = policies.in_force(moment)
        return self._found[place]


class Types:
    """The type that a word means: a code, or a name of the pack."""

    def __init__(self) -> None:
        self._names: dict[str, Mapping[str, str]] = {}

    def code(self, pack: Pack, word: str) -> str:
        """Errors: ``Refused`` for an unknown word, naming what is known."""
        if pack.has_type(word):
            return word
        found = self.names(pack).get(folded(word))
        if found is None:
            entries = [pack.type(code) for code in pack.type_codes]
            known = ", ".join(f"{one.code} {one.name.zh_hans}" for one in entries)
            raise Refused([Fault("type", _("This type is not known."), known)], code="unknown_type")
        return found

    def names(self, pack: Pack) -> Mapping[str, str]:
        """Each name that stands for one type alone, folded, with its code."""
        if pack.label not in self._names:
            self._names[pack.label] = _unambiguous(pack)
        return self._names[pack.label]


def _unambiguous(pack: Pack) -> dict[str, str]:
    called: dict[str, set[str]] = {}
    for code in pack.type_codes:
        entry = pack.type(code)
        own = {entry.name.say(language) for language in ("zh-hans", "zh-hant", "en")}
        named = own | {f"{code} {name}" for name in own}
        if entry.parent and pack.has_type(entry.parent):
            above = pack.type(entry.parent).name.say("zh-hans")
            named |= {f"{above}/{name}" for name in own} | {f"{above} / {name}" for name in own}
        for name in named:
            called.setdefault(folded(name), set()).add(code)
    return {name: min(codes) for name, codes in called.items() if len(codes) == 1}


class _Loads(dict[int, int]):
    """Open complaints by owner, counted along; it knows whether it was asked."""

    asked = False

    def get(self, key: int, default: Any = None) -> Any:
        self.asked = True
        return super().get(key, default)


class Router:
    """Whose a complaint is, as ``routes.handler`` says it for one that nobody took in."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._certain: dict[tuple[object, ...], Choice] = {}
        self._loads = _Loads(routing.loads())

    @cached_property
    def _nobody(self) -> int:
        return staff.unassigned()

    def handler(self, complaint: Complaint, pack: Pack) -> tuple[int, HandlerRule, Choice]:
        """The owner, the rule that named them, and why; open complaints are counted on them."""
        rule = pack.handler(complaint.type, urgent=complaint.urgent)
        department = pack.handler_entry(rule).department
        choice = self._choice(rule, complaint.accused_id, department, complaint.type)
        owner = self._nobody if choice.person is None else choice.person
        if complaint.is_open:
            self._loads[owner] = dict.get(self._loads, owner, 0) + 1
        return owner, rule, choice

    def _choice(
        self, rule: HandlerRule, accused: int | None, department: str | None, type_: str
    ) -> Choice:
        asked = (rule, accused, department, type_)
        if asked in self._certain:
            return self._certain[asked]
        self._loads.asked = False
        question = Question(
            rule=rule,
            receiver=None,
            accused=accused,
            department=department,
            loads=self._loads,
            type=type_,
        )
        choice = choose(self._people, question)
        if not self._loads.asked:
            self._certain[asked] = choice
        return choice


class Dues:
    """When first call-backs are due. One that ends with a day is the same for all of that day."""

    def __init__(self) -> None:
        self._calendar = calendar()
        self._found: dict[tuple[str, str, date], Due] = {}

    def first_callback(
        self, pack: Pack, code: str, *, since: datetime, urgent: bool, mandated: datetime | None
    ) -> Due:
        """Counted from ``since`` for the type ``code``."""

        def ask() -> Due:
            return first_callback_due(
                pack,
                code,
                since=since,
                urgent=urgent,
                mandated=mandated,
                calendar=self._calendar,
            )

        rule = pack.clock(ClockName.first_callback, code)
        if urgent or mandated is not None or not isinstance(rule, EndOfDay):
            return ask()
        asked = (pack.label, code, since.astimezone(pack.tz).date())
        if asked not in self._found:
            self._found[asked] = ask()
        return self._found[asked]
