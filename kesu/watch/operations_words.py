"""Writing the words of the house. Called by journeys only, inside their transaction."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db.models import Max

from kesu.watch.models import WatchEntry
from kesu.watch.words import Own

_LISTS = ("variants", "near", "not_near", "inside", "months")


def keep(own: Own, *, by: int | None, at: datetime) -> WatchEntry:
    """The entry of that term and shop, as ``own`` says from now on."""
    return keep_all([own], by=by, at=at)[0]


def keep_all(owns: Iterable[Own], *, by: int | None, at: datetime) -> list[WatchEntry]:
    """As ``keep``, for a list of words that change together."""
    moment = _later(at)
    return [_keep(own, by, moment) for own in owns]


def _keep(own: Own, by: int | None, at: datetime) -> WatchEntry:
    said = asdict(own) | {name: list(getattr(own, name)) for name in _LISTS}
    key = {"term": said.pop("term"), "shop": said.pop("shop")}
    row, _new = WatchEntry.objects.update_or_create(**key, defaults={**said, "by_id": by, "at": at})
    return row


def drop(row: WatchEntry) -> None:
    """The house says nothing of it any more: what ships counts again."""
    row.delete()


def _later(at: datetime) -> datetime:
    """``at``, or just after the newest entry: every change shows in the newest time, also where
    the clocks of two machines part.
    """
    newest: datetime | None = WatchEntry.objects.aggregate(at=Max("at"))["at"]
    return at if newest is None or at > newest else newest + timedelta(microseconds=1)
