from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.deadlines import rules
from kesu.deadlines.rules import DerivationDay, Due, ElapsedRule, EndOfDayRule
from kesu.journeys.rule import rule_of
from kesu.policy.codes import ClockState
from kesu.policy.loading import builtin
from kesu.workdays.rules import Calendar

SHIPPED = Calendar.shipped()
SHANGHAI = ZoneInfo("Asia/Shanghai")
SAME_DAY, NEXT, SECOND = EndOfDayRule(0), EndOfDayRule(1), EndOfDayRule(2)
THREE_HOURS = ElapsedRule(3 * 3600)
ZONES = st.sampled_from(
    [
        SHANGHAI,
        UTC,
        ZoneInfo("America/New_York"),
        ZoneInfo("Asia/Kathmandu"),
        ZoneInfo("Asia/Beirut"),
    ]
)
RULES = st.builds(EndOfDayRule, st.integers(0, 45)) | st.builds(ElapsedRule, st.integers(1, 10**7))
MOMENTS = st.datetimes(datetime(2004, 1, 2), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def due(
    rule: rules.Rule,
    received: str,
    *,
    urgent: bool = False,
    mandated: str | None = None,
    zone: ZoneInfo = SHANGHAI,
) -> Due:
    return rules.first_callback(
        rule,
        received=at(received),
        urgent_rule=THREE_HOURS,
        urgent=urgent,
        mandated=at(mandated) if mandated else None,
        calendar=SHIPPED,
        zone=zone,
    )


@pytest.mark.req("Q8", "E44", "E50", "E56", "E61")
@pytest.mark.parametrize(
    ("rule", "received", "expected"),
    [
        (NEXT, "2026-02-13T10:00:00+08:00", "2026-02-14T23:59:59+08:00"),
        (NEXT, "2026-02-15T10:00:00+08:00", "2026-02-24T23:59:59+08:00"),
        (SECOND, "2026-02-15T10:00:00+08:00", "2026-02-25T23:59:59+08:00"),
        (SECOND, "2026-02-13T10:00:00+08:00", "2026-02-24T23:59:59+08:00"),
        (NEXT, "2026-09-18T10:00:00+08:00", "2026-09-20T23:59:59+08:00"),
        (NEXT, "2026-09-30T10:00:00+08:00", "2026-10-08T23:59:59+08:00"),
        (NEXT, "2026-11-20T10:00:00+08:00", "2026-11-23T23:59:59+08:00"),
        (SAME_DAY, "2026-02-17T10:00:00+08:00", "2026-02-17T23:59:59+08:00"),
        (SAME_DAY, "2026-02-17T23:59:59.9+08:00", "2026-02-17T23:59:59+08:00"),
    ],
)
def test_the_last_second_of_the_nth_workday(
    rule: EndOfDayRule, received: str, expected: str
) -> None:
    answer = due(rule, received)
    assert (answer.due, answer.calendar) == (at(expected), "official")


@pytest.mark.req("Q8")
def test_the_day_of_receipt_is_that_of_the_policys_zone() -> None:
    assert due(SAME_DAY, "2026-03-04T16:30:00Z").due == at("2026-03-05T23:59:59+08:00")


@pytest.mark.req("Q8")
def test_the_derivation_names_every_day_looked_at() -> None:
    answer = due(NEXT, "2026-02-14T22:00:00+08:00")
    spring = [
        {"date": f"2026-02-{day}", "kind": "holiday", "counted": False, "name": "春节"}
        for day in range(15, 24)
    ]
    assert rules.as_json(answer.derivation) == [
        {"date": "2026-02-14", "kind": "receipt", "counted": False},
        *spring,
        {"date": "2026-02-24", "kind": "workday", "counted": True},
    ]


def test_a_derivation_survives_being_stored() -> None:
    derivation = due(SECOND, "2026-02-13T10:00:00+08:00").derivation
    stored = rules.as_json(derivation)
    assert tuple(DerivationDay.from_json(entry) for entry in stored) == derivation


@pytest.mark.req("Q6", "E63")
def test_urgent_is_three_hours_by_the_wall_clock_whatever_the_type_says() -> None:
    answer = due(NEXT, "2026-02-16T23:10:07.5+08:00", urgent=True)
    receipt = (DerivationDay(date(2026, 2, 16), "receipt", counted=False),)
    assert answer == Due(at("2026-02-16T18:10:07.5Z"), receipt, "official", "Q6")


@pytest.mark.req("Q6")
def test_elapsed_time_ignores_a_change_of_the_clocks() -> None:
    new_york = ZoneInfo("America/New_York")
    answer = due(NEXT, "2026-03-08T00:30:00-05:00", urgent=True, zone=new_york)
    assert answer.due == at("2026-03-08T04:30:00-04:00")


@pytest.mark.req("Q9")
def test_the_end_of_2026_is_estimated() -> None:
    answer = due(NEXT, "2026-12-31T10:00:00+08:00")
    assert (answer.due, answer.calendar) == (at("2027-01-04T23:59:59+08:00"), "estimated")


@pytest.mark.req("Q9")
def test_the_same_day_in_an_unpublished_year_needs_no_estimate() -> None:
    assert due(SAME_DAY, "2027-02-06T10:00:00+08:00").calendar == "official"


@pytest.mark.req("E38")
def test_a_mandated_deadline_stands_where_it_is_earlier() -> None:
    mandated = "2026-02-13T17:00:00+08:00"
    answer = due(NEXT, "2026-02-13T10:00:00+08:00", mandated=mandated)
    assert (answer.due, answer.because) == (at(mandated), "E38")


@pytest.mark.req("E38")
def test_a_later_mandated_deadline_moves_nothing() -> None:
    received = "2026-02-13T10:00:00+08:00"
    assert due(NEXT, received, mandated="2026-03-01T00:00:00Z") == due(NEXT, received)


@pytest.mark.req("Q5")
def test_becoming_urgent_leaves_three_hours_from_then() -> None:
    old = due(NEXT, "2026-11-20T10:00:00+08:00")
    moved = rules.made_urgent(old, at=at("2026-11-21T09:00:00+08:00"), urgent_rule=THREE_HOURS)
    assert moved == Due(at("2026-11-21T12:00:00+08:00"), old.derivation[:1], "official", "E63")


@pytest.mark.req("Q5")
def test_becoming_urgent_never_gives_more_time() -> None:
    old = due(SAME_DAY, "2026-11-20T10:00:00+08:00")
    late = at("2026-11-20T22:00:00+08:00")
    assert rules.made_urgent(old, at=late, urgent_rule=THREE_HOURS) is old


@pytest.mark.req("E38")
def test_becoming_urgent_keeps_to_an_earlier_mandate() -> None:
    old = due(NEXT, "2026-11-20T10:00:00+08:00")
    begin, mandated = at("2026-11-20T11:00:00+08:00"), at("2026-11-20T12:00:00+08:00")
    moved = rules.made_urgent(old, at=begin, urgent_rule=THREE_HOURS, mandated=mandated)
    assert (moved.due, moved.because) == (mandated, "E38")


@pytest.mark.req("Q8")
@given(RULES, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=40)), st.booleans(), ZONES)
def test_a_later_complaint_is_never_due_earlier(
    rule: rules.Rule, received: datetime, later: timedelta, urgent: bool, zone: ZoneInfo
) -> None:
    def judge(moment: datetime) -> Due:
        return rules.first_callback(
            rule,
            received=moment,
            urgent_rule=THREE_HOURS,
            urgent=urgent,
            calendar=SHIPPED,
            zone=zone,
        )

    assert judge(received).due <= judge(received + later).due


