"""The warning board at the API: a person handles, dismisses or lodges each warning once (A22)."""

import json
import re
from typing import Any
from uuid import UUID, uuid4

import pytest

from kesu.complaints.models import Complaint, Customer, Evidence
from kesu.desk import frame
from kesu.desk import signals as desk
from kesu.desk.faults import NoSuchComplaint
from kesu.desk.words_tried import over_past
from kesu.journal.models import JournalLine
from kesu.people.queries import everyone
from kesu.people.rules import Person
from kesu.watch.models import Conversation, HitMark, Message, Signal
from kesu.watch.words import Own
from tests.api.caller import Caller
from tests.cast import MORNING, House, complaint

pytestmark = pytest.mark.django_db


def chat(caller: Caller, *texts: str, conversation: str = "C-1", **more: Any) -> None:
    """A talk in which the customer and the agent write by turns."""
    messages = [
        {
            "id": f"{conversation}-{place}",
            "conversation": conversation,
            "from": ("customer", "agent")[place % 2],
            "text": text,
            "at": f"2026-02-13T09:{place % 60:02}:00+08:00",
            **more,
        }
        for place, text in enumerate(texts)
    ]
    for start in range(0, len(messages), 1000):
        answer = caller.post("/messages", {"messages": messages[start : start + 1000]})
        assert answer.status == 200, answer.content


def board(caller: Caller, query: str = "") -> list[Any]:
    answer = caller.get(f"/signals{query}")
    assert answer.status == 200, answer.content
    items: list[Any] = answer.json["items"]
    return items


@pytest.fixture
def key(agent: Caller) -> str:
    """The one warning of a talk."""
    chat(agent, "我要打12315", "您先别急", "不退款就找记者", shop="旗舰店")
    return str(board(agent)[0]["id"])


def act(caller: Caller, key: str, verb: str, body: object = None, **headers: str) -> Any:
    return caller.post(f"/signals/{key}/actions/{verb}", body or {}, **headers)


@pytest.mark.req("A22")
def test_the_board_has_the_gravest_first_and_is_narrowed_by_what_is_asked(agent: Caller) -> None:
    chat(agent, "再不处理我就投诉", conversation="C-1")
    chat(agent, "我要打12315", conversation="C-2", shop="旗舰店")
    levels = [one["level"] for one in board(agent)]
    assert levels == sorted(levels, reverse=True)
    assert [one["conversation"] for one in board(agent, "?level=3")] == ["C-2"]
    assert len(board(agent, "?shop=旗舰店&state=open&kind=chat")) == 1
    assert board(agent, "?state=handled,dismissed") == board(agent, "?kind=order") == []
    assert agent.get("/signals?state=gone").places == ["state.0"]


def test_the_board_is_read_page_by_page(agent: Caller) -> None:
    for number in range(3):
        chat(agent, "我要打12315", conversation=f"C-{number}")
    first = agent.get("/signals?limit=2").json
    rest = agent.get(f"/signals?limit=2&cursor={first['next']}").json
    assert rest["next"] is None
    assert len({one["id"] for one in first["items"] + rest["items"]}) == 3
    for cursor in ("x", "2", "W10", "WzEsMiwzXQ"):
        assert agent.get(f"/signals?cursor={cursor}").places == ["cursor"]
    other = agent.get(f"/signals?state=handled&cursor={first['next']}")
    assert other.places == ["cursor"]


@pytest.mark.parametrize("state", ["open", "dismissed"])
def test_pages_stay_as_they_are_while_warnings_come(agent: Caller, state: str) -> None:
    def come(conversation: str) -> None:
        chat(agent, "我要打12315", conversation=conversation)
        key = Signal.objects.get(conversation__key=conversation).pk
        if state == "dismissed":
            act(agent, str(key), "dismiss", {"reason": "玩笑"})

    for number in range(4):
        come(f"C-{number}")
    asked = f"/signals?state={state}&limit=2"
    first = agent.get(asked).json
    come("C-9")
    rest = agent.get(f"{asked}&cursor={first['next']}").json
    read = [one["conversation"] for one in first["items"] + rest["items"]]
    assert (read, rest["next"]) == (["C-3", "C-2", "C-1", "C-0"], None)


