"""What waits for somebody's word: who finds it, and what becomes of each of several."""

import re
from typing import Any

import pytest

from kesu.authority.models import Approval
from kesu.complaints.models import Solution
from tests.cast import PROPOSAL, Play, complaint
from tests.workbench.visitor import Visitor, body


def waits(play: Play, **given: Any) -> str:
    """A complaint whose solution waits."""
    return play.walk("approving", **{"customer": {"name": "张女士"}, **given})


def versions(*numbers: str) -> dict[str, int]:
    return {f"version-{no}": complaint(no).version for no in numbers}


@pytest.fixture
def boss(play: Play) -> Visitor:
    return Visitor(play.house.supervisor)


@pytest.mark.req("E09", "E18")
def test_what_waits_shows_its_money_its_clause_and_who_proposed(play: Play, boss: Visitor) -> None:
    no = waits(play)
    page = boss.read("/approvals")
    said = ("89.00 yuan", "合作条款 4.2", "proposed by Agent", "补寄赠品", no)
    assert [word in page for word in said] == [True] * 5


@pytest.mark.req("A60")
def test_goodwill_and_liability_stand_beside_the_whole_cost(play: Play, boss: Visitor) -> None:
    no = play.walk("proposing")
    play.do("cause", no, text="商户漏发")
    play.do("remedy", no, kind="compensation", amount=3000, what="优惠券")
    play.do("remedy", no, kind="compensation", amount=1000, what="积分券")
    play.do("propose", no, **{**PROPOSAL, "no_merchant": "自营"})
    page = boss.read("/approvals")
    money = re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page)
    whole = ("Cost of the solution", "89.00 yuan")
    assert money == [whole, ("Compensation (goodwill)", "40.00 yuan")]


@pytest.mark.req("E09")
def test_the_last_awards_of_the_type_stand_beside_it(play: Play, boss: Visitor) -> None:
    for cost in (1000, 2000, 3000, 4000):
        no = waits(play)
        Solution.objects.filter(complaint__no=no).update(cost=cost)
        play.do("approve", no, play.house.supervisor)
    waits(play)
    page = boss.read("/approvals")
    last = page.partition('class="ask-last"')[2]
    costs = re.findall(r"<b>([\d.]+) yuan</b>", last)
    assert (costs, last.count(">Supervisor</a>")) == (["40.00", "30.00", "20.00"], 3)


@pytest.mark.req("E09")
def test_one_press_agrees_to_all_that_were_chosen(play: Play, boss: Visitor) -> None:
    first, second, third = waits(play), waits(play), waits(play)
    known = versions(first, second)
    answer = boss.post("/approvals/do/approve", row=[first, second], comment="可以", **known)
    states = [complaint(no).state for no in (first, second, third)]
    assert (answer.status_code, states) == (200, ["replying", "replying", "approving"])
    assert {one.comment for one in Approval.objects.all()} == {"可以"}
    assert body(answer).count("#check") > 1


@pytest.mark.req("E09")
def test_sending_back_asks_for_a_reason_and_keeps_the_choice(play: Play, boss: Visitor) -> None:
    no = waits(play)
    answer = boss.post("/approvals/do/return", row=no, **versions(no))
    page = body(answer)
    assert (answer.status_code, complaint(no).state) == (409, "approving")
    assert re.search(rf'value="{no}" form="bulk" data-select checked', page)
    again = boss.post("/approvals/do/return", row=no, comment="缺条款", **versions(no))
    assert (again.status_code, complaint(no).state) == (200, "proposing")


@pytest.mark.req("E09")
def test_one_that_changed_meanwhile_is_refused_alone(play: Play, boss: Visitor) -> None:
    first, second = waits(play), waits(play)
    known = versions(first, second)
    play.do("note", first, text="客户又来电")
    answer = boss.post("/approvals/do/approve", row=[first, second], **known)
    assert [complaint(no).state for no in (first, second)] == ["approving", "replying"]
    assert "Somebody changed this complaint meanwhile" in body(answer)