@given(RULES, MOMENTS, ZONES)
def test_nothing_is_due_in_the_past(rule: rules.Rule, started: datetime, zone: ZoneInfo) -> None:
    answer = rules.due_by(rule, started=started, calendar=SHIPPED, zone=zone)
    assert answer.due > started - timedelta(seconds=1)
    assert answer.due.tzinfo is UTC


def test_a_last_hour_that_comes_twice_ends_with_the_second_one() -> None:
    beirut = ZoneInfo("Asia/Beirut")
    assert rules.progress_due(date(2026, 10, 24), beirut) == at("2026-10-24T21:59:59Z")


def test_a_day_that_the_zone_skipped_ends_with_the_day_before() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert rules.progress_due(date(2011, 12, 30), apia) == at("2011-12-30T09:59:59Z")


@pytest.mark.parametrize("received", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:00:00-08:00"])
@pytest.mark.parametrize("rule", [SAME_DAY, THREE_HOURS])
def test_a_time_outside_the_calendar_is_refused(rule: rules.Rule, received: str) -> None:
    with pytest.raises(rules.TimeOutOfRange):
        due(rule, received)


def test_a_due_time_past_the_last_year_is_refused() -> None:
    with pytest.raises(rules.TimeOutOfRange):
        due(THREE_HOURS, "9999-12-31T22:00:00Z", zone=ZoneInfo("UTC"))


def test_a_time_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="no offset"):
        due(NEXT, "2026-02-13T10:00:00")


def test_an_urgent_complaint_needs_a_rule_for_it() -> None:
    with pytest.raises(ValueError, match="its own rule"):
        rules.first_callback(
            NEXT, received=at("2026-02-13T10:00Z"), urgent=True, calendar=SHIPPED, zone=UTC
        )


