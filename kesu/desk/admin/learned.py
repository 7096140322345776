"""How well the types learned from closed cases fit, and what people did with the suggestions."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.desk.faults import NotYours
from kesu.foundation.fault_words import first_line
from kesu.intake import cases, taught
from kesu.intake.models import Learning
from kesu.journal.models import JournalLine
from kesu.people.rules import Person
from kesu.policy.codes import UNSORTED
from kesu.policy.schema import Pack

_LOOKED_AT = 2_000
_MOST_MIXED_UP = 8


@dataclass(frozen=True)
class TypeScore:
    """Of one type: shares from 0 to 1, measured on ``cases`` held back."""

    code: str
    name: str
    right: float
    found: float
    f1: float
    cases: int


@dataclass(frozen=True)
class MixedUp:
    """So many cases of one type were taken for another."""

    code: str
    taken_for: str
    cases: int


@dataclass(frozen=True)
class Quality:
    """The last learning; times in UTC, shares from 0 to 1. ``person``: what is left to people;
    ``right``: how much of the rest is right; ``table``: the types' codes and, a row a type, how
    many of its cases were taken for each.
    """

    at: datetime | None
    cases: int
    sound: bool
    macro_f1: float
    person: float
    right: float
    scores: Sequence[TypeScore]
    mixed_up: Sequence[MixedUp]
    codes: Sequence[str]
    table: Sequence[tuple[str, Sequence[int]]]


@dataclass(frozen=True)
class Uptake:
    """Of the newest lodgings with suggestions on screen: the first taken, another of them, some
    other type chosen, left unsorted; ``ended``: of those, how many have the first one's type now.
    """

    shown: int
    first: int
    another: int
    other: int
    unsorted: int
    ended: int


@dataclass(frozen=True)
class Stand:
    """``known``: closed cases of each type, by how many; ``enough``: there is something to learn
    from; ``asked``: when somebody asked for it, while that is under way; ``fault``: what kept it,
    also when it was set aside for that.
    """

    quality: Quality | None
    uptake: Uptake
    known: Sequence[tuple[str, str, int]]
    enough: bool
    asked: datetime | None
    fault: str


def stand(*, reader: Person, pack: Pack, language: str) -> Stand:
    """Everything at once; numbers and types only. Errors: ``NotYours``."""
    if not permissions.may_read_policy(reader):
        raise NotYours
    often = cases.often(pack.type_codes)
    waiting = Learning.objects.filter(open=True).first()
    known = [(code, _name(pack, code, language), n) for code, n in often.items()]
    return Stand(
        quality=_quality(pack, language),
        uptake=_uptake(),
        known=sorted(known, key=lambda one: -one[2]),
        enough=bool(taught.enough(often)),
        asked=waiting.at if waiting and waiting.state != Learning.State.quarantined else None,
        fault=first_line(waiting.last_error) if waiting else "",
    )


def _quality(pack: Pack, language: str) -> Quality | None:
    known = taught.learned()
    if known is None:
        return None
    told, codes = known.report, list(known.report["labels"])
    table = {code: [row[other] for other in codes] for code, row in told["confusion"].items()}
    return Quality(
        at=_moment(known.about.get("at")),
        cases=int(known.about["cases"]),
        sound=known.sound,
        macro_f1=told["macro_f1"],
        person=1 - told["decided"],
        right=told["accuracy_decided"],
        scores=[_score(code, one, pack, language) for code, one in told["labels"].items()],
        mixed_up=_mixed_up(told["confusion"]),
        codes=codes,
        table=list(table.items()),
    )


def _score(code: str, told: Mapping[str, Any], pack: Pack, language: str) -> TypeScore:
    right, found, f1 = (float(told[name]) for name in ("precision", "recall", "f1"))
    return TypeScore(code, _name(pack, code, language), right, found, f1, int(told["texts"]))


def _mixed_up(confusion: Mapping[str, Mapping[str, int]]) -> list[MixedUp]:
    found = [
        MixedUp(code, other, count)
        for code, row in confusion.items()
        for other, count in row.items()
        if count and code != other
    ]
    return sorted(found, key=lambda one: -one.cases)[:_MOST_MIXED_UP]


def _uptake() -> Uptake:
    rows = JournalLine.objects.filter(kind="complaint.lodged").order_by("-seq")
    told = [json.loads(line) for line in rows.values_list("line", flat=True)[:_LOOKED_AT]]
    shown = {
        one["about"][1]: (one["facts"]["type"], one["facts"]["offered"])
        for one in told
        if one["facts"].get("offered")
    }
    now = dict(Complaint.objects.filter(pk__in=list(shown)).values_list("pk", "type"))
    ended = {str(key): code for key, code in now.items()}
    chosen = list(shown.values())
    return Uptake(
        shown=len(chosen),
        first=sum(code == offered[0] for code, offered in chosen),
        another=sum(code in offered[1:] for code, offered in chosen),
        other=sum(code not in offered and code != UNSORTED for code, offered in chosen),
        unsorted=sum(code == UNSORTED for code, _ in chosen),
        ended=sum(ended.get(key) == offered[0] for key, (_, offered) in shown.items()),
    )


def _name(pack: Pack, code: str, language: str) -> str:
    return pack.type(code).name.say(language) if pack.has_type(code) else ""


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None
