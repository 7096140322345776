"""The work calendar in administration: seen by month, changed, a year's notice taken in."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kesu.journal.models import JournalLine
from kesu.workdays.models import DayAddition, Notice
from kesu.workdays.queries import calendar
from kesu.workdays.rules import DayKind
from tests.cast import Play, clocks, end_of
from tests.workbench.visitor import Visitor, body, value

NOTICE = """一、元旦：2027年1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日至11日放假调休，共7天。1月31日（周日）、2月14日（周日）上班。"""
TYPED = {"year": "2027", "source": "国办发明电〔2026〕9号", "whole": "true"}


def cell(page: str, day: str) -> str:
    """The cell of one day."""
    cells: list[str] = re.findall(r"<td.*?</td>", page, re.DOTALL)
    return next(one for one in cells if f'datetime="{day}"' in one)


def test_a_month_shows_days_off_and_make_up_workdays(play: Play) -> None:
    page = Visitor(play.house.auditor).read("/admin/calendar?month=2026-02")
    assert ("班" in cell(page, "2026-02-14"), "休" in cell(page, "2026-02-15")) == (True, True)
    assert ("春节" in cell(page, "2026-02-14"), "16 workdays" in page) == (True, True)
    assert ("Change one day" in page, "21:00-08:00" in page) == (False, True)


@pytest.mark.parametrize("month", ["", "x", "2026-13", "9999-12", "0001-01", "2027-01"])
def test_any_month_may_be_asked_for(play: Play, month: str) -> None:
    assert 'class="cal"' in Visitor(play.house.manager).read(f"/admin/calendar?month={month}")


@pytest.mark.req("E72")
def test_a_notice_is_looked_at_before_it_is_taken_in(play: Play) -> None:
    visitor = Visitor(play.house.admin)
    looked = body(visitor.post("/admin/calendar/notice", text=NOTICE, stage="look", **TYPED))
    # New Year itself is off by law already.
    assert ("11 days change" in looked, Notice.objects.count()) == (True, 0)
    assert value(looked, "text").strip() == NOTICE.strip()
    taken = visitor.post("/admin/calendar/notice", text=NOTICE, stage="take", **TYPED)
    days = calendar()
    assert (taken.status_code, Notice.objects.get().year) == (302, 2027)
    assert (days.day(date(2027, 2, 14)).kind, days.day(date(2027, 2, 8)).kind) == (
        DayKind.makeup,
        DayKind.holiday,
    )
    page = visitor.read(taken.headers["Location"])
    assert ("国办发明电〔2026〕9号" in page, "Estimated" in page) == (True, False)
    line = JournalLine.objects.filter(kind="workdays.noticed").get()
    assert '"publishes":2027' in line.line


@pytest.mark.req("E72")
def test_a_file_is_taken_in_as_well(play: Play) -> None:
    file = SimpleUploadedFile("2027.csv", "2027-01-01,休,元旦\n2027-01-02,班\n".encode("gb18030"))
    visitor = Visitor(play.house.director)
    looked = body(visitor.post("/admin/calendar/notice", file=file, text="", **TYPED))
    # New Year is off by law already; the Saturday behind it is worked from now on.
    assert "1 day changes" in looked
    again = {**TYPED, "text": value(looked, "text"), "stage": "take"}
    visitor.post("/admin/calendar/notice", **again)
    assert DayAddition.objects.count() == 2


@pytest.mark.req("E72", "F28")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": "一、元旦：1月1日放假。\n二、春节：2月30日放假。"}, "Line 2"),
        ({"text": "2027-01-01,holiday\n2027-01-01,makeup"}, "Line 2"),
        ({"text": "没有日期"}, "This text names no day."),
        ({"year": "next"}, "This is no year."),
        ({"source": " ", "stage": "take"}, "Say where these days come from."),
    ],
)
def test_a_notice_that_cannot_be_used_changes_nothing(
    play: Play, given: dict[str, str], said: str
) -> None:
    sent = {**TYPED, "text": NOTICE, **given}
    answer = Visitor(play.house.admin).post("/admin/calendar/notice", **sent)
    page = body(answer)
    assert (answer.status_code, said in page, Notice.objects.count()) == (422, True, 0)
    assert value(page, "text").strip() == sent["text"].strip()


@pytest.mark.req("E72", "A01")
def test_a_day_that_is_changed_moves_no_deadline_that_was_given(play: Play) -> None:
    no = play.lodge().complaint.no
    sent = {"day": "2026-02-14", "kind": "holiday", "name": "停电", "source": "园区通知"}
    answer = Visitor(play.house.director).post("/admin/calendar/change", **sent)
    assert (answer.status_code, calendar().day(date(2026, 2, 14)).name) == (302, "停电")
    assert clocks(no, "first_callback")[0][1] == end_of("02-14")
    later = play.lodge().complaint.no
    assert clocks(later, "first_callback")[0][1] == end_of("02-24")


@pytest.mark.parametrize(
    ("given", "field"),
    [({"day": "2026-02-30"}, "day"), ({"kind": "feast"}, "kind"), ({"source": " "}, "source")],
)
def test_a_day_that_cannot_be_used_is_named_and_kept(
    play: Play, given: dict[str, str], field: str
) -> None:
    sent = {"day": "2026-02-14", "kind": "holiday", "name": "停电", "source": "通知", **given}
    answer = Visitor(play.house.director).post("/admin/calendar/change", **sent)
    page = body(answer)
    assert (answer.status_code, f'id="day-{field}-error"' in page) == (422, True)
    assert (value(page, "name"), DayAddition.objects.count()) == ("停电", 0)


@pytest.mark.parametrize("who", ["manager", "auditor", "supervisor"])
def test_only_who_manages_the_rules_changes_days(play: Play, who: str) -> None:
    visitor = Visitor(getattr(play.house, who))
    sent = {"day": "2026-02-14", "kind": "holiday", "source": "通知"}
    answers = [
        visitor.post("/admin/calendar/change", **sent).status_code,
        visitor.post("/admin/calendar/notice", text=NOTICE, stage="take", **TYPED).status_code,
    ]
    assert (answers, Notice.objects.count()) == ([403, 403], 0)