@pytest.mark.req("Q7")
@pytest.mark.parametrize(
    ("met", "now", "expected"),
    [
        (None, "2026-02-14T23:59:59+08:00", ClockState.running),
        (None, "2026-02-15T00:00:00+08:00", ClockState.breached),
        ("2026-02-14T23:59:59+08:00", "2027-01-01T00:00:00Z", ClockState.met),
        ("2026-02-15T00:00:00+08:00", "2027-01-01T00:00:00Z", ClockState.breached),
    ],
)
def test_the_due_second_meets_and_the_next_breaches(
    met: str | None, now: str, expected: ClockState
) -> None:
    moment = at("2026-02-14T23:59:59+08:00")
    assert rules.verdict(moment, at(met) if met else None, at(now)) is expected


def test_a_machine_without_a_zone_database_knows_shanghai(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> ZoneInfo:
        raise LookupError(name)

    monkeypatch.setattr(rules, "ZoneInfo", missing)
    offset = rules.zone_named("Asia/Shanghai").utcoffset(None)
    assert offset == timedelta(hours=8)


@pytest.mark.parametrize("name", ["Mars/Olympus", "../etc/passwd", "", "Asia"])
def test_an_unknown_zone_is_named(name: str) -> None:
    with pytest.raises(rules.UnknownZone):
        rules.zone_named(name)


DAYS_AND_WEEKDAYS = st.builds(rules.CalendarDaysRule, st.integers(0, 90)) | st.builds(
    rules.WeekdaysRule, st.integers(1, 60)
)


@pytest.mark.req("Q18")
@given(RULES | DAYS_AND_WEEKDAYS, MOMENTS, MOMENTS, ZONES)
def test_received_later_is_never_due_earlier_by_any_rule(
    rule: rules.Rule, one: datetime, other: datetime, zone: ZoneInfo
) -> None:
    early, late = sorted((one, other))
    dues = [
        rules.due_by(rule, started=start, calendar=SHIPPED, zone=zone).due
        for start in (early, late)
    ]
    assert dues == sorted(dues)


@pytest.mark.req("Q18")
@pytest.mark.parametrize("pack", ["loyalty", "brand"])
def test_received_later_is_never_due_earlier_by_any_profile(pack: str) -> None:
    loaded = builtin(pack)
    steps = [
        (period.effective_from, period.effective_to, step.due)
        for profile in loaded.statutory
        for period in profile.periods
        for step in period.clocks
    ]
    written = [*(due for *_, due in steps), *loaded.closing.profiles.values()]
    starts = [at("2026-09-25T00:00:00+08:00") + timedelta(hours=7 * n) for n in range(120)]
    for due in written:
        found = [
            rules.due_by(rule_of(due), started=start, calendar=SHIPPED, zone=SHANGHAI).due
            for start in starts
        ]
        assert found == sorted(found)
    assert len(written) > 15


@pytest.mark.req("Q18")
@pytest.mark.parametrize(
    ("rule", "received", "expected", "calendar"),
    [
        (rules.CalendarDaysRule(7), "2026-02-13T10:00:00+08:00", "2026-02-20", "official"),
        (rules.CalendarDaysRule(56), "2026-12-01T10:00:00+08:00", "2027-01-26", "official"),
        (rules.CalendarDaysRule(0), "2026-02-13T10:00:00+08:00", "2026-02-13", "official"),
        (rules.WeekdaysRule(3), "2026-02-13T10:00:00+08:00", "2026-02-18", "estimated"),
        (rules.WeekdaysRule(3), "2026-12-30T10:00:00+08:00", "2027-01-04", "estimated"),
        (EndOfDayRule(45), "2026-11-23T10:00:00+08:00", "2027-01-26", "estimated"),
        (EndOfDayRule(7), "2026-12-22T10:00:00+08:00", "2026-12-31", "official"),
        (EndOfDayRule(8), "2026-12-22T10:00:00+08:00", "2027-01-04", "estimated"),
    ],
)
def test_days_over_the_end_of_a_year(
    rule: rules.Rule, received: str, expected: str, calendar: str
) -> None:
    answer = rules.due_by(rule, started=at(received), calendar=SHIPPED, zone=SHANGHAI)
    assert (answer.due, answer.calendar) == (at(f"{expected}T23:59:59+08:00"), calendar)


@pytest.mark.req("Q12")
@given(MOMENTS, st.integers(1, 10**6), st.lists(st.integers(0, 10**5), max_size=6))
def test_pauses_add_up_in_any_order(start: datetime, left: int, pauses: list[int]) -> None:
    def after(spans: list[int]) -> datetime:
        due, now = start + timedelta(seconds=left), start
        for span in spans:
            paused, now = now, now + timedelta(seconds=span)
            due = rules.resumed(due, paused=paused, at=now)
        return due

    assert after(pauses) == after(pauses[::-1]) == after([sum(pauses)])
    assert after(pauses) == start + timedelta(seconds=left + sum(pauses))


@pytest.mark.req("Q26", "C21")
@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.none() | st.dates(date(2020, 1, 1)))
def test_the_next_line_is_the_day_after_or_the_one_chosen(after: date, chosen: date | None) -> None:
    line = rules.line_day(after, chosen)
    assert line > after
    assert line in (after + timedelta(days=1), chosen)
