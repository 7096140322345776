"""Days of these centuries, and when they begin."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 2000, 2100


def is_of_these_years(day: date) -> bool:
    """Whether every zone and every database can hold the day and those around it."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def midnight(day: date, zone: ZoneInfo, *, later: int = 0) -> datetime:
    """The beginning of a day in a zone, or of the day so many days later, in UTC."""
    return datetime.combine(day + timedelta(days=later), time(), zone).astimezone(UTC)
