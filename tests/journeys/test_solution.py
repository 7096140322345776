"""方案 to 回访: propose, approve, return, reply, decide, execute, follow_up, resolve."""

from typing import Any

import pytest

from kesu.authority.models import Approval, Escalation
from kesu.complaints.models import Action, CustomerDecision, Solution
from kesu.correspondence.models import Notice, Reply
from kesu.foundation.faults import Refused
from kesu.journeys.faults import GateShut, NotYours
from tests.cast import (
    ANSWERED,
    PROPOSAL,
    Play,
    at,
    clocks,
    complaint,
    end_of,
    last_kinds,
    last_seq,
    lines,
)

CHEAP = PROPOSAL | {"cost": 5000}


def ready(play: Play, **given: Any) -> str:
    """In ``proposing`` with its cause recorded."""
    no = play.walk("proposing", **given)
    play.do("cause", no, text="漏发")
    return no


def shut(play: Play, verb: str, no: str, by: Any = None, **payload: Any) -> list[str]:
    with pytest.raises(GateShut) as refusal:
        play.do(verb, no, by, **payload)
    return [one.gate for one in refusal.value.missing]


@pytest.mark.req("Q25", "E08")
def test_a_cheap_cited_solution_is_approved_by_mandate(play: Play) -> None:
    no, before = ready(play), last_seq()
    play.do("propose", no, **CHEAP)
    row, solution = complaint(no), Solution.objects.get()
    assert (row.state, row.form_no, row.proposed_at) == (
        "replying",
        "TS-20260213-0001",
        play.now,
    )
    approval = Approval.objects.get(solution=solution)
    assert (approval.mandate, approval.by_id) == ("compensation:agent:5000", play.house.agent.id)
    assert last_kinds(no, before) == [
        "complaint.proposed",
        "complaint.approved",
        "complaint.form_drawn",
    ]
    (said,) = lines(no, "complaint.approved")
    assert (said.by, said.rule, said.facts) == (
        "system:mandate",
        "Q25",
        {"mandate": "compensation:agent:5000", "solution": solution.pk},
    )


@pytest.mark.req("Q25", "E18")
@pytest.mark.parametrize(
    ("given", "changed"),
    [
        ({}, {"cost": 5001}),
        ({}, {"cost": None}),
        ({}, {"clause": None, "no_clause": "没有成文依据"}),
        ({"type": "2.1"}, {}),
        ({"type": "3.1"}, {}),
        ({"urgent": True, "urgent_reasons": ["U1"]}, {}),
    ],
)
def test_anything_else_waits_for_a_person(
    given: dict[str, Any], changed: dict[str, Any], play: Play
) -> None:
    no = ready(play, **given)
    proposal = {name: value for name, value in (CHEAP | changed).items() if value is not None}
    play.do("propose", no, **proposal)
    assert (complaint(no).state, Approval.objects.count()) == ("approving", 0)


@pytest.mark.req("E09")
def test_the_nearest_supervisor_is_told(play: Play) -> None:
    play.walk("approving")
    told = Notice.objects.values_list("to__sign_in", "kind")
    assert list(told) == [("supervisor", "to_approve")]


@pytest.mark.req("C13", "E18")
def test_a_solution_waits_for_cause_and_clause(play: Play) -> None:
    no = play.walk("proposing")
    bare = {"steps": [{"text": "解释"}], "kind": "explain"}
    assert shut(play, "propose", no, **bare) == ["cause", "clause"]
    play.do("cause", no, text="漏发")
    assert shut(play, "propose", no, **bare) == ["clause"]
    play.do("propose", no, **bare, no_clause="没有成文依据")
    assert complaint(no).state == "approving"


@pytest.mark.req("E18", "E45")
@pytest.mark.parametrize(("kind", "missing"), [("redress", None), ("refuse", ["clause"])])
def test_an_urgent_case_cites_a_clause_only_to_refuse(
    kind: str, missing: list[str] | None, play: Play
) -> None:
    no = ready(play, urgent=True, urgent_reasons=["U1"])
    bare = {"steps": [{"text": "办"}], "kind": kind}
    if missing:
        assert shut(play, "propose", no, **bare) == missing
    else:
        assert play.do("propose", no, **bare).complaint.state == "approving"