@pytest.mark.req("E09", "E49")
@pytest.mark.parametrize(
    ("who", "status", "finds"),
    [
        ("supervisor", 200, True),
        ("second", 200, True),
        ("manager", 200, True),
        ("director", 200, True),
        ("lead", 200, False),
        ("merchant", 200, False),
        ("agent", 403, False),
        ("liaison", 403, False),
        ("auditor", 403, False),
        ("admin", 403, False),
        ("quality", 403, False),
    ],
)
def test_who_may_approve_finds_it_and_nobody_else(
    play: Play, who: str, status: int, finds: bool
) -> None:
    no = waits(play)
    answer = Visitor(getattr(play.house, who)).get("/approvals")
    assert (answer.status_code, no in body(answer)) == (status, finds)


@pytest.mark.req("E09")
def test_nobody_finds_or_approves_their_own(play: Play, boss: Visitor) -> None:
    no = play.walk("proposing", type="3.4")
    play.do("cause", no, text="商户漏发")
    play.do("propose", no, **{**PROPOSAL, "no_merchant": "自营"})
    assert complaint(no).owner_id == play.house.supervisor.id
    assert "Nothing waits for your approval" in boss.read("/approvals")
    answer = boss.post("/approvals/do/approve", row=no, **versions(no))
    assert (answer.status_code, complaint(no).state) == (409, "approving")
    assert no in Visitor(play.house.second).read("/approvals")


@pytest.mark.req("A07", "B25")
def test_over_the_mandate_is_said_before_anybody_tries(play: Play, boss: Visitor) -> None:
    no = play.walk("proposing")
    play.do("cause", no, text="商户漏发")
    play.do("propose", no, **{**PROPOSAL, "cost": 90_000_00})
    assert "Over your mandate: it needs" in boss.read("/approvals")
    answer = boss.post("/approvals/do/approve", row=no, **versions(no))
    assert (answer.status_code, complaint(no).state) == (409, "approving")


@pytest.mark.req("A07", "F10")
def test_a_remedy_that_waits_alone_is_agreed_to_here_too(play: Play, boss: Visitor) -> None:
    no = play.walk("executing")
    play.do("remedy", no, kind="compensation", amount=8000, what="优惠券")
    page = boss.read("/approvals")
    row = re.search(rf'name="row" value="({no}:[^"]+)"', page)
    assert row
    known = {f"version-{row[1]}": complaint(no).version}
    answer = boss.post("/approvals/do/approve", row=row[1], **known)
    assert answer.status_code == 200
    assert "Nothing waits for your approval" in boss.read("/approvals")


@pytest.mark.parametrize(
    ("path", "typed", "status"),
    [
        ("/approvals/do/explode", {}, 404),
        ("/approvals/do/approve", {}, 200),
        ("/approvals/do/approve", {"row": "KS-20260213-AAAAAA"}, 409),
        ("/approvals/do/approve", {"row": "x:y:z", "version-x:y:z": "1"}, 409),
    ],
)
def test_what_cannot_be_meant_changes_nothing(
    play: Play, boss: Visitor, path: str, typed: dict[str, str], status: int
) -> None:
    no = waits(play)
    assert boss.client.post(path, typed).status_code == status
    assert complaint(no).state == "approving"


@pytest.mark.req("E09", "A07")
def test_a_case_that_changed_is_refused_with_all_its_rows(play: Play, boss: Visitor) -> None:
    no = play.walk("executing")
    for what in ("优惠券", "积分券"):
        play.do("remedy", no, kind="compensation", amount=8000, what=what)
    rows = re.findall(rf'name="row" value="({no}:[^"]+)"', boss.read("/approvals"))
    known = {f"version-{row}": complaint(no).version for row in rows}
    play.do("note", no, text="客户又来电")
    answer = boss.post("/approvals/do/approve", row=rows, **known)
    assert (len(rows), answer.status_code) == (2, 409)
    assert re.findall(r'name="row" value="([^"]+)"', body(answer)) == rows


@pytest.mark.req("E09", "A07")
def test_all_rows_of_a_case_are_taken_by_one_press(play: Play, boss: Visitor) -> None:
    no = play.walk("executing")
    for what in ("优惠券", "积分券"):
        play.do("remedy", no, kind="compensation", amount=8000, what=what)
    rows = re.findall(rf'name="row" value="({no}:[^"]+)"', boss.read("/approvals"))
    known = {f"version-{row}": complaint(no).version for row in rows}
    boss.post("/approvals/do/approve", row=rows, **known)
    assert "Nothing waits for your approval" in boss.read("/approvals")
