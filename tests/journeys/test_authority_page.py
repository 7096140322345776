"""What the case page and the queue say of authority, and that each act is reached from there."""

from typing import Any

import pytest

from kesu.authority.models import Opinion, Report
from kesu.complaints.models import Complaint
from kesu.people.rules import Person
from tests.cast import Play, hire
from tests.workbench.visitor import Visitor, doable

TRIED = {"reason": "要书面赔偿函", "tried": "口头道歉", "suggestion": "请法务定措辞"}
SECRET = "切勿承认责任"


def page(person: Person, no: str) -> str:
    return Visitor(person).read(f"/complaints/{no}")


@pytest.mark.req("E64", "E33")
def test_a_report_is_shown_and_acknowledged_on_the_page(play: Play) -> None:
    house = play.house
    no = play.walk("received", urgent=True, urgent_reasons=["U1"])
    row = Report.objects.get(complaint__no=no)
    there = page(house.supervisor, no)
    assert ("Reported to" in there, "acknowledge" in doable(there)) == (True, True)
    assert "acknowledge" not in doable(page(house.peer, no))
    done = Visitor(house.supervisor).act(no, "acknowledge", report=str(row.pk))
    assert done.status_code == 302
    row.refresh_from_db()
    assert row.acknowledged is not None


@pytest.mark.req("F22", "A44")
def test_an_opinion_is_asked_and_given_from_the_page_and_hidden_from_the_agent(play: Play) -> None:
    house, lawyer = play.house, hire("lawyer", "senior", department="legal", flags=["legal"])
    no = play.walk("accepted")
    done = Visitor(house.agent).act(no, "escalate", to="legal", **TRIED)
    assert done.status_code == 302
    number = str(Opinion.objects.values_list("pk", flat=True).get())
    assert "opinion" in doable(page(lawyer, no))
    assert Visitor(lawyer).act(no, "opinion", opinion=number, text=SECRET).status_code == 302
    seen = {one.sign_in: SECRET in page(one, no) for one in (house.agent, house.supervisor, lawyer)}
    assert seen == {"agent": False, "supervisor": True, "lawyer": True}


@pytest.mark.req("A14", "A44")
def test_the_next_handler_gets_what_was_tried(play: Play) -> None:
    no = play.walk("accepted")
    play.do("escalate", no, **TRIED)
    there = page(play.house.senior, no)
    assert all(word in there for word in ("Handed up", *TRIED.values()))


@pytest.mark.req("A15", "A51")
def test_meetings_and_rounds_are_written_from_the_page(play: Play) -> None:
    house = play.house
    no = play.walk("accepted")
    visitor = Visitor(house.agent)
    met: dict[str, Any] = {"kind": "decision", "present": "supervisor\nmanager", "decision": "退款"}
    assert visitor.act(no, "meeting", **met).status_code == 302
    talked = {"offer": "补偿五十", "reaction": "不满意", "agreed": "false"}
    assert visitor.act(no, "round", **talked).status_code == 302
    there = page(house.agent, no)
    assert all(word in there for word in ("Meetings", "Manager", "退款", "补偿五十", "不满意"))


@pytest.mark.req("E33")
def test_an_urgent_one_that_nobody_follows_alarms_on_queue_and_case(play: Play) -> None:
    house = play.house
    no = play.walk("received", urgent=True, urgent_reasons=["U1"])
    alarm, tag = "Urgent without a dedicated handler", "No dedicated handler"
    visitor = Visitor(house.supervisor)
    assert (alarm in page(house.supervisor, no), tag in visitor.read("/")) == (False, False)
    Complaint.objects.filter(no=no).update(dedicated=None)
    assert (alarm in page(house.supervisor, no), tag in visitor.read("/")) == (True, True)


@pytest.mark.req("E62", "E61")
def test_who_may_give_gifts_sees_mandate_and_balance_before_the_call(play: Play) -> None:
    house = play.house
    no = play.walk("accepted", type="3.4")
    there = page(house.supervisor, no)
    assert all(word in there for word in ("Gifts on this case", "300.00", "3,000.00"))
    assert "Gifts on this case" not in page(house.agent, no)
