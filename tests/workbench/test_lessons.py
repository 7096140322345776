"""研判 and 辅导 on the screens."""

from typing import Any

import pytest

from kesu.coaching.models import Coaching, MonthLock, OnRecord
from kesu.complaints.models import Complaint, Solution
from tests.cast import Play
from tests.journeys.test_conduct import verified
from tests.workbench.visitor import Visitor, body, value

pytestmark = pytest.mark.django_db

SUPPORTS = ("process_supported", "authority_supported", "resource_supported")
NOTHING = (
    "Nobody has looked at the eight conditions",
    "The first talk has not been taken apart",
    "No demand and no offer is on record",
    "Nobody has recorded what the customer expected",
    "The handling itself did not make it worse",
    "The direct cause is not recorded",
    "The case has not been reviewed",
    "left nothing to mend",
)


@pytest.mark.req("D40", "A31")
def test_an_empty_room_says_what_belongs_there(play: Play) -> None:
    no = play.lodge().complaint.no
    shown = Visitor(play.house.agent).read(f"/complaints/{no}/understanding")
    assert [word for word in NOTHING if word not in shown] == []


@pytest.mark.req("D40", "A32", "B03", "B15", "C01", "C14", "E81", "E82")
def test_the_room_shows_what_is_known_of_the_case(play: Play) -> None:
    no = play.walk("proposing")
    asked: dict[str, Any] = {
        "attitude": "坚决要求",
        "emotion": 3,
        "demand": "全额退款",
        "real_demand": "要一个说法",
    }
    play.do("breakdown", no, **asked)
    given: dict[str, Any] = {
        **dict.fromkeys(SUPPORTS, False),
        "resource_supported": True,
        "essence": "没看到通知",
    }
    play.do("analyse", no, conditions=given)
    objected: dict[str, Any] = {"class": "fair", "method": "反问", "text": "等得太久"}
    play.do("objection", no, **objected)
    play.do("gap", no, expected="当天送达", actual="五天后", raised_by="page")
    play.do("aggravate", no, words="去医院检查", whose="值班经理")
    play.do("round", no, offer="补寄一份", reaction="还要道歉", agreed=False)
    ours = [{"party": "company", "share": 40}, {"party": "merchant", "share": 60}]
    play.do("cause", no, text="商户漏发", responsible=ours)
    review: dict[str, Any] = {"root_cause": "备货不足", "department": "merchant"}
    play.do("review", no, play.house.senior, lessons="两周盘点", preventable=True, **review)
    shown = Visitor(play.house.agent).read(f"/complaints/{no}/understanding")
    said = [
        *(
            "坚决要求",
            "全额退款",
            "要一个说法",
            "没看到通知",
            "Ask for the resource that is lacking",
        ),
        *("等得太久", "A fair objection", "当天送达", "五天后", "The product page"),
        *("去医院检查", "值班经理", "补寄一份", "还要道歉", "商户漏发", "Company 40%"),
        *(
            "备货不足",
            "Merchant relations",
            "两周盘点",
            "From the review",
            "Say it back, and listen.",
        ),
    ]
    assert [word for word in said if word not in shown] == []
    assert [word for word in NOTHING if word in shown] == []


@pytest.mark.req("E49", "A12")
def test_the_room_is_for_those_who_may_read_the_case(play: Play) -> None:
    no = play.lodge(type="2.2", accused_agent="peer").complaint.no
    path = f"/complaints/{no}/understanding"
    asked = [Visitor(one).get(path).status_code for one in (play.house.peer, play.house.clerk)]
    assert asked == [403, 404]


def test_a_department_that_is_asked_sees_nothing_of_what_we_think(play: Play) -> None:
    no = play.walk("consulting")
    play.do("breakdown", no, attitude="坚决要求", emotion=1, demand="全额退款")
    shown = Visitor(play.house.liaison).read(f"/complaints/{no}/understanding")
    assert ["坚决要求" in shown, "全额退款" in shown] == [False, False]


@pytest.mark.req("E81", "A31")
def test_what_is_typed_on_the_case_page_is_kept(play: Play, agent: Visitor) -> None:
    no = play.walk("accepted")
    sent = {"class": "unfair", "method": "倾听", "text": "要总经理上门"}
    assert agent.act(no, "objection", **sent).status_code == 302
    flat = {f"conditions__{name}": "true" for name in SUPPORTS}
    assert agent.act(no, "analyse", conditions__attachment="true", **flat).status_code == 302
    hot = agent.act(no, "breakdown", attitude="怒", emotion="5", demand="退款")
    assert (hot.status_code, value(body(hot), "demand")) == (422, "退款")
    shown = agent.read(f"/complaints/{no}/understanding")
    assert ["要总经理上门" in shown, "Solve it yourself" in shown] == [True, True]


@pytest.mark.req("C05")
def test_how_to_reach_the_customer_stands_beside_them(play: Play, agent: Visitor) -> None:
    no = play.walk("accepted")
    agent.act(no, "prefer", channel="email", call_from="18:30", call_until="20:30")
    shown = agent.read(f"/complaints/{no}")
    assert ["18:30–20:30" in shown, "not to be called" in shown] == [True, False]