def test_news_are_told_in_order_and_none_is_left_out(agent: Caller, house: House) -> None:
    chat(agent, "我要打12315", conversation="C-before")
    people, begun = everyone(MORNING), desk.head()
    for number in range(60):
        chat(agent, "我要打12315", conversation=f"C-{number:02}")
    assert desk.news(0, reader=house.agent, people=people).fresh == []
    seen: list[str] = []
    while (told := desk.news(begun, reader=house.agent, people=people)).head != begun:
        begun = told.head
        seen += [one.conversation for one in told.fresh]
    assert (len(seen), len(set(seen)), begun) == (60, 60, desk.head())


def test_numbers_in_the_reasons_are_covered_as_long_as_they_are(
    agent: Caller, house: House
) -> None:
    pieces = {
        "before": "打我13800",
        "words": "138000",
        "after": "我不想活了",
        "earlier": "13800138000",
    }
    more = {"surface": "+8613800138000", "sentence": "座机010-87654321", "term": "找13800138000"}
    signal = Signal.objects.create(
        key="case:1",
        kind="chat",
        level=3,
        raised=MORNING,
        last_at=MORNING,
        reasons=[{"rule": "self_harm", **pieces, **more}],
    )
    told = agent.get(f"/signals/{signal.pk}").json["reasons"][0]
    for name, text in (pieces | more).items():
        assert len(told[name]) == len(text)
    assert "*" in told["words"]
    assert told["after"] == pieces["after"]
    assert not re.search(r"\d{7}", json.dumps(told, ensure_ascii=False))
    marks = [{"term": told["term"], "right": True}]
    assert act(agent, str(signal.pk), "dismiss", {"reason": "x", "marks": marks}).status == 200
    assert HitMark.objects.get().term == more["term"]


@pytest.mark.req("A22")
def test_handled_with_what_was_done_and_which_words_were_right(agent: Caller, key: str) -> None:
    said = {
        "action": "主管回电，已退款",
        "helped": True,
        "marks": [{"term": "12315", "right": True}],
    }
    done = act(agent, key, "handle", said)
    assert (done.status, done.json["state"], done.json["helped"]) == (200, "handled", True)
    assert done.json["action"] == "主管回电，已退款"
    assert [(one.term, one.right) for one in HitMark.objects.all()] == [("12315", True)]
    kinds = [one.kind for one in JournalLine.objects.filter(about_id=key).order_by("seq")]
    assert kinds == ["signal.raised", "signal.handled"]


def test_dismissed_only_with_a_reason(agent: Caller, key: str) -> None:
    assert act(agent, key, "dismiss").places == ["reason"]
    assert act(agent, key, "dismiss", {"reason": "玩笑"}).json["state"] == "dismissed"


def test_what_is_settled_says_what_may_be_done_now(
    agent: Caller, supervisor: Caller, key: str
) -> None:
    act(agent, key, "dismiss", {"reason": "玩笑"})
    refused = act(agent, key, "handle", {"action": "回电"})
    assert (refused.status, refused.code, refused.json["allowed"]) == (409, "wrong_state", ["undo"])
    assert act(supervisor, key, "undo").json["allowed"] == []


def test_a_wrong_handling_is_taken_back_with_its_marks(agent: Caller, key: str) -> None:
    act(agent, key, "handle", {"action": "错", "marks": [{"term": "12315", "right": False}]})
    done = act(agent, key, "undo")
    assert (done.status, done.json["state"]) == (200, "open")
    assert "action" not in done.json
    assert not HitMark.objects.exists()


def test_only_words_that_were_found_are_marked(agent: Caller, key: str) -> None:
    said = {"action": "回电", "marks": [{"term": "没有", "right": True}]}
    assert act(agent, key, "handle", said).places == ["marks.0.term"]
    assert board(agent)[0]["state"] == "open"


def test_a_version_that_is_old_is_told_apart(agent: Caller, key: str) -> None:
    seen = agent.get(f"/signals/{key}").headers["ETag"]
    chat(agent, "我要打12315", "好", "找记者", "好", "打12315")
    stale = act(agent, key, "dismiss", {"reason": "玩笑"}, if_match=seen)
    assert (stale.status, stale.code) == (412, "stale")
    fresh = agent.get(f"/signals/{key}").headers["ETag"]
    assert act(agent, key, "dismiss", {"reason": "玩笑"}, if_match=fresh).status == 200


