"""Lists: filters, order, pages that stay whole while rows are added."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.caller import Caller
from tests.cast import House, Play


@pytest.fixture
def manager(house: House) -> Caller:
    """Somebody who sees them all."""
    return Caller(house.manager)


def _found(caller: Caller, question: str) -> list[str]:
    answer = caller.get(f"/complaints?{question}")
    assert answer.status == 200, answer.content
    return [one["no"] for one in answer.json["items"]]


def _pages(caller: Caller, path: str, *, limit: int) -> list[str]:
    found, cursor = [], ""
    while cursor is not None:
        page = caller.get(f"{path}limit={limit}{f'&cursor={cursor}' if cursor else ''}").json
        found += [one["no"] for one in page["items"]]
        assert len(page["items"]) <= limit
        cursor = page["next"]
    return found


def _lodge(play: Play, day: int, **given: Any) -> str:
    received = f"2026-02-{day:02}T10:00:00+08:00"
    return str(play.lodge(received=received, **given).complaint.no)


def test_nothing_is_an_empty_page(manager: Caller) -> None:
    assert manager.get("/complaints").json == {"items": [], "next": None}


def test_a_list_shows_complaints_as_they_are_read(agent: Caller, manager: Caller) -> None:
    customer = {"name": "张女士", "phone": "13812341234"}
    lodged = agent.lodge(customer=customer, merchant="M-031").json
    assert manager.get("/complaints").json["items"] == [manager.read(lodged["no"])]


FIRST, SECOND = {"phone": "13812341234"}, {"phone": "13900001111"}
FILTERS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("type=1.2.5", {"type": "1.2.5"}, {"type": "1.1.1"}),
    ("type=1.2", {"type": "1.2.5"}, {"type": "1.1.1"}),
    ("grade=II", {"type": "2.1"}, {"type": "1.1.1"}),
    ("urgent=true", {"urgent_reasons": ["U1"]}, {}),
    ("urgent=false", {}, {"urgent_reasons": ["U1"]}),
    ("channel=wechat", {"channel": "wechat"}, {"channel": "app"}),
    ("q=%E8%A3%82%E7%BC%9D", {"text": "杯子有裂缝"}, {"text": "杯子破了"}),
    (
        "q=13812341234",
        {"customer": {"phone": "13812341234"}},
        {"customer": {"phone": "13900001111"}},
    ),
    ("q=1234", {"customer": FIRST}, {"customer": SECOND}),
]


@pytest.mark.parametrize(("question", "fits", "other"), FILTERS)
def test_a_filter_leaves_what_fits(
    manager: Caller, play: Play, question: str, fits: dict[str, Any], other: dict[str, Any]
) -> None:
    wanted = play.lodge(**fits).complaint.no
    play.lodge(**other)
    assert _found(manager, question) == [wanted]


def test_filters_on_state_take_several(manager: Caller, play: Play) -> None:
    received, accepted, closed = (play.walk(one) for one in ("received", "accepted", "closed"))
    assert _found(manager, "state=received") == [received]
    both = {received, accepted}
    assert set(_found(manager, "state=received,accepted")) == both
    assert set(_found(manager, "state=received&state=accepted")) == both
    assert _found(manager, "state=closed") == [closed]


def test_filters_on_people_take_any_of_their_names(manager: Caller, play: Play) -> None:
    mine = play.lodge(play.house.agent).complaint.no
    play.lodge(play.house.peer)
    agent = play.house.agent
    questions = [f"owner={agent.id}", "owner=agent", "owner=8001"]
    assert [_found(manager, question) for question in questions] == [[mine]] * 3


def test_filters_on_department_tier_and_customer(manager: Caller, play: Play) -> None:
    there = play.lodge(play.house.clerk, urgent_reasons=["U1"]).complaint
    here = play.lodge(play.house.agent).complaint
    assert _found(manager, f"customer={here.customer_id}") == [here.no]
    assert _found(manager, "tier=F") == [here.no]
    assert there.no in _found(manager, "department=service,".rstrip(",")) + _found(
        manager, "department=merchant"
    )


def test_filters_on_time_hold_their_first_moment_and_not_their_last(
    manager: Caller, play: Play
) -> None:
    days = [_lodge(play, day) for day in (9, 10, 11)]
    tenth, eleventh = (f"2026-02-{day}T10:00:00%2B08:00" for day in (10, 11))
    assert _found(manager, f"received_from={tenth}&received_to={eleventh}") == [days[1]]
    assert set(_found(manager, f"due_before={eleventh}")) <= set(days)


@pytest.mark.parametrize("order", ["received", "-received", "updated", "-updated", "next_due"])
def test_every_order_can_be_paged(manager: Caller, play: Play, order: str) -> None:
    lodged = [_lodge(play, day) for day in range(1, 8)]
    found = _pages(manager, f"/complaints?order_by={order}&", limit=2)
    assert sorted(found) == sorted(lodged)
    assert found == _found(manager, f"order_by={order}&limit=200")


def test_the_newest_come_first_unless_asked_otherwise(manager: Caller, play: Play) -> None:
    lodged = [_lodge(play, day) for day in (3, 1, 2)]
    newest = [lodged[0], lodged[2], lodged[1]]
    assert (_found(manager, ""), _found(manager, "order_by=received")) == (newest, newest[::-1])


def test_pages_stay_whole_while_complaints_are_added(manager: Caller, play: Play) -> None:
    lodged = [_lodge(play, day) for day in range(1, 7)]
    first = manager.get("/complaints?limit=3&order_by=-received").json
    _lodge(play, 12)
    _lodge(play, 5)
    rest = _found(manager, f"limit=200&order_by=-received&cursor={first['next']}")
    seen = [one["no"] for one in first["items"]] + rest
    assert [one for one in seen if one in lodged] == lodged[::-1]
    assert len(seen) == len(set(seen))


def test_complaints_of_one_moment_are_paged_without_loss(manager: Caller, play: Play) -> None:
    lodged = {_lodge(play, 13) for _ in range(7)}
    found = _pages(manager, "/complaints?", limit=2)
    assert (set(found), len(found)) == (lodged, 7)


@pytest.mark.req("E39", "E40")
def test_my_queue_puts_the_urgent_first_then_the_gravest(play: Play) -> None:
    agent = play.house.supervisor
    ordinary = play.lodge(agent, type="1.1.1").complaint.no
    grave = play.lodge(agent, type="3.1").complaint.no
    urgent = play.lodge(agent, urgent_reasons=["U1"]).complaint.no
    queue = Caller(agent).get("/queue").json["items"]
    mine = [one["no"] for one in queue if one["owner"]["id"] == agent.id]
    expected = [urgent, grave, ordinary]
    assert mine == [one for one in expected if one in mine]
    assert len(mine) >= 2


def test_my_queue_is_paged_too(play: Play) -> None:
    lodged = {play.lodge().complaint.no for _ in range(5)}
    found = _pages(Caller(play.house.agent), "/queue?", limit=2)
    assert (set(found), len(found)) == (lodged, 5)


@pytest.mark.parametrize(
    "cursor",
    [
        "bnVsbA",
        "W10",
        "WyIyMDI2LTAyLTEzVDEwOjAwOjAwIiwgIktTIl0",
        "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwgIktTIl0",
        "WzEsIDJd",
        "W251bGwsIG51bGxd",
        "%F0%9F%98%80",
        "W1tbW1tbW1tbW1tb",
        "WyIyMDI2LTAyLTEzVDEwOjAwOjAwKzA4OjAwIiwgIlx1ZDgwMCJd",
    ],
)
def test_a_cursor_of_nobody_is_refused(manager: Caller, cursor: str) -> None:
    assert manager.get(f"/complaints?cursor={cursor}").places == ["cursor"]


def test_a_list_asks_the_database_no_more_for_three_than_for_one(
    manager: Caller, play: Play
) -> None:
    counts = []
    manager.get("/complaints")
    for _ in range(2):
        play.walk("closed")
        with CaptureQueriesContext(connection) as asked:
            manager.get("/complaints")
        counts.append(len(asked))
        play.walk("following_up")
    assert counts[0] == counts[1]


@pytest.mark.parametrize("question", ["limit=x", "limit=", "limit=9" * 40, "urgent=maybe"])
def test_what_a_question_expects_is_said_in_the_readers_language(
    manager: Caller, question: str
) -> None:
    [fault] = manager.get(f"/complaints?{question}").json["errors"]
    assert fault["loc"] == question.partition("=")[0]
    assert "Input should" not in fault["expected"]
    assert fault["expected"]
