"""``kesu stream chat``: hears a chat stream as one of a group."""

from kesu.console import database
from kesu.console.words import UNUSABLE, say
from kesu.foundation.endings import Ending, ending_on_signals
from kesu.foundation.environment import UnusableEnvironment
from kesu.foundation.processes import end_with_supervisor


def chat(redis: str) -> int:
    """Hears until SIGTERM or SIGINT; the exit status. 2: the address cannot be used."""
    end_with_supervisor()
    # From here on a signal is heard, also while the database is being prepared.
    with ending_on_signals() as ending:
        database.prepare()
        database.setup(for_a_person=True)
        return _hear(redis, ending)


def _hear(redis: str, ending: Ending) -> int:
    from kesu.stream.chat import PATIENCE, Chat
    from kesu.stream.place import client, place

    try:
        where = place(redis)
    except UnusableEnvironment as fault:
        say(zh=f"Redis 地址不可用：{fault}", en=f"The address cannot be used: {fault}")
        return UNUSABLE
    hearing = Chat(client(where, patience=PATIENCE), where)
    named = f"{where.shown} {where.stream} {where.group} {hearing.name}"
    say(zh=f"正在接收聊天消息：{named}", en=f"Hearing chat messages: {named}")
    hearing.run(ending)
    counted = f"{hearing.heard} / {hearing.spoilt}"
    say(zh=f"已结束；接收与搁置：{counted}", en=f"Ended; heard and put aside: {counted}")
    return 0
