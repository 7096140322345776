"""Ten complaints of one issue are ten; the eleventh makes all of them urgent (E37, Q5)."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kesu.complaints.models import Batch, Complaint
from kesu.correspondence.models import Notice
from kesu.deadlines.models import DueMoment
from kesu.foundation.faults import Refused
from kesu.journal.queries import verify
from tests.cast import Play, at, clocks, complaint, end_of, lines
from tests.intake.files import take_in

ISSUE = {"type": "1.1.1", "product": "移动电源 P-20W"}
REACHED = {"channel": "hotline", "outcome": "reached"}


def several(play: Play, count: int, *, since: datetime, **given: Any) -> list[str]:
    """So many complaints of different people, a minute apart."""
    return [
        play.lodge(
            now=since + timedelta(minutes=place),
            **{**ISSUE, "customer": {"external_id": f"M{since:%d%H%M}{place:04}"}, **given},
        ).complaint.no
        for place in range(count)
    ]


def urgent(numbers: list[str]) -> list[bool]:
    return [complaint(no).urgent for no in numbers]


@pytest.mark.req("E37")
def test_the_eleventh_makes_all_eleven_urgent_and_due_three_hours_after_it(play: Play) -> None:
    ten = several(play, 10, since=at("02-13 10:00"))
    assert not any(urgent(ten))
    assert not Batch.objects.exists()
    eleventh = play.lodge(now=at("02-13 15:30"), **ISSUE).complaint.no
    batch = Batch.objects.get()
    assert (batch.cases, batch.people, batch.declared_at) == (11, 11, at("02-13 15:30"))
    assert (batch.label, str(batch.day)) == ("移动电源 P-20W", "2026-02-13")
    for no in [*ten, eleventh]:
        row = complaint(no)
        assert (row.urgent_reasons, row.tier, row.batch_id) == (["U4"], "D", batch.pk)
        assert (row.owner_id, row.dedicated_id) == (play.house.supervisor.id,) * 2
        assert clocks(no, "first_callback") == [
            ("first_callback", at("02-13 18:30"), "running", None)
        ]
        if no != ten[0]:
            assert (row.next_due, row.queue_due) == (at("02-13 18:30"),) * 2
    moments = DueMoment.objects.exclude(clock__name="report").values_list("due_at", flat=True)
    assert set(moments) == {at("02-13 18:30")}
    assert [one[0] for no in ten for one in clocks(no, "report")] == ["report"]
    assert lines(ten[0], "complaint.reported")
    assert verify() is None


@pytest.mark.req("E37")
def test_each_member_has_its_lines_and_its_version(play: Play) -> None:
    ten = several(play, 10, since=at("02-13 10:00"))
    play.lodge(now=at("02-13 15:30"), **ISSUE)
    assert complaint(ten[1]).version == 2
    told = lines(ten[1])
    assert [one.kind for one in told][-2:] == ["complaint.batched", "clock.moved"]
    assert (told[-2].by, told[-2].rule, told[-2].facts["urgent"]) == ("system:batch", "E37", True)
    assert told[-2].facts["owner"] == [str(play.house.agent.id), str(play.house.supervisor.id)]


@pytest.mark.req("Q22", "E37")
def test_a_call_back_that_is_met_stays_met_and_the_supervisor_owes_a_contact(play: Play) -> None:
    ten = several(play, 10, since=at("02-13 10:00"))
    play.do("contact", ten[1], now=at("02-13 11:00"), **REACHED)
    play.lodge(now=at("02-13 15:30"), **ISSUE)
    assert clocks(ten[1]) == [
        ("first_callback", end_of("02-14"), "met", at("02-13 11:00")),
        ("urgent_contact", at("02-13 18:30"), "running", None),
    ]
    play.do("contact", ten[1], now=at("02-13 17:00"), **REACHED)
    assert clocks(ten[1], "urgent_contact")[0][2:] == ("met", at("02-13 17:00"))


@pytest.mark.req("E37")
def test_the_twelfth_is_touched_alone_and_counts_from_its_own_receipt(play: Play) -> None:
    first = several(play, 11, since=at("02-13 10:00"))
    versions = [complaint(no).version for no in first]
    twelfth = play.lodge(now=at("02-13 16:00"), **ISSUE).complaint
    assert clocks(twelfth.no) == [("first_callback", at("02-13 19:00"), "running", None)]
    assert (complaint(twelfth.no).urgent, Batch.objects.get().cases) == (True, 12)
    assert [complaint(no).version for no in first] == versions


@pytest.mark.req("E37")
def test_the_next_day_counts_anew(play: Play) -> None:
    several(play, 10, since=at("02-13 23:40"))
    after = several(play, 10, since=at("02-14 00:00"))
    assert not any(urgent(after))
    assert not Batch.objects.exists()
    play.lodge(now=at("02-14 00:30"), **ISSUE)
    assert all(urgent(after))
    assert Batch.objects.get().cases == 11


@pytest.mark.req("Q5")
def test_one_persons_repeats_count_once_and_an_unknown_one_each_time(play: Play) -> None:
    same = {"external_id": "M1", "name": "薛某"}
    for minute in range(12):
        play.lodge(now=at(f"02-13 10:{minute:02}"), **{**ISSUE, "customer": same})
    several(play, 9, since=at("02-13 11:00"))
    assert not Batch.objects.exists()
    play.lodge(now=at("02-13 12:00"), **{**ISSUE, "customer": {}})
    batch = Batch.objects.get()
    assert (batch.cases, batch.people) == (22, 11)
    assert Complaint.objects.filter(urgent=True).count() == 22


@pytest.mark.req("Q5")
def test_who_is_known_by_a_mail_address_alone_is_one_person(play: Play) -> None:
    for minute in range(12):
        given = {**ISSUE, "customer": {"email": "xue@example.org"}}
        play.lodge(now=at(f"02-13 10:{minute:02}"), **given)
    assert not Batch.objects.exists()


@pytest.mark.req("Q5")
def test_ended_cases_count_and_are_not_touched_but_for_their_batch(play: Play) -> None:
    first = several(play, 10, since=at("02-13 09:00"))
    play.do("withdraw", first[0], now=at("02-13 10:00"), reason="客户撤回")
    play.lodge(now=at("02-13 15:30"), **ISSUE)
    ended = complaint(first[0])
    assert (ended.state, ended.urgent, ended.batch_id) == (
        "withdrawn",
        False,
        Batch.objects.get().pk,
    )
    assert [row[2] for row in clocks(first[0])] == ["stopped"]
    assert urgent(first[1:]) == [True] * 9


@pytest.mark.req("Q5")
def test_classified_later_counts_for_the_day_of_receipt_from_the_moment_it_is_known(
    play: Play,
) -> None:
    several(play, 10, since=at("02-13 10:00"))
    late = play.lodge(now=at("02-13 14:00"), type="1.2.5", product=ISSUE["product"]).complaint.no
    assert not Batch.objects.exists()
    play.do("classify", late, now=at("02-14 09:00"), type="1.1.1")
    batch = Batch.objects.get()
    assert (str(batch.day), batch.declared_at) == ("2026-02-13", at("02-14 09:00"))
    assert Complaint.objects.filter(next_due=at("02-14 12:00")).count() == 11


@pytest.mark.req("E37")
def test_without_a_thing_known_nothing_is_an_issue(play: Play) -> None:
    for minute in range(12):
        play.lodge(now=at(f"02-13 10:{minute:02}"))
    assert not Batch.objects.exists()


@pytest.mark.req("E37")
def test_nobody_is_told_more_than_once_of_one_batch(play: Play) -> None:
    several(play, 10, since=at("02-13 10:00"))
    before = set(Notice.objects.values_list("pk", flat=True))
    play.lodge(now=at("02-13 15:30"), **ISSUE)
    told = Notice.objects.exclude(pk__in=before)
    counted = Counter(told.filter(kind="batched").values_list("to__sign_in", flat=True))
    assert counted == {"supervisor": 1, "manager": 1}
    assert told.filter(kind="batched").first().detail.startswith("11 ·")  # type: ignore[union-attr]
    assert told.filter(kind="assigned").count() <= 1


@pytest.mark.req("E37", "E49")
def test_a_member_about_the_supervisor_goes_to_another_one(play: Play) -> None:
    about = play.lodge(
        now=at("02-13 09:00"),
        accused_agent="supervisor",
        **{**ISSUE, "customer": {"external_id": "M0"}},
    ).complaint.no
    several(play, 10, since=at("02-13 10:00"))
    row = complaint(about)
    assert row.urgent
    assert row.owner_id not in (play.house.supervisor.id, play.house.agent.id)
    told = Notice.objects.filter(complaint=row, kind="batched")
    assert not told.filter(to=play.house.supervisor.id).exists()


@pytest.mark.req("E37", "F28")
def test_a_file_of_one_issue_is_counted_at_the_end_of_its_chunk(play: Play, tmp_path: Path) -> None:
    header = ["投诉内容", "类型", "商品", "投诉时间", "会员号"]
    rows = [
        ["充电时发烫", "1.1.1", "移动电源 P-20W", f"2026-02-13 09:{n:02}", f"M{n}"]
        for n in range(12)
    ]
    taken = take_in([header, *rows], folder=tmp_path, now=at("02-13 12:00"))
    assert taken.report.added == 12
    batch = Batch.objects.get()
    assert (batch.cases, batch.people, batch.declared_at) == (12, 12, at("02-13 12:00"))
    found = Complaint.objects.filter(urgent=True, urgent_reasons=["U4"], batch=batch)
    assert found.count() == 12
    assert set(found.values_list("version", flat=True)) == {2}
    assert set(found.values_list("next_due", flat=True)) == {at("02-13 15:00")}
    assert verify() is None


@pytest.mark.req("E37")
def test_a_person_puts_a_case_into_a_batch_and_it_is_urgent_on_its_day(play: Play) -> None:
    several(play, 11, since=at("02-13 10:00"))
    batch = Batch.objects.get()
    other = play.lodge(now=at("02-13 15:00"), type="1.2.5").complaint.no
    play.do("join_batch", other, now=at("02-13 15:10"), batch=complaint_in(batch))
    row = complaint(other)
    assert (row.batch_id, row.urgent_reasons) == (batch.pk, ["U4"])
    assert clocks(other)[0][1] == at("02-13 18:10")
    later = play.lodge(now=at("02-14 10:00"), **ISSUE).complaint.no
    play.do("join_batch", later, now=at("02-14 10:10"), batch=str(batch.pk))
    assert (complaint(later).batch_id, complaint(later).urgent) == (batch.pk, False)
    batch.refresh_from_db()
    assert (batch.cases, batch.people) == (13, 12)


@pytest.mark.req("E37", "Q5")
def test_a_batch_made_by_hand_is_declared_by_the_same_count(play: Play) -> None:
    numbers = [play.lodge(now=at(f"02-13 10:{n:02}")).complaint.no for n in range(11)]
    play.do("join_batch", numbers[0], now=at("02-13 11:00"), batch="new")
    batch = Batch.objects.get()
    for no in numbers[1:10]:
        play.do("join_batch", no, batch=str(batch.pk))
    assert not any(urgent(numbers))
    play.do("join_batch", numbers[10], now=at("02-13 15:00"), batch=numbers[0])
    assert all(urgent(numbers))
    batch.refresh_from_db()
    assert (batch.declared_at, batch.cases, batch.people) == (at("02-13 15:00"), 11, 11)
    assert verify() is None


@pytest.mark.req("E37")
def test_a_batch_nobody_knows_and_one_it_is_in_already_are_refused(play: Play) -> None:
    no = play.lodge(now=at("02-13 10:00")).complaint.no
    lonely = play.lodge(now=at("02-13 10:01")).complaint.no
    for said in ("x", "019c0000-0000-7000-8000-000000000000", lonely, "KS-20260213-AAAAAA"):
        with pytest.raises(Refused) as refusal:
            play.do("join_batch", no, batch=said)
        assert [one.loc for one in refusal.value.faults] == ["batch"]
    play.do("join_batch", no, batch="new")
    with pytest.raises(Refused) as refusal:
        play.do("join_batch", no, batch=no)
    assert refusal.value.code == "in_batch"


def complaint_in(batch: Batch) -> str:
    return str(Complaint.objects.filter(batch=batch).order_by("no")[0].no)
