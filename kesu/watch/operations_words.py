"""Writing the words of the house. Called by journeys only, inside their transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from kesu.foundation import rows
from kesu.watch.models import WatchEntry
from kesu.watch.words import Own


def keep(own: Own, *, by: int | None, at: datetime) -> WatchEntry:
    """The entry of that term and shop, as ``own`` says from now on."""
    return WatchEntry.objects.get(pk=keep_all([own], by=by, at=at)[0])


def keep_all(owns: Sequence[Own], *, by: int | None, at: datetime) -> list[int]:
    """As ``keep``, for a list of words that change together, each term and shop once; the keys of
    their entries. Holds also where somebody else adds one of them meanwhile.
    """
    moment = _later(at)
    # In one order: who brings the same words at the same time waits in no ring.
    ordered = sorted(owns, key=lambda own: (own.term, own.shop))
    said = ([*_values(own), by, moment] for own in ordered)
    rows.insert_values(WatchEntry, (*_NAMES, "by_id", "at"), said, once=("term", "shop"))
    keys = WatchEntry.objects.filter(at=moment).values_list("term", "shop", "pk")
    known = {(term, shop): key for term, shop, key in keys}
    return [known[own.term, own.shop] for own in owns]


_NAMES = tuple(one.name for one in fields(Own))


def _values(own: Own) -> Iterator[Any]:
    for name in _NAMES:
        value = getattr(own, name)
        yield (list(value) or _EMPTY) if isinstance(value, tuple) else value


_EMPTY: list[Any] = []
"""One for all: a list that many rows share is prepared once."""


def drop(row: WatchEntry) -> None:
    """The house says nothing of it any more: what ships counts again."""
    row.delete()


def _later(at: datetime) -> datetime:
    """``at``, or just after the newest entry: every change shows in the newest time, also where
    the clocks of two machines part.
    """
    newest: datetime | None = WatchEntry.objects.aggregate(at=Max("at"))["at"]
    return at if newest is None or at > newest else newest + timedelta(microseconds=1)
