"""Reading a year's official notice: as it is published, and as a table."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kesu.workdays.notices import read
from kesu.workdays.rules import Calendar, DayKind, Special

NOTICE = """各省、自治区、直辖市人民政府：
现将2026年部分节假日安排的具体日期通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区要妥善安排好值班。
"""


@pytest.mark.req("E72")
def test_a_notice_as_published_gives_the_days_that_ship() -> None:
    shipped = {day for day in Calendar.shipped().specials.values() if day.date.year == 2026}
    found = read(NOTICE, 2026)
    assert (found.wrong, set(found.days)) == ((), shipped)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("一、元旦：1月32日放假。", "day"),
        ("一、元旦：2月30日至3日放假。", "day"),
        ("一、元旦：1月3日至1日放假。", "order"),
        ("一、元旦：1月1日至3月1日放假。", "order"),
        ("一、元旦：1月1日至3日。", "nothing"),
        ("2027-01-01,off", "kind"),
        ("2027-13-01,holiday", "day"),
        ("2031-01-01,holiday", "year"),
        ("2029年1月1日放假", "year"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(line: str, reason: str) -> None:
    found = read(f"# a note\n{line}\n", 2027)
    assert [(one.line, one.reason) for one in found.wrong] == [(2, reason)]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2027-01-01,holiday,元旦", Special(date(2027, 1, 1), DayKind.holiday, "元旦")),
        ("2027-01-03\t班", Special(date(2027, 1, 3), DayKind.makeup)),
        ("元旦: 2027年１月１日放假", Special(date(2027, 1, 1), DayKind.holiday, "元旦")),
        ("2026年12月31日上班", Special(date(2026, 12, 31), DayKind.makeup)),
    ],
)
def test_a_day_is_read_in_many_spellings(line: str, day: Special) -> None:
    assert read(line, 2027).days == (day,)


def test_one_day_named_as_two_kinds_is_a_fault() -> None:
    found = read("2027-01-01,holiday\n2027-01-01,makeup\n", 2027)
    assert [(one.line, one.reason) for one in found.wrong] == [(2, "twice")]


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_answered(text: str) -> None:
    found = read(text, 2027)
    assert all(one.line >= 1 for one in found.wrong)


@settings(deadline=None)
@given(st.sets(st.dates(date(2027, 1, 1), date(2027, 12, 31)), max_size=12))
def test_a_table_reads_back(days: set[date]) -> None:
    text = "date,kind,name\n" + "\n".join(f"{day},holiday,节" for day in days)
    assert [one.date for one in read(text, 2027).days] == sorted(days)
