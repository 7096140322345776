"""What is watched in the demonstration: talks, orders, a word of the house. All invented."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from kesu.journeys import claimant, hear, tell_orders, watch_orders, watch_silence, watch_words
from kesu.journeys.hear_payload import read_many
from kesu.journeys.payload import read
from kesu.journeys.take_in.orders import GivenOrder
from kesu.journeys.watch_words import WordEntry
from kesu.people.queries import named
from kesu.people.rules import People, Person

_CUSTOMER, _AGENT = "customer", "agent"
_LIMIT = 200


@dataclass(frozen=True)
class Talk:
    """A conversation: ``ago`` minutes before the load its first turn was written, each turn two
    minutes after the one before.
    """

    key: str
    shop: str
    ago: int
    member: str
    turns: tuple[tuple[str, str], ...]


_TALKS = (
    Talk(
        "demo-talk-1",
        "云栖直营店",
        95,
        "DEMO-2001",
        (
            (_CUSTOMER, "你好，我上周买的加湿器开机就漏水，地板都泡了"),
            (_AGENT, "您好，很抱歉给您带来不便，请问方便拍个照片吗？"),
            (_CUSTOMER, "照片三天前就发过了！一直没人管，气死我了"),
            (_CUSTOMER, "今天再不给说法我就打12315，再找记者曝光你们"),
        ),
    ),
    Talk(
        "demo-talk-2",
        "云栖直营店",
        240,
        "DEMO-2002",
        (
            (_CUSTOMER, "你们这个订单什么时候发货？已经拖了五天了，太过分了"),
            (_AGENT, "亲，仓库正在加紧处理，请您耐心等待"),
            (_CUSTOMER, "每次都是这句话，骗子！我要去工商投*诉你们"),
            (_AGENT, "非常抱歉，已经为您登记反馈"),
        ),
    ),
    Talk(
        "demo-talk-3",
        "云栖奥莱店",
        180,
        "DEMO-2003",
        (
            (_CUSTOMER, "请问这款支持多媒体播放吗？"),
            (_AGENT, "支持的，可以播放音频和视频"),
            (_CUSTOMER, "好的，谢谢"),
        ),
    ),
    Talk(
        "demo-talk-4",
        "云栖奥莱店",
        150,
        "DEMO-2004",
        (
            (_CUSTOMER, "昨天说要投诉的那个，已经收到补发了，不投诉了"),
            (_AGENT, "感谢您的理解，祝您生活愉快"),
        ),
    ),
    Talk(
        "demo-talk-5",
        "云栖直营店",
        70,
        "DEMO-2005",
        (
            (_CUSTOMER, "群里好几个人都是同一批次，我们准备一起维权，起诉你们"),
            (_AGENT, "您好，请提供一下批次号，我帮您核实"),
        ),
    ),
    Talk(
        "demo-talk-6",
        "云栖直营店",
        50,
        "DEMO-2006",
        (
            (_CUSTOMER, "奶瓶一倒热水就有刺鼻异味，孩子喝了一直吐"),
            (_CUSTOMER, "人呢？？怎么没人回"),
        ),
    ),
)
"""Days and hours are those of the load; the names of shops and members are made up."""
_ORDERS: tuple[tuple[str, str, str, str, int, float, str], ...] = (
    # number, member, product, place, pieces, days ago, shop
    ("DEMO-O-01", "DEMO-2001", "加湿器 H2", "示例市东区一号路8号", 1, 8, "云栖直营店"),
    ("DEMO-O-02", "DEMO-2002", "电热水壶", "示例市东区二号路3号", 1, 6, "云栖直营店"),
    ("DEMO-O-03", "DEMO-2011", "进口饼干礼盒", "示例市南区仓前街1号", 48, 1, "云栖直营店"),
    ("DEMO-O-04", "DEMO-2012", "进口饼干礼盒", "示例市西区桥头路6号", 2, 5, "云栖直营店"),
    ("DEMO-O-05", "DEMO-2012", "进口饼干礼盒", "示例市西区桥头路6号", 2, 4, "云栖奥莱店"),
    ("DEMO-O-06", "DEMO-2012", "进口饼干礼盒", "示例市西区桥头路6号", 2, 3, "云栖超市店"),
    ("DEMO-O-07", "DEMO-2013", "保温杯", "示例市北区花园路20号", 1, 3, "云栖直营店"),
    ("DEMO-O-08", "DEMO-2014", "保温杯", "示例市北区花园路20号", 1, 2, "云栖直营店"),
    ("DEMO-O-09", "DEMO-2015", "电饭煲", "示例市北区花园路20号", 1, 2, "云栖直营店"),
)
_LATE = ("DEMO-O-02",)


@dataclass(frozen=True)
class Happening:
    """Something that came in or was said at its time."""

    at: datetime
    do: Callable[[People, datetime], None]

    def happen(self, people: People) -> None:
        self.do(people, self.at)


def happenings(now: datetime) -> Iterator[Happening]:
    """A word the house watches for, orders of the last days, talks of the last hours."""
    yield Happening(now - timedelta(days=20), _say_a_word)
    orders = [read(GivenOrder, raw) for raw in _orders(now)]

    def tell(people: People, at: datetime) -> None:
        tell_orders.tell(orders, by=_person(people, "sumn"), at=at)

    yield Happening(now - timedelta(hours=5), tell)
    for at, message in _messages(now):
        yield Happening(at, partial(_hear, message=message))


def look(now: datetime) -> None:
    """What the worker finds in all of it."""
    watch_orders.look_for_late(now, _LIMIT)
    watch_silence.look_at_talks(now, _LIMIT)
    watch_silence.look_at_cases(now, _LIMIT)
    claimant.look_at_recent(now, _LIMIT)


def _say_a_word(people: People, at: datetime) -> None:
    said = {
        "term": "地板泡了",
        "group": "quality",
        "level": 2,
        "variants": ["地板都泡了", "泡坏地板"],
    }
    watch_words.keep(read(WordEntry, said), by=_person(people, "sumn"), at=at, new=True)


def _hear(people: People, at: datetime, message: Mapping[str, Any]) -> None:
    told = read_many({"messages": [dict(message)]}, now=at)
    hear.hear(told, by=_person(people, "sumn"), at=at)


def _orders(now: datetime) -> Iterator[dict[str, Any]]:
    for number, member, product, place, pieces, days, shop in _ORDERS:
        ordered = now - timedelta(days=days)
        said: dict[str, Any] = {
            "external_id": number,
            "customer": {"external_id": member},
            "product": product,
            "address": place,
            "quantity": pieces,
            "ordered": ordered.isoformat(),
            "amount": 9900 * pieces,
            "shop": shop,
            "ship_by": (ordered + timedelta(days=2)).isoformat(),
        }
        if number not in _LATE and days > 1:
            said["shipped"] = (ordered + timedelta(days=1)).isoformat()
        yield said


def _messages(now: datetime) -> Iterator[tuple[datetime, dict[str, Any]]]:
    for talk in _TALKS:
        for place, (speaker, text) in enumerate(talk.turns):
            at = now - timedelta(minutes=talk.ago) + timedelta(minutes=2 * place)
            yield (
                at,
                {
                    "id": f"{talk.key}-{place + 1}",
                    "conversation": talk.key,
                    "from": speaker,
                    "text": text,
                    "at": at.isoformat(),
                    "shop": talk.shop,
                    "customer": {"external_id": talk.member},
                },
            )


def _person(people: People, sign_in: str) -> Person:
    found = named(people, sign_in)
    assert found is not None
    return found
