"""What the words suggest, beside the choice: nothing is chosen for anybody."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from kesu.desk import alike, suggestions
from kesu.desk.catalogue import TypeChoice
from kesu.desk.words import urgency_word
from kesu.workbench.lodge.kinds import follows
from kesu.workbench.session import Desk

_ASKED = ("campaign", "product", "merchant", "order")


@dataclass(frozen=True)
class Hint:
    """A suggested type: its key, its consequence, and the words it rests on."""

    key: int
    choice: TypeChoice
    follows: str
    because: tuple[str, ...]
    chosen: bool
    learned: bool
    unsure: bool


def of(desk: Desk, typed: QueryDict) -> dict[str, Any]:
    """``hints``: types; ``urgent_hints``: reasons of urgency with their words; ``same``: complaints
    of the same issue, under the type chosen or else the first that is suggested; ``alike``: open
    ones that tell of the same; ``copy``: what this caller said with the same words before.
    ``offered``: the codes suggested; ``read``: whether there were words to read.
    """
    text, chosen = typed.get("text", ""), typed.get("type", "")
    known = {one.code: one for group in desk.types for one in group.types}
    found = [one for one in suggestions.types(text, pack=desk.pack) if one.code in known]
    first = chosen or (found[0].code if found else "")
    return {
        "read": bool(text.strip()),
        "hints": [
            Hint(
                key=place,
                choice=known[one.code],
                follows=follows(known[one.code], desk),
                because=one.because,
                chosen=one.code == chosen,
                learned=one.learned,
                unsure=one.unsure,
            )
            for place, one in enumerate(found, 1)
        ],
        "offered": ",".join(one.code for one in found),
        "urgent_hints": _urgent(desk, text, typed.getlist("urgent_reasons")),
        "same": _same(desk, first, typed),
        "copy": alike.copy_of(
            text,
            typed.get("customer.phone", "").strip(),
            member=typed.get("customer.external_id", "").strip(),
            reader=desk.reader,
            people=desk.people,
            now=desk.now,
        ),
        "alike": alike.same_matter(
            text, first, reader=desk.reader, people=desk.people, now=desk.now
        ),
        "now": desk.now,
    }


def _urgent(desk: Desk, text: str, given: list[str]) -> list[dict[str, str]]:
    return [
        {"reason": one.reason, "word": str(urgency_word(one.reason)), "because": one.because}
        for one in suggestions.urgency(text, pack=desk.pack)
        if one.reason not in given
    ]


def _same(desk: Desk, code: str, typed: QueryDict) -> dict[str, Any] | None:
    found = suggestions.same_issue(
        code,
        {name: typed.get(name, "") for name in _ASKED},
        reader=desk.reader,
        people=desk.people,
        pack=desk.pack,
        now=desk.now,
    )
    if found is None:
        return None
    return {
        "issue": found,
        "title": _title(desk, code, found.value),
        "pips": _pips(found.today, found.over) if found.today else [],
        "more": found.missing,
    }


def _title(desk: Desk, code: str, value: str) -> str:
    """``1.2.3 配件漏发, 空气炸锅``."""
    name = desk.pack.type(code).name.say(desk.language) if desk.pack.has_type(code) else ""
    return ", ".join(part for part in (f"{code} {name}".strip(), value) if part)


def _pips(today: int, over: int) -> list[str]:
    """Counted, this one, still to come: as many as make a batch."""
    counted = min(today, over)
    return (["on"] * counted + ["this"] + [""] * over)[: over + 1]
