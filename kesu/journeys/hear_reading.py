"""What is read in chat messages: the words that are watched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kesu.journeys.hear_payload import Said
from kesu.watch.chat_rules import as_json
from kesu.watch.queries import list_in_force


@dataclass(frozen=True)
class Read:
    """One message as it was read: ``emotion`` 0 to 5, ``risk`` 0 to 100."""

    hits: list[dict[str, Any]]
    emotion: int = 0
    stage: str = "none"
    risk: int = 0


def read(messages: Sequence[Said], *, at: datetime) -> dict[str, Read]:
    """Each message by its id, by its shop's watch list; of two of one id the first counts."""
    shops: dict[str, list[Said]] = {}
    for one in {one.id: one for one in reversed(messages)}.values():
        shops.setdefault(one.shop or "", []).append(one)
    found: dict[str, Read] = {}
    for shop, said in shops.items():
        hits = list_in_force(shop, at=at).scan_many([one.text for one in said])
        for place, one in enumerate(said):
            found[one.id] = Read([as_json(hit) for hit in hits.get(place, ())])
    return found
