"""The days a morning speaks of, in the policy's zone. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

LOOKS_BACK = 14


@dataclass(frozen=True)
class Days:
    """``now`` in UTC; a day is given by its two midnights, the second left out."""

    now: datetime
    zone: ZoneInfo

    @classmethod
    def of(cls, now: datetime, zone: ZoneInfo) -> Self:
        return cls(now, zone)

    @property
    def here(self) -> datetime:
        return self.now.astimezone(self.zone)

    @property
    def today(self) -> date:
        return self.here.date()

    def span(self, ago: int = 0) -> tuple[datetime, datetime]:
        """A day so many days ago, from midnight to midnight in UTC."""
        first = self.today - timedelta(days=ago)
        return self._midnight(first), self._midnight(first + timedelta(days=1))

    def past(self) -> list[date]:
        """The fourteen days before today, the oldest first."""
        return [self.today - timedelta(days=ago) for ago in range(LOOKS_BACK, 0, -1)]

    @property
    def spoken_of(self) -> int:
        """How many days ago the day lies that a report now is about: before noon yesterday."""
        return 1 if self.here.hour < 12 else 0

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)
