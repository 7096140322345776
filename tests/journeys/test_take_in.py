"""What becomes of the rows of a file (F28, B08)."""

from datetime import timedelta

import pytest

from kesu.authority.models import Report
from kesu.complaints.models import Complaint, Customer, Presence, Watch
from kesu.complaints.queries import by_number
from kesu.correspondence.models import Notice
from kesu.deadlines.models import Clock, DueMoment
from kesu.foundation.faults import Refused
from kesu.intake.models import ImportedRow
from kesu.journeys import shift
from kesu.journeys.breach import look
from kesu.journeys.presence import be_there
from kesu.journeys.reading_corrected import correct
from kesu.journeys.reading_later import look as read_later
from kesu.journeys.take_in.undo import undo
from kesu.journeys.watch import watch
from kesu.people.queries import everyone, unassigned
from kesu.policy.queries import in_force
from kesu.watch.models import CaseReading, Signal
from tests.cast import MORNING, Play, at, clocks, end_of, lines
from tests.journeys.taken import HEADER, NEW, OLD, Take, assert_the_record_holds, new, old, only


@pytest.mark.req("F28", "B08")
def test_a_row_becomes_a_complaint_as_lodging_makes_it(take: Take, play: Play) -> None:
    taken = take(new())
    row = only()
    assert taken.counts == (1, 1, 0, 0)
    assert (row.text, row.external_id, row.channel) == ("积分没有到账", "B-1", "import")
    assert (row.received, row.history, row.state) == (at("02-12 09:00"), False, "received")
    assert (row.customer.name, row.owner_id) == ("李小红", play.house.supervisor.id)
    assert clocks(row.no) == [("first_callback", end_of("02-13"), "running", None)]
    assert row.next_due == end_of("02-13")
    assert DueMoment.objects.filter(complaint=row).count() == 1


@pytest.mark.req("F28")
def test_owners_are_told_once_for_all_that_is_theirs(take: Take, play: Play) -> None:
    taken = take(*(new(f"B-{n}", f"第 {n} 件") for n in range(7)), old())
    told = list(Notice.objects.values_list("to", "kind", "detail"))
    owners = Complaint.objects.filter(history=False).values_list("owner", flat=True)
    expected = {
        (owner, "imported", f"{list(owners).count(owner)} · {taken.report.no}")
        for owner in set(owners)
    }
    assert (set(told), len(told)) == (expected, len(expected))


@pytest.mark.req("F28", "B08")
def test_with_nobody_there_yet_everything_waits_unassigned(take: Take, db: None) -> None:
    taken = take(new(), old(), new("B-2", "发票没有开"))
    assert taken.counts == (3, 3, 0, 0)
    rows = Complaint.objects.values_list("owner", "risk_owner", "understaffed")
    assert set(rows) == {(unassigned(), unassigned(), True)}
    assert not Notice.objects.exists()
    assert_the_record_holds()


@pytest.mark.req("F28")
def test_nobody_fit_is_told_once_for_the_whole_file(take: Take, play: Play) -> None:
    for person in play.house.everyone():
        if person.rank in ("supervisor", "manager", "director"):
            play.restaff(person, flags=["auditor"])
    taken = take(new(), new("B-2", "发票没有开"))
    told = Notice.objects.values_list("to", "kind", "detail")
    able = {play.house.manager.id, play.house.director.id, play.house.admin.id}
    assert set(told) == {(one, "understaffed", f"2 · {taken.report.no}") for one in able}
    assert len(told) == len(able)


@pytest.mark.req("F28")
def test_the_load_is_counted_along_within_a_file(take: Take, play: Play) -> None:
    take(*(new(f"B-{n}", f"第 {n} 件") for n in range(9)))
    counted = [
        Complaint.objects.filter(owner=owner).count()
        for owner in set(Complaint.objects.values_list("owner", flat=True))
    ]
    assert (sum(counted), max(counted) - min(counted) <= 1, len(counted) > 1) == (9, True, True)


