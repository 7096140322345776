# ruff: noqa: DTZ001, DTZ901 - times without a zone are what people write
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kesu.foundation.tables.shape import Cell
from kesu.foundation.tables.times import read_time
from tests.foundation.tables.asked import unhurried

pytestmark = pytest.mark.req("F28")

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONTHS = "January February March April May June July August September October November December"
WIDE = str.maketrans("0123456789:/- ", "０１２３４５６７８９：／－　")
WEEKDAYS = "一二三四五六日"

seconds = st.datetimes(datetime(2000, 1, 1), datetime(2100, 12, 31, 23, 59, 59)).map(
    lambda moment: moment.replace(microsecond=0)
)


def month(moment: datetime) -> str:
    return MONTHS.split()[moment.month - 1]


def offset(moment: datetime) -> str:
    return moment.replace(tzinfo=SHANGHAI).isoformat()


def half(moment: datetime) -> str:
    return f"{'上午' if moment.hour < 12 else '下午'}{moment.hour % 12 or 12}"


def serial(moment: datetime) -> float:
    return (moment - datetime(1899, 12, 30)) / timedelta(days=1)


def spellings(at: datetime) -> list[Cell]:
    day = f"{at.year}年{at.month}月{at.day}日"
    clock = f"{at:%H:%M:%S}"
    short = f"{at.hour}:{at.minute:02}:{at.second:02}"
    epoch = round(at.replace(tzinfo=SHANGHAI).timestamp())
    return [
        at,
        at.replace(tzinfo=SHANGHAI),
        f"{at}",
        f"{at}.000",
        f"{at.year}/{at.month}/{at.day} {short}",
        f"{at.year}.{at.month}.{at.day} {clock}",
        f"{at:%Y%m%d%H%M%S}",
        f"{at:%Y%m%d} {clock}",
        f"{at:%Y%m%dT%H%M%S}",
        f"{day} {at.hour}时{at.minute}分{at.second}秒",
        f"{day}{at.hour}点{at.minute:02}分{at.second:02}秒",
        f"{day} {half(at)}:{at:%M:%S}",
        f"{day} 星期{WEEKDAYS[at.weekday()]} {clock}",
        f"{at.year}/{at.month}/{at.day} {at:%I:%M:%S %p}",
        f"{month(at)[:3]} {at.day} {at.year} {clock}",
        f"{month(at)} {at.day}, {at.year} {at:%I:%M:%S %p}",
        f"{at.day} {month(at)[:3]} {at.year} {clock}",
        f"{at:%a %b %d %H:%M:%S %Y}",
        f"{at:%a, %d %b %Y %H:%M:%S} +0800",
        at.isoformat(),
        offset(at),
        at.replace(tzinfo=SHANGHAI).astimezone(UTC).isoformat().replace("+00:00", "Z"),
        at.replace(tzinfo=SHANGHAI)
        .astimezone(timezone(timedelta(hours=-3, minutes=-30)))
        .isoformat(),
        f"\ufeff {at:%Y-%m-%d %H:%M:%S}\u3000",
        f"{at:%Y-%m-%d %H:%M:%S}".translate(WIDE),
        serial(at),
        str(serial(at)),
        *([epoch, str(epoch)] if epoch >= 10**9 else []),
        *([epoch * 1000, f"{epoch * 1000}"] if epoch >= 10**9 else []),
        *([f"{at:%d/%m/%Y %H:%M:%S}", f"{at:%m/%d/%Y %H:%M:%S}"] if at.day > 12 else []),
    ]


def days(at: datetime) -> list[Cell]:
    return [
        at.date(),
        f"{at:%Y-%m-%d}",
        f"{at.year}/{at.month}/{at.day}",
        f"{at.year}.{at.month}.{at.day}",
        f"{at:%Y%m%d}",
        int(f"{at:%Y%m%d}"),
        float(f"{at:%Y%m%d}"),
        f"{at.year}年{at.month}月{at.day}日",
        f"{at.year} 年 {at.month} 月 {at.day} 日",
        f"{month(at)[:3]} {at.day} {at.year}",
        f"{at.day}-{month(at)[:3]}-{at.year}",
        int(serial(datetime.combine(at.date(), time()))),
    ]


