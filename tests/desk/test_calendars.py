"""A changed calendar shows what it would move; what was judged stands."""

from pathlib import Path
from typing import Any

import pytest

from kesu.console import calendars as console
from kesu.deadlines.models import Clock
from kesu.desk.calendars import Difference, differences
from kesu.journal.models import JournalLine
from kesu.workdays.operations import add_days
from kesu.workdays.queries import calendar
from kesu.workdays.rules import Calendar, DayKind, Special
from tests.cast import MORNING, Play, at, end_of

REACHED: dict[str, Any] = {"channel": "hotline", "outcome": "reached"}


def off(*days: int) -> Calendar:
    """The shipped calendar with these days of February 2026 off."""
    return Calendar.shipped().with_days(
        [Special(at(f"02-{day:02} 12:00").date(), DayKind.holiday, "调休") for day in days]
    )


@pytest.mark.req("Q9")
def test_nothing_differs_by_the_calendar_they_were_counted_by(play: Play) -> None:
    play.lodge(channel="regulator")
    play.lodge()
    assert list(differences(calendar(), now=MORNING)) == []


@pytest.mark.req("Q9")
def test_a_day_off_that_came_late_is_shown_and_not_applied(play: Play) -> None:
    no = play.lodge().complaint.no
    play.do("contact", no, now=at("02-15 09:00"), **REACHED)
    before = (list(Clock.objects.order_by("id").values()), JournalLine.objects.count())
    (found,) = differences(off(14), now=at("02-16 10:00"))
    assert found == Difference(
        no=no,
        clock="first_callback",
        subject="",
        state="breached",
        due=end_of("02-14"),
        due_by_calendar=end_of("02-24"),
        would="met",
    )
    after = (list(Clock.objects.order_by("id").values()), JournalLine.objects.count())
    assert after == before


@pytest.mark.req("Q9", "Q18")
def test_what_law_gives_in_workdays_is_asked_and_what_it_gives_in_days_is_not(play: Play) -> None:
    no = play.lodge(type="2.3.1").complaint.no
    for authority in ("某市市场监管局", "邮政管理局", "FCA"):
        play.do("regulator", no, authority=authority, kind="forwarded")
    found = [(one.clock, one.subject) for one in differences(off(25), now=MORNING)]
    assert found == [("statutory:samr", "accept"), ("statutory:samr", "mediate")]


@pytest.mark.req("Q9")
def test_days_that_were_added_show_by_themselves(play: Play) -> None:
    no = play.lodge().complaint.no
    day = Special(at("02-14 12:00").date(), DayKind.holiday, "调休")
    add_days(days=[day], source="通知", by="system:console", at=MORNING)
    assert [one.no for one in differences(calendar(), now=MORNING)] == [no]
    later = play.lodge().complaint.no
    assert [one.no for one in differences(calendar(), now=MORNING)] == [no]
    assert Clock.objects.get(complaint__no=later).due == end_of("02-24")


def test_a_calendar_of_no_use_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "days.csv"
    file.write_text("date,kind,name\n2026-02-30,holiday,\n", encoding="utf-8")
    assert console.differences(file) == 2
    assert "2026-02-30" in capsys.readouterr().err
