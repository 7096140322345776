from datetime import timedelta
from typing import Any

import pytest

from kesu.complaints.models import Complaint, Promise
from kesu.correspondence.models import Notice
from kesu.deadlines.models import DueMoment
from kesu.foundation.faults import Refused
from kesu.journeys.faults import NotYours
from kesu.people.models import Staff
from kesu.people.queries import unassigned
from tests.cast import MORNING, House, Play, at, clocks, end_of, hire, lines

PROMISE = {"promise": {"what": "明天16点前回电", "due": "2026-02-14T16:00:00+08:00"}}
SOLVED = {"resolved": {"cause": "漏发", "what": "已补寄", "clause": "合作条款 4.2"}}


def places(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [fault.loc for fault in refusal.value.faults]


@pytest.mark.req("E03", "E17", "E44", "Q21", "A10")
def test_a_lodged_complaint_has_grade_owner_risk_owner_and_clock(play: Play) -> None:
    row = play.lodge(type="1.2.5").complaint
    owners = (row.owner_id, row.risk_owner_id, row.lodged_by_id)
    house = play.house
    assert owners == (house.agent.id, house.supervisor.id, house.agent.id)
    assert (row.state, row.grade_rank, row.tier, row.urgent) == ("received", 1, "F", False)
    assert clocks(row.no) == [("first_callback", end_of("02-14"), "running", None)]
    assert row.next_due == end_of("02-14")


@pytest.mark.req("E67", "E03")
@pytest.mark.parametrize("channel", ["hotline", "visit", "store"])
def test_a_person_on_the_line_is_accepted_at_once(channel: str, play: Play) -> None:
    row = play.lodge(channel=channel, first_contact=PROMISE).complaint
    assert (row.state, row.accepted) == ("accepted", MORNING)
    assert clocks(row.no) == [
        ("first_callback", end_of("02-14"), "running", None),
        ("progress", end_of("02-14"), "running", None),
        ("silence", at("02-16 00:00"), "running", None),
        ("promise", at("02-14 16:00"), "running", None),
    ]


@pytest.mark.req("E67")
@pytest.mark.parametrize("channel", ["hotline", "visit", "store"])
def test_a_person_on_the_line_goes_solved_or_with_a_promise(channel: str, play: Play) -> None:
    with pytest.raises(Refused) as refusal:
        play.lodge(channel=channel)
    assert (places(refusal), refusal.value.code) == (["first_contact"], "first_contact")
    with pytest.raises(Refused) as refusal:
        play.lodge(channel=channel, first_contact=PROMISE | SOLVED)
    assert places(refusal) == ["first_contact"]
    assert Complaint.objects.count() == 0


@pytest.mark.req("E67")
def test_a_promise_at_lodging_lies_after_the_receipt(play: Play) -> None:
    due = "2026-02-13T10:00:00+08:00"
    with pytest.raises(Refused) as refusal:
        play.lodge(channel="hotline", first_contact={"promise": {"what": "回电", "due": due}})
    assert places(refusal) == ["first_contact.promise.due"]


@pytest.mark.req("Q25", "E67", "E08")
def test_solved_on_the_line_goes_to_follow_up_in_one_save(play: Play) -> None:
    row = play.lodge(channel="hotline", first_contact=SOLVED).complaint
    assert (row.state, row.form_no) == ("following_up", "TS-20260213-0001")
    assert (row.verdict, row.accepted, row.soothed_at) == ("valid", MORNING, MORNING)
    assert clocks(row.no) == [
        ("first_callback", end_of("02-14"), "stopped", None),
        ("progress", end_of("02-14"), "running", None),
        ("silence", at("02-15 10:00"), "running", None),
        ("follow_up", end_of("02-14"), "running", None),
    ]
    kinds = [entry.kind for entry in lines(row.no) if entry.kind.startswith("complaint.")]
    assert kinds == [
        "complaint.lodged",
        "complaint.resolved",
        "complaint.approved",
        "complaint.form_drawn",
    ]


@pytest.mark.req("Q25")
@pytest.mark.parametrize(
    ("given", "loc"),
    [
        ({"type": "2.3"}, "first_contact.resolved.resolvable"),
        ({"urgent": True, "urgent_reasons": ["U1"]}, "first_contact.resolved.resolvable"),
        (
            {"first_contact": {"resolved": {"cause": "漏发", "what": "已补寄"}}},
            "first_contact.resolved.clause",
        ),
    ],
)
def test_what_cannot_be_solved_at_once_is_refused_whole(
    given: dict[str, Any], loc: str, play: Play
) -> None:
    with pytest.raises(Refused) as refusal:
        play.lodge(**{"channel": "hotline", "first_contact": SOLVED, **given})
    assert (places(refusal), refusal.value.code) == ([loc], "not_resolvable")
    assert Complaint.objects.count() == 0


@pytest.mark.req("E16")
def test_urgent_needs_a_reason(play: Play) -> None:
    with pytest.raises(Refused):
        play.lodge(urgent=True)
    with pytest.raises(Refused):
        play.lodge(urgent=True, urgent_reasons=[])


@pytest.mark.req("E16", "E33", "E63")
def test_urgent_goes_to_the_direct_supervisor_within_three_hours(play: Play) -> None:
    row = play.lodge(urgent=True, urgent_reasons=["U1"]).complaint
    supervisor = play.house.supervisor.id
    assert (row.urgent_reasons, row.tier) == (["U1"], "D")
    assert (row.owner_id, row.dedicated_id) == (supervisor, supervisor)
    assert clocks(row.no, "first_callback") == [
        ("first_callback", at("02-13 13:00"), "running", None)
    ]


@pytest.mark.req("E35")
def test_the_group_makes_it_urgent(play: Play) -> None:
    row = play.lodge(source="group").complaint
    assert (row.urgent, row.urgent_reasons, row.restricted) == (True, ["U2"], False)


@pytest.mark.req("E36")
def test_a_special_role_makes_it_urgent_and_restricted(play: Play) -> None:
    row = play.lodge(customer={"name": "何记者", "special_role": "media"}).complaint
    assert (row.urgent, row.urgent_reasons, row.restricted) == (True, ["U3"], True)


@pytest.mark.req("E36")
def test_a_special_role_known_from_before_makes_it_urgent_again(play: Play) -> None:
    play.lodge(customer={"external_id": "M-1", "special_role": "media"})
    row = play.lodge(customer={"external_id": "M-1"}).complaint
    assert (row.urgent, row.urgent_reasons, row.restricted) == (True, ["U3"], True)


@pytest.mark.req("E38", "Q29")
def test_a_mandated_deadline_stands_where_it_is_earlier(play: Play) -> None:
    early = play.lodge(mandated_deadline="2026-02-13T12:00:00+08:00").complaint
    late = play.lodge(mandated_deadline="2026-02-13T18:00:00+08:00").complaint
    assert (early.urgent_reasons, late.urgent_reasons) == (["U5"], ["U5"])
    assert clocks(early.no, "first_callback") == [
        ("first_callback", at("02-13 12:00"), "running", None)
    ]
    assert clocks(late.no, "first_callback") == [
        ("first_callback", at("02-13 13:00"), "running", None)
    ]


@pytest.mark.req("E27")
def test_a_type_without_what_it_needs_is_refused(play: Play) -> None:
    with pytest.raises(Refused) as refusal:
        play.lodge(type="2.2")
    assert (places(refusal), refusal.value.code) == (["accused_agent"], "type_needs")


def test_an_unknown_type_is_refused_with_the_known_ones(play: Play) -> None:
    with pytest.raises(Refused) as refusal:
        play.lodge(type="9.9")
    fault = refusal.value.faults[0]
    assert (fault.loc, fault.expected.split(", ")[:3]) == ("type", ["0", "1.1", "1.1.1"])


@pytest.mark.parametrize(
    ("given", "loc"),
    [
        ({"text": "  "}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"channel": "fax"}, "channel"),
        ({"customer": {"phone": "123"}}, "customer.phone"),
        ({"customer": {"email": "nobody"}}, "customer.email"),
        ({"customer": {"level": 10}}, "customer.level"),
        ({"customer": {"level": True}}, "customer.level"),
        ({"customer": {"age": 131}}, "customer.age"),
        ({"colour": "red"}, "colour"),
        ({"accused_agent": "nobody"}, "accused_agent"),
        ({"received": "2026-02-13T10:05:01+08:00"}, "received"),
        ({"received": "1999-12-31T23:59:59+14:00"}, "received"),
        ({"urgent": True}, "urgent_reasons"),
        ({"urgent": False, "urgent_reasons": ["U1"]}, "urgent"),
        ({"received": "2026-02-13T10:00:00"}, "received"),
    ],
)
def test_each_fault_names_its_field(given: dict[str, Any], loc: str, play: Play) -> None:
    with pytest.raises(Refused) as refusal:
        play.lodge(**given)
    assert places(refusal) == [loc]
    assert Complaint.objects.count() == 0