def test_a_key_makes_it_happen_once(agent: Caller, key: str) -> None:
    first = act(agent, key, "handle", {"action": "回电"}, idempotency_key="k1")
    again = act(agent, key, "handle", {"action": "回电"}, idempotency_key="k1")
    assert (again.status, again.content) == (200, first.content)
    assert again.headers["Idempotent-Replay"] == "true"


@pytest.mark.req("A22")
def test_a_warning_becomes_a_complaint_with_its_talk(agent: Caller) -> None:
    chat(agent, "在吗", "在的", "不退款我就打12315", customer={"external_id": "M-7"})
    key = board(agent)[0]["id"]
    done = act(agent, key, "lodge", {"type": "1.2.5"})
    assert (done.status, done.json["state"]) == (200, "lodged")
    made = complaint(done.json["complaint"])
    day, *turns = made.text.splitlines()
    assert day == "2026-02-13"
    assert [one.partition(" ")[0] for one in turns] == ["09:00:00", "09:01:00", "09:02:00"]
    assert [one.partition(": ")[2] for one in turns] == ["在吗", "在的", "不退款我就打12315"]
    assert (made.channel, made.type, made.customer.external_id) == ("im", "1.2.5", "M-7")
    assert made.received.isoformat() == "2026-02-13T01:02:00+00:00"
    assert Conversation.objects.get().complaint_id == made.pk
    again = act(agent, key, "lodge", {"type": "1.2.5"})
    assert (again.status, again.json["allowed"], Complaint.objects.count()) == (409, [], 1)


def further(conversation: str = "C-1") -> str:
    """The key of another open warning of that talk."""
    talk = Conversation.objects.get(key=conversation)
    said = {"kind": "silence", "level": 2, "raised": MORNING, "last_at": MORNING}
    return str(Signal.objects.create(key=f"more:{uuid4()}", conversation=talk, **said).pk)


@pytest.mark.req("A22")
def test_a_talk_becomes_one_complaint_and_settles_all_its_warnings(agent: Caller, key: str) -> None:
    beside = further()
    no = act(agent, key, "lodge").json["complaint"]
    assert {(one.state, one.complaint and one.complaint.no) for one in Signal.objects.all()} == {
        ("lodged", no)
    }
    lines = JournalLine.objects.filter(kind="signal.lodged").order_by("seq")
    assert [one.about_id for one in lines] == [key, beside]
    assert act(agent, beside, "lodge").code == "wrong_state"
    later = act(agent, further(), "lodge")
    assert (later.status, later.code, Complaint.objects.count()) == (422, "lodged_already", 1)
    assert no in later.json["errors"][0]["message"]


def test_what_a_lodging_cannot_take_leaves_the_warning_open(agent: Caller, key: str) -> None:
    assert act(agent, key, "lodge", {"type": "9.9"}).places == ["type"]
    assert (board(agent)[0]["state"], Complaint.objects.count()) == ("open", 0)


def test_a_talk_longer_than_a_complaint_lies_beside_it_whole(agent: Caller) -> None:
    chat(agent, "我要打12315", *("很长的一句话" * 100 for _ in range(100)))
    made = complaint(act(agent, board(agent)[0]["id"], "lodge").json["complaint"])
    assert len(made.text) <= 50_000
    piece = Evidence.objects.get(complaint=made)
    assert (piece.name, (piece.size or 0) > 100_000) == ("chat.txt", True)
    assert made.text.endswith("…") is False
    assert Message.objects.count() == 101


def test_numbers_of_people_are_covered_and_marks_stay_in_their_places(agent: Caller) -> None:
    chat(agent, "座机010-87654321、手机13800138000，不回电我就打12315")
    one = board(agent)[0]
    assert "87654321" not in one["said"]
    assert "13800138000" not in one["said"]
    reason = next(reason for reason in one["reasons"] if reason["term"] == "12315")
    assert one["said"][reason["start"] : reason["end"]] == "12315"


