"""The stream that chats come in by, where there is one."""

from collections.abc import Iterator
from datetime import datetime

from kesu.console.checks.finding import Finding
from kesu.console.words import choose

_MOST_BEHIND = 10_000
"""Entries of the chat stream: what one consumer hears in some seconds."""


def chats(_: datetime) -> Iterator[Finding]:
    from kesu.stream.place import is_named, place
    from kesu.stream.standing import Away, standing

    if not is_named():
        return
    what = choose(zh="聊天消息流可用", en="the chat stream can be heard")
    try:
        stands = standing()
    except Away as away:
        advice = choose(zh="检查 KESU_REDIS_URL 与 Redis", en="look at KESU_REDIS_URL and Redis")
        yield Finding(what, holds=False, detail=str(away), advice=advice)
        return
    lag = choose(
        zh=f"未接收 {stands.lag}，处理中 {stands.pending}",
        en=f"{stands.lag} not heard yet, {stands.pending} in hand",
    )
    slow = choose(zh="多运行几个 kesu stream chat", en="run more of kesu stream chat")
    yield Finding(what, holds=stands.lag < _MOST_BEHIND or None, detail=lag, advice=slow)
    aside = choose(zh="没有搁置的聊天消息", en="no chat message was put aside")
    said = f"{stands.dead}: {'; '.join(stands.reasons)}" if stands.dead else "0"
    mend = choose(
        zh=f"原因见流 {place().dead}，修正来源后删除",
        en=f"see the reasons in {place().dead}; mend what sends them, then delete it",
    )
    yield Finding(aside, holds=not stands.dead or None, detail=said, advice=mend)