@pytest.mark.req("F28")
def test_a_file_is_no_person_on_the_line(take: Take, play: Play) -> None:
    taken = take([*new(), "热线电话"], [*new("B-2"), "visit"], header=[*HEADER, "渠道"])
    assert taken.counts == (2, 2, 0, 0)
    rows = Complaint.objects.order_by("external_id").values_list("channel", "state", "accepted")
    assert list(rows) == [("hotline", "received", None), ("visit", "received", None)]


@pytest.mark.req("F28")
def test_a_type_that_needs_more_is_only_suggested(take: Take, play: Play) -> None:
    taken = take(
        [*new(), "2.2"],
        [*new("B-2"), "3.1"],
        [*new("B-3"), "9.9"],
        header=[*HEADER, "投诉类型"],
        columns=["text=投诉内容", "type=投诉类型", "external_id=编号", "received=投诉时间"],
    )
    found = {one.external_id: (one.type, one.suggested_type) for one in Complaint.objects.all()}
    assert found["B-1"] == ("0", "2.2")
    assert taken.counts == (3, 2, 0, 1)
    assert "投诉类型" in taken.reasons[0]
    assert "1.2.5" in taken.reasons[0]


@pytest.mark.req("F28")
def test_types_are_known_by_code_and_by_name(take: Take, play: Play) -> None:
    pack = in_force(MORNING)
    named = pack.type("3.3").name.zh_hans
    taken = take([*new(), named], [*new("B-2"), "3.3"], header=[*HEADER, "投诉类型"])
    assert taken.columns.columns["type"] == "投诉类型"
    assert set(Complaint.objects.values_list("type", flat=True)) == {"3.3"}


@pytest.mark.req("F28")
def test_each_row_is_in_once_however_often_the_file_comes(take: Take, play: Play) -> None:
    rows = [old(), new(), new("B-2", "发票没有开")]
    assert take(*rows).counts == (3, 3, 0, 0)
    assert take(*rows).counts == (3, 0, 3, 0)
    assert take(*rows, new("B-3", "又来一件")).counts == (4, 1, 3, 0)
    assert Complaint.objects.count() == 4


@pytest.mark.req("F28")
def test_rows_without_a_number_are_known_by_their_cells(take: Take, play: Play) -> None:
    header = ["投诉内容", "投诉时间"]
    taken = take(["漏水", OLD], ["漏水", OLD], ["漏水", NEW], header=header)
    assert taken.counts == (3, 2, 1, 0)


@pytest.mark.req("F28")
def test_a_number_with_other_cells_is_sent_back_with_where_it_stands(
    take: Take, play: Play
) -> None:
    filler = [new(f"C-{n}", f"第 {n} 件") for n in range(600)]
    columns = ["text=投诉内容", "external_id=编号", "received=投诉时间"]
    rows = [new(), *filler, new(), new("B-1", "同一编号，另一件事")]
    taken = take(*rows, columns=columns)
    assert taken.counts == (603, 601, 1, 1)
    assert (taken.sent_back[0][0], "编号" in taken.reasons[0]) == (604, True)
    assert "第2行" in taken.reasons[0]
    assert take(*rows, columns=columns).counts == (603, 0, 602, 1)


@pytest.mark.req("F28")
def test_a_dry_run_says_the_same_and_writes_nothing(take: Take, play: Play) -> None:
    rows = [old(), new(), new(), ["B-9", "", NEW, "", ""]]
    columns = ["text=投诉内容", "external_id=编号", "received=投诉时间"]
    dry = take(*rows, columns=columns, dry=True)
    assert (Complaint.objects.count(), ImportedRow.objects.count()) == (0, 0)
    wet = take(*rows, columns=columns)
    assert (dry.counts, dry.sent_back) == (wet.counts, wet.sent_back)


@pytest.mark.req("F28", "B08")
def test_a_bad_row_is_sent_back_with_its_column_and_the_others_go_in(
    take: Take, play: Play
) -> None:
    taken = take(
        new(),
        ["B-2", "", NEW, "", ""],
        ["B-3", "时间不对", "昨天", "", ""],
        ["B-4", "电话不对", NEW, "", "打不通"],
        ["B-5", "超前", "2026-03-01 00:00", "", ""],
        ["B-6", "字" * 50_001, NEW, "", ""],
        columns=[
            "text=投诉内容",
            "external_id=编号",
            "received=投诉时间",
            "customer.phone=联系电话",
        ],
    )
    assert taken.counts == (6, 1, 0, 5)
    columns = ["投诉内容", "投诉时间", "联系电话", "投诉时间", "投诉内容"]
    assert [one in reason for one, reason in zip(columns, taken.reasons, strict=True)] == [True] * 5