@pytest.mark.req("E07")
@pytest.mark.parametrize(
    ("changed", "loc"),
    [
        ({"steps": []}, "steps"),
        ({"steps": [{"text": "办", "due": "tomorrow"}]}, "steps.0.due"),
        ({"steps": [{"text": " "}]}, "steps.0.text"),
        ({"kind": "bribe"}, "kind"),
        ({"cost": -1}, "cost"),
        ({"cost": 1.5}, "cost"),
        ({"cost": True}, "cost"),
    ],
)
def test_a_solution_has_steps_a_kind_and_whole_cents(
    changed: dict[str, Any], loc: str, play: Play
) -> None:
    with pytest.raises(Refused) as refusal:
        play.do("propose", ready(play), **PROPOSAL | changed)
    assert [fault.loc for fault in refusal.value.faults] == [loc]


@pytest.mark.req("E08")
def test_form_numbers_follow_each_other_and_are_drawn_once(play: Play) -> None:
    first, second = play.walk("approving"), play.walk("approving")
    play.do("return", first, play.house.supervisor, comment="写清")
    play.do("propose", first, **PROPOSAL)
    assert [complaint(no).form_no for no in (first, second)] == [
        "TS-20260213-0001",
        "TS-20260213-0002",
    ]
    play.do("propose", ready(play), now=at("02-14 00:00"), **PROPOSAL)
    numbers = {row.form_no for row in type(complaint(first)).objects.all()}
    assert numbers == {"TS-20260213-0001", "TS-20260213-0002", "TS-20260214-0001"}


@pytest.mark.req("E09", "E10")
def test_a_supervisor_approves_and_the_owner_is_told(play: Play) -> None:
    no = play.walk("approving")
    play.do("approve", no, play.house.supervisor, comment="同意")
    row, approval = complaint(no), Approval.objects.get()
    assert (row.state, row.solved_at, approval.approved) == ("replying", play.now, True)
    (said,) = lines(no, "complaint.approved")
    facts = {"solution": approval.solution_id, "state": ["approving", "replying"]}
    assert (said.by, said.rule, said.facts, said.notes) == (
        f"staff:{play.house.supervisor.id}",
        "E09",
        facts,
        {"comment": "同意"},
    )
    assert Notice.objects.filter(to=play.house.agent.id, kind="approved").count() == 1


@pytest.mark.req("E09")
def test_nobody_approves_their_own_case(play: Play) -> None:
    house = play.house
    no = play.walk("approving", type="3.3")
    assert complaint(no).owner_id == house.supervisor.id
    for verb in ("approve", "return"):
        for person in (house.supervisor, house.agent, house.senior):
            with pytest.raises(NotYours):
                play.do(verb, no, person, comment="?")
    play.do("approve", no, house.second)
    assert complaint(no).state == "replying"


@pytest.mark.req("E09")
def test_who_proposed_does_not_approve_after_giving_it_away(play: Play) -> None:
    house = play.house
    no = play.walk("proposing")
    play.do("cause", no, text="漏发")
    play.do("propose", no, house.supervisor, **PROPOSAL)
    with pytest.raises(NotYours):
        play.do("approve", no, house.supervisor)
    play.do("approve", no, house.manager)
    assert complaint(no).state == "replying"


@pytest.mark.req("E09")
def test_a_lead_approves_while_the_supervisor_is_away(play: Play) -> None:
    house = play.house
    no = play.walk("approving")
    with pytest.raises(NotYours):
        play.do("approve", no, house.lead)
    play.restaff(house.supervisor, presence="away")
    play.do("approve", no, house.lead)
    assert complaint(no).state == "replying"


@pytest.mark.req("E09")
def test_a_returned_solution_goes_back_with_its_reason(play: Play) -> None:
    no = play.walk("approving")
    play.do("return", no, play.house.supervisor, comment="写清日期")
    solution = Solution.objects.get()
    assert (complaint(no).state, solution.returned_at) == ("proposing", play.now)
    (said,) = lines(no, "complaint.returned")
    facts = {"solution": solution.pk, "state": ["approving", "proposing"]}
    assert (said.facts, said.notes) == (facts, {"comment": "写清日期"})


