"""The end of a shift: what is left behind, to whom, and that it stays until it is taken (F16)."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kesu.complaints.models import Complaint
from kesu.correspondence.models import Notice
from kesu.desk import scope
from kesu.people.models import Staff
from kesu.people.operations import roster_shift, set_presence
from kesu.people.queries import everyone
from kesu.people.rules import Person
from kesu.routing.models import ShiftHandover, Transfer
from tests.cast import Play, complaint, lines
from tests.workbench.visitor import Visitor, body

WORDS = "客户要书面说明，十点前回电"


def here(hours: float) -> datetime:
    """So many hours from now: screens read the clock themselves."""
    return datetime.now(UTC) + timedelta(hours=hours)


def case(play: Play, **given: Any) -> str:
    """A case with a promise that falls due before the owner is back."""
    no = play.lodge(customer={"name": "张女士"}, **given).complaint.no
    play.do("accept", no)
    play.do("promise", no, what="十点前回电", due=here(3).isoformat())
    return no


def leave(visitor: Visitor, no: str, to: str = "peer", words: str = WORDS) -> Any:
    known = {f"version-{no}": complaint(no).version, f"words-{no}": words}
    return visitor.client.post("/shift/leave", {"row": no, "to": to, **known})


@pytest.fixture
def peer(play: Play) -> Visitor:
    return Visitor(play.house.peer)


@pytest.mark.req("F16")
def test_what_falls_due_before_i_am_back_stands_first(play: Play, agent: Visitor) -> None:
    no = case(play)
    page = agent.read("/shift")
    owed = page.partition("Due before I am back</h2>")[2]
    said = (no in owed, "十点前回电" in owed, "within 24 hours counts" in page)
    assert said == (True, True, True)
    figures = re.findall(r'figure-label">(?:<svg.*?</svg>)?([^<]+)</span><b>(\d+)</b>', page)
    assert dict(figures)["Promises among them"] == "1"


@pytest.mark.req("F16", "F15")
def test_the_roster_says_until_when_nobody_is_there(play: Play, agent: Visitor) -> None:
    case(play)
    staff = play.house.agent.id
    roster_shift(staff=staff, starts=here(-7), ends=here(1), duty=False)
    roster_shift(staff=staff, starts=here(2), ends=here(10), duty=False)
    page = agent.read("/shift")
    assert ["By the roster you are back" in page, "Your shift ends" in page] == [True, True]


@pytest.mark.req("F16")
def test_it_stays_with_me_until_my_colleague_takes_it(
    play: Play, agent: Visitor, peer: Visitor
) -> None:
    no = case(play)
    assert leave(agent, no).status_code == 200
    row = ShiftHandover.objects.get()
    assert (complaint(no).owner_id, row.answer) == (play.house.agent.id, "")
    assert "Peer has not answered" in agent.read("/shift")
    assert WORDS in peer.read("/shift")
    assert peer.post(f"/shift/{row.pk}/take").status_code == 302
    row.refresh_from_db()
    assert (complaint(no).owner_id, row.answer) == (play.house.peer.id, "taken")
    told = [(one.kind, one.by) for one in lines(no, "complaint.shift")]
    assert told == [
        ("complaint.shift_offered", f"staff:{play.house.agent.id}"),
        ("complaint.shift_taken", f"staff:{play.house.peer.id}"),
    ]
    assert "Taken over" in agent.read("/shift")


@pytest.mark.req("F16", "E42")
def test_a_shift_passes_nothing_on_in_the_sense_of_a_transfer(
    play: Play, agent: Visitor, peer: Visitor
) -> None:
    no = case(play)
    for _ in range(2):
        leave(agent, no)
        peer.post(f"/shift/{ShiftHandover.objects.get(answer='').pk}/take")
        leave(peer, no, to="agent")
        agent.post(f"/shift/{ShiftHandover.objects.get(answer='').pk}/take")
    assert (complaint(no).owner_id, Transfer.objects.count()) == (play.house.agent.id, 0)


@pytest.mark.req("F16")
def test_who_cannot_take_it_says_why_and_it_stays(
    play: Play, agent: Visitor, peer: Visitor
) -> None:
    no = case(play)
    leave(agent, no)
    key = ShiftHandover.objects.get().pk
    assert peer.post(f"/shift/{key}/decline").status_code == 422
    peer.post(f"/shift/{key}/decline", because="我也下班")
    assert complaint(no).owner_id == play.house.agent.id
    page = agent.read("/shift")
    assert ["Not taken" in page, "我也下班" in page] == [True, True]
    kinds = Notice.objects.filter(to=play.house.agent.id).values_list("kind", flat=True)
    assert "shift_declined" in kinds


@pytest.mark.req("F16")
def test_it_is_left_to_one_at_a_time_and_may_be_kept_after_all(
    play: Play, agent: Visitor, peer: Visitor
) -> None:
    no = case(play)
    leave(agent, no)
    key = ShiftHandover.objects.get().pk
    again = leave(agent, no, to="second")
    assert (again.status_code, "It is left to Peer already" in body(again)) == (409, True)
    assert agent.post(f"/shift/{key}/withdraw").status_code == 302
    assert peer.post(f"/shift/{key}/take").status_code == 422
    assert leave(agent, no, to="second").status_code == 200


@pytest.mark.req("F16")
def test_words_are_asked_for_and_kept_when_one_is_refused(play: Play, agent: Visitor) -> None:
    no = case(play)
    assert leave(agent, no, words="").status_code == 409
    answer = leave(agent, no, to="nobody")
    assert (answer.status_code, WORDS in body(answer)) == (409, True)
    assert leave(agent, no, to="liaison").status_code == 409
    assert ShiftHandover.objects.count() == 0


@pytest.mark.req("F16", "E49")
def test_nobody_takes_leaves_or_reads_what_is_not_theirs(play: Play, agent: Visitor) -> None:
    house, no = play.house, case(play)
    assert leave(Visitor(house.peer), no, to="second").status_code == 409
    leave(agent, no)
    key = ShiftHandover.objects.get().pk
    for who in (house.second, house.agent, house.manager):
        assert Visitor(who).post(f"/shift/{key}/take").status_code == 404
    assert Visitor(house.clerk).post(f"/shift/{key}/withdraw").status_code == 404
    assert WORDS not in Visitor(house.second).read("/shift")
    for who in (house.liaison, house.auditor, house.admin):
        assert Visitor(who).get("/shift").status_code == 403
    assert agent.post(f"/shift/{key}/explode").status_code == 404
    assert complaint(no).owner_id == house.agent.id


@pytest.mark.req("F16")
def test_what_went_elsewhere_meanwhile_does_not_wait_any_more(
    play: Play, agent: Visitor, peer: Visitor
) -> None:
    no = case(play)
    leave(agent, no)
    key = ShiftHandover.objects.get().pk
    play.do("transfer", no, play.house.supervisor, to="second", reason="改派")
    assert "has not answered" not in Visitor(play.house.second).read("/shift")
    assert peer.post(f"/shift/{key}/take").status_code == 422
    assert leave(Visitor(play.house.second), no).status_code == 200


@pytest.mark.req("F16")
def test_the_supervisor_sees_who_left_without_handing_over(play: Play, agent: Visitor) -> None:
    no = case(play)
    roster_shift(staff=play.house.agent.id, starts=here(-9), ends=here(-1), duty=False)
    page = Visitor(play.house.supervisor).read("/team")
    gone = page.partition("Left without a hand-over</h2>")[2]
    assert [no in gone, "with nobody" in gone] == [True, True]
    leave(agent, no)
    page = Visitor(play.house.supervisor).read("/team")
    assert ["Peer has not answered" in page, WORDS in page] == [True, True]
    assert WORDS not in Visitor(play.house.merchant).read("/team")


def state(person: Person) -> str:
    return Staff.objects.get(pk=person.id).state


@pytest.mark.req("F16", "F15")
def test_an_agent_says_what_they_do_and_the_board_shows_since_when(
    play: Play, agent: Visitor
) -> None:
    house = play.house
    assert agent.post("/me/state", state="in_call", next="/promises").url == "/promises"
    Staff.objects.filter(pk=house.agent.id).update(state_since=here(-0.5))
    page = Visitor(house.supervisor).read("/team")
    assert re.search(r"In a call 30 min", page)
    assert "In a call" in agent.read("/promises")
    agent.post("/me/state", state="rest")
    assert (state(house.agent), everyone()[house.agent.id].takes_work) == ("rest", False)
    assert "On a break" in agent.read("/promises")
    agent.post("/me/state", state="ready")
    assert everyone()[house.agent.id].takes_work


@pytest.mark.req("F16", "F15", "Q30")
def test_a_break_keeps_a_leave_that_was_set_by_hand(play: Play, agent: Visitor) -> None:
    set_presence(staff=play.house.agent.id, presence="leave")
    for said in ("rest", "ready"):
        agent.post("/me/state", state=said)
        assert Staff.objects.get(pk=play.house.agent.id).presence == "leave"


@pytest.mark.req("F15", "A17")
def test_a_break_of_the_supervisor_lends_their_word_to_nobody(play: Play) -> None:
    house, no = play.house, play.walk("approving")
    boss, now = Visitor(house.supervisor), datetime.now(UTC)
    for said in ("rest", "away"):
        boss.post("/me/state", state=said)
        people = everyone(now)
        waiting = Complaint.objects.filter(scope.to_approve(house.lead, people))
        found = (scope.tie(complaint(no), house.lead, people).acting, waiting.exists())
        assert (found, people[house.supervisor.id].takes_work) == ((False, False), False)


@pytest.mark.req("F16", "E49")
def test_the_accused_read_nothing_of_a_case_that_is_left_to_them(
    play: Play, agent: Visitor, peer: Visitor
) -> None:
    no = case(play)
    leave(agent, no)
    Complaint.objects.filter(no=no).update(accused=play.house.peer.id)
    page = peer.read("/shift")
    assert [no in page, WORDS in page] == [False, False]
    key = ShiftHandover.objects.get().pk
    for answer in (
        peer.post(f"/shift/{key}/take"),
        peer.post(f"/shift/{key}/decline", because="x"),
    ):
        assert (answer.status_code, WORDS in body(answer)) == (403, False)
    assert ShiftHandover.objects.get().answer == ""


@pytest.mark.req("F16", "E49")
def test_what_became_of_a_case_about_me_is_not_told_to_me(
    play: Play, agent: Visitor, peer: Visitor
) -> None:
    no = case(play)
    leave(agent, no)
    peer.post(f"/shift/{ShiftHandover.objects.get().pk}/decline", because="我也下班")
    before = agent.read("/shift")
    Complaint.objects.filter(no=no).update(accused=play.house.agent.id)
    after = agent.read("/shift")
    assert [[one in page for one in (no, "我也下班")] for page in (before, after)] == [
        [True, True],
        [False, False],
    ]


@pytest.mark.req("F16")
def test_a_state_that_is_none_changes_nothing_and_leads_nowhere_else(
    play: Play, agent: Visitor
) -> None:
    answer = agent.post("/me/state", state="asleep", next="https://example.org/")
    assert (answer.status_code, answer.url, state(play.house.agent)) == (302, "/", "")
    assert Visitor(play.house.liaison).post("/me/state", state="ready").status_code == 403


@pytest.mark.parametrize("where", ["wat", "wat.html", "?a=1", "/a\r\nX-Evil: 1"])
@pytest.mark.parametrize("page", ["/me/state", "/preferences"])
def test_what_is_no_path_leads_home(agent: Visitor, page: str, where: str) -> None:
    answer = agent.post(page, state="asleep", next=where)
    assert answer.status_code == 302
    assert answer.url.startswith("/")
    assert "\n" not in answer.url


@pytest.mark.req("E42")
def test_what_runs_out_is_given_to_somebody_with_room(play: Play, agent: Visitor) -> None:
    house, boss = play.house, Visitor(play.house.supervisor)
    first, second = case(play), case(play)
    page = boss.read("/team")
    assert re.search(r"Senior: 0 open", page)
    known = {f"version-{no}": complaint(no).version for no in (first, second)}
    typed = {"row": [first, second], "to": "senior", "reason": "林晓雨已满", **known}
    play.do("note", second, text="客户又来电")
    answer = boss.client.post("/team/reassign", typed)
    assert answer.status_code == 200
    owners = [complaint(no).owner_id for no in (first, second)]
    assert owners == [house.senior.id, house.agent.id]
    assert Transfer.objects.get().reason == "林晓雨已满"
    bare = boss.client.post("/team/reassign", {"row": second, "to": "senior"})
    assert (bare.status_code, Transfer.objects.count()) == (409, 1)


@pytest.mark.req("E42")
@pytest.mark.parametrize(
    ("who", "status", "finds"),
    [
        ("director", 200, True),
        ("manager", 200, True),
        ("supervisor", 200, True),
        ("lead", 200, True),
        ("second", 200, False),
        ("merchant", 200, False),
        ("senior", 403, False),
        ("agent", 403, False),
        ("liaison", 403, False),
        ("auditor", 403, False),
        ("admin", 403, False),
    ],
)
def test_the_board_is_for_who_leads_and_shows_their_own_people(
    play: Play, who: str, status: int, finds: bool
) -> None:
    no = case(play)
    answer = Visitor(getattr(play.house, who)).get("/team")
    assert (answer.status_code, no in body(answer)) == (status, finds)