@pytest.mark.req("E32")
@pytest.mark.parametrize(
    ("level", "spend", "months", "suggested"),
    [
        ("7", "20,000.00", "9", "3.4"),
        ("9", "￥1234567.89", "12", "3.4"),
        ("7", "19,999.99", "12", ""),
        ("6", "50000", "12", ""),
        ("7", "50000", "8", ""),
        ("9", "", "", ""),
    ],
)
def test_important_members_are_suggested_3_4(
    take: Take, play: Play, level: str, spend: str, months: str, suggested: str
) -> None:
    header = ["会员号", "姓名", "会员等级", "年消费金额", "消费月数"]
    taken = take(["V001", "周大同", level, spend, months], header=header, kind="customers")
    assert taken.counts == (1, 1, 0, 0)
    take([*new(), "V001"], header=[*HEADER, "会员号"])
    assert only().suggested_type == suggested
    lodged = play.lodge(customer={"external_id": "V001"}, now=MORNING)
    assert lodged.complaint.suggested_type == suggested
    assert ("suggested_type" in [one.code for one in lodged.warnings]) is bool(suggested)


@pytest.mark.req("E32")
def test_customers_known_by_number_or_telephone_are_brought_up(take: Take, play: Play) -> None:
    header = ["会员号", "姓名", "手机号", "会员等级", "年消费金额"]
    assert take(
        ["V1", "甲", "13800000001", "3", "12,345.60"],
        ["", "乙", "13800000002", "1", "1"],
        header=header,
        kind="customers",
    ).counts == (2, 2, 0, 0)
    again = take(
        ["V1", "甲", "13800000001", "4", "20000"],
        ["", "乙", "13800000002", "1", "1"],
        header=header,
        kind="customers",
    )
    assert (again.report.added, again.report.updated, again.report.there) == (0, 1, 1)
    found = Customer.objects.order_by("name").values_list("name", "level", "spend")
    assert sorted(found) == sorted([("甲", 4, 2_000_000), ("乙", 1, 100)])
    assert_the_record_holds()


@pytest.mark.req("F28")
def test_an_import_is_taken_back_whole_and_may_come_again(take: Take, play: Play) -> None:
    rows = [old(), new(), new("B-2", "发票没有开")]
    taken = take(*rows)
    undone = undo(taken.source, now=MORNING + timedelta(minutes=5))
    assert (undone.removed, undone.kept) == (3, [])
    left = (Complaint, Customer, Clock, DueMoment, Notice, ImportedRow)
    assert [model.objects.count() for model in left] == [0] * len(left)
    assert_the_record_holds()
    assert take(*rows).counts == (3, 3, 0, 0)


@pytest.mark.req("F28")
def test_what_somebody_worked_on_stays(take: Take, play: Play) -> None:
    taken = take(new(), new("B-2", "发票没有开"))
    worked = Complaint.objects.get(external_id="B-1").no
    play.do("note", worked, play.house.director, text="我来跟")
    undone = undo(taken.source, now=play.now + timedelta(minutes=5))
    assert (undone.removed, undone.kept) == (1, [worked])
    assert by_number(worked) is not None
    assert list(Complaint.objects.values_list("no", flat=True)) == [worked]
    assert Customer.objects.count() == 1
    assert_the_record_holds()
    assert take(new(), new("B-2", "发票没有开")).counts == (2, 1, 1, 0)


@pytest.mark.req("F28")
def test_who_only_looked_at_a_case_or_follows_it_keeps_nothing(take: Take, play: Play) -> None:
    taken = take(new())
    no, boss, people = only().no, play.house.director, everyone(MORNING)
    be_there(no, by=boss, people=people, now=MORNING)
    watch(no, by=boss, people=people, now=MORNING, on=True)
    undone = undo(taken.source, now=MORNING + timedelta(minutes=5))
    assert (undone.removed, undone.kept) == (1, [])
    assert [one.objects.count() for one in (Complaint, Presence, Watch)] == [0, 0, 0]
    assert_the_record_holds()


