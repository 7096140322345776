"""Forms of pages that are about no complaint: what is typed in, and what becomes of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from django.http import QueryDict

from kesu.foundation.faults import Fault, Refused
from kesu.journeys import payload as payloads
from kesu.journeys.payload import Part
from kesu.workbench import forms
from kesu.workbench.forms import Choices, Field
from kesu.workbench.session import Desk

P = TypeVar("P", bound=Part)


@dataclass(frozen=True)
class Entry(Generic[P]):
    """One form. ``act`` does it and says what was done; ``places``: where a fault of the journey
    stands in this form; ``carried``: what it brings back unseen, by name.
    """

    model: type[P]
    title: Any
    says: Any
    icon: str
    act: Callable[[P, Desk], str]
    places: Mapping[str, str]
    carried: Callable[[], Mapping[str, str]] = dict


@dataclass(frozen=True)
class Typed:
    """What was typed into one form, and why it was not taken."""

    what: str
    typed: QueryDict
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A form as it is drawn."""

    what: str
    title: str
    says: str
    icon: str
    fields: list[Field]
    error: str
    open: bool
    carried: Mapping[str, str] = field(default_factory=dict)


def take(entry: Entry[P], typed: QueryDict, choices: Choices, desk: Desk) -> str:
    """Does what was typed in; what is said of it. Errors: ``Refused``, its faults at the fields."""
    fields = forms.fields_of(entry.model, choices=choices)
    try:
        return entry.act(payloads.read(entry.model, forms.read(fields, typed)), desk)
    except Refused as refused:
        placed = (replace(one, loc=entry.places.get(one.loc, one.loc)) for one in refused.faults)
        raise Refused(placed, code=refused.code) from None


def shown(
    entries: Mapping[str, Entry[Any]], choices: Choices, attempt: Typed | None
) -> Iterable[Shown]:
    """The forms in their order; one that was not taken is open, with everything typed."""
    for what, entry in entries.items():
        fields = forms.fields_of(entry.model, choices=choices)
        mine = attempt if attempt is not None and attempt.what == what else None
        error = ""
        if mine is not None:
            fields = forms.filled(fields, mine.typed, mine.faults)
            others = forms.unplaced(fields, mine.faults)
            error = " ".join(f"{one.message} {one.expected}".strip() for one in others)
        yield Shown(
            what=what,
            title=str(entry.title),
            says=str(entry.says),
            icon=entry.icon,
            fields=fields,
            error=error,
            open=mine is not None,
            carried=entry.carried(),
        )
