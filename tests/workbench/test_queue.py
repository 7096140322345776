"""The queue without a browser: views, chips, columns, and what it costs."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from kesu.complaints.models import Complaint
from kesu.desk import queue
from kesu.desk.queue import View
from kesu.journeys import screens
from kesu.people.queries import everyone, preferred
from tests.cast import House, Play
from tests.workbench.queue_page import asked, counts, shown, tab_now
from tests.workbench.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(house: House) -> Visitor:
    return Visitor(house.supervisor)


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
