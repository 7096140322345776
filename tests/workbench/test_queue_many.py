"""Steps from the queue: on many rows at once, and a call in one key."""

import re
from typing import Any

import pytest

from kesu.complaints.models import Contact
from kesu.correspondence.models import Notice
from kesu.journal.queries import about
from tests.cast import House, Play, complaint
from tests.workbench.queue_page import row_value
from tests.workbench.visitor import Visitor, body

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(house: House) -> Visitor:
    return Visitor(house.supervisor)


def do(visitor: Visitor, verb: str, rows: list[str], **typed: Any) -> str:
    """A step on chosen rows; ``__`` in a name stands for its dot."""
    named = {name.replace("__", "."): value for name, value in typed.items()}
    sent = {"query": "view=all", "row": rows, **named}
    return body(visitor.client.post(f"/queue/do/{verb}", sent))


def chosen(page: str) -> list[str]:
    return re.findall(r'name="row" value="(KS-[\w-]+)@\d+" form="bulk" data-select checked', page)


@pytest.mark.req("E42")
def test_each_row_is_done_or_says_why_not_and_stays_chosen(
    play: Play, house: House, agent: Visitor
) -> None:
    fresh, taken = play.lodge().complaint.no, play.walk("accepted")
    page = do(agent, "accept", [row_value(fresh), row_value(taken)])
    assert (complaint(fresh).state, chosen(page)) == ("accepted", [taken])
    assert "1 not done; they stay selected" in page


def test_a_row_that_changed_since_it_was_seen_is_not_done(play: Play, agent: Visitor) -> None:
    one, other = play.lodge().complaint.no, play.lodge().complaint.no
    seen = [row_value(one), row_value(other)]
    play.do("note", other, text="同事记了一笔")
    page = do(agent, "accept", seen)
    states = [complaint(no).state for no in (one, other)]
    assert (states, chosen(page)) == (["accepted", "received"], [other])


def test_many_are_handed_to_one_person_with_a_reason(
    play: Play, house: House, boss: Visitor
) -> None:
    numbers = [play.lodge().complaint.no for _ in range(3)]
    rows = [row_value(no) for no in numbers]
    do(boss, "transfer", rows, transfer__to="Senior", transfer__reason="小雨请假")
    assert {complaint(no).owner_id for no in numbers} == {house.senior.id}
    lines = [
        about("complaint", str(complaint(no).pk), only="complaint.transferred") for no in numbers
    ]
    assert [one[0].notes["reason"] for one in lines] == ["小雨请假"] * 3


def test_what_is_missing_is_said_at_its_field_and_nothing_is_done(
    play: Play, house: House, boss: Visitor
) -> None:
    no = play.lodge().complaint.no
    page = do(boss, "transfer", [row_value(no)], transfer__to="没有这个人", transfer__reason="请假")
    assert (complaint(no).owner_id, chosen(page)) == (house.agent.id, [no])
    assert re.search(r'name="transfer.to" value="没有这个人"[^>]*aria-invalid="true"', page)
    assert "请假" in page


def test_progress_is_told_on_each(play: Play, agent: Visitor) -> None:
    numbers = [play.walk("accepted") for _ in range(2)]
    rows = [row_value(no) for no in numbers]
    do(agent, "progress", rows, progress__none_yet="false", progress__text="正在核实")
    kinds = [
        about("complaint", str(complaint(no).pk), only="complaint.progressed") for no in numbers
    ]
    assert [len(found) for found in kinds] == [1, 1]


@pytest.mark.req("B11")
def test_departments_that_have_not_answered_are_reminded(
    play: Play, house: House, agent: Visitor
) -> None:
    asked_of, alone = play.walk("consulting"), play.walk("accepted")
    told = Notice.objects.filter(to=house.liaison.id, kind="dunned")
    before = told.count()
    page = do(agent, "dun", [row_value(asked_of), row_value(alone)])
    assert (told.count() - before, chosen(page)) == (1, [alone])


def test_a_row_says_beforehand_what_can_be_done_on_it(play: Play, agent: Visitor) -> None:
    fresh, asked_of = play.lodge().complaint.no, play.walk("consulting")
    page = agent.read("/?view=all")
    can = dict(re.findall(r'data-no="(KS-[\w-]+)"[^>]*data-can="([^"]*)"', page))
    assert can == {
        fresh: "accept contact progress transfer",
        asked_of: "contact dun progress transfer",
    }


def test_what_is_read_is_no_longer_marked(play: Play, house: House, agent: Visitor) -> None:
    no = play.walk("accepted")
    play.do("note", no, text="看一下")
    Notice.objects.create(
        to_id=house.agent.id, complaint=complaint(no), kind="assigned", at=play.now
    )
    marked = [f'class="row unread" id="row-{no}"' in agent.read("/?view=all")]
    do(agent, "read", [row_value(no)])
    marked.append(f'class="row unread" id="row-{no}"' in agent.read("/?view=all"))
    assert marked == [True, False]


@pytest.mark.req("B06")
def test_the_chosen_rows_alone_leave_as_a_file(play: Play, boss: Visitor) -> None:
    wanted, other = play.lodge().complaint.no, play.lodge().complaint.no
    sent = {"query": "view=all", "row": [row_value(wanted)]}
    response = boss.client.post("/queue/export", sent)
    assert response.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert other not in str(b"".join(response.streaming_content))


def test_no_step_is_taken_on_what_the_reader_may_not_know(play: Play, house: House) -> None:
    no = play.lodge(customer={"name": "某记者", "special_role": "media"}).complaint.no
    page = do(Visitor(house.clerk), "accept", [f"{no}@1"])
    assert (complaint(no).state, "There is nothing here, or not for you." in page) == (
        "received",
        True,
    )


def test_a_step_a_list_does_not_offer_is_not_found(play: Play, agent: Visitor) -> None:
    no = play.lodge().complaint.no
    sent = {"query": "view=all", "row": [row_value(no)]}
    assert agent.client.post("/queue/do/withdraw", sent).status_code == 404


@pytest.mark.req("F01", "E41")
@pytest.mark.parametrize("outcome", ["reached", "no_answer", "busy", "refused"])
def test_a_call_is_logged_from_its_row(play: Play, agent: Visitor, outcome: str) -> None:
    no = play.walk("accepted")
    agent.post("/queue/contact", no=no, outcome=outcome, summary="约下午再打")
    row = Contact.objects.filter(complaint__no=no).latest("id")
    assert (row.outcome, row.channel, row.summary) == (outcome, "hotline", "约下午再打")


@pytest.mark.req("F01")
def test_a_call_that_is_sent_twice_is_logged_once(play: Play, agent: Visitor) -> None:
    no = play.walk("accepted")
    before = Contact.objects.filter(complaint__no=no).count()
    said = [
        agent.post("/queue/contact", no=no, outcome="no_answer", once=key).status_code
        for key in ("a", "a", "b")
    ]
    assert said == [302, 302, 302]
    assert Contact.objects.filter(complaint__no=no).count() == before + 2


def test_a_call_that_cannot_be_logged_says_why(play: Play, agent: Visitor) -> None:
    no = play.walk("closed")
    sent = {"no": no, "outcome": "reached"}
    answer = agent.client.post("/queue/contact", sent, headers={"HX-Request": "true"})
    assert 'data-reached="0"' in body(answer)
    assert "while the complaint is in this state" in body(answer)
