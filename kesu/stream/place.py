"""Where the chat stream is: a Redis, a stream in it, and the group that reads it together."""

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from redis import Redis

from kesu.foundation.environment import UnusableEnvironment, number

ADDRESS = "KESU_REDIS_URL"
_DEFAULT = "redis://127.0.0.1:6379/0"
_SCHEMES = ("redis", "rediss", "unix")
_CONNECT_SECONDS = 3.0


@dataclass(frozen=True)
class Place:
    """``idle``: seconds after which what a consumer took and did not finish is another's."""

    url: str
    stream: str
    group: str
    idle: int

    @property
    def dead(self) -> str:
        """The stream of what cannot be read."""
        return f"{self.stream}:dead"

    @property
    def shown(self) -> str:
        """The address without what is secret in it."""
        parts = urlsplit(self.url)
        host = parts.hostname or parts.path
        return f"{host}:{parts.port}" if parts.port else host


def place(url: str = "") -> Place:
    """What the environment says; ``url`` in place of its address.

    Errors: ``UnusableEnvironment``.
    """
    url = url or os.environ.get(ADDRESS, "") or _DEFAULT
    if urlsplit(url).scheme not in _SCHEMES:
        raise UnusableEnvironment(f"{ADDRESS}: expected redis://HOST:PORT/DB")
    return Place(
        url=url,
        stream=os.environ.get("KESU_CHAT_STREAM", "") or "kesu:chat",
        group=os.environ.get("KESU_CHAT_GROUP", "") or "kesu",
        idle=number("KESU_CHAT_IDLE_SECONDS", 10),
    )


def is_named() -> bool:
    """Whether this house has a stream at all."""
    return bool(os.environ.get(ADDRESS))


def client(where: Place, *, patience: float) -> Redis:
    """A connection that is made when it is asked; ``patience``: seconds for an answer."""
    return Redis.from_url(
        where.url, socket_timeout=patience, socket_connect_timeout=_CONNECT_SECONDS
    )
