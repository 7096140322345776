"""在案, 考核 and 辅导: what a verified complaint about a colleague means for them (E51, E52)."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kesu.coaching import operations, queries
from kesu.coaching.models import Coaching, KpiEntry, MonthLock, OnRecord
from kesu.complaints.models import Complaint
from kesu.correspondence.models import Notice
from kesu.desk.coaching import board
from kesu.foundation.faults import Refused
from kesu.journeys import coaching_work
from kesu.journeys.coaching_work import Answer, Appeal, Given, Month
from kesu.journeys.faults import NotYours
from kesu.people.queries import everyone
from kesu.policy.queries import in_force
from tests.cast import Play, at, end_of, lines

FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)
VALID: dict[str, Any] = {"verdict": "valid", "reason": "录音属实"}


def accused(play: Play, type: str = "2.2", **given: Any) -> str:
    """A complaint about an agent of the other team, received at the end of February."""
    now = at("02-28 21:30")
    return play.lodge(
        play.house.manager, now=now, type=type, accused_agent="peer", **given
    ).complaint.no


def verified(play: Play, day: str = "02-28 22:00", **given: Any) -> str:
    no = accused(play, **given)
    play.do("accept", no, now=at("02-28 21:40"))
    play.do("verify", no, now=at(day), **VALID)
    return no


def booked() -> list[tuple[str, date, bool]]:
    rows = KpiEntry.objects.select_related("record").order_by("pk")
    return [(one.record.kind, one.month, one.moved) for one in rows]


def counted(month: date) -> dict[int, int]:
    """What counts against each colleague in a month."""
    return dict(queries.counted([month], queries.locked_months(since=month))[month])


def lock(play: Play, month: date) -> None:
    MonthLock.objects.create(month=month, by_id=play.house.manager.id, at=play.now)


@pytest.mark.req("E51", "E52")
@pytest.mark.parametrize("verdict", ["valid", "partly"])
def test_a_borne_out_complaint_about_a_colleague_counts_in_the_month_of_receipt(
    verdict: str, play: Play
) -> None:
    no = accused(play)
    play.do("accept", no, now=at("02-28 21:40"))
    play.do("verify", no, now=at("03-01 10:00"), verdict=verdict, reason="录音属实")
    record = OnRecord.objects.get()
    assert (record.staff_id, booked()) == (play.house.peer.id, [("attitude", FEBRUARY, False)])
    assert counted(FEBRUARY) == {play.house.peer.id: 1}
    (said,) = lines(no, "conduct.put_on_record")
    assert said.facts == {
        "record": record.pk,
        "staff": str(play.house.peer.id),
        "kind": "attitude",
        "month": "2026-02-01",
        "moved": False,
    }


@pytest.mark.req("E51")
def test_a_locked_month_moves_it_to_the_open_one_and_says_so(play: Play) -> None:
    lock(play, FEBRUARY)
    verified(play, "03-01 10:00")
    assert booked() == [("attitude", MARCH, True)]
    lock(play, MARCH)
    verified(play, "03-01 10:00")
    assert booked()[1:] == [("attitude", APRIL, True)]


@pytest.mark.req("E51")
def test_verifying_again_does_not_count_twice(play: Play) -> None:
    no = verified(play)
    play.do("verify", again(play, no), verdict="partly", reason="再核实")
    assert (OnRecord.objects.count(), Coaching.objects.count()) == (1, 1)


def again(play: Play, no: str) -> str:
    """Back to be verified, by hand: only a case that was closed comes back by itself."""
    Complaint.objects.filter(no=no).update(state="verifying")
    return no


@pytest.mark.req("E51")
def test_a_later_verdict_takes_it_off_with_its_reason(play: Play) -> None:
    no = verified(play)
    play.do("verify", again(play, no), verdict="pending", reason="再听录音")
    assert OnRecord.objects.get().reversed_at is None
    play.do("verify", no, verdict="invalid", reason="录音不是本人")
    record = OnRecord.objects.get()
    assert (record.reversed_because, counted(FEBRUARY)) == ("录音不是本人", {})
    assert Coaching.objects.get().dropped_at == play.now
    play.do("verify", again(play, no), verdict="valid", reason="核对了工号")
    assert (OnRecord.objects.filter(reversed_at=None).count(), counted(FEBRUARY)) == (
        1,
        {play.house.peer.id: 1},
    )


@pytest.mark.req("E51")
def test_a_locked_month_stands_and_the_open_one_has_it_less(play: Play) -> None:
    no = verified(play)
    lock(play, FEBRUARY)
    again(play, no)
    play.do("verify", no, now=at("03-03 10:00"), verdict="invalid", reason="录音不是本人")
    peer = play.house.peer.id
    assert (counted(FEBRUARY), counted(MARCH)) == ({peer: 1}, {peer: -1})
    (said,) = lines(no, "conduct.taken_off_record")
    assert (said.facts["taken_off"], said.notes) == ("2026-03-01", {"reason": "录音不是本人"})


@pytest.mark.req("E51", "E53")
@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        ({"type": "2.2.4"}, ["attitude"]),
        ({"type": "2.3"}, ["efficiency"]),
        ({"type": "1.2.5"}, []),
    ],
)
def test_what_is_on_the_record_follows_the_type(
    given: dict[str, Any], kinds: list[str], play: Play
) -> None:
    no = accused(play, **given)
    play.do("accept", no)
    play.do("verify", no, **VALID, no_merchant="自营")
    assert [one.kind for one in OnRecord.objects.all()] == kinds


@pytest.mark.req("E51")
def test_sorting_it_elsewhere_takes_it_off(play: Play) -> None:
    no = verified(play)
    play.do("classify", no, type="1.2.5")
    assert [bool(one.reversed_because) for one in OnRecord.objects.all()] == [True]


@pytest.mark.req("E52")
def test_the_direct_supervisor_is_asked_to_help_by_a_day(play: Play) -> None:
    verified(play)
    task = Coaching.objects.get()
    # Five workdays behind the make-up Saturday of 28 February.
    assert (task.staff_id, task.mentor_id, task.due) == (
        play.house.peer.id,
        play.house.second.id,
        end_of("03-06"),
    )
    told = Notice.objects.filter(kind="coaching").values_list("to", flat=True)
    assert list(told) == [play.house.second.id]


@pytest.mark.req("E49", "E52")
def test_the_accused_is_told_nothing(play: Play) -> None:
    verified(play)
    assert not Notice.objects.filter(to=play.house.peer.id).exists()


@pytest.mark.req("E52")
def test_help_is_given_by_the_mentor_or_who_is_above(play: Play) -> None:
    verified(play)
    task, said = Coaching.objects.get().pk, Given(outcome="一起听录音，复述三次")
    for stranger in (play.house.peer, play.house.supervisor, play.house.agent, play.house.admin):
        with pytest.raises(NotYours):
            coaching_work.give(task, said, by=stranger, now=play.now)
    coaching_work.give(task, said, by=play.house.second, now=play.now)
    assert Coaching.objects.get().done_at == play.now
    with pytest.raises(Refused):
        coaching_work.give(task, said, by=play.house.second, now=play.now)


@pytest.mark.req("E52")
def test_anybody_may_be_helped_because_of_a_case(play: Play) -> None:
    no = play.walk("closed")
    play.do("coach", no, play.house.supervisor, who="senior", what="先听完再解释")
    task = Coaching.objects.get()
    assert (task.staff_id, task.mentor_id, task.what) == (
        play.house.senior.id,
        play.house.supervisor.id,
        "先听完再解释",
    )


@pytest.mark.req("D27")
def test_an_appeal_freezes_what_counts_until_it_is_heard(play: Play) -> None:
    house = play.house
    verified(play)
    record = OnRecord.objects.get().pk
    with pytest.raises(NotYours):
        coaching_work.appeal(record, Appeal(appeal="x"), by=house.peer, now=play.now)
    coaching_work.appeal(record, Appeal(appeal="系统卡顿"), by=house.second, now=play.now)
    assert counted(FEBRUARY) == {}
    denied = Answer(upheld=False, answer="语气与系统无关")
    with pytest.raises(NotYours):
        coaching_work.answer(record, denied, by=house.second, now=play.now)
    coaching_work.answer(record, denied, by=house.manager, now=play.now)
    assert counted(FEBRUARY) == {house.peer.id: 1}


@pytest.mark.req("D27")
def test_an_appeal_that_is_upheld_takes_it_off(play: Play) -> None:
    house = play.house
    verified(play)
    record = OnRecord.objects.get().pk
    coaching_work.appeal(record, Appeal(appeal="不是本人"), by=house.second, now=play.now)
    upheld = Answer(upheld=True, answer="工号录错")
    coaching_work.answer(record, upheld, by=house.manager, now=play.now)
    assert (OnRecord.objects.get().reversed_because, counted(FEBRUARY)) == ("工号录错", {})


@pytest.mark.req("E51", "F21")
def test_a_manager_locks_a_month_that_is_over_and_was_heard(play: Play) -> None:
    house, later = play.house, at("03-05 10:00")
    verified(play)
    record = OnRecord.objects.get().pk
    coaching_work.appeal(record, Appeal(appeal="系统卡顿"), by=house.second, now=later)
    with pytest.raises(NotYours):
        coaching_work.lock(Month(month=FEBRUARY), by=house.second, now=later)
    for month in (MARCH, FEBRUARY):
        with pytest.raises(Refused):
            coaching_work.lock(Month(month=month), by=house.manager, now=later)
    stands = Answer(upheld=False, answer="属实")
    coaching_work.answer(record, stands, by=house.manager, now=later)
    coaching_work.lock(Month(month=date(2026, 2, 17)), by=house.manager, now=later)
    assert MonthLock.objects.get().month == FEBRUARY
    with pytest.raises(Refused):
        coaching_work.lock(Month(month=FEBRUARY), by=house.manager, now=later)


@pytest.mark.req("E51")
def test_a_month_locked_in_the_same_moment_is_not_counted_in(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waits for the months finds them as the one before left them."""
    monkeypatch.setattr(operations, "hold_months", lambda: lock(play, FEBRUARY))
    verified(play, "03-01 10:00")
    assert booked() == [("attitude", MARCH, True)]


@pytest.mark.req("E51", "D27")
def test_an_appeal_made_in_the_same_moment_keeps_the_month_open(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified(play)

    def meanwhile() -> None:
        OnRecord.objects.update(appealed_at=play.now, appealed_by=play.house.second.id)

    monkeypatch.setattr(operations, "hold_months", meanwhile)
    with pytest.raises(Refused):
        coaching_work.lock(Month(month=FEBRUARY), by=play.house.manager, now=at("03-05 10:00"))
    assert not MonthLock.objects.exists()


@pytest.mark.req("E51")
def test_more_months_ask_the_database_no_more_often(play: Play) -> None:
    verified(play)
    people, asked = everyone(play.now), []
    for now in ("02-28 23:00", "04-05 10:00"):
        with CaptureQueriesContext(connection) as seen:
            pack = in_force(play.now)
            found = board(reader=play.house.manager, people=people, pack=pack, now=at(now))
        asked.append((len(found.months), len(seen)))
    assert [months for months, _ in asked] == [1, 2]
    assert asked[0][1] == asked[1][1]
