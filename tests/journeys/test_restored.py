"""After a restore: no number twice, nobody signed in, two lines that say so."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from hypothesis import given
from hypothesis import strategies as st

from kesu.complaints.models import FormCounter
from kesu.complaints.operations import draw_form_number
from kesu.journal.models import JournalLine
from kesu.journal.queries import verify
from kesu.journeys.restored import Backup, Done, next_start, restored

TAKEN = datetime(2026, 2, 13, 2, tzinfo=UTC)
DAY = date(2026, 2, 13)


def restore(*, replaced: dict[date, int] | None = None, days: int = 0) -> Done:
    backup = Backup(TAKEN, 7, "ab" * 32, "0.1.0")
    return restored(backup, replaced=replaced or {}, now=TAKEN + timedelta(days=days, hours=1))


@given(st.integers(0, 10**6), st.integers(0, 4_999))
def test_numbers_go_on_at_a_multiple_that_nobody_has_reached(last: int, since: int) -> None:
    start = next_start(last)
    assert (start % 10_000, start > last + since, start - last <= 15_000) == (0, True, True)


@pytest.mark.req("F-29", "E08")
def test_the_day_of_the_backup_goes_on_behind_the_numbers_that_may_be_out(db: None) -> None:
    for _ in range(3):
        draw_form_number(DAY)
    restore()
    assert [draw_form_number(DAY) for _ in range(2)] == ["TS-20260213-10000", "TS-20260213-10001"]


@pytest.mark.req("F-29", "E08")
def test_so_does_every_day_until_now(db: None) -> None:
    assert restore(days=2).days_raised == 3
    days = [DAY + timedelta(days=one) for one in range(4)]
    assert [draw_form_number(day)[12:] for day in days] == ["10000", "10000", "10000", "0001"]


@pytest.mark.req("F-29", "E08")
def test_the_day_is_that_of_the_policys_zone(db: None) -> None:
    late = datetime(2026, 2, 13, 17, tzinfo=UTC)
    restored(Backup(late, 0, "", "0.1.0"), replaced={}, now=late)
    assert list(FormCounter.objects.values_list("day", flat=True)) == [date(2026, 2, 14)]


@pytest.mark.req("F-29", "E08")
def test_what_the_replaced_data_had_drawn_is_not_drawn_again(db: None) -> None:
    before = date(2025, 12, 31)
    restore(replaced={DAY: 23_456, before: 2})
    assert [draw_form_number(day) for day in (DAY, before)] == [
        "TS-20260213-30000",
        "TS-20251231-10000",
    ]


@pytest.mark.req("F-29")
def test_the_record_says_what_was_restored_and_goes_on(db: None) -> None:
    draw_form_number(DAY)
    restore()
    lines = [json.loads(text) for text in JournalLine.objects.values_list("line", flat=True)]
    told = {line["kind"]: (line["by"], line["facts"]) for line in lines}
    assert told["system.restored"] == (
        "system:restore",
        {
            "taken_at": "2026-02-13T02:00:00+00:00",
            "seq": 7,
            "hash": "ab" * 32,
            "kesu": "0.1.0",
            "mail_held": 0,
            "sessions_ended": 0,
        },
    )
    assert told["system.form_numbers_raised"][1] == {"days": {"2026-02-13": [1, 9_999]}}
    assert verify() is None


def test_everybody_signs_in_again(db: None) -> None:
    Session.objects.create(session_key="k", session_data="d", expire_date=TAKEN)
    assert (restore().sessions_ended, Session.objects.count()) == (1, 0)
