"""上报: who is told of an urgent complaint, and what happens when nobody answers."""

from datetime import timedelta
from typing import Any

import pytest

from kesu.authority.models import Report
from kesu.clock.duties import breaches
from kesu.correspondence.models import Notice
from kesu.foundation.faults import Refused
from kesu.people.rules import Person
from tests.cast import MORNING, House, Play, at, clocks, complaint, hire, lines

URGENT: dict[str, Any] = {"urgent": True, "urgent_reasons": ["U1"]}


def told(no: str) -> list[tuple[str, int, bool, bool]]:
    """Level, person, acknowledged, gone over."""
    rows = Report.objects.filter(complaint__no=no).order_by("id")
    return [(one.level, one.to_id, bool(one.acknowledged), bool(one.skipped)) for one in rows]


def number(no: str, level: str) -> int:
    return Report.objects.values_list("pk", flat=True).get(complaint__no=no, level=level)


def refused(play: Play, verb: str, no: str, by: Person, **payload: Any) -> tuple[list[str], str]:
    with pytest.raises(Refused) as refusal:
        play.do(verb, no, by, **payload)
    return [fault.loc for fault in refusal.value.faults], refusal.value.code


def later(play: Play, minutes: int) -> None:
    """The worker looks after so many minutes."""
    play.now += timedelta(minutes=minutes)
    while (due := breaches(play.now, 20)) is not None and due <= play.now:
        pass


@pytest.mark.req("E64", "E33")
def test_what_becomes_urgent_is_reported_by_itself_to_the_supervisor(play: Play) -> None:
    house = play.house
    no = play.walk("accepted")
    assert told(no) == []
    play.do("mark_urgent", no, reasons=["U1"])
    assert told(no) == [("supervisor", house.supervisor.id, False, False)]
    (said,) = lines(no, "complaint.reported")
    assert (said.by, said.rule, said.facts) == (
        "system:report",
        "E64",
        {
            "report": number(no, "supervisor"),
            "level": "supervisor",
            "to": str(house.supervisor.id),
        },
    )
    assert Notice.objects.filter(to=house.supervisor.id, kind="report").count() == 1
    play.do("mark_urgent", no, reasons=["U5"])
    assert len(told(no)) == 1


@pytest.mark.req("E64")
def test_what_is_urgent_from_the_start_is_reported_at_once(play: Play) -> None:
    no = play.walk("received", **URGENT)
    row = Report.objects.get(complaint__no=no)
    assert (row.sent, row.due) == (MORNING, MORNING + timedelta(minutes=15))
    due = complaint(no).next_due
    assert due == MORNING + timedelta(hours=3)


@pytest.mark.req("E64")
def test_nobody_acknowledges_and_the_next_level_is_told(play: Play) -> None:
    house = play.house
    no = play.walk("received", **URGENT)
    later(play, 15)
    assert len(told(no)) == 1
    later(play, 1)
    assert told(no) == [
        ("supervisor", house.supervisor.id, False, True),
        ("manager", house.manager.id, False, False),
    ]
    said = lines(no, "complaint.reported")[-1]
    assert (said.by, said.facts["over"], said.facts["because"]) == (
        "system:report",
        ["supervisor"],
        "no_ack",
    )
    later(play, 16)
    later(play, 16)
    assert told(no)[-1] == ("operations_head", house.director.id, False, True)
    assert Notice.objects.filter(kind="unreported").exists()


@pytest.mark.req("E64")
def test_who_acknowledges_ends_it(play: Play) -> None:
    house = play.house
    no = play.walk("received", **URGENT)
    asked = number(no, "supervisor")
    wrong = refused(play, "acknowledge", no, house.agent, report=asked)
    assert wrong == (["report"], "unknown_report")
    for above in (house.manager, house.director, house.second):
        assert refused(play, "acknowledge", no, above, now=play.now, report=asked) == wrong
    play.do("acknowledge", no, house.supervisor, now=play.now, report=asked)
    later(play, 60)
    assert told(no) == [("supervisor", house.supervisor.id, True, False)]
    again = refused(play, "acknowledge", no, house.supervisor, report=asked)
    assert again == (["report"], "unknown_report")


@pytest.mark.req("E64")
def test_a_late_acknowledgement_stands_beside_the_level_that_was_told(play: Play) -> None:
    house = play.house
    no = play.walk("received", **URGENT)
    play.now += timedelta(minutes=20)
    play.do("acknowledge", no, house.supervisor, report=number(no, "supervisor"))
    assert told(no) == [
        ("supervisor", house.supervisor.id, True, True),
        ("manager", house.manager.id, False, False),
    ]