@pytest.mark.req("E45", "E79")
def test_a_refusal_is_answered_with_the_script_at_hand(play: Play, agent: Visitor) -> None:
    no = play.walk("approving")
    shown = "By our published terms"
    assert shown not in agent.read(f"/complaints/{no}")
    Complaint.objects.filter(no=no).update(state="replying")
    Solution.objects.filter(complaint__no=no).update(kind="refuse", approved_at=play.now)
    assert shown in agent.read(f"/complaints/{no}")


@pytest.mark.req("C23")
def test_both_closures_stand_in_the_room(play: Play, agent: Visitor) -> None:
    no = play.walk("closed")
    one = agent.read(f"/complaints/{no}/understanding")
    play.do("archive", no)
    both = agent.read(f"/complaints/{no}/understanding")
    assert ["still open" in one, "still open" in both, "Nipped in the bud" in both] == [
        True,
        False,
        True,
    ]


@pytest.mark.req("E52")
def test_who_looks_after_nobody_has_no_coaching_page(play: Play) -> None:
    house = play.house
    asked = (house.agent, house.lead, house.auditor, house.admin, house.supervisor, house.director)
    assert [Visitor(one).get("/coaching").status_code for one in asked] == [403] * 4 + [200] * 2


@pytest.mark.req("E52")
def test_nothing_owed_is_said(play: Play) -> None:
    shown = Visitor(play.house.supervisor).read("/coaching")
    assert ["No coaching is owed" in shown, "Nothing is on record" in shown] == [True, True]


@pytest.mark.req("E52", "E51")
def test_overdue_coaching_is_listed_for_who_is_above_and_nobody_else(play: Play) -> None:
    verified(play)
    seen = {}
    for name in ("second", "manager", "supervisor"):
        shown = Visitor(getattr(play.house, name)).read("/coaching")
        seen[name] = ("Peer" in shown, "1 is overdue" in shown)
    assert seen == {"second": (True, True), "manager": (True, True), "supervisor": (False, False)}


@pytest.mark.req("E52")
def test_that_help_was_given_is_said_on_the_page(play: Play) -> None:
    verified(play)
    mentor, task = Visitor(play.house.second), Coaching.objects.get()
    empty = mentor.post("/coaching/do/give", key=str(task.pk), outcome=" ")
    assert empty.status_code == 422
    done = mentor.post("/coaching/do/give", key=str(task.pk), outcome="一起听了录音")
    assert (done.status_code, Coaching.objects.get().outcome) == (302, "一起听了录音")
    assert "一起听了录音" in mentor.read("/coaching")


@pytest.mark.req("D27", "E51")
def test_an_appeal_is_made_and_heard_and_the_month_locked(play: Play) -> None:
    verified(play)
    mentor, manager = Visitor(play.house.second), Visitor(play.house.manager)
    key = str(OnRecord.objects.get().pk)
    assert mentor.post("/coaching/do/appeal", key=key, appeal="系统卡顿").status_code == 302
    early = manager.post("/coaching/do/lock", month="2026-02-01")
    assert (early.status_code, "An appeal of this month waits." in body(early)) == (422, True)
    refused = mentor.post("/coaching/do/answer", key=key, upheld="false", answer="x")
    assert refused.status_code == 403
    manager.post("/coaching/do/answer", key=key, upheld="true", answer="工号录错")
    assert OnRecord.objects.get().reversed_because == "工号录错"
    assert manager.post("/coaching/do/lock", month="2026-02-01").status_code == 302
    assert MonthLock.objects.get().month.isoformat() == "2026-02-01"


def test_a_form_nobody_knows_is_not_there(play: Play) -> None:
    assert Visitor(play.house.manager).post("/coaching/do/praise", key="1").status_code == 404


@pytest.mark.req("E52", "E36")
def test_what_a_case_teaches_is_for_who_may_see_it(play: Play) -> None:
    no, house = play.walk("proposing"), play.house
    play.do("coach", no, house.supervisor, who="senior", what="客户是他的邻居")
    shown = ["客户是他的邻居" in Visitor(house.supervisor).read("/coaching")]
    boss = house.director.id
    Complaint.objects.filter(no=no).update(restricted=True, owner=boss, risk_owner=boss)
    pages = [Visitor(one).read("/coaching") for one in (house.supervisor, house.director)]
    shown += ["客户是他的邻居" in page for page in pages]
    assert (shown, "Senior" in pages[0]) == ([True, False, True], True)


@pytest.mark.req("E51")
def test_a_case_the_reader_may_not_see_has_no_number_here(play: Play) -> None:
    no = verified(play)
    boss = play.house.director
    Complaint.objects.filter(no=no).update(restricted=True, owner=boss.id, risk_owner=boss.id)
    shown = [no in Visitor(one).read("/coaching") for one in (play.house.second, boss)]
    assert shown == [False, True]
