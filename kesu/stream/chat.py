"""Hearing the chat stream, as one of a group of consumers that share its entries.

Each entry is delivered at least once: it is ended (XACK) only after the database keeps it, and the
message's id makes it one however often it comes. A consumer keeps nothing of its own: what a dead
one had taken is claimed by the others. No more is taken from the stream than is being written, so
that a slow database makes the stream longer and nothing else.
"""

import logging
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from redis import Redis
from redis.exceptions import RedisError, ResponseError

from kesu.foundation.outages import outage
from kesu.journeys.hear import hear
from kesu.journeys.hear_payload import Said
from kesu.stream import entries
from kesu.stream.entries import Entry, Spoilt
from kesu.stream.place import Place

AT_ONCE = 500
_BLOCK_SECONDS = 1.0
PATIENCE = _BLOCK_SECONDS + 5.0
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 5.0
_MOST_DEAD = 10_000
_MOST_KEPT_BYTES = 100_000
_GONE_MILLISECONDS = 3_600_000
_log = logging.getLogger(__name__)


class Ending(Protocol):
    """Whether it was told to end, and sleeping until then."""

    @property
    def told(self) -> bool: ...

    def sleep(self, seconds: float) -> None: ...


def own_name() -> str:
    """By which the group knows this process."""
    return f"{socket.gethostname()}-{os.getpid()}"


@dataclass
class Chat:
    """One consumer. ``heard`` and ``spoilt`` count what it wrote and put aside."""

    client: Redis
    place: Place
    name: str = field(default_factory=own_name)
    heard: int = 0
    spoilt: int = 0
    _swept: datetime | None = None
    _held: list[Entry] = field(default_factory=list)

    def run(self, ending: Ending, *, now: Callable[[], datetime] | None = None) -> None:
        """Hears until told to end; the batch in hand is finished. What is away is waited for."""
        clock, pause, ready = now or _now, _FIRST_PAUSE_SECONDS, False
        while not ending.told:
            try:
                if not ready:
                    self.join()
                    ready = True
                self.step(clock())
                pause = _FIRST_PAUSE_SECONDS
            except Exception as fault:  # noqa: BLE001 - told apart below; what is ours ends nothing
                ready = False
                self._say(fault, pause)
                ending.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
        self._leave()

    def join(self) -> None:
        """Makes the group where there is none, from the stream's first entry on."""
        try:
            self.client.xgroup_create(self.place.stream, self.place.group, id="0", mkstream=True)
        except ResponseError as fault:
            if not str(fault).startswith("BUSYGROUP"):
                raise

    def step(self, now: datetime, *, block: float = _BLOCK_SECONDS) -> int:
        """One batch: what dead consumers left, else what is new; how many entries. What the
        database did not take is held and taken up again by the next step.
        """
        self._held = self._held or self._left_behind(now) or self._new(block)
        count = len(self._held)
        if count:
            self._work(self._held, now)
            self._held = []
        return count

    def _new(self, block: float) -> list[Entry]:
        answer: Any = self.client.xreadgroup(
            self.place.group,
            self.name,
            {self.place.stream: ">"},
            count=AT_ONCE,
            block=max(1, int(block * 1000)),
        )
        return [one for _stream, found in answer or () for one in _entries(found)]

    def _left_behind(self, now: datetime) -> list[Entry]:
        """What somebody took and did not finish in time; asked for as often as it can happen."""
        if self._swept is not None and (now - self._swept).total_seconds() < self.place.idle / 2:
            return []
        answer: Any = self.client.xautoclaim(
            self.place.stream,
            self.place.group,
            self.name,
            min_idle_time=self.place.idle * 1000,
            count=AT_ONCE,
        )
        found = list(_entries(answer[1]))
        if len(found) < AT_ONCE:
            self._swept = now
        return found

    def _work(self, found: Sequence[Entry], now: datetime) -> None:
        read = [(one, entries.read(one, now=now)) for one in found]
        spoilt = [one for _entry, one in read if isinstance(one, Spoilt)]
        said = [(entry, one) for entry, one in read if isinstance(one, Said)]
        spoilt += self._hear(said, now)
        self._end(found, spoilt)
        self.heard += len(found) - len(spoilt)
        self.spoilt += len(spoilt)

    def _hear(self, said: Sequence[tuple[Entry, Said]], now: datetime) -> list[Spoilt]:
        """Writes all at once; where one cannot be written, each alone, and that one is put aside.

        Errors: of a database that is away or busy.
        """
        try:
            hear([one for _entry, one in said], by=None, at=now)
        except Exception as fault:
            if outage(fault) is not None:
                raise
            if len(said) == 1:
                _log.exception("a message of the chat stream cannot be written")
                return [Spoilt(said[0][0], f"{type(fault).__name__}: {fault}")]
            return [spoilt for one in said for spoilt in self._hear([one], now)]
        return []

    def _end(self, found: Sequence[Entry], spoilt: Sequence[Spoilt]) -> None:
        """Everything is ended and what cannot be read put aside, both or neither."""
        pipe = self.client.pipeline(transaction=True)
        for one in spoilt:
            kept: dict[Any, Any] = {
                name[:_MOST_KEPT_BYTES]: value[:_MOST_KEPT_BYTES]
                for name, value in one.entry.fields.items()
            }
            kept |= {b"kesu-entry": one.entry.id, b"kesu-reason": one.reason.encode()}
            pipe.xadd(self.place.dead, kept, maxlen=_MOST_DEAD, approximate=True)
            _log.warning("put aside from the chat stream: %s", one.reason)
        pipe.xack(self.place.stream, self.place.group, *(one.id for one in found))
        pipe.execute()

    def _say(self, fault: Exception, pause: float) -> None:
        if isinstance(fault, RedisError | OSError):
            where = self.place.shown
            _log.warning("Redis at %s: %s; asked again in %.1f s", where, fault, pause)
        elif outage(fault) is not None:
            _log.warning("the database: %s; asked again in %.1f s", fault, pause)
        else:
            _log.exception("the chat stream is heard again in %.1f s", pause)

    def _leave(self) -> None:
        """Consumers that are long gone and left nothing are forgotten, this one where it can be."""
        try:
            known: Any = self.client.xinfo_consumers(self.place.stream, self.place.group)
            for one in known:
                mine = one["name"] == self.name.encode()
                if not one["pending"] and (mine or one["idle"] > _GONE_MILLISECONDS):
                    self.client.xgroup_delconsumer(self.place.stream, self.place.group, one["name"])
        except (RedisError, OSError) as fault:
            _log.warning("Redis at %s: %s", self.place.shown, fault)


def _entries(found: Sequence[tuple[bytes, dict[bytes, bytes] | None]]) -> Iterator[Entry]:
    """Without fields an entry was taken out of the stream: nothing is left of it to be heard."""
    for id_, fields in found:
        yield Entry(id_, fields or {})


def _now() -> datetime:
    return datetime.now(tz=UTC)
