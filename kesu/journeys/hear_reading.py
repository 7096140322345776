"""What is read in chat messages: the words that are watched, and how the customer feels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kesu.desk import reading_model
from kesu.journeys.hear_payload import Said
from kesu.language import triage
from kesu.language.triage import Reading
from kesu.watch.queries import list_in_force

_SELF_HARM = "self_harm"
_LIVE = 0.5
"""From here on a risk is said to be there."""


@dataclass(frozen=True)
class Read:
    """One message as it was read: ``emotion`` 0 to 5, ``risk`` 0 to 100. ``unsaid``: a danger to
    the customer's own life that no watched word names, in the form of a hit.
    """

    hits: list[dict[str, Any]]
    emotion: int = 0
    stage: str = "none"
    risk: int = 0
    unsaid: list[dict[str, Any]] = field(default_factory=list)


def read(messages: Sequence[Said], *, at: datetime) -> dict[str, Read]:
    """Each message by its id, by its shop's watch list; of two of one id the first counts. Only
    what customers write is read for how they feel.
    """
    once = {one.id: one for one in reversed(messages)}
    told = [one for one in once.values() if one.by_customer]
    model = reading_model.current()
    felt = triage.read_many([one.text for one in told], model=model) if told else []
    feelings = {one.id: reading for one, reading in zip(told, felt, strict=True)}
    hits = _hits(list(once.values()), at)
    return {key: _read(hits.get(key, []), feelings.get(key)) for key in once}


def _hits(messages: Sequence[Said], at: datetime) -> dict[str, list[dict[str, Any]]]:
    shops: dict[str, list[Said]] = {}
    for one in messages:
        shops.setdefault(one.shop or "", []).append(one)
    found: dict[str, list[dict[str, Any]]] = {}
    for shop, said in shops.items():
        touched = list_in_force(shop, at=at).scan_many([one.text for one in said])
        found |= {
            said[place].id: [hit.as_values() for hit in hits] for place, hits in touched.items()
        }
    return found


def _read(hits: list[dict[str, Any]], felt: Reading | None) -> Read:
    if felt is None:
        return Read(hits)
    named = any(hit["group"] == _SELF_HARM and not hit["negated"] for hit in hits)
    live = felt.risks.get(_SELF_HARM, 0) >= _LIVE and not named
    unsaid = list(_unsaid(felt)) if live else []
    return Read(hits, felt.emotion, felt.stage, felt.risk, unsaid)


def _unsaid(felt: Reading) -> Iterator[dict[str, Any]]:
    for one in felt.reasons:
        if one.about == _SELF_HARM and one.weight > 0:
            yield {
                "term": one.words[:80],
                "group": _SELF_HARM,
                "level": 3,
                "start": one.start,
                "end": one.end,
                "surface": one.words,
                "negated": False,
            }