def test_five_minutes_ahead_is_a_clock_that_goes_fast(play: Play) -> None:
    row = play.lodge(received="2026-02-13T10:05:00+08:00").complaint
    assert row.received == MORNING + timedelta(minutes=5)


@pytest.mark.req("E49", "E48", "B35")
def test_the_accused_lodges_against_himself_and_is_locked_out(play: Play) -> None:
    lodged = play.lodge(play.house.agent, type="2.2", accused_agent="agent")
    row = lodged.complaint
    assert (lodged.readable, lodged.routed_to) == (False, "Supervisor")
    assert (row.owner_id, row.accused_id) == (play.house.supervisor.id, play.house.agent.id)


@pytest.mark.req("E49")
def test_the_accused_is_told_nothing(play: Play) -> None:
    house = play.house
    play.lodge(house.peer, type="2.2", accused_agent="supervisor")
    told = set(Notice.objects.values_list("to__sign_in", flat=True))
    assert "supervisor" not in told


@pytest.mark.req("E49")
def test_the_accused_does_not_answer_for_the_risk(play: Play) -> None:
    row = play.lodge(play.house.agent, accused_agent="supervisor").complaint
    assert (row.owner_id, row.risk_owner_id) == (play.house.agent.id, play.house.manager.id)


@pytest.mark.req("E53")
def test_efficiency_goes_to_another_senior(play: Play) -> None:
    row = play.lodge(type="2.3", accused_agent="agent").complaint
    assert (row.owner_id, row.tier) == (play.house.senior.id, "E")