@unhurried
@given(seconds)
@example(datetime(2019, 2, 28, 11, 25, 5))
@example(datetime(2000, 2, 29))
@example(datetime(2100, 12, 31, 23, 59, 59))
def test_every_spelling_of_a_moment_is_that_moment(moment: datetime) -> None:
    expected = moment.replace(tzinfo=SHANGHAI).astimezone(UTC)
    wrong = {
        str(cell): found
        for cell in spellings(moment)
        if (found := read_time(cell, SHANGHAI)) != expected
    }
    assert wrong == {}


@unhurried
@given(seconds)
def test_every_spelling_of_a_day_is_its_midnight(moment: datetime) -> None:
    midnight = datetime.combine(moment.date(), time(), SHANGHAI).astimezone(UTC)
    wrong = {str(cell) for cell in days(moment) if read_time(cell, SHANGHAI) != midnight}
    assert wrong == set()


@unhurried
@given(seconds, st.sampled_from(["Asia/Shanghai", "America/New_York", "UTC", "Asia/Kathmandu"]))
def test_what_was_read_reads_the_same_again(moment: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    once = read_time(moment, zone)
    assert once is not None
    assert (read_time(once, zone), read_time(once.isoformat(), zone)) == (once, once)


@pytest.mark.parametrize(
    ("spelling", "local"),
    [
        ("2019年2月28日 下午3:05", "2019-02-28 15:05"),
        ("2019年2月28日 11时25分", "2019-02-28 11:25"),
        ("2019年2月28日 11时", "2019-02-28 11:00"),
        ("2019/2/28 12:05 AM", "2019-02-28 00:05"),
        ("2019/2/28 12:05 PM", "2019-02-28 12:05"),
        ("2019-02-28 中午12:30", "2019-02-28 12:30"),
        ("2019-02-28 晚上9:30", "2019-02-28 21:30"),
        ("2019-02-28 凌晨12:30", "2019-02-28 00:30"),
        ("2019-02-28 24:00", "2019-03-01 00:00"),
        ("'2019-02-28", "2019-02-28 00:00"),
        ("05/05/2019", "2019-05-05 00:00"),
        ("28.2.2019", "2019-02-28 00:00"),
    ],
)
def test_more_spellings_people_use(spelling: str, local: str) -> None:
    expected = datetime.fromisoformat(local).replace(tzinfo=SHANGHAI)
    assert read_time(spelling, SHANGHAI) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "03/04/2019", "19-02-28", "28/02/19", "2019-02-30", "2019-13-01", "2019-02-28 25:00",
        "2019-02-28 11:60", "2019-02-28 24:01", "2019-02-28 晚上12:30", "2019-02-28 上午13:30",
        "2019-02", "28 Feb", "0000-00-00", "1899-12-31", "9999-12-31", "11:25", "昨天", "", "-",
        "2019-02-28 很晚", "2019-02-28/2019-03-01", "12345", "123456789", "1" * 70, "2019-1-111",
        True, False, None, 0, 1, -5, 20190230, 1e300, float("nan"), float("inf"),
        time(11, 25), timedelta(hours=3), datetime.max, date.min,
    ],
)  # fmt: skip
def test_what_is_no_time_or_two_times_is_not_guessed(cell: Cell) -> None:
    assert read_time(cell, SHANGHAI) is None


def test_days_since_1904_are_told_apart() -> None:
    days_1904 = serial(datetime(2019, 2, 28, 12)) - 1462
    expected = datetime(2019, 2, 28, 4, tzinfo=UTC)
    assert read_time(days_1904, SHANGHAI, since_1904=True) == expected


@unhurried
@given(
    st.one_of(
        st.text(max_size=80),
        st.text(st.sampled_from("0123456789-/.:年月日时分秒上下午TZ+ AMPMFeb，"), max_size=40),
        st.integers(),
        st.floats(),
        st.datetimes(),
        st.dates(),
        st.times(),
        st.timedeltas(),
    ),
    st.booleans(),
)
def test_nothing_whatever_raises(cell: Cell, since_1904: bool) -> None:
    found = read_time(cell, SHANGHAI, since_1904=since_1904)
    assert found is None or found.tzinfo is UTC
