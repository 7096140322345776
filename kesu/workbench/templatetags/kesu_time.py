"""Filters and tags for times. ``now`` is always an argument; ``None`` becomes an empty string."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from kesu.workbench.templatetags import _moments

register = template.Library()


@register.filter
def moment(value: datetime | None, now: datetime) -> str:
    """``今天 16:00``, ``2/24 周二 23:59``."""
    return _moments.moment(_local(value), _local(now)) if value else ""


@register.filter
def day(value: datetime | date | None, now: datetime) -> str:
    """``今天``, ``2/24 周二``."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = _local(value).date()
    return _moments.day(value, _local(now).date())


@register.filter
def mark(value: datetime | None, now: datetime) -> str:
    """``16:00`` of today, else the day."""
    return _moments.mark(_local(value), _local(now)) if value else ""


@register.filter
def date_words(value: datetime) -> str:
    """``2/13 周五``, whatever the day is."""
    return _moments.date_words(_local(value).date())


@register.filter
def day_words(value: date) -> str:
    """As ``date_words``, of a day."""
    return _moments.date_words(value)


@register.filter
def ago(value: datetime | None, now: datetime) -> str:
    """How long since: ``2 分``."""
    return _moments.since(_local(now) - _local(value)) if value else ""


@register.filter
def remainder(value: datetime | None, now: datetime) -> str:
    """``剩 26 分`` or ``超 12 分``."""
    return _moments.remainder(_local(value), _local(now)) if value else ""


@register.filter
def exact(value: datetime | None) -> str:
    """Date, time with seconds and weekday."""
    return _moments.exact(_local(value)) if value else ""


@register.filter
def iso(value: datetime | None) -> str:
    """For ``<time datetime>`` and ``data-due``."""
    return _local(value).isoformat(timespec="seconds") if value else ""


@register.filter
def field_time(value: datetime | str | None) -> str:
    """What ``<input type=datetime-local>`` wants; a string typed before stays as it is."""
    if isinstance(value, datetime):
        return f"{_local(value):%Y-%m-%dT%H:%M}"
    return value or ""


@register.filter
def eight_days(days: Sequence[Mapping[str, Any]]) -> list[_moments.Cell]:
    """The calendar strip of a derivation."""
    return _moments.cells(days)


@register.simple_tag
def due_words(
    due: datetime | None,
    now: datetime,
    met_at: datetime | None = None,
    breached: bool = False,
) -> _moments.Due:
    """Tone, icon and the two pieces of text of a due time."""
    return _moments.due_words(
        _local(due) if due else None,
        _local(now),
        met_at=_local(met_at) if met_at else None,
        breached=bool(breached),
    )


@register.simple_tag
def countdown_words() -> str:
    """The phrases of the running countdown, as JSON for ``data-words``."""
    words = {
        "left": _("%(span)s left"),
        "over": _("%(span)s over"),
        "days": _("%(days)s days"),
        "hours": _("%(hours)s h"),
        "both": _("%(hours)s h %(minutes)s min"),
        "minutes": _("%(minutes)s min"),
        "seconds": _("%(minutes)s min %(seconds)s s"),
    }
    return json.dumps(words, ensure_ascii=False)


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


@register.filter
def hour(value: datetime | None) -> str:
    """``16:00``, under a heading that says the day."""
    return f"{_local(value):%H:%M}" if value else ""