def test_who_may_look_and_who_may_act(agent: Caller, house: House, key: str) -> None:
    auditor, liaison, admin = map(Caller, (house.auditor, house.liaison, house.admin))
    assert len(board(auditor)) == 1
    assert act(auditor, key, "dismiss", {"reason": "x"}).code == "not_yours"
    for nobody in (liaison, admin):
        assert nobody.get("/signals").code == "not_yours"
        assert nobody.get(f"/signals/{key}").status == 404
        assert act(nobody, key, "dismiss", {"reason": "x"}).status == 404


def test_who_is_complained_about_does_not_see_what_became_a_complaint(
    agent: Caller, house: House, key: str
) -> None:
    act(agent, key, "lodge", {"accused_agent": house.supervisor.id})
    assert board(Caller(house.supervisor)) == []
    assert len(board(agent)) == 1


def counted(reader: Person) -> int:
    people = everyone(MORNING)
    kinds = desk.by_kind(reader=reader, people=people)
    assert frame.waiting(reader=reader, people=people).warnings == sum(kinds.values())
    return sum(kinds.values())


def shown_of_past(reader: Person) -> int:
    word = Own("12315", "regulator", 3)
    past = over_past(word, reader=reader, people=everyone(MORNING), at=MORNING)
    dropped = over_past(
        Own("12315", "regulator", 3, on=False), reader=reader, people=everyone(MORNING), at=MORNING
    )
    return sum(not one.no for one in (*past.new, *past.gone, *dropped.gone))


def reads(reader: Person, key: str) -> bool:
    talk = desk.talk(UUID(key), reader=reader, people=everyone(MORNING))
    return len(board(Caller(reader))) == 1 and bool(talk.turns)


def cannot_read(reader: Person, key: str) -> bool:
    caller = Caller(reader)
    with pytest.raises(NoSuchComplaint):
        desk.talk(UUID(key), reader=reader, people=everyone(MORNING))
    refused = act(caller, key, "dismiss", {"reason": "x"})
    return (board(caller), caller.get(f"/signals/{key}").status, refused.status) == ([], 404, 404)


@pytest.mark.req("E49")
def test_a_warning_that_became_a_restricted_complaint_is_closed_to_whoever_may_not_see_it(
    agent: Caller, house: House
) -> None:
    chat(agent, "我要打12315", customer={"external_id": "M-7"})
    key = str(board(agent)[0]["id"])
    assert reads(house.peer, key)
    assert shown_of_past(house.manager) == 1
    Customer.objects.update(special_role="regulator")
    assert act(agent, key, "lodge").status == 200
    assert Complaint.objects.get().restricted
    Complaint.objects.update(owner=house.lead.id)
    assert cannot_read(house.peer, key)
    assert len(board(Caller(house.lead))) == 1
    far = house.quality.id
    Complaint.objects.update(owner=far, risk_owner=far)
    assert shown_of_past(house.manager) == 0


@pytest.mark.req("E49")
def test_other_warnings_of_a_talk_are_closed_to_whom_it_is_about(
    agent: Caller, house: House, key: str
) -> None:
    talk = Conversation.objects.get()
    raised = {"raised": MORNING, "last_at": MORNING}
    other = Signal.objects.create(key="other", kind="silence", level=2, conversation=talk, **raised)
    assert counted(house.manager) == 2
    accused = house.manager.id
    assert act(agent, key, "lodge", {"accused_agent": accused}).status == 200
    Signal.objects.filter(pk=other.pk).update(
        state="open", complaint=None, settled=None, by=None, action=""
    )
    assert cannot_read(house.manager, str(other.pk))
    assert counted(house.manager) == 0
    assert shown_of_past(house.manager) == 0
    Conversation.objects.update(complaint=None)
    assert cannot_read(house.manager, str(other.pk))
    assert len(board(agent)) == 2


@pytest.mark.req("E49")
def test_who_lodges_against_themselves_learns_its_number_and_where_it_went(
    agent: Caller, house: House, key: str
) -> None:
    said = {"accused_agent": house.agent.id}
    done = act(agent, key, "lodge", said, idempotency_key="once")
    assert (done.status, sorted(done.json)) == (200, ["no", "routing"])
    assert done.json["routing"]["owner"]
    assert complaint(done.json["no"]).accused_id == house.agent.id
    assert Signal.objects.get().state == "lodged"
    assert board(agent) == []
    again = act(agent, key, "lodge", said, idempotency_key="once")
    assert (again.content, Complaint.objects.count()) == (done.content, 1)
