"""The queue without a browser: views, chips, columns, steps for many, what is new, a call."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kesu.complaints.models import Complaint, Contact
from kesu.correspondence.models import Notice
from kesu.desk import queue
from kesu.desk.queue import View
from kesu.journal.queries import about
from kesu.journeys import screens
from kesu.people.queries import everyone, preferred
from tests.cast import House, Play, complaint
from tests.workbench.visitor import Visitor, body

pytestmark = pytest.mark.django_db


def shown(page: str) -> list[str]:
    """The numbers in a list, in its order."""
    return re.findall(r'id="row-(KS-[\w-]+)"', page)


def counts(page: str) -> dict[str, int]:
    """The views in the row above the list, with their numbers."""
    tabs = re.findall(r'data-tab="([^"]+)"(.*?)</a>', page, re.DOTALL)
    assert tabs
    numbers = {name: re.search(r'class="count">(\d+)<', inside) for name, inside in tabs}
    return {name: int(found[1]) for name, found in numbers.items() if found}


def tab_now(page: str) -> str:
    found = re.search(r'data-tab="([^"]+)" aria-current="page"', page)
    return found[1] if found else ""


def row_value(no: str) -> str:
    return f"{no}@{complaint(no).version}"


def asked(visitor: Visitor, path: str) -> int:
    """How many queries a page makes once it is warm."""
    visitor.get(path)
    with CaptureQueriesContext(connection) as found:
        visitor.get(path)
    return len(found)


@pytest.fixture
def boss(house: House) -> Visitor:
    return Visitor(house.supervisor)


# -- views


@pytest.mark.req("E38")
def test_each_view_counts_what_it_shows(play: Play, house: House, boss: Visitor) -> None:
    play.lodge(by=house.agent)
    play.lodge(by=house.agent, urgent=True, urgent_reasons=["U1"])
    play.lodge(by=house.peer)
    play.walk("closed")
    for view in ("mine", "team", "department", "all"):
        page = boss.read(f"/?view={view}")
        assert counts(page)[view] == len(shown(page))


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("overdue", "due=overdue"),
        ("due2h", "due=2h"),
        ("urgent", "urgent=1"),
        ("approve", "approve=1"),
        ("restricted", "restricted=1"),
        ("unassigned", "owner=nobody"),
    ],
)
def test_a_view_of_the_house_counts_what_it_shows(
    play: Play, house: House, boss: Visitor, name: str, query: str
) -> None:
    now = datetime.now(UTC)
    play.lodge(now=now - timedelta(hours=2), urgent=True, urgent_reasons=["U1"])
    play.lodge(now=now, customer={"name": "某记者", "special_role": "media"})
    approving = play.walk("approving", now=now - timedelta(days=1))
    Complaint.objects.filter(no=approving).update(owner=house.agent.id)
    play.lodge(now=now)
    page = boss.read(f"/?view=all&{query}")
    assert (counts(page).get(name, 0), tab_now(page)) == (len(shown(page)), name)


def test_a_lead_approves_only_while_the_supervisor_is_away(play: Play, house: House) -> None:
    play.walk("approving")
    here = shown(Visitor(house.lead).read("/?view=all&approve=1"))
    play.restaff(house.supervisor, presence="leave")
    away = shown(Visitor(house.lead).read("/?view=all&approve=1"))
    assert (len(here), len(away)) == (0, 1)


def test_nobody_is_shown_their_own_solution_to_approve(play: Play, house: House) -> None:
    no = play.walk("approving")
    Complaint.objects.filter(no=no).update(owner=house.supervisor.id)
    assert shown(Visitor(house.supervisor).read("/?view=all&approve=1")) == []


def test_a_view_is_kept_renamed_and_deleted_by_its_person_alone(
    house: House, agent: Visitor, boss: Visitor
) -> None:
    query = "view=team&grade=III&due=today&columns=tier,owner"
    agent.post("/queue/views", name="盯III级", query=query)
    kept = agent.read(f"/?{query}")
    assert (tab_now(kept), "盯III级" in boss.read("/")) == ("own:盯III级", False)
    agent.post("/queue/views", name="今天的III级", was="盯III级", query=query)
    assert list(preferred(house.agent.id)) == ["queue.view:今天的III级"]
    agent.post("/queue/views/drop", name="今天的III级", query=query)
    assert preferred(house.agent.id) == {}


@pytest.mark.parametrize("name", ["", "字" * 41, "有了"])
def test_a_view_without_a_name_of_its_own_is_refused(
    house: House, agent: Visitor, name: str
) -> None:
    screens.prefer("queue.view:有了", "view=mine", by=house.agent)
    agent.post("/queue/views", name=name, query="view=team")
    assert preferred(house.agent.id) == {"queue.view:有了": "view=mine"}


def test_a_shared_address_shows_another_reader_the_same(
    play: Play, agent: Visitor, boss: Visitor
) -> None:
    play.lodge(type="2.1")
    play.lodge(type="1.2.5")
    address = "/?view=all&type=2.1&columns=owner"
    seen = [one.read(address) for one in (agent, boss)]
    assert [(len(shown(page)), "without-tier" in page) for page in seen] == [(1, True)] * 2


# -- chips and columns


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("state=received", {"goods", "manners", "late"}),
        ("grade=III", {"late"}),
        ("type=2.1", {"manners"}),
        ("tier=D", {"late"}),
        ("channel=email", {"goods", "manners", "late"}),
        ("owner=agent", {"goods", "manners"}),
        ("owner=8001", {"goods", "manners"}),
        ("reason=U1", {"late"}),
        ("reason=U2", set()),
        ("urgent=0", {"goods", "manners"}),
        ("history=1", set()),
        ("q=收银员", {"manners"}),
        ("grade=III&q=收银员", set()),
        ("batch=nonsense", set()),
    ],
)
def test_a_chip_narrows_the_list(play: Play, house: House, query: str, fits: set[str]) -> None:
    made = {
        "goods": play.lodge().complaint.no,
        "manners": play.lodge(type="2.1", text="收银员态度差").complaint.no,
        "late": play.lodge(type="3.1", urgent=True, urgent_reasons=["U1"]).complaint.no,
    }
    found = shown(Visitor(house.manager).read(f"/?view=all&{query}"))
    assert {name for name, no in made.items() if no in found} == fits


def test_each_chip_is_taken_away_alone_and_all_at_once(agent: Visitor) -> None:
    page = agent.read("/?view=team&grade=III&tier=D&q=快递")
    ways = set(re.findall(r'class="filter-x" href="([^"]*)"', page))
    assert ways == {
        "/?view=team&amp;tier=D&amp;q=%E5%BF%AB%E9%80%92",
        "/?view=team&amp;grade=III&amp;q=%E5%BF%AB%E9%80%92",
        "/?view=team&amp;grade=III&amp;tier=D",
    }
    assert '<a class="button quiet small" href="/?view=team">Clear all</a>' in page


def test_an_owner_nobody_knows_is_told_at_the_chip(agent: Visitor) -> None:
    page = agent.read("/?view=all&owner=没有这个人")
    assert '<span class="tone-breach">Nobody is known by that.</span>' in page


def test_the_columns_a_person_chose_are_theirs_at_every_visit(
    play: Play, agent: Visitor, boss: Visitor
) -> None:
    no = play.lodge().complaint.no
    agent.client.post("/queue/columns", {"query": "view=all", "column": ["stage", "number"]})
    mine, theirs = agent.read("/?view=all"), boss.read("/?view=all")
    wanted = ["without-tier without-owner without-changed", f'<span class="row-no">{no}</span>']
    assert [[word in page for word in wanted] for page in (mine, theirs)] == [
        [True, True],
        [False, False],
    ]


def test_the_rule_orders_whatever_is_asked(play: Play, boss: Visitor) -> None:
    play.lodge(type="1.2.5")
    play.lodge(type="3.1")
    play.lodge(type="1.2.5", urgent=True, urgent_reasons=["U1"])
    page = boss.read("/?view=all&channel=email")
    assert re.findall(r"<h2>([^<]+)</h2><span class=\"count\">", page) == [
        "Urgent",
        "Grade III",
        "Grade I",
    ]


# -- steps for many


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


# -- one key for a call


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


# -- what is new


def since(page: str) -> str:
    found = re.search(r'data-head="(\d+)"', page)
    assert found
    return found[1]


def test_while_nothing_happens_little_is_asked_and_nothing_is_said(
    play: Play, agent: Visitor
) -> None:
    play.lodge()
    head = since(agent.read("/"))
    answer = agent.get(f"/queue/news?view=mine&since={head}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert asked(agent, f"/queue/news?view=mine&since={head}") == 3


def test_what_is_new_changed_and_gone_is_told(play: Play, house: House, agent: Visitor) -> None:
    stays, goes = play.walk("accepted"), play.walk("accepted")
    page = agent.read("/?view=mine")
    key = dict(re.findall(r'data-no="(KS-[\w-]+)"[^>]*data-key="(\w+)"', page))
    comes = play.lodge().complaint.no
    play.do("note", stays, text="一句")
    play.do("transfer", goes, house.supervisor, to="senior", reason="换人")
    told = body(agent.get(f"/queue/news?view=mine&since={since(page)}"))
    gone = re.search(r'data-gone="([^"]*)"', told)
    assert gone
    assert (set(shown(told)), gone[1].split()) == ({stays, comes}, [key[goes]])
    assert body(agent.get(f"/queue/news?view=mine&since={since(told)}")) == ""


def test_what_others_do_tells_a_stranger_no_number(play: Play, house: House) -> None:
    stranger = Visitor(house.clerk)
    head = since(stranger.read("/"))
    no = play.lodge(customer={"name": "某记者", "special_role": "media"}).complaint.no
    told = body(stranger.get(f"/queue/news?view=all&since={head}"))
    assert (no in told, str(complaint(no).pk) in told, shown(told)) == (False, False, [])


@pytest.mark.parametrize("word", ["", "x", "-1", "9" * 30, "٣"])
def test_a_tab_that_knows_nothing_is_told_to_read_again(
    play: Play, agent: Visitor, word: str
) -> None:
    play.lodge()
    assert "data-many" in body(agent.get(f"/queue/news?view=mine&since={word}"))


def test_who_signed_out_is_told_so_in_silence(play: Play, agent: Visitor) -> None:
    agent.client.logout()
    assert agent.get("/queue/news?view=mine&since=0").status_code == 401


# -- what it costs


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_the_queue_asks_fifteen_times_whatever_it_shows(
    play: Play, house: House, agent: Visitor, rows: int
) -> None:
    screens.prefer("queue.view:盯", "view=team&grade=III&due=overdue", by=house.agent)
    for _ in range(rows):
        play.lodge()
    page = agent.read("/?view=all")
    assert (len(shown(page)), asked(agent, "/?view=all")) == (rows, 15)


def test_a_row_leads_to_its_case_with_the_view_it_stood_in(play: Play, agent: Visitor) -> None:
    no = play.lodge().complaint.no
    shown = agent.read("/?view=all&grade=I")
    assert f'href="/complaints/{no}?view=all&amp;grade=I"' in shown
    case = agent.read(f"/complaints/{no}?view=all&grade=I")
    assert 'href="/?view=all&amp;grade=I"' in case


def test_the_frame_counts_what_the_view_of_ones_own_counts(play: Play, house: House) -> None:
    for _ in range(2):
        play.lodge()
    play.do("transfer", play.lodge().complaint.no, to=house.peer.sign_in, reason="忙")
    people = everyone()
    own = [queue.mine(reader=one, people=people) for one in house.everyone()]
    views = [View.mine]
    counted = [queue.counts(reader=one, people=people, views=views) for one in house.everyone()]
    assert own == [one[View.mine] for one in counted]
    assert sorted(own)[-2:] == [1, 2]
