"""One declaration a verb, and the registry of all (law 2).

API operation, ``/actions``, workbench form, OpenAPI, the moves page and the exhaustive walk are
made from here; a door adds no condition of its own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from kesu.complaints import permissions
from kesu.complaints.permissions import Tie
from kesu.journeys.faults import Missing, NoSuchVerb
from kesu.journeys.payload import Payload
from kesu.people.rules import Person
from kesu.policy.codes import State

if TYPE_CHECKING:
    from kesu.complaints.models import Complaint
    from kesu.journeys.case import Case
    from kesu.journeys.step import Step

Gate = Callable[["Case", Any], Missing | None]
"""Says what is missing, or None. The payload is None where only ``/actions`` asks."""


class Words(NamedTuple):
    """What people call it."""

    zh_hans: str
    zh_hant: str
    en: str

    def say(self, language: str) -> str:
        if language.startswith("en"):
            return self.en
        return self.zh_hant if language.lower() in ("zh-hant", "zh-tw", "zh-hk") else self.zh_hans


@dataclass(frozen=True)
class Verb:
    """What may be done, by whom, when, with what, and what must be there before.

    ``check`` looks at a payload with the case in hand and raises ``Refused``: what is named must
    be there. It is asked of somebody who may, before the gates. ``to_states`` are the states the
    verb may lead to; none: it stays. ``before`` takes what must be locked before the complaint.
    ``when_merged``: also on a case that was put into another one; ``only_merged``: only there.
    """

    name: str
    words: Words
    payload: type[Payload]
    from_states: frozenset[State]
    act: Callable[["Step", Any], None]
    to_states: frozenset[State] = frozenset()
    gates: tuple[Gate, ...] = ()
    check: Callable[["Case", Any], None] | None = None
    before: Callable[["Complaint", Any], None] | None = None
    when_merged: bool = False
    only_merged: bool = False

    def fits(self, complaint: "Complaint") -> bool:
        """Whether the state allows the verb; a case that is merged is not worked."""
        merged = complaint.merged_into_id is not None
        stands = self.only_merged or self.when_merged if merged else not self.only_merged
        return stands and State(complaint.state) in self.from_states

    def who(self, person: Person, tie: Tie) -> bool:
        """The permission table's word on this verb."""
        return permissions.may(self.name, person, tie)


_registry: dict[str, Verb] = {}


def declare(verb: Verb) -> Verb:
    """Makes a verb known. Errors: ``ValueError`` for a second one of that name."""
    if verb.name in _registry:
        raise ValueError(f"{verb.name} is declared twice")
    _registry[verb.name] = verb
    return verb


def registry() -> Mapping[str, Verb]:
    """Every verb by name, in the order of the work."""
    return dict(_registry)


def verb_named(name: str) -> Verb:
    """The verb of that name. Errors: ``NoSuchVerb``."""
    try:
        return _registry[name]
    except KeyError:
        raise NoSuchVerb(name) from None


def states(*names: State | Iterable[State]) -> frozenset[State]:
    """States and ranges of them, together."""
    found: set[State] = set()
    for one in names:
        found |= {one} if isinstance(one, State) else set(one)
    return frozenset(found)
