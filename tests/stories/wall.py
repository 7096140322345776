"""The clock on the wall of a story: the doors read it, and time does what is due as it passes."""

import sys
from datetime import UTC, datetime, timedelta, tzinfo
from types import ModuleType

import pytest

import kesu.api.door  # noqa: F401 - all doors are there before their clock is set
from kesu.clock.duties import breaches
from kesu.deadlines.queries import next_moment

_TICK = timedelta(microseconds=1)


class _AsTold(type):
    """A told time is a time like any other."""

    def __instancecheck__(cls, one: object) -> bool:
        return isinstance(one, datetime)


class Wall:
    """What time it is, in UTC. Doors that ask for the time are told this one."""

    def __init__(self, now: datetime, patch: pytest.MonkeyPatch) -> None:
        self.now = now
        for module in _doors():
            patch.setattr(module, "datetime", self._told())

    def until(self, moment: datetime) -> None:
        """Lets time pass; whatever comes due meanwhile is done at its own time."""
        assert moment >= self.now, (moment, self.now)
        while (due := next_moment()) is not None and due + _TICK <= moment:
            self.now = max(self.now, due + _TICK)
            breaches(self.now, 200)
        self.now = moment

    def _told(self) -> type:
        wall = self

        class Told(datetime, metaclass=_AsTold):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return wall.now.astimezone(tz or UTC)

        return Told


def _doors() -> list[ModuleType]:
    return [
        module
        for name, module in sorted(sys.modules.items())
        if name.startswith("kesu.api.") and getattr(module, "datetime", None) is datetime
    ]


def at(text: str) -> datetime:
    """``02-13 10:00`` of 2026 in Shanghai; with seconds where they matter."""
    day, _, hour = text.partition(" ")
    seconds = hour if hour.count(":") == 2 else f"{hour}:00"
    return datetime.fromisoformat(f"2026-{day}T{seconds}+08:00").astimezone(UTC)


def said(text: str) -> str:
    """The same moment as the API writes it."""
    day, _, hour = text.partition(" ")
    seconds = hour if hour.count(":") == 2 else f"{hour}:00"
    return f"2026-{day}T{seconds}+08:00"
