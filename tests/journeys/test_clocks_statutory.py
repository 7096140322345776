"""What law and authorities set: which profile, from when, met by what, and never waiting."""

from datetime import datetime
from typing import Any

import pytest

from kesu.deadlines.models import Clock, Slip
from kesu.foundation.faults import Refused
from kesu.journeys.faults import GateShut, NotYours
from kesu.policy import queries as policies
from kesu.policy.codes import SlipKind
from tests.cast import ANSWERED, CLOSING, PROPOSAL, Play, at, complaint, end_of, lines

SAMR = "statutory:samr"
FORWARDED: dict[str, Any] = {"authority": "某市市场监督管理局", "kind": "forwarded"}


def law(no: str) -> list[tuple[str, str, datetime, str]]:
    """Name, step, due time and state of each clock that law or an authority set."""
    rows = Clock.objects.filter(complaint__no=no, name__startswith="statutory").order_by("id")
    return [(row.name, row.subject, row.due, row.state) for row in rows]


def states(no: str, subject: str) -> list[str]:
    return [state for _, step, _, state in law(no) if step == subject]


def replied(play: Play, **when: Any) -> str:
    """A complaint that a regulator forwarded, answered: a supervisor's, approved above."""
    no = play.lodge(channel="regulator").complaint.no
    play.do("accept", no)
    play.do("verify", no, verdict="valid", reason="属实", no_merchant="自营")
    play.do("cause", no, text="商户漏发")
    play.do("propose", no, **PROPOSAL)
    play.do("approve", no, play.house.manager)
    play.do("reply", no, channel="email", text="为您补寄", **when)
    return no


def finish(play: Play, no: str) -> None:
    play.do("decide", no, position="accepted")
    play.do("execute", no, actions=[{"action": "补寄", "result": "done"}])
    play.do("follow_up", no, **ANSWERED)
    play.do("close", no, **CLOSING)


@pytest.mark.req("Q18", "A52")
def test_what_a_regulator_forwards_has_the_days_of_its_law(play: Play) -> None:
    row = play.lodge(channel="regulator").complaint
    assert [step[:2] for step in law(row.no)] == [(SAMR, "accept"), (SAMR, "mediate")]
    accept, mediate = Clock.objects.filter(complaint=row, name=SAMR).order_by("id")
    assert accept.due == end_of("03-02")
    counted = [sum(day["counted"] for day in one.derivation) for one in (accept, mediate)]
    assert counted == [7, 45]
    assert (row.urgent_reasons, accept.rule, accept.started) == (["U5"], "samr", row.received)


@pytest.mark.req("Q18")
@pytest.mark.parametrize(
    ("day", "rule"), [("04-14 23:59", "samr"), ("04-15 00:00", "samr 2026-04-15")]
)
def test_the_period_is_that_of_the_day_of_receipt(day: str, rule: str, play: Play) -> None:
    row = play.lodge(source="regulator", now=at(day)).complaint
    assert set(Clock.objects.filter(complaint=row, name=SAMR).values_list("rule", flat=True)) == {
        rule
    }


@pytest.mark.req("A52")
def test_an_ordinary_complaint_is_under_no_law(play: Play) -> None:
    assert law(play.walk("accepted")) == []


@pytest.mark.req("A52")
def test_an_answer_meets_one_step_and_closing_the_other(play: Play) -> None:
    no = replied(play)
    assert (states(no, "accept"), states(no, "mediate")) == (["met"], ["running"])
    finish(play, no)
    assert states(no, "mediate") == ["met"]


BANK: dict[str, Any] = {"authority": "国家金融监督管理总局", "kind": "forwarded"}
MORE: dict[str, Any] = {"reason": "等检测报告", "notice": "最迟四月中旬答复"}


@pytest.mark.req("Q18", "A52")
def test_more_time_by_law_is_approved_by_another_and_told_to_the_customer(play: Play) -> None:
    no = play.walk("accepted")
    play.do("regulator", no, now=at("02-13 14:00"), **BANK)
    assert law(no) == [("statutory:bank", "simple", end_of("02-28"), "running")]
    with pytest.raises(NotYours):
        play.do("extend", no, **MORE)
    play.do("extend", no, play.house.manager, now=at("02-20 10:00"), **MORE)
    assert law(no) == [
        ("statutory:bank", "simple", end_of("02-28"), "stopped"),
        ("statutory:bank", "extended", end_of("04-14"), "running"),
    ]
    (said,) = lines(no, "complaint.extended")
    assert (said.facts["law"], said.facts["step"], said.notes) == (
        "bank",
        "extended",
        {"reason": MORE["reason"]},
    )
    told = lines(no, "complaint.progressed")[-1].notes
    assert told == {"text": MORE["notice"]}
    with pytest.raises(GateShut):
        play.do("extend", no, play.house.manager, **MORE)


