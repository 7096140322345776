"""How the chat stream stands: for who looks after the house."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from redis.exceptions import RedisError

from kesu.stream.place import Place, client, place

_PATIENCE_SECONDS = 1.0


@dataclass(frozen=True)
class Standing:
    """``lag``: entries nobody has taken yet; ``pending``: taken and not ended; ``dead``: put aside,
    with the last reasons.
    """

    lag: int
    pending: int
    dead: int
    reasons: tuple[str, ...]


class Away(Exception):  # noqa: N818 - says what is wrong
    """Redis gives no answer."""


def standing(where: Place | None = None) -> Standing:
    """As it is now. Errors: ``Away``; ``UnusableEnvironment``."""
    where = where or place()
    redis = client(where, patience=_PATIENCE_SECONDS)
    try:
        group = _group(redis, where)
        newest: Any = redis.xrevrange(where.dead, count=3)
        dead = int(redis.xlen(where.dead)) if newest else 0
        return Standing(
            # Redis cannot count what it lost track of: an entry taken out by hand.
            lag=int(group.get("lag") or 0),
            pending=int(group.get("pending") or 0),
            dead=dead,
            reasons=tuple(_reasons(newest)),
        )
    except (RedisError, OSError) as fault:
        raise Away(f"{where.shown}: {fault}") from fault
    finally:
        redis.close()


def _group(redis: Any, where: Place) -> dict[str, Any]:
    if not redis.exists(where.stream):
        return {}
    for one in redis.xinfo_groups(where.stream):
        if one["name"] == where.group.encode():
            return dict(one)
    return {"lag": redis.xlen(where.stream)}


def _reasons(newest: Any) -> Iterator[str]:
    for _id, fields in newest:
        yield fields.get(b"kesu-reason", b"").decode(errors="replace")
