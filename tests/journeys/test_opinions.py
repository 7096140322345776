"""升级到法务、公关: what functions are asked, who answers, and who never reads it (F22, E80)."""

from typing import Any, get_args

import pytest

from kesu.authority.models import Opinion
from kesu.correspondence.models import Notice
from kesu.desk import scope
from kesu.desk.case import case as desk_case
from kesu.desk.faults import NoSuchComplaint
from kesu.desk.record import record
from kesu.foundation.faults import Refused
from kesu.journeys.escalate import Target
from kesu.journeys.faults import NotYours
from kesu.people.queries import everyone
from kesu.people.rules import Person
from kesu.policy.codes import Function, Tier
from tests.cast import Play, at, clocks, complaint, hire, lines

TRIED = {"reason": "会员要求书面赔偿函", "tried": "口头道歉", "suggestion": "请法务定措辞"}
SECRET = "诉讼风险高，可先补偿，切勿承认责任"


@pytest.fixture
def lawyer(play: Play) -> Person:
    return hire("lawyer", "senior", department="legal", flags=["legal"])


def asked(play: Play, **more: Any) -> str:
    no = play.walk("accepted")
    play.do("escalate", no, to="legal", **{**TRIED, **more})
    return no


def test_the_targets_are_the_tiers_and_the_functions() -> None:
    assert get_args(Target) == (*(one.value for one in Tier), *(one.value for one in Function))


@pytest.mark.req("F22")
def test_a_function_is_asked_and_the_complaint_stays_where_it_is(
    play: Play, lawyer: Person
) -> None:
    no = asked(play)
    row = complaint(no)
    assert (row.tier, row.owner_id, row.state) == ("F", play.house.agent.id, "accepted")
    kept = Opinion.objects.values_list("function", "question", "suggestion", "due").get()
    assert kept == ("legal", TRIED["reason"], TRIED["suggestion"], at("02-15 10:20"))
    assert clocks(no, "consult") == [("consult", at("02-15 10:20"), "running", None)]
    assert Notice.objects.filter(to=lawyer.id, kind="opinion_asked").count() == 1
    (said,) = lines(no, "complaint.opinion_asked")
    assert (said.facts["function"], said.rule) == ("legal", "F22")


@pytest.mark.req("F22")
def test_a_time_to_answer_may_be_named_and_lies_ahead(play: Play, lawyer: Person) -> None:
    no = asked(play, due="2026-02-14T12:00:00+08:00")
    assert Opinion.objects.values_list("due", flat=True).get() == at("02-14 12:00")
    with pytest.raises(Refused) as refusal:
        play.do("escalate", no, to="legal", **TRIED, due="2026-02-13T08:00:00+08:00")
    assert [fault.loc for fault in refusal.value.faults] == ["due"]


@pytest.mark.req("F22")
def test_only_who_was_asked_reads_the_case_and_answers(play: Play, lawyer: Person) -> None:
    other = hire("books", "senior", department="finance", flags=["finance"])
    no = play.walk("accepted")
    for one in (lawyer, other):
        assert no not in listed(one)
    play.do("escalate", no, to="legal", **TRIED)
    assert (no in listed(lawyer), no in listed(other)) == (True, False)
    number = Opinion.objects.values_list("pk", flat=True).get()
    with pytest.raises(NoSuchComplaint):
        play.do("opinion", no, other, opinion=number, text="?")
    with pytest.raises(NotYours):
        play.do("opinion", no, play.house.supervisor, opinion=number, text="?")
    play.do("opinion", no, lawyer, opinion=number, text=SECRET)
    assert clocks(no, "consult")[0][2] == "met"
    assert Notice.objects.filter(to=play.house.agent.id, kind="opinion_given").count() == 1
    with pytest.raises(Refused):
        play.do("opinion", no, lawyer, opinion=number, text="再说一次")


def listed(reader: Person) -> set[str]:
    return set(scope.visible(reader, everyone()).values_list("no", flat=True))


@pytest.mark.req("F22")
def test_agents_never_read_the_words(play: Play, lawyer: Person) -> None:
    house = play.house
    no = asked(play)
    number = Opinion.objects.values_list("pk", flat=True).get()
    play.do("opinion", no, lawyer, opinion=number, text=SECRET)
    reads = {
        reader.sign_in: (SECRET in told(no, reader), SECRET in shown(no, reader))
        for reader in (house.agent, house.senior, house.supervisor, house.manager, lawyer)
    }
    assert reads == {
        "agent": (False, False),
        "senior": (False, False),
        "supervisor": (True, True),
        "manager": (True, True),
        "lawyer": (False, True),
    }


def told(no: str, reader: Person) -> str:
    """The record, where this reader has it."""
    people = everyone()
    view = desk_case(no, reader=reader, people=people, timeline=True)
    lines = list(view.timeline)
    if reader.department == "service" and reader.rank != "senior":
        lines += record(no, reader=reader, people=people)
    return str([line.notes for line in lines])


def shown(no: str, reader: Person) -> str:
    return str(desk_case(no, reader=reader, people=everyone()).authority.opinions)


@pytest.mark.req("E36", "F22")
def test_being_asked_does_not_open_what_is_restricted(play: Play, lawyer: Person) -> None:
    no = play.walk("accepted", customer={"special_role": "media"})
    done = play.do("escalate", no, to="legal", reason="记者要求书面答复")
    assert [one.code for one in done.warnings] == ["nobody_to_ask"]
    assert (no in listed(lawyer), Notice.objects.filter(to=lawyer.id).count()) == (False, 0)


@pytest.mark.req("E80")
def test_a_rise_tells_the_customer_who_takes_over_or_is_flagged(play: Play) -> None:
    no = play.walk("accepted")
    silent = play.do("escalate", no, **TRIED)
    assert [one.code for one in silent.warnings] == ["no_notice"]
    told = play.do("escalate", no, play.house.supervisor, **TRIED, notice="将由主管为您处理")
    assert told.warnings == ()
    first, second = lines(no, "complaint.escalated")
    assert (first.facts["noticed"], second.facts["noticed"]) == (False, True)
    (line,) = lines(no, "complaint.progressed")
    assert (line.rule, line.notes) == ("E80", {"text": "将由主管为您处理"})