@pytest.mark.req("Q18")
def test_no_time_is_given_where_none_runs_that_may_be_extended(play: Play) -> None:
    forwarded = play.lodge(channel="regulator").complaint.no
    late = play.walk("accepted")
    play.do("regulator", late, now=at("02-13 14:00"), **BANK)
    for no in (forwarded, late):
        with pytest.raises(GateShut) as shut:
            play.do("extend", no, play.house.manager, now=at("03-02 10:00"), **MORE)
        assert shut.value.missing[0].gate == "extension"


@pytest.mark.req("A52")
def test_reopened_in_time_the_old_time_stands(play: Play) -> None:
    no = replied(play)
    finish(play, no)
    (due,) = [due for _, step, due, _ in law(no) if step == "mediate"]
    play.do("reopen", no, reason="又坏了")
    assert [one for one in law(no) if one[1] == "mediate"] == [
        (SAMR, "mediate", due, "met"),
        (SAMR, "mediate", due, "running"),
    ]
    assert states(no, "accept") == ["met"]


@pytest.mark.req("A52")
def test_reopened_after_its_time_what_was_met_stays_met(play: Play) -> None:
    no = replied(play)
    finish(play, no)
    play.do("reopen", no, now=at("11-30 10:00"), reason="又坏了")
    assert states(no, "mediate") == ["met"]


@pytest.mark.req("Q12")
def test_cooling_pauses_neither_law_nor_promise(play: Play) -> None:
    no = play.walk("accepted", channel="regulator")
    play.do("promise", no, what="回电", due="2026-03-10T10:00:00+08:00")
    before = law(no)
    play.do("cool", no, play.house.manager, reason="等检测", review_on="2026-03-02")
    promise = Clock.objects.get(complaint__no=no, name="promise")
    assert (law(no), promise.state) == (before, "running")


@pytest.mark.req("A52", "F07", "Q29")
def test_a_slip_is_kept_with_its_clock_and_makes_urgent(play: Play) -> None:
    no = play.walk("accepted")
    play.do("regulator", no, now=at("02-13 14:00"), document="2026-17", **FORWARDED)
    row, slip = complaint(no), Slip.objects.get(complaint__no=no)
    assert (slip.authority, slip.document, slip.kind, slip.profiles) == (
        FORWARDED["authority"],
        "2026-17",
        "forwarded",
        ["samr"],
    )
    assert (row.urgent_reasons, row.owner_id) == (["U5"], play.house.supervisor.id)
    assert law(no)[0] == (SAMR, "accept", end_of("03-02"), "running")
    callback = Clock.objects.get(complaint=row, name="first_callback")
    assert callback.due == at("02-13 17:00")


@pytest.mark.req("A52")
def test_the_record_says_what_came_and_never_from_whom_in_plain(play: Play) -> None:
    no = play.walk("accepted")
    play.do("regulator", no, document="2026-17", transfer_to="某区局", **FORWARDED)
    (said,) = lines(no, "complaint.regulator_involved")
    assert (said.facts["kind"], said.facts["profiles"], said.rule) == ("forwarded", ["samr"], "A52")
    notes = {"authority": FORWARDED["authority"], "document": "2026-17", "transfer_to": "某区局"}
    assert said.notes == notes


@pytest.mark.req("A52", "Q29")
def test_the_deadline_of_a_slip_is_the_one_that_binds(play: Play) -> None:
    no = play.walk("accepted")
    due = "2026-02-13T15:30:00+08:00"
    play.do("regulator", no, now=at("02-13 14:00"), due=due, **FORWARDED)
    slip = Slip.objects.get(complaint__no=no)
    assert law(no) == [(SAMR, f"slip{slip.pk}", at("02-13 15:30"), "running")]
    row = complaint(no)
    callback = Clock.objects.get(complaint=row, name="first_callback")
    assert (row.mandated_deadline, callback.due) == (at("02-13 15:30"), at("02-13 15:30"))


def test_the_deadline_of_a_slip_lies_ahead(play: Play) -> None:
    no = play.walk("accepted")
    with pytest.raises(Refused) as refusal:
        play.do("regulator", no, due="2026-02-13T09:00:00+08:00", **FORWARDED)
    assert [fault.loc for fault in refusal.value.faults] == ["due"]
    assert not Slip.objects.exists()


@pytest.mark.req("Q29", "E35")
def test_what_headquarters_forwards_is_u2(play: Play) -> None:
    no = play.walk("accepted")
    play.do("regulator", no, authority="集团总公司", kind="forwarded")
    assert complaint(no).urgent_reasons == ["U2"]