@pytest.mark.req("E56")
def test_account_safety_goes_to_the_risk_department(play: Play) -> None:
    row = play.lodge(type="3.2.1").complaint
    assert row.owner_id == play.house.risk.id
    assert clocks(row.no) == [("first_callback", end_of("02-24"), "running", None)]


@pytest.mark.req("E61")
@pytest.mark.parametrize("type_code", ["3.3", "3.4"])
def test_gravest_types_go_to_a_supervisor_the_same_day(type_code: str, play: Play) -> None:
    row = play.lodge(type=type_code).complaint
    assert (row.owner_id, row.tier) == (play.house.supervisor.id, "D")
    assert clocks(row.no) == [("first_callback", end_of("02-13"), "running", None)]


def test_lodging_never_fails_for_want_of_a_person(db: None) -> None:
    liaison = hire("liaison", "agent", flags=["liaison"])
    play = Play.__new__(Play)
    play.now = MORNING
    lodged = play.lodge(liaison, type="2.2", accused_agent="liaison")
    row = lodged.complaint
    assert (row.owner_id, row.risk_owner_id, row.understaffed) == (unassigned(), unassigned(), True)
    assert [one.code for one in lodged.warnings] == ["understaffed"]


def test_understaffed_alarms_who_can_find_a_person(play: Play) -> None:
    Staff.objects.filter(rank="supervisor").update(is_active=False)
    Staff.objects.filter(rank__in=("manager", "director")).update(flags=["admin"])
    play.lodge(urgent=True, urgent_reasons=["U1"])
    told = Notice.objects.filter(kind="understaffed").values_list("to__rank", flat=True)
    assert sorted(told) == ["director", "manager", "manager"]