@pytest.mark.req("E10")
def test_deciding_waits_for_a_reply_since_the_approval(play: Play) -> None:
    no = play.walk("replying")
    assert shut(play, "decide", no, position="accepted") == ["reply"]
    play.do("reply", no, channel="email", text="补寄")
    assert Reply.objects.get().solution == Solution.objects.get()
    play.do("decide", no, position="refused")
    play.do("propose", no, **PROPOSAL)
    play.do("approve", no, play.house.manager)
    assert shut(play, "decide", no, position="accepted") == ["reply"]


@pytest.mark.req("E10")
@pytest.mark.parametrize("position", ["accepted", "partly"])
@pytest.mark.parametrize(
    ("kind", "state"),
    [("redress", "executing"), ("explain", "following_up"), ("refuse", "following_up")],
)
def test_what_is_agreed_is_carried_out_where_there_is_something_to_do(
    position: str, kind: str, state: str, play: Play
) -> None:
    no = ready(play)
    play.do("propose", no, **PROPOSAL | {"kind": kind})
    play.do("approve", no, play.house.supervisor)
    play.do("reply", no, channel="email", text="如下")
    play.do("decide", no, position=position, option="A", words="好")
    decision = CustomerDecision.objects.get()
    assert (complaint(no).state, decision.position, decision.option) == (state, position, "A")


@pytest.mark.req("A14", "E10")
def test_a_refusal_goes_one_step_up(play: Play) -> None:
    no, house = play.walk("replying"), play.house
    play.do("reply", no, channel="email", text="补寄")
    before = last_seq()
    play.do("decide", no, position="refused", words="我要退款")
    row = complaint(no)
    assert (row.state, row.tier, row.owner_id) == ("proposing", "E", house.senior.id)
    rise = Escalation.objects.values_list("tier_from", "tier_to", "reason").get()
    assert rise == ("F", "E", "我要退款")
    assert last_kinds(no, before) == ["complaint.decided", "complaint.escalated"]
    (decided,) = lines(no, "complaint.decided")
    assert decided.facts == {
        "position": "refused",
        "solution": Solution.objects.get().pk,
        "state": ["replying", "proposing"],
        "owner": [str(house.agent.id), str(house.senior.id)],
    }


@pytest.mark.req("E12")
def test_execution_ends_when_every_action_is_done_at_last(play: Play) -> None:
    no = play.walk("executing")
    play.do(
        "execute",
        no,
        actions=[
            {"action": "补寄", "result": "done", "reference": "CRM-1"},
            {"action": "加积分", "result": "failed"},
        ],
    )
    assert complaint(no).state == "executing"
    other = play.do("execute", no, actions=[{"action": "再次加积分", "result": "done"}])
    (open_,) = [one for one in other.warnings if one.code == "not_done"]
    assert ("加积分" in open_.say, "补寄" in open_.say) == (True, False)
    play.do("execute", no, actions=[{"action": "加积分", "result": "done"}])
    assert (complaint(no).state, Action.objects.count()) == ("following_up", 4)
    facts = [entry.facts for entry in lines(no, "complaint.executed")]
    assert facts == [
        {"done": 1, "failed": 1},
        {"done": 1, "failed": 0},
        {"done": 1, "failed": 0, "state": ["executing", "following_up"]},
    ]


@pytest.mark.req("E12")
def test_a_failure_afterwards_keeps_it_open(play: Play) -> None:
    no = play.walk("executing")
    play.do(
        "execute",
        no,
        actions=[{"action": "补寄", "result": "done"}, {"action": "补寄", "result": "failed"}],
    )
    assert complaint(no).state == "executing"


@pytest.mark.req("E14", "C08")
def test_a_satisfied_customer_stays_to_be_closed(play: Play) -> None:
    no = play.walk("following_up")
    play.do("follow_up", no, outcome="no_answer")
    assert complaint(no).followed_at is None
    play.do("follow_up", no, **ANSWERED)
    assert (complaint(no).state, complaint(no).followed_at) == ("following_up", play.now)
    facts = [entry.facts for entry in lines(no, "complaint.followed_up")]
    unasked = dict.fromkeys(("satisfied", "service_met", "emotional_met"))
    assert facts == [{"outcome": "no_answer", **unasked}, ANSWERED]


