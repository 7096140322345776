"""``kesu stream chat``: hears a chat stream as one of a group."""

import signal
import time
from types import FrameType

from kesu.console import database
from kesu.console.words import UNUSABLE, say
from kesu.foundation.environment import UnusableEnvironment
from kesu.foundation.processes import end_with_supervisor

_LONGEST_NAP_SECONDS = 0.2


class _Ending:
    """Told by a signal; the batch in hand is finished."""

    def __init__(self) -> None:
        self.told = False

    def tell(self, _number: int, _frame: FrameType | None) -> None:
        self.told = True

    def sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.told and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _LONGEST_NAP_SECONDS))


def chat(redis: str) -> int:
    """Hears until SIGTERM or SIGINT; the exit status. 2: the address cannot be used."""
    end_with_supervisor()
    database.prepare()
    database.setup(for_a_person=True)
    from kesu.stream.chat import PATIENCE, Chat
    from kesu.stream.place import client, place

    try:
        where = place(redis)
    except UnusableEnvironment as fault:
        say(zh=f"Redis 地址不可用：{fault}", en=f"The address cannot be used: {fault}")
        return UNUSABLE
    ending = _Ending()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ending.tell)
    hearing = Chat(client(where, patience=PATIENCE), where)
    named = f"{where.shown} {where.stream} {where.group} {hearing.name}"
    say(zh=f"正在接收聊天消息：{named}", en=f"Hearing chat messages: {named}")
    hearing.run(ending)
    counted = f"{hearing.heard} / {hearing.spoilt}"
    say(zh=f"已结束；接收与搁置：{counted}", en=f"Ended; heard and put aside: {counted}")
    return 0