@pytest.mark.req("A52")
@pytest.mark.parametrize(
    ("authority", "expected"),
    [
        ("全国12315平台 ODR", [("statutory:odr", "settle")]),
        ("邮政管理局", [("statutory:express", "inform")]),
        ("通信管理局", [("statutory:telecom", "answer")]),
        ("国家金融监管总局 12378", [("statutory:bank", "simple")]),
        ("FCA", [("statutory:fca", "summary"), ("statutory:fca", "final")]),
        ("CFPB", [("statutory:cfpb", "respond"), ("statutory:cfpb", "final")]),
        ("AFCA", [("statutory:rg271", "acknowledge"), ("statutory:rg271", "respond")]),
        ("某某部门", [(SAMR, "accept"), (SAMR, "mediate")]),
    ],
)
def test_the_authority_says_which_profile(
    authority: str, expected: list[tuple[str, str]], play: Play
) -> None:
    no = play.walk("accepted")
    play.do("regulator", no, authority=authority, kind="mediation")
    assert [one[:2] for one in law(no)] == expected


@pytest.mark.req("A52")
@pytest.mark.parametrize("kind", list(SlipKind))
def test_a_second_slip_of_the_same_law_starts_nothing_twice(kind: str, play: Play) -> None:
    no = play.walk("accepted")
    play.do("regulator", no, authority="市场监管局", kind=kind)
    before = law(no)
    play.do("regulator", no, authority="市场监管局", kind=kind)
    assert (law(no), Slip.objects.count()) == (before, 2)


@pytest.mark.req("A52")
def test_a_company_may_be_under_a_profile_as_a_whole(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = policies.in_force(play.now).model_copy(update={"profiles": ("rg271", "telecom")})
    monkeypatch.setattr(policies, "in_force", lambda _: whole)
    monkeypatch.setattr(policies, "version", lambda *_: whole)
    no = play.lodge().complaint.no
    assert [one[:2] for one in law(no)] == [
        ("statutory:telecom", "answer"),
        ("statutory:rg271", "acknowledge"),
        ("statutory:rg271", "respond"),
    ]
    assert law(no)[1][2] == at("02-14 10:00")
    play.do("accept", no)
    assert states(no, "acknowledge") == ["met"]


@pytest.mark.req("Q18")
def test_a_statute_missed_stays_missed_with_its_true_time(play: Play) -> None:
    no = replied(play, now=at("03-05 09:00"))
    row = Clock.objects.get(complaint__no=no, subject="accept")
    assert (row.state, row.breached_at, row.met_at) == (
        "breached",
        end_of("03-02"),
        at("03-05 09:00"),
    )


def extras(**given: Any) -> dict[str, Any]:
    return {"authority": "某局", "kind": "forwarded", **given}


@pytest.mark.req("A52")
@pytest.mark.parametrize(
    ("given", "place"),
    [({"kind": "friendly"}, "kind"), ({"authority": " "}, "authority"), ({"due": "明天"}, "due")],
)
def test_a_slip_that_makes_no_sense_is_told_where(
    given: dict[str, Any], place: str, play: Play
) -> None:
    no = play.walk("accepted")
    with pytest.raises(Refused) as refusal:
        play.do("regulator", no, **extras(**given))
    assert [fault.loc for fault in refusal.value.faults] == [place]


MET: dict[str, Any] = {"officers": "两位执法人员"}


@pytest.mark.req("A52", "F07")
def test_a_later_paper_of_the_same_authority_is_its_own(play: Play) -> None:
    no = play.walk("accepted")
    play.do("regulator", no, **extras(document="2026-17"))
    play.do("regulator", no, **extras(document="2026-18", **MET))
    slips = Slip.objects.filter(complaint__no=no).order_by("id")
    assert [(one.document, one.officers) for one in slips] == [
        ("2026-17", ""),
        ("2026-18", MET["officers"]),
    ]


@pytest.mark.req("A52", "F07")
def test_what_came_of_a_paper_says_of_which(play: Play) -> None:
    no = play.walk("accepted")
    play.do("regulator", no, **extras(document="2026-17"))
    with pytest.raises(Refused) as refusal:
        play.do("regulator", no, **extras(**MET))
    (fault,) = refusal.value.faults
    assert (fault.loc, fault.expected) == ("document", "2026-17")


@pytest.mark.req("A52", "F07")
def test_what_is_added_to_a_paper_is_kept_and_overwrites_nothing(play: Play) -> None:
    no = play.walk("accepted")
    play.do("regulator", no, **extras(document="2026-17"))
    more = {**MET, "jurisdiction": "浦东新区", "transfer_to": "某区局"}
    play.do("regulator", no, **extras(document="2026-17", **more))
    play.do("regulator", no, **extras(document="2026-17", receipt="收字第9号", **MET))
    other = {"officers": "另外两位", "receipt": "收字第10号", "jurisdiction": "黄浦区"}
    with pytest.raises(Refused) as refusal:
        play.do("regulator", no, **extras(document="2026-17", **other))
    assert {fault.loc for fault in refusal.value.faults} == set(other)
    slip = Slip.objects.get(complaint__no=no)
    assert {name: getattr(slip, name) for name in more} == more
    assert slip.receipt == "收字第9号"
    met = lines(no, "complaint.regulator_met")
    assert met[0].notes == more