@pytest.mark.req("E31", "Q23", "E61")
def test_a_dissatisfied_customer_makes_it_an_escalated_one(play: Play) -> None:
    no, house = play.walk("following_up"), play.house
    before = last_seq()
    play.do("follow_up", no, now=at("02-16 11:00"), outcome="answered", satisfied=False)
    row = complaint(no)
    assert (row.state, row.type, row.origin_type, row.grade_rank, row.tier, row.owner_id) == (
        "proposing",
        "3.3",
        "1.2.5",
        3,
        "D",
        house.supervisor.id,
    )
    assert clocks(no, "first_callback") == [
        ("first_callback", end_of("02-14"), "breached", None),
        ("first_callback", end_of("02-16"), "running", None),
    ]
    kinds = [kind for kind in last_kinds(no, before) if kind.startswith("complaint.")]
    assert kinds == ["complaint.followed_up", "complaint.converted", "complaint.progressed"]
    (said,) = lines(no, "complaint.converted")
    assert said.facts == {"type": ["1.2.5", "3.3"], "origin": "1.2.5", "tier": "D"}
    assert lines(no, "complaint.progressed")[-1].notes == {
        "text": "您反映的问题将由主管直接为您处理，并会与您联系。"
    }


@pytest.mark.req("E31", "Q23")
def test_a_second_dissatisfaction_keeps_the_first_origin(play: Play) -> None:
    no = play.walk("following_up")
    for day in ("02-14", "02-15"):
        play.do("follow_up", no, now=at(f"{day} 09:00"), outcome="answered", satisfied=False)
        if day == "02-14":
            play.do("propose", no, now=at("02-14 10:00"), **PROPOSAL)
            play.do("approve", no, play.house.manager)
            play.do("reply", no, channel="email", text="再办")
            play.do("decide", no, position="accepted")
            play.do("execute", no, actions=[{"action": "补寄", "result": "done"}])
    row = complaint(no)
    assert (row.type, row.origin_type) == ("3.3", "1.2.5")
    assert [(due, state) for _, due, state, _ in clocks(no, "first_callback")] == [
        (end_of("02-14"), "stopped"),
        (end_of("02-14"), "breached"),
        (end_of("02-15"), "running"),
    ]


@pytest.mark.req("C08")
def test_an_unmet_feeling_warns_and_does_not_block(play: Play) -> None:
    no = play.walk("following_up")
    done = play.do("follow_up", no, **ANSWERED | {"emotional_met": False})
    assert [one.code for one in done.warnings] == ["emotional_unmet"]
    assert done.complaint.state == "following_up"


@pytest.mark.req("Q25")
@pytest.mark.parametrize("state", ["received", "accepted", "verifying", "proposing"])
def test_solved_at_once_is_everything_in_one_save(state: str, play: Play) -> None:
    no = play.walk(state)
    play.do("resolve", no, cause="漏发", what="已补寄", clause="合作条款 4.2")
    row = complaint(no)
    assert (row.state, row.verdict, row.form_no) == ("following_up", "valid", "TS-20260213-0001")
    assert clocks(no, "first_callback") == [("first_callback", end_of("02-14"), "stopped", None)]
    assert Action.objects.values_list("action", "result").get() == ("已补寄", "done")
    assert Approval.objects.get().mandate == "compensation:agent:5000"


@pytest.mark.req("Q25")
@pytest.mark.parametrize(
    ("given", "payload", "gate"),
    [
        ({"type": "2.3"}, {"clause": "4.2"}, "resolvable"),
        ({"type": "3.1"}, {"clause": "4.2"}, "resolvable"),
        ({"urgent": True, "urgent_reasons": ["U1"]}, {"clause": "4.2"}, "resolvable"),
        ({}, {}, "clause"),
    ],
)
def test_not_everything_is_solved_at_once(
    given: dict[str, Any], payload: dict[str, Any], gate: str, play: Play
) -> None:
    no = play.walk("received", **given)
    assert shut(play, "resolve", no, cause="漏发", what="补寄", **payload) == [gate]