@pytest.mark.req("F28", "E64")
def test_an_urgent_row_that_was_reported_by_itself_is_taken_back(take: Take, play: Play) -> None:
    header = ["投诉内容", "紧急", "紧急原因"]
    columns = ["text=投诉内容", "urgent=紧急", "urgent_reasons=紧急原因"]
    taken = take(["赠品漏电", "true", "U1"], header=header, columns=columns)
    assert Report.objects.filter(complaint=only(), by=None).count() == 1
    undone = undo(taken.source, now=MORNING + timedelta(minutes=5))
    assert (undone.removed, undone.kept, Report.objects.count()) == (1, [], 0)
    assert_the_record_holds()


@pytest.mark.req("F28", "A30")
def test_what_was_read_in_a_case_goes_with_it_and_its_open_warning(take: Take, play: Play) -> None:
    taken = take(new(text="我不想活了，今晚就从楼上跳下去"))
    read_later(MORNING, 10)
    assert [one.objects.count() for one in (CaseReading, Signal)] == [1, 1]
    undone = undo(taken.source, now=MORNING + timedelta(minutes=5))
    left = [one.objects.count() for one in (Complaint, CaseReading, Signal)]
    assert (undone.removed, undone.kept, left) == (1, [], [0, 0, 0])
    assert_the_record_holds()


@pytest.mark.req("F28", "A30")
def test_a_case_whose_reading_a_person_put_right_stays(take: Take, play: Play) -> None:
    taken = take(new())
    read_later(MORNING, 10)
    no, key = only().no, CaseReading.objects.get().pk
    correct(no, {"reading": key, "right": ["media"]}, by=play.house.director, now=MORNING)
    assert undo(taken.source, now=MORNING + timedelta(minutes=5)).kept == [no]
    assert CaseReading.objects.count() == 1


@pytest.mark.req("F28")
def test_a_case_that_is_left_to_somebody_at_the_end_of_a_shift_stays(
    take: Take, play: Play
) -> None:
    taken = take(new())
    row = only()
    owner = everyone()[row.owner_id]
    shift.leave(row.no, shift.Left(to="second", words="十点前回电"), by=owner, now=MORNING)
    assert undo(taken.source, now=MORNING + timedelta(minutes=5)).kept == [row.no]


@pytest.mark.req("F28")
def test_a_breach_by_time_alone_is_nobodys_work(take: Take, play: Play) -> None:
    taken = take(old())
    later = end_of("02-14") + timedelta(seconds=1)
    (moment,) = DueMoment.claim(at=later, limit=10, lease=timedelta(minutes=1))
    look([moment], later)
    assert undo(taken.source, now=later).kept == []
    assert Complaint.objects.count() == 0
    assert_the_record_holds()


@pytest.mark.req("F28")
def test_the_record_tells_of_the_import_and_of_each_complaint(take: Take, play: Play) -> None:
    taken = take(old())
    entries = lines(only().no)
    assert [entry.kind for entry in entries] == [
        "complaint.lodged",
        "clock.started",
        "clock.started",
    ]
    facts = entries[0].facts
    assert (entries[0].by, facts["imported"], facts["history"]) == (
        "system:import",
        taken.report.no,
        True,
    )
    assert entries[0].notes["text"] == old()[1]
    assert_the_record_holds()


def test_an_unknown_field_or_column_is_refused_with_the_known_ones(take: Take, play: Play) -> None:
    for columns, word in ((["texts=投诉内容"], "customer.phone"), (["text=正文"], "投诉内容")):
        with pytest.raises(Refused) as refusal:
            take(new(), columns=columns)
        assert word in refusal.value.faults[0].expected


def test_a_file_without_words_is_refused_with_its_headers(take: Take, play: Play) -> None:
    with pytest.raises(Refused) as refusal:
        take(["1", "x"], header=["编号", "车型"])
    assert "编号, 车型" in refusal.value.faults[0].expected
    assert "--map text=" in refusal.value.faults[0].expected
