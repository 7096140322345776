from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.console import rulebook
from kesu.policy.codes import ClockName, Grade
from kesu.policy.loading import builtin, faults, read
from kesu.policy.schema import Elapsed
from kesu.policy.schema.closing import PAUSABLE
from kesu.policy.schema.statutory import CalendarDays, Period, Profile

LOYALTY = builtin("loyalty")
SAMR = next(one for one in LOYALTY.statutory if one.code == "samr")


def broken(old: str, new: str) -> list[str]:
    text = read("loyalty")
    assert old in text
    found = faults(text.replace(old, new, 1))
    assert all(fault.zh and fault.en for fault in found)
    return [fault.place.partition(" (line ")[0] for fault in found]


@pytest.mark.req("Q18")
@pytest.mark.parametrize(("day", "marked"), [(date(2026, 4, 14), False), (date(2026, 4, 15), True)])
def test_the_mediation_days_of_order_121_are_still_to_be_checked(day: date, marked: bool) -> None:
    accept, mediate = SAMR.clocks(day, Grade.I)
    assert (accept.due, mediate.due) == (
        accept.due.model_copy(update={"after_workdays": 7}),
        accept.due.model_copy(update={"after_workdays": 45}),
    )
    assert (accept.check is None, mediate.check is not None) == (True, marked)


@pytest.mark.req("Q18")
@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("effective_from = 2026-04-15", "effective_from = 2026-04-14", "statutory[0].periods[1]"),
        ("effective_from = 2026-04-15", "", "statutory[0].periods[1]"),
        (
            "effective_from = 2020-03-01",
            "effective_from = 2020-03-01\neffective_to = 2020-02-29",
            "statutory[4].periods[0]",
        ),
        (
            'calendar_days", days = 7}',
            'calendar_days", days = -7}',
            "statutory[2].periods[0].clocks[0].due.days",
        ),
        (
            'calendar_days", days = 7}',
            'calendar_days", weeks = 7}',
            "statutory[2].periods[0].clocks[0].due.weeks",
        ),
        (
            "after_weekdays = 3}",
            "after_weekdays = 0}",
            "statutory[5].periods[0].clocks[0].due.after_weekdays",
        ),
        (
            '"weekdays", after',
            '"moondays", after',
            "statutory[5].periods[0].clocks[0].due",
        ),
        ('confidence = "S"', 'confidence = "Q"', "statutory[0].confidence"),
        ('from = "asked"', 'from = "begun"', "statutory[4].periods[0].clocks[2].from"),
        ('until = "accepted"', 'until = "slept"', "statutory[7].periods[0].clocks[0].until"),
        ('code = "mediate"', 'code = "accept"', "statutory[0].periods[0].clocks[1].code"),
        ('code = "odr"', 'code = "samr"', "statutory[1].code"),
        (
            'field = "authority", matches = ["ODR"',
            'field = "moon", matches = ["ODR"',
            "statutory[1].when[0].field",
        ),
        ("valid_from = 2004-01-01", 'valid_from = 2004-01-01\nprofiles = ["moon"]', "profiles[0]"),
    ],
)
def test_a_broken_profile_is_told_where(old: str, new: str, place: str) -> None:
    assert place in broken(old, new)


@pytest.mark.req("Q12")
@pytest.mark.parametrize(
    "clock", sorted({*(one.value for one in ClockName), "statutory:samr", "moon"} - set(PAUSABLE))
)
def test_only_some_clocks_may_wait(clock: str) -> None:
    old = '[[pauses]]\nclock = "silence"'
    assert broken(old, f'[[pauses]]\nclock = "{clock}"') == ["pauses[0].clock"]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('while = "cooling"', 'while = "withdrawn"', "pauses[0].while"),
        ('while = "cooling"', 'while = "sleeping"', "pauses[0].while"),
        ('while = "closed"', 'while = "cooling"', "pauses[1]"),
        ("\n[closing.use]", '\n[closing.use]\nany = "h47"', "closing.use.any"),
        ("\n[closing.use]", '\n[closing.use]\n"9.9" = "h48"', 'closing.use."9.9"'),
        (
            'h48 = {rule = "elapsed", hours = 48}',
            'h48 = {rule = "elapsed"}',
            "closing.profiles.h48",
        ),
        (
            'm30 = {rule = "elapsed", minutes = 30}',
            'm30 = {rule = "elapsed", minutes = -30}',
            "closing.profiles.m30.minutes",
        ),
    ],
)
def test_a_broken_pause_or_closing_time_is_told_where(old: str, new: str, place: str) -> None:
    assert place in broken(old, new)


def test_a_gap_between_two_periods_is_no_fault_and_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = read("loyalty").replace("effective_from = 2026-04-15", "effective_from = 2026-05-01", 1)
    file = tmp_path / "gap.toml"
    file.write_text(text, encoding="utf-8")
    assert rulebook.check(str(file)) == 0
    said = capsys.readouterr().err
    assert "samr" in said
    assert "2026-04-15" in said
    assert "2026-04-30" in said


DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(st.lists(DAYS, min_size=2, max_size=8, unique=True), DAYS)
def test_a_day_is_covered_or_lies_in_a_gap(cuts: list[date], day: date) -> None:
    """Periods cut anywhere, every second one left out: each day is in one place only."""
    ordered, step = sorted(cuts), SAMR.periods[0].clocks
    bounds = [*ordered, ordered[-1] + timedelta(days=30)]
    rows = [
        Period(effective_from=first, effective_to=last - timedelta(days=1), clocks=step)
        for first, last in zip(bounds[:-1:2], bounds[1::2], strict=False)
    ]
    profile = Profile.model_validate({**SAMR.model_dump(by_alias=True), "periods": rows})
    covered = profile.on(day) is not None
    inside = any(first <= day <= last for first, last in profile.gaps())
    outside = day < ordered[0] or all(day > (row.effective_to or date.max) for row in rows)
    assert covered + inside + outside == 1


@pytest.mark.req("D12")
def test_the_closing_times_step_down_to_half_an_hour() -> None:
    steps = [LOYALTY.closing.profiles[name] for name in ("h48", "h24", "h12", "h4", "m30")]
    seconds = [step.seconds for step in steps if isinstance(step, Elapsed)]
    assert seconds == [48 * 3600, 24 * 3600, 12 * 3600, 4 * 3600, 1800]
    assert LOYALTY.closing_rule("1.2.5") is None
    brand = builtin("brand")
    assert brand.closing_rule("1.2.5") == brand.closing.profiles["h48"]
    assert brand.closing_rule("2.2.1") == brand.closing.profiles["h24"]
    assert brand.closing_rule("1.2.5", urgent=True) == brand.closing.profiles["h24"]
    assert brand.closing_rule("3.2.1") is None


def test_the_bank_has_fifteen_days_for_the_simple_and_thirty_for_the_grave() -> None:
    bank = LOYALTY.statutory_profile("bank")
    assert bank is not None
    day = date(2026, 2, 13)
    simple = [one.due for one in bank.clocks(day, Grade.I) if one.start == "received"]
    grave = [one.due for one in bank.clocks(day, Grade.III) if one.start == "received"]
    assert (simple, grave) == ([CalendarDays(days=15)], [CalendarDays(days=30)])
    assert bank.clocks(date(2019, 1, 1), Grade.I) == ()
