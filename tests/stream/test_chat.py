"""The chat stream: each message heard once, whatever happens to who hears it (A18)."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError

from kesu.config.metrics import House
from kesu.console.doctor import seen
from kesu.journeys.hear import hear as hear_each
from kesu.stream import chat as hearing
from kesu.stream.chat import Chat
from kesu.stream.place import place
from kesu.stream.standing import Away, standing
from kesu.watch.models import Message, Signal
from tests.stream.redis_server import RedisServer
from tests.stream.talks import STREAM, add, talks

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 13, 4, tzinfo=UTC)
SAID = {
    "id": "1",
    "conversation": "C-1",
    "from": "customer",
    "text": "我要打12315",
    "at": "2026-02-13T09:00:00+08:00",
}


def put(redis: RedisServer, **fields: str) -> None:
    entry: dict[Any, Any] = dict(fields)
    redis.client().xadd(STREAM, entry)


def heard(chat: Chat) -> None:
    """Everything that is there."""
    while chat.step(NOW, block=0.001):
        pass


def dead(redis: RedisServer) -> list[dict[bytes, bytes]]:
    found: Any = redis.client().xrange(f"{STREAM}:dead")
    return [fields for _id, fields in found]


@pytest.mark.req("A18")
def test_what_stands_in_the_stream_comes_to_the_board(chat: Chat, redis: RedisServer) -> None:
    expected = add(redis.client(), talks(1200))
    heard(chat)
    found = {one.key.removeprefix("chat:"): one.times for one in Signal.objects.all()}
    assert (Message.objects.count(), found) == (1200, expected)
    stands = standing(chat.place)
    assert (stands.lag, stands.pending, stands.dead) == (0, 0, 0)


def test_a_message_may_stand_in_fields_of_its_own(chat: Chat, redis: RedisServer) -> None:
    put(redis, **SAID)
    put(redis, **SAID, trace="of no concern")
    heard(chat)
    assert (Message.objects.get().text, Signal.objects.get().times) == ("我要打12315", 1)


@pytest.mark.parametrize(
    ("spoilt", "reason"),
    [
        ("{", "message"),
        ("[1]", "expected an object"),
        ("[" * 100_000, "message"),
        (json.dumps({**SAID, "at": "heute"}), "at:"),
        (json.dumps({name: SAID[name] for name in ("id", "from", "text", "at")}), "conversation"),
        (json.dumps({**SAID, "text": "x\x00"}), "text"),
    ],
)
def test_what_cannot_be_read_is_put_aside_with_the_reason(
    chat: Chat, redis: RedisServer, spoilt: str, reason: str
) -> None:
    put(redis, message=spoilt)
    put(redis, message=json.dumps(SAID))
    heard(chat)
    aside = dead(redis)
    assert len(aside) == 1
    assert reason in aside[0][b"kesu-reason"].decode()
    assert aside[0][b"message"] == spoilt.encode()[:100_000]
    assert Message.objects.count() == 1
    stands = standing(chat.place)
    assert (stands.pending, stands.dead, reason in stands.reasons[0]) == (0, 1, True)


def test_one_that_the_database_refuses_holds_up_nobody(
    chat: Chat, redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = hear_each

    def hear(messages: Any, **more: Any) -> Any:
        if any(one.id == "bad" for one in messages):
            raise ValueError("never")
        return real(messages, **more)

    monkeypatch.setattr(hearing, "hear", hear)
    for id_ in ("1", "bad", "2"):
        put(redis, message=json.dumps({**SAID, "id": id_}))
    heard(chat)
    assert sorted(Message.objects.values_list("key", flat=True)) == ["1", "2"]
    assert [one[b"kesu-reason"] for one in dead(redis)] == [b"ValueError: never"]


def test_what_a_dead_consumer_left_is_claimed(chat: Chat, redis: RedisServer) -> None:
    put(redis, message=json.dumps(SAID))
    redis.client().xreadgroup(chat.place.group, "dead", {STREAM: ">"})
    assert standing(chat.place).pending == 1
    chat.place = replace(chat.place, idle=0)
    heard_now = chat.step(NOW, block=0.001)
    assert (heard_now, Message.objects.count(), standing(chat.place).pending) == (1, 1, 0)


def test_while_the_database_is_busy_the_batch_is_held(
    chat: Chat, redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(redis, message=json.dumps(SAID))
    real, asked = hear_each, []

    def busy(messages: Any, **more: Any) -> Any:
        asked.append(len(messages))
        if len(asked) == 1:
            raise OperationalError("database is locked")
        return real(messages, **more)

    monkeypatch.setattr(hearing, "hear", busy)
    with pytest.raises(OperationalError):
        chat.step(NOW, block=0.001)
    assert (standing(chat.place).pending, dead(redis)) == (1, [])
    heard(chat)
    assert (asked[:2], Message.objects.count(), standing(chat.place).pending) == ([1, 1], 1, 0)


class Ending:
    """Ends after so many sleeps."""

    def __init__(self, sleeps: int) -> None:
        self.left = sleeps
        self.slept: list[float] = []

    @property
    def told(self) -> bool:
        return self.left <= 0

    def sleep(self, seconds: float) -> None:
        self.left -= 1
        self.slept.append(seconds)


def test_while_redis_is_away_it_is_asked_more_and_more_seldom(
    chat: Chat, redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    redis.stop()
    try:
        ending = Ending(3)
        chat.run(ending)
        assert ending.slept == [0.5, 1.0, 2.0]
        assert f"Redis at 127.0.0.1:{redis.port}" in caplog.text
        with pytest.raises(Away):
            standing(chat.place)
    finally:
        redis.start()


def test_a_stream_that_vanished_is_made_anew(chat: Chat, redis: RedisServer) -> None:
    redis.client().flushall()
    put(redis, message=json.dumps(SAID))

    class Once(Ending):
        @property
        def told(self) -> bool:
            return self.left <= 0 or Message.objects.exists()

    chat.run(Once(5))
    assert Message.objects.count() == 1
    known: Any = redis.client().xinfo_consumers(STREAM, chat.place.group)
    assert known == []


def test_the_address_is_told_without_its_password() -> None:
    assert place("redis://user:secret@example.org:6380/1").shown == "example.org:6380"


def test_a_time_that_lies_a_day_ahead_was_read_wrongly(chat: Chat, redis: RedisServer) -> None:
    ahead = (NOW + timedelta(days=2)).isoformat()
    put(redis, message=json.dumps({**SAID, "at": ahead}))
    heard(chat)
    assert (Message.objects.count(), len(dead(redis))) == (0, 1)


def test_the_doctor_and_the_metrics_tell_of_lag_and_of_what_was_put_aside(
    chat: Chat, redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KESU_REDIS_URL", redis.url)
    put(redis, message="{")
    heard(chat)
    put(redis, message=json.dumps(SAID))
    found = {what: (holds, detail) for what, holds, detail, _do in seen("chats", NOW, "en")[0]}
    assert found["the chat stream can be heard"] == (True, "1 not heard yet, 0 in hand")
    aside = found["no chat message was put aside"]
    assert (aside[0], aside[1].startswith("1: message")) == (None, True)
    told = {
        sample.name: sample.value
        for family in House(NOW).collect()
        for sample in family.samples
        if "chat" in sample.name or "messages" in sample.name
    }
    assert told == {
        "kesu_messages_heard_total": told["kesu_messages_heard_total"],
        "kesu_chat_stream_lag": 1,
        "kesu_chat_stream_pending": 0,
        "kesu_chat_stream_put_aside": 1,
    }