@pytest.mark.req("E64")
def test_going_over_a_level_by_hand_needs_a_reason(play: Play) -> None:
    house = play.house
    no = play.walk("received", **URGENT)
    over = refused(play, "report", no, house.agent, to="manager")
    assert over == (["reason"], "over_a_level")
    play.do("report", no, house.agent, to="manager", reason="主管联系不上，媒体在门口")
    (said,) = lines(no, "complaint.reported")[1:]
    assert (said.facts["over"], said.notes) == (
        ["supervisor"],
        {"reason": "主管联系不上，媒体在门口"},
    )
    assert refused(play, "report", no, house.agent, to="peer")[0] == ["to"]


@pytest.mark.req("E64")
def test_the_supervisor_reports_on_to_the_manager(play: Play) -> None:
    house = play.house
    no = play.walk("received", **URGENT)
    play.do("report", no, house.agent)
    assert (len(told(no)), Notice.objects.filter(kind="report").count()) == (1, 2)
    play.do("acknowledge", no, house.supervisor, report=number(no, "supervisor"))
    play.do("report", no, house.supervisor)
    assert told(no)[-1] == ("manager", house.manager.id, False, False)
    play.do("acknowledge", no, house.manager, report=number(no, "manager"))
    play.do("report", no, house.manager)
    assert refused(play, "report", no, house.director) == (["to"], "top_level")


@pytest.mark.req("E64", "E49")
def test_the_accused_is_never_told(play: Play) -> None:
    house = play.house
    given = {**URGENT, "type": "2.2", "accused_agent": "supervisor"}
    no = play.walk("received", **given)
    assert told(no) == [("supervisor", house.second.id, False, False)]


@pytest.mark.req("E36", "E64")
def test_a_restricted_one_is_told_only_to_who_may_know(house: House, play: Play) -> None:
    play.restaff(house.agent, supervisor=house.second.id)
    no = play.walk("received", customer={"special_role": "media"})
    row = complaint(no)
    for _level, one, _seen, _over in told(no):
        assert one in {row.owner_id, house.manager.id, house.director.id}
    assert told(no) != []


class Brand:
    """周凯 under 赵倩 under 孙涛 under 郑岚 under 刘峰, who leads operations."""

    def __init__(self) -> None:
        self.liu = hire("liu", "director", department="operations", flags=["head"])
        self.zheng = hire("zheng", "director", under=self.liu)
        self.sun = hire("sun", "manager", under=self.zheng)
        self.zhao = hire("zhao", "supervisor", under=self.sun)
        self.zhou = hire("zhou", "agent", under=self.zhao)


@pytest.mark.req("E64", "E63", "E33")
def test_the_supervisor_reports_on_and_who_does_not_answer_is_gone_over(play: Play) -> None:
    """Steps 3 to 5 of the story of the tin of milk."""
    brand = Brand()
    received = at("08-03 10:00")
    given = {**URGENT, "channel": "im", "type": "1.1.1", "text": "我要求检测这罐奶粉"}
    no = play.lodge(brand.zhou, now=received, **given).complaint.no
    row = complaint(no)
    assert (row.owner_id, row.dedicated_id) == (brand.zhao.id, brand.zhao.id)
    assert clocks(no, "first_callback")[0][1] == at("08-03 13:00")
    play.do("accept", no, brand.zhao, now=at("08-03 10:02"))
    assert [one[1] for one in clocks(no, "report")] == [at("08-03 10:15")]
    first = number(no, "supervisor")
    play.do("acknowledge", no, brand.zhao, now=at("08-03 10:06"), report=first)
    play.do("report", no, brand.zhao, now=at("08-03 10:10"))
    assert told(no) == [
        ("supervisor", brand.zhao.id, True, False),
        ("manager", brand.sun.id, False, False),
    ]
    assert clocks(no, "report")[-1][1] == at("08-03 10:25")
    play.now = at("08-03 10:25")
    later(play, 0)
    assert len(told(no)) == 2
    play.now += timedelta(seconds=1)
    later(play, 0)
    assert told(no)[1:] == [
        ("manager", brand.sun.id, False, True),
        ("operations_head", brand.liu.id, False, False),
    ]
    said = lines(no, "complaint.reported")[-1]
    assert (said.facts["over"], said.facts["because"]) == (["manager"], "no_ack")
    assert Notice.objects.filter(to=brand.liu.id, kind="report").count() == 1
    play.do("acknowledge", no, brand.sun, now=at("08-03 10:40"), report=number(no, "manager"))
    later(play, 60)
    assert [(level, seen) for level, _one, seen, _over in told(no)] == [
        ("supervisor", True),
        ("manager", True),
        ("operations_head", False),
    ]
    assert not Notice.objects.filter(to=brand.zheng.id, kind="report").exists()
