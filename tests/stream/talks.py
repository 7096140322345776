"""Chats to be heard: which of them may become a complaint is known beforehand."""

import json
import random
from collections.abc import Iterator

from redis import Redis

_QUIET = (
    "在吗",
    "这个有货吗",
    "什么时候发货呀",
    "好的谢谢",
    "尺码偏大吗，一米七五穿多大的",
    "能开发票吗，抬头发你了",
    "已经收到了，质量不错",
    "请问支持七天无理由吗",
    "亲，已为您登记，请稍等片刻",
    "地址改一下，麻烦了",
)
_TROUBLE = "再不处理我就打12315投诉你们"
_TURNS = 10
STREAM = "kesu:chat"


def talks(messages: int, *, seed: int = 7) -> Iterator[tuple[dict[str, str], bool]]:
    """So many messages in talks of ten, each with whether it is one to look at: about one in
    fifty, some talks with several.
    """
    rolled = random.Random(seed)
    for place in range(messages):
        talk, turn = divmod(place, _TURNS)
        by_customer = turn % 2 == 0
        trouble = by_customer and rolled.random() < 0.04
        yield (
            {
                "id": f"m{place}",
                "conversation": f"c{talk}",
                "from": "customer" if by_customer else "agent",
                "text": _TROUBLE if trouble else rolled.choice(_QUIET),
                "at": f"2026-02-13T{9 + turn // 6:02}:{place % 60:02}:00+08:00",
            },
            trouble,
        )


def add(redis: Redis, messages: Iterator[tuple[dict[str, str], bool]]) -> dict[str, int]:
    """Puts them into the stream; how many messages to look at each conversation has."""
    expected: dict[str, int] = {}
    pipe = redis.pipeline(transaction=False)
    for place, (message, trouble) in enumerate(messages, 1):
        pipe.xadd(STREAM, {"message": json.dumps(message, ensure_ascii=False)})
        if trouble:
            talk = message["conversation"]
            expected[talk] = expected.get(talk, 0) + 1
        if place % 1000 == 0:
            pipe.execute()
    pipe.execute()
    return expected
