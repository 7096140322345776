"""When each step of a story happened: by day, on the days before now, and no day without a line."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from kesu.console.demo_data.moves import Move
from kesu.console.demo_data.stories import Story

_OPENS, _CLOSES = time(9), time(19)
_EARLY = time(8, 30)
_SOON = timedelta(minutes=6)
_CALL = timedelta(minutes=34)
_ANSWERED_WITHIN = timedelta(minutes=150)
"""A department answers well inside its time."""
_LATER = ("verify", "consult", "cool", "withdraw")


def received(story: Story, now: datetime, zone: ZoneInfo) -> datetime:
    """When the complaint came in: always before ``now``."""
    local = now.astimezone(zone)
    if story.ago:
        return now - timedelta(minutes=story.ago)
    if story.day:
        return _on(local, story.day, time.fromisoformat(str(story.at)))
    start = _on(local, 0, _EARLY)
    if local - start < timedelta(hours=1):
        start = _on(local, 0, time())
    return start + (now - start) * float(story.at)


def of(story: Story, steps: list[Move], now: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """The time of each step. Taking on and the first call follow at once, the rest by day."""
    start = received(story, now, zone)
    planned = _planned(story, [step for step in steps if not step.at_once], start, now, zone)
    at = asked = start
    for step in steps:
        at = at + min(_CALL, (now - at) / 2) if step.at_once else next(planned)
        if step.verb == "consult":
            asked = at = _asked(story, at, now)
        if step.verb == "feedback":
            at = min(at, asked + _ANSWERED_WITHIN)
        yield at


def _asked(story: Story, at: datetime, now: datetime) -> datetime:
    ago = story.ask.ago if story.ask else 0
    return max(at, now - timedelta(minutes=ago)) if ago else at


def _planned(
    story: Story, steps: list[Move], start: datetime, now: datetime, zone: ZoneInfo
) -> Iterator[datetime]:
    if not story.day:
        yield from _evenly(start, now, len(steps))
        return
    first_day = [step.verb not in _LATER for step in steps]
    quick = first_day.index(False) if False in first_day else len(steps)
    at = start + _SOON
    for step in steps[:quick]:
        yield at
        at += _CALL if step.verb == "contact" else _SOON
    yield from _by_day(at, now, len(steps) - quick, zone)


def between(start: datetime, end: datetime, count: int, zone: ZoneInfo) -> Iterator[datetime]:
    """``count`` times between two, while people work if they do at all in between."""
    found = list(_by_day(start, end, count, zone))
    yield from found if len(found) == count and start < found[0] else _evenly(start, end, count)


def _evenly(start: datetime, end: datetime, count: int) -> Iterator[datetime]:
    for place in range(count):
        yield start + (end - start) * ((place + 1) / (count + 1))


def _by_day(start: datetime, end: datetime, count: int, zone: ZoneInfo) -> Iterator[datetime]:
    """``count`` times between two, evenly over the hours in which people work."""
    hours = [span for span in _working(start, end, zone) if span[0] < span[1]]
    total = sum(((last - first) for first, last in hours), timedelta())
    for place in range(count):
        left = total * ((place + 1) / (count + 1))
        for first, last in hours:
            if left <= last - first:
                yield first + left
                break
            left -= last - first


def _working(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    day = start.astimezone(zone)
    while day.date() <= end.astimezone(zone).date():
        yield max(start, _on(day, 0, _OPENS)), min(end, _on(day, 0, _CLOSES))
        day += timedelta(days=1)


def days_without_a_line(
    shown: set[datetime], start: datetime, end: datetime, zone: ZoneInfo
) -> Iterator[datetime]:
    """An afternoon hour of each day strictly between two on which the customer saw nothing."""
    seen = {at.astimezone(zone).date() for at in shown}
    day = start.astimezone(zone) + timedelta(days=1)
    while day.date() < end.astimezone(zone).date():
        if day.date() not in seen:
            yield _on(day, 0, time(17, start.minute))
        day += timedelta(days=1)


def _on(local: datetime, days_ago: int, at: time) -> datetime:
    return datetime.combine(local.date() - timedelta(days=days_ago), at, tzinfo=local.tzinfo)
