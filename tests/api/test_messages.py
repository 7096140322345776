"""Chat messages told to the API: read once each, and what may become a complaint is shown (A18)."""

from typing import Any

import pytest

from kesu.watch.models import Conversation, Message, Signal
from tests.api.caller import Caller
from tests.cast import House, Play

pytestmark = pytest.mark.django_db
AT = "2026-02-13T09:00:00+08:00"


def said(id_: str, text: str, **more: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "conversation": "C-1",
        "from": "customer",
        "text": text,
        "at": AT,
        **more,
    }


def told(caller: Caller, *messages: dict[str, Any]) -> list[Any]:
    answer = caller.post("/messages", {"messages": list(messages)})
    assert answer.status == 200, answer.content
    found: list[Any] = answer.json["messages"]
    return found


@pytest.mark.req("A18")
def test_a_threat_in_a_chat_is_answered_with_its_place_and_shown_once(agent: Caller) -> None:
    text = "你们再不退款，我就打１２３１５投*诉你们！"
    heard = told(agent, said("1", "在吗"), said("2", text))
    assert heard[0] == {"id": "1", "hits": []}
    hits = {hit["term"]: hit for hit in heard[1]["hits"]}
    hit = hits["12315"]
    assert (hit["group"], hit["level"], hit["negated"]) == ("regulator", 3, False)
    assert text[hit["start"] : hit["end"]] == hit["surface"] == "１２３１５"
    signal = Signal.objects.get()
    assert (signal.key, signal.kind, signal.state, signal.level) == ("chat:C-1", "chat", "open", 3)
    reason = next(one for one in signal.reasons if one["term"] == "12315")
    assert signal.said[reason["start"] : reason["end"]] == "１２３１５"


def test_told_again_it_is_heard_once_and_answered_the_same(agent: Caller) -> None:
    first = told(agent, said("1", "我要打12315"), said("1", "我要打12315"))
    again = told(agent, said("1", "另一句话"), said("2", "我要打12315"))
    assert first[0] == first[1] == again[0]
    assert [one.text for one in Message.objects.order_by("id")] == ["我要打12315"] * 2
    assert (Signal.objects.count(), Signal.objects.get().times) == (1, 2)


def test_a_word_that_is_taken_back_raises_nothing(agent: Caller) -> None:
    heard = told(agent, said("1", "不打12315了，谢谢"))
    assert [hit["negated"] for hit in heard[0]["hits"]] == [True]
    assert not Signal.objects.exists()


def test_an_agent_who_names_a_place_to_complain_raises_nothing(agent: Caller) -> None:
    told(agent, said("1", "您也可以拨打12315", **{"from": "agent"}))
    assert not Signal.objects.exists()


def test_an_agent_who_asks_for_five_stars_is_shown(agent: Caller) -> None:
    heard = told(agent, said("1", "亲，给个五星好评返现哦", **{"from": "agent"}))
    assert {hit["group"] for hit in heard[0]["hits"]} >= {"inducement"}
    assert Signal.objects.get().facts["groups"] == ["inducement"]


def test_what_was_settled_is_not_shown_again_but_another_danger_is(agent: Caller) -> None:
    told(agent, said("1", "我要打12315"))
    Signal.objects.update(state="handled", settled="2026-02-13T02:00:00Z")
    told(agent, said("2", "我要打12315"))
    assert Signal.objects.count() == 1
    told(agent, said("3", "我要打12315，找记者曝光你们"))
    assert Signal.objects.filter(state="open").count() == 1
    told(agent, said("4", "记者明天就来曝光"))
    assert Signal.objects.count() == 2


def test_a_conversation_knows_when_and_with_whom_it_was(agent: Caller) -> None:
    told(
        agent,
        said("2", "好的", at="2026-02-13T09:05:00+08:00", **{"from": "agent"}),
        said("1", "你好", shop="旗舰店", customer={"external_id": "M-7"}),
    )
    talk = Conversation.objects.get()
    assert (talk.shop, talk.customer and talk.customer.external_id) == ("旗舰店", "M-7")
    assert (talk.began, talk.last_by_customer) == (talk.began, talk.began)
    assert (talk.last_at - talk.began).total_seconds() == 300


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"at": "gestern"}, "messages.1.at"),
        ({"at": "2036-02-13T09:00:00+08:00"}, "messages.1.at"),
        ({"from": "robot"}, "messages.1.from"),
        ({"id": ""}, "messages.1.id"),
        ({"text": None}, "messages.1.text"),
    ],
)
def test_one_faulty_message_is_named_and_none_is_taken(
    agent: Caller, wrong: dict[str, Any], place: str
) -> None:
    body = {"messages": [said("1", "你好"), said("2", "你好") | wrong]}
    assert agent.post("/messages", body).places == [place]
    assert not Message.objects.exists()


def test_more_than_a_thousand_are_too_many(agent: Caller) -> None:
    body = {"messages": [said(str(n), "你好") for n in range(1001)]}
    assert agent.post("/messages", body).places == ["messages"]


def test_auditors_and_liaisons_bring_in_nothing(house: House) -> None:
    for person in (house.auditor, house.liaison):
        answer = Caller(person).post("/messages", {"messages": [said("1", "你好")]})
        assert (answer.status, answer.code) == (403, "not_yours")


def test_a_thousand_messages_cost_the_database_as_little_as_ten(
    play: Play, django_assert_max_num_queries: Any
) -> None:
    caller = Caller(play.house.agent)
    with django_assert_max_num_queries(30):
        told(caller, *(said(str(n), "我要打12315", conversation=f"C{n}") for n in range(1000)))
    assert Signal.objects.count() == 1000


@pytest.mark.req("A30")
def test_how_the_customer_feels_is_kept_with_the_message(agent: Caller) -> None:
    told(agent, said("1", "你好"), said("2", "气死我了！！什么垃圾服务，骗子！"))
    calm, angry = Message.objects.order_by("key")
    assert calm.emotion < angry.emotion
    assert Conversation.objects.get().emotion == angry.emotion


def test_a_threat_to_oneself_is_shown_also_in_words_that_nobody_watches(agent: Caller) -> None:
    for place, text in enumerate(("我真的不想活了", "再这样我就从楼上跳下去，死给你们看")):
        told(agent, said(f"m{place}", text, conversation=f"C{place}"))
    found = Signal.objects.filter(level=3)
    assert [one.facts["groups"] for one in found] == [["self_harm"], ["self_harm"]]


def test_keys_of_another_system_beside_the_known_are_no_fault(agent: Caller) -> None:
    customer = {"external_id": "M-7", "nick": "小张"}
    [heard] = told(agent, said("1", "我要打12315", seat="A3", customer=customer))
    assert [hit["term"] for hit in heard["hits"]] == ["12315"]
