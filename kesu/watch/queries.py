"""Which words are watched, and what people said of their hits."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, Q, TextField
from django.db.models.functions import Cast

from kesu.language.watch import WatchList
from kesu.language.watchlists import shipped
from kesu.policy import queries as policies
from kesu.watch.models import HitMark, WatchEntry
from kesu.watch.words import Own, composed

_PLAIN = ("term", "group", "level", "shop", "valid_from", "valid_until", "on")
_LISTS = ("variants", "near", "not_near", "inside", "months")
Version = tuple[int, int, str]
"""How many entries there are, the newest of them, and when one was changed last."""


def list_in_force(shop: str = "", *, at: datetime) -> WatchList:
    """The words that are watched for a shop at ``at`` (UTC): what ships, over it the house's own,
    over these the shop's. Months, days and seasons are those of the policy's zone (A02, A18).

    Made once for a day and a state of the entries; asked again it costs two small queries.
    """
    pack = policies.in_force(at)
    day = at.astimezone(pack.tz).date()
    version = _version()
    named = shop if shop and shop in _shops(version) else ""
    return _made(version, named, day, pack.name, pack.version)


def own_words() -> list[Own]:
    """Every word of the house, by its term. Twenty thousand are read in a fraction of a second:
    most of their lists are empty and are not decoded one by one.
    """
    lists = [Cast(name, TextField()) for name in _LISTS]
    rows = WatchEntry.objects.order_by("term", "shop").values_list(*_PLAIN, *lists)
    return [Own(*row[: len(_PLAIN)], *map(_listed, row[len(_PLAIN) :])) for row in rows]


def _listed(text: str) -> tuple[Any, ...]:
    return () if text == "[]" else tuple(json.loads(text))


def own_of(row: WatchEntry) -> Own:
    """An entry as plain values."""
    return Own(
        term=row.term,
        group=row.group,
        level=row.level,
        shop=row.shop,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        on=row.on,
        **{name: tuple(getattr(row, name)) for name in _LISTS},
    )


@dataclass(frozen=True)
class Precision:
    """Of how many hits of a word people said that they were right."""

    marked: int
    right: int

    @property
    def percent(self) -> int | None:
        """Rounded down; None where nobody said anything."""
        return self.right * 100 // self.marked if self.marked else None


def precision(terms: Iterable[str] | None = None) -> Mapping[str, Precision]:
    """By term, of those that were marked."""
    marks = HitMark.objects.all() if terms is None else HitMark.objects.filter(term__in=terms)
    counted = marks.values_list("term").annotate(
        n=Count("id"), ok=Count("id", filter=Q(right=True))
    )
    return {term: Precision(n, ok) for term, n, ok in counted}


def _version() -> Version:
    found: dict[str, Any] = WatchEntry.objects.aggregate(n=Count("id"), i=Max("id"), at=Max("at"))
    return found["n"], found["i"] or 0, found["at"].isoformat() if found["at"] else ""


@lru_cache(maxsize=4)
def _rows(version: Version) -> tuple[Own, ...]:
    return tuple(own_words()) if version[0] else ()


@lru_cache(maxsize=4)
def _shops(version: Version) -> frozenset[str]:
    return frozenset(one.shop for one in _rows(version))


@lru_cache(maxsize=64)
def _made(version: Version, shop: str, day: date, policy: str, number: str) -> WatchList:
    watching = policies.version(policy, number).watching
    first = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day of the policy's zone
    return composed(
        shipped(),
        _rows(version),
        shop=shop,
        day=day,
        raises=lambda group: watching.raises_at(first, group),
    )