def test_the_one_who_lodged_keeps_it_when_nobody_fits(play: Play) -> None:
    Staff.objects.filter(rank__in=("supervisor", "manager", "director")).update(is_active=False)
    row = play.lodge(urgent=True, urgent_reasons=["U1"]).complaint
    assert (row.owner_id, row.dedicated_id, row.understaffed) == (play.house.agent.id, None, True)


def test_an_auditor_does_not_lodge(play: Play) -> None:
    with pytest.raises(NotYours):
        play.lodge(play.house.auditor)


@pytest.mark.req("E03")
def test_the_record_of_a_lodging_holds_codes_and_seals_the_words(play: Play) -> None:
    row = play.lodge(customer={"name": "张女士", "phone": "13812345678"}).complaint
    (said,) = lines(row.no, "complaint.lodged")
    assert said.facts == {
        "channel": "email",
        "source": "customer",
        "type": "1.2.5",
        "grade": "I",
        "tier": "F",
        "urgent": [],
        "received": "2026-02-13T02:00:00.000000Z",
        "customer": str(row.customer_id),
        "risk_owner": str(play.house.supervisor.id),
        "handler": "receiver",
        "routed_by": "receiver",
        "understaffed": False,
        "issue_key": False,
        "state": ["", "received"],
        "owner": ["", str(play.house.agent.id)],
    }
    assert said.notes == {
        "text": "赠品没有寄。请尽快处理。",
        "customer": {"name": "张女士", "phone": "13812345678"},
    }


@pytest.mark.req("E46")
def test_a_promise_at_lodging_is_kept_and_recorded(play: Play) -> None:
    row = play.lodge(channel="hotline", first_contact=PROMISE).complaint
    promise = Promise.objects.get(complaint=row)
    (said,) = lines(row.no, "complaint.promised")
    assert said.facts == {"promise": promise.pk, "due": "2026-02-14T08:00:00.000000Z"}
    assert said.notes == {"what": "明天16点前回电"}


def test_every_running_clock_is_a_due_moment(play: Play) -> None:
    row = play.lodge(channel="hotline", first_contact=PROMISE).complaint
    moments = DueMoment.objects.filter(complaint=row).values_list("due_at", flat=True)
    callback = line = end_of("02-14")
    assert sorted(moments) == [at("02-14 16:00"), callback, line, at("02-16 00:00")]


def test_the_same_telephone_and_name_is_the_same_customer(play: Play) -> None:
    who = {"name": "张女士", "phone": "138 1234 5678"}
    first = play.lodge(customer=who).complaint
    again = play.lodge(customer={"phone": "+86 13812345678"}).complaint
    family = play.lodge(customer={"name": "张先生", "phone": "13812345678"}).complaint
    assert again.customer_id == first.customer_id != family.customer_id


def test_a_liaison_hands_what_comes_in_to_their_own_department(play: Play) -> None:
    house: House = play.house
    row = play.lodge(house.liaison).complaint
    assert row.owner_id == house.merchant.id


@pytest.mark.req("E34", "A06")
def test_words_that_hint_at_the_press_are_put_to_the_person(play: Play) -> None:
    done = play.lodge(text="再不处理我就找媒体曝光")
    assert [one.code for one in done.warnings] == ["suggested_urgent"]
    assert done.warnings[0].facts == {"reason": "U1"}
    assert not done.complaint.urgent


@pytest.mark.req("Q29")
def test_what_an_authority_sends_on_is_urgent(play: Play) -> None:
    done = play.lodge(source="regulator")
    assert done.complaint.urgent_reasons == ["U5"]
