"""The filters of a list as chips: each can be chosen, changed and taken away alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kesu.desk.words import state_word, urgency_word
from kesu.policy.codes import Channel as Channels
from kesu.policy.codes import Grade, State, Tier, Urgency
from kesu.workbench.queue.asking import ME, NOBODY, Asked, owner_of, type_names
from kesu.workbench.session import Desk
from kesu.workbench.words import choices

_FIRST = frozenset({"state", "grade", "type", "tier", "channel"})
"""Offered at once; the others under one button until they are set."""
_DEEP = 2
_ONLY_QUEUE = frozenset({"due", "urgent", "restricted", "approve"})


@dataclass(frozen=True)
class Chip:
    """One filter. ``choices``: none where it is typed. ``said``: its value in words."""

    name: str
    label: str
    value: str
    said: str
    choices: tuple[tuple[str, str], ...]
    first: bool
    without: str = ""
    wrong: str = ""
    offered: bool = True


def chips(here: Asked, desk: Desk, *, in_queue: bool) -> list[Chip]:
    """Every filter of this list; ``without`` is the address that lacks it."""
    return [one for one in _all(here, desk) if in_queue or one.name not in _ONLY_QUEUE]


def _all(here: Asked, desk: Desk) -> Iterator[Chip]:
    for name, label, options in _options(desk):
        value = here.parts.get(name, "")
        said = dict(options).get(value, "")
        known = bool(said) or not options
        if name == "type":
            options = [one for one in options if one[0].count(".") < _DEEP or one[0] == value]
        wrong = _("No such value") if value and not known else ""
        if name == "owner" and value:
            said, wrong = _owner(value, desk)
        yield Chip(
            name=name,
            label=label,
            value=value,
            said=said or value,
            choices=tuple(options),
            first=name in _FIRST,
            without=here.but(**{name: ""}).url if value else "",
            wrong=wrong,
            offered=name not in ("approve", "restricted"),
        )


def _options(desk: Desk) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    yield "state", _("State"), [(state.value, str(state_word(state.value))) for state in State]
    yield "grade", _("Grade"), [(grade.name, grade.name) for grade in reversed(Grade)]
    yield "type", _("Type"), _types(desk)
    yield "tier", _("Tier"), [(tier.value, tier.value) for tier in Tier]
    yield "channel", _("Channel"), choices(Channels)
    yield (
        "due",
        _("Deadline"),
        [
            ("overdue", _("Overdue")),
            ("2h", _("Due within 2 h")),
            ("today", _("Due today")),
        ],
    )
    yield "owner", _("Owner"), []
    reasons = [(one.value, f"{one.value} {urgency_word(one.value)}") for one in Urgency]
    yield "reason", _("Urgent because"), reasons
    yield "urgent", _("Urgent"), [("1", _("Yes")), ("0", _("No"))]
    yield "batch", _("Batch"), []
    yield "restricted", _("Restricted"), [("1", _("Yes"))]
    yield "approve", _("Waiting for my approval"), [("1", _("Yes"))]
    yield "history", _("History"), [("1", _("Brought over")), ("0", _("Lodged here"))]
    yield "q", _("Words in it"), []


def _types(desk: Desk) -> list[tuple[str, str]]:
    """Groups and their types; a subtype is found by its type, or named in the address."""
    return [(code, f"{code} {name}") for code, name in type_names(desk).items()]


def _owner(word: str, desk: Desk) -> tuple[str, str]:
    """The owner in words, and what is wrong with the word."""
    if word == NOBODY:
        return _("Nobody yet"), ""
    if word == ME:
        return _("Myself"), ""
    found = owner_of(word, desk)
    if found is None:
        return word, _("Nobody is known by that.")
    return desk.people[found].full_name, ""
