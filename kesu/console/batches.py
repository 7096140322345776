"""``kesu batches``: what many complain about at once, said as it happens (E37, Q5)."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo
from functools import partial
from typing import Any, TextIO

from kesu.console.jsonl import Wrong, all_of, dump, names, read_time, subject_of, write
from kesu.console.reading import Taken, text_of
from kesu.console.words import choose
from kesu.language.radar import Event, Radar, Rule, Telling
from kesu.language.radar.events import Common
from kesu.language.radar.words import label

_LONGEST = 500
_KNOWN = ("type", "product", "merchant", "place", "campaign")
_SAID = {
    "type": ("类型", "type"),
    "product": ("商品", "product"),
    "merchant": ("商户", "merchant"),
    "place": ("地点", "place"),
    "campaign": ("活动", "campaign"),
    "lot": ("批号", "lot"),
    "agent": ("客服工号", "agent"),
    "quoted": ("同样的说法", "same wording"),
}


def run(
    lines: Iterable[str | bytes], out: TextIO, *, over: int, week: bool, early: bool, zone: tzinfo
) -> int:
    """Answers a stream in time order with events as they happen, and a summary at its end.

    The exit status is 1 if any line was faulty.
    """
    radar = Radar(Rule(zone, over, week, early))
    told = Taken(lines, partial(_read, zone=zone), out)
    for telling in told:
        for event in radar.hear(telling):
            write(out, f"{dump(_told(event))}\n")
    write(out, f"{dump(_summary(radar))}\n")
    return told.status


def _read(fields: dict[str, Any], zone: tzinfo) -> Telling:
    readers: dict[str, Callable[[], Any]] = {
        "id": lambda: subject_of(fields),
        "text": lambda: text_of(fields),
        "received": lambda: read_time("received", fields.get("received"), zone),
        "customer": lambda: _customer(fields.get("customer")),
    }
    readers |= {name: _reader(fields, name) for name in _KNOWN}
    return Telling(**all_of(readers))


def _reader(fields: dict[str, Any], name: str) -> Callable[[], str]:
    return lambda: _name(name, fields.get(name))


def _name(field: str, value: object) -> str:
    """A name, "" where none is given. Raises Wrong."""
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > _LONGEST:
        zh, en = (
            f"应为不超过{_LONGEST}字的文本",
            f"expected a text of at most {_LONGEST} characters",
        )
        raise Wrong(field, zh=zh, en=en)
    return value.strip()


def _customer(value: object) -> str:
    """Who it is: an id, or an object with one; "" where nobody is named. Raises Wrong."""
    if isinstance(value, dict):
        value = value.get("id", value.get("external_id"))
    if value is None or value == "":
        return ""
    if not names(value):
        raise Wrong("customer", zh="应为客户编号", en="expected the id of a customer")
    return dump(value)


def _told(event: Event) -> dict[str, Any]:
    return {
        "at": event.at.isoformat(),
        "batch": event.batch,
        "event": event.kind.value,
        "members": _ids(event.members),
        "people": event.people,
        "label": event.label,
        "because": [_say(one) for one in event.because],
    }


def _summary(radar: Radar) -> dict[str, Any]:
    """Every issue of more than one complaint, declared or not."""
    return {
        "event": "summary",
        "batches": [
            {
                "batch": one.batch,
                "label": label(one),
                "members": _ids([member.id for member in one.members]),
                "people": one.people,
            }
            for one in radar.batches()
        ],
    }


def _ids(kept: Sequence[str]) -> list[Any]:
    return [json.loads(one) for one in kept]


def _say(one: Common) -> str:
    said = "、".join(one.values)
    if one.kind == "words":
        return choose(zh=f"共同的词：{said}", en=f"words: {said}")
    if one.kind == "copies":
        zh, en = f"近似文本{one.members}件，{one.people}人", f"near copies: {one.members}"
        return choose(zh=zh, en=f"{en} by {one.people} people")
    if one.kind == "chance":
        zh = f"{one.members}件，{one.people}人，偶然出现的概率{one.chance:.1g}"
        en = f"{one.members} complaints, {one.people} people, by chance {one.chance:.1g}"
        return choose(zh=zh, en=en)
    zh, en = _SAID[one.kind]
    return choose(zh=f"{zh}：{said}（{one.members}件）", en=f"{en}: {said} ({one.members})")
