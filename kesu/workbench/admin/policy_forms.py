"""What is usually changed in the rules, as fields: hours, amounts, words in three languages."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kesu.desk.admin import rulebook, watching
from kesu.desk.words import REMEDIES, clock_word
from kesu.foundation.faults import Fault
from kesu.policy.codes import Rank
from kesu.policy.faults import Path
from kesu.policy.schema import Elapsed, EndOfDay, Pack, Text
from kesu.policy.writing import Unwritable, set_value
from kesu.workbench.templatetags.kesu_words import amount

_BAR = "|"
_WORKDAYS = re.compile(r"[Tt]\s*\+\s*(\d{1,3})")
_SPAN = re.compile(r"(\d{1,5})\s*(h|hours?|小时|小時|m|min|minutes?|分钟|分鐘|分)", re.IGNORECASE)
_SAME_DAY = frozenset({"当天", "當天", "同日", "the same day", "same day", "0"})
_LANGUAGES = (("zh-hans", "简体"), ("zh-hant", "繁體"), ("en", "English"))


@dataclass(frozen=True)
class Usual:
    """One value. ``name``: its path with bars; ``kind``: clock, money, switch, whole (a number) or
    words; ``lang``: of the words.
    """

    name: str
    label: str
    kind: str
    value: str
    lang: str = ""
    error: str = ""

    @property
    def path(self) -> Path:
        return tuple(self.name.split(_BAR))


@dataclass(frozen=True)
class Group:
    """Fields under one title; ``columns`` where they stand as a table of that many."""

    code: str
    title: str
    fields: tuple[Usual, ...]
    says: str = ""


@dataclass(frozen=True)
class Applied:
    """The text with what was changed, how many values those were, and what was refused."""

    text: str
    changed: tuple[str, ...]
    faults: tuple[Fault, ...]


def groups(pack: Pack, language: str) -> list[Group]:
    """Every usual value of a pack as it stands."""
    return [
        Group("clocks", _("Deadlines"), tuple(_clocks(pack, language)), _("T+1, T+0, 3 h, 15 min")),
        Group("mandates", _("Mandates, a case"), tuple(_limits("mandates", pack, language))),
        Group("budgets", _("Budgets, a month"), tuple(_limits("budgets", pack, language))),
        Group("watching", _("Watching"), tuple(_watching(pack, language))),
        Group("texts", _("Letters"), tuple(_letters(pack))),
    ]


def apply(text: str, pack: Pack, language: str, typed: Mapping[str, str]) -> Applied:
    """``text`` with every value that was typed and is another one now. Nothing else moves."""
    changed: list[str] = []
    faults: list[Fault] = []
    for group in groups(pack, language):
        for one in group.fields:
            said = typed.get(one.name)
            said = None if said is None else said.replace("\r\n", "\n").strip()
            if said is None or said == one.value.strip():
                continue
            try:
                text = set_value(text, one.path, _value(one, said))
                changed.append(f"{group.title}: {one.label}")
            except _Unreadable as unreadable:
                faults.append(Fault(one.name, str(unreadable), unreadable.expected))
            except Unwritable:
                said_so = _("This value is written in a way of its own: change it in the text.")
                faults.append(Fault(one.name, said_so))
    return Applied(text, tuple(changed), tuple(faults))


def refilled(
    found: list[Group], typed: Mapping[str, str], faults: tuple[Fault, ...]
) -> list[Group]:
    """The fields with what was typed, and what is wrong at each."""
    wrong = {one.loc: f"{one.message} {one.expected}".strip() for one in faults}
    return [
        replace(
            group,
            fields=tuple(
                replace(one, value=typed.get(one.name, one.value), error=wrong.get(one.name, ""))
                for one in group.fields
            ),
        )
        for group in found
    ]


class _Unreadable(ValueError):  # noqa: N818 - says what is wrong with the value
    def __init__(self, said: str, expected: str) -> None:
        super().__init__(said)
        self.expected = expected


def _clocks(pack: Pack, language: str) -> Iterator[Usual]:
    for name, table in pack.clocks.items():
        for key, rule in table.items():
            label = f"{clock_word(name)} · {rulebook.subject(pack, key, language)}"
            yield Usual(f"clocks|{name}|{key}", label, "clock", _shown(rule))


def _shown(rule: EndOfDay | Elapsed) -> str:
    if isinstance(rule, EndOfDay):
        return f"T+{rule.after_workdays}"
    hours, minutes = divmod(rule.seconds // 60, 60)
    return f"{hours} h" if hours and not minutes else f"{hours * 60 + minutes} min"


def _limits(part: str, pack: Pack, language: str) -> Iterator[Usual]:
    tables: dict[str, dict[Rank, int]] = getattr(pack, part)
    words = {str(code): str(word) for code, word in REMEDIES.items()}
    for kind, limits in tables.items():
        for rank, limit in limits.items():
            label = f"{words.get(kind, kind)} · {pack.rank_name(rank, language)}"
            yield Usual(f"{part}|{kind}|{rank.value}", label, "money", amount(limit))


def _watching(pack: Pack, language: str) -> Iterator[Usual]:
    """Whether a rule is on, and its numbers."""
    for one in watching.settings(pack, language):
        yield Usual(_BAR.join(one.path), one.label, "switch" if one.switch else "whole", one.value)


def _letters(pack: Pack) -> Iterator[Usual]:
    for kind, letter in pack.texts.mail.items():
        for part in ("subject", "body"):
            yield from _words(f"texts|mail|{kind}|{part}", getattr(letter, part))
    for draft, said in pack.texts.drafts.items():
        yield from _words(f"texts|drafts|{draft}", said)


def _words(place: str, said: Text) -> Iterator[Usual]:
    told = said.model_dump(by_alias=True)
    for code, word in _LANGUAGES:
        label = f"{place.split(_BAR, 1)[1].replace(_BAR, '.')} · {word}"
        yield Usual(f"{place}|{code}", label, "words", told.get(code) or "", lang=code)


def _value(one: Usual, said: str) -> Any:
    match one.kind:
        case "clock":
            return _rule(said)
        case "money":
            return _cents(said)
        case "switch":
            return said == "true"
        case "whole":
            return _whole(said)
        case _:
            if not said:
                raise _Unreadable(_("This cannot be empty."), "")
            return said


def _rule(said: str) -> dict[str, Any]:
    days = _WORKDAYS.fullmatch(said)
    if days or said.casefold() in _SAME_DAY:
        return {"rule": "end_of_day", "after_workdays": int(days[1]) if days else 0}
    span = _SPAN.fullmatch(said)
    if span is None:
        raise _Unreadable(_("This is no length of time."), _("T+1, T+0, 3 h, 15 min"))
    count = int(span[1])
    if span[2].casefold().startswith(("h", "小")):
        return {"rule": "elapsed", "hours": count}
    hours, minutes = divmod(count, 60)
    return {"rule": "elapsed", **({"hours": hours} if hours else {}), "minutes": minutes}


def _whole(said: str) -> int:
    if said.isascii() and said.isdigit() and len(said) < 8:
        return int(said)
    raise _Unreadable(_("This is no whole number."), "0, 1, 2 …")


def _cents(said: str) -> int:
    try:
        cents = Decimal(said.replace(",", "").replace("，", "")) * 100
        if 0 <= cents <= 10**12 and cents == cents.to_integral_value():
            return int(cents)
    except (ArithmeticError, ValueError):
        pass
    raise _Unreadable(_("This is no amount."), "1234.50")
