"""One wording to all members of a batch: agreed to by another, told once, said of each (F19)."""

from typing import Any

import pytest

from kesu.complaints.models import Batch, Progress
from kesu.correspondence.letters import unsealed
from kesu.correspondence.models import CircularTo, Mail, Notice
from kesu.desk.circulars import circulars
from kesu.foundation.faults import Refused
from kesu.foundation.mail import MailSettings
from kesu.journal.queries import lines_of_kind, verify
from kesu.journeys import batch_notice, progress
from kesu.journeys.batch_notice import SentBack, Worded
from kesu.journeys.faults import NoSuchComplaint, NotYours
from kesu.people.queries import everyone
from tests.cast import Play, at, clocks, complaint, lines

TEXT = "各位顾客：这批充电宝已停售，退款将在三日内原路退回。"
MAIL = MailSettings("127.0.0.1", 9, False, False, "care@kesu.test", "客诉", "care@kesu.test")
ISSUE: dict[str, Any] = {"type": "1.1.1", "product": "移动电源 P-20W"}


@pytest.fixture
def batch(play: Play, settings: Any) -> tuple[str, list[str]]:
    """A batch of three: the first can be written to, the second not, the third is over."""
    settings.KESU_MAIL = MAIL
    people: list[dict[str, Any]] = [{"email": "a@example.org"}, {"phone": "13900000002"}, {}]
    numbers = [play.lodge(customer=one, **ISSUE).complaint.no for one in people]
    for no in numbers:
        play.do("accept", no)
    play.do("join_batch", numbers[0], batch="new")
    for no in numbers[1:]:
        play.do("join_batch", no, batch=numbers[0])
    return str(Batch.objects.get().pk), numbers


def written(play: Play, key: str, *out: str) -> int:
    said = Worded(text=TEXT, left_out=list(out) or None)
    return batch_notice.write(key, said, by=play.house.lead, now=play.now)


def shown(play: Play, key: str) -> dict[str, str]:
    found = circulars(key, reader=play.house.supervisor, people=everyone(play.now))
    return {one.no: one.how for one in found.rows[0].members}


@pytest.mark.req("F19")
def test_all_members_are_told_once_and_each_result_is_said(
    play: Play, batch: tuple[str, list[str]]
) -> None:
    key, (first, second, third) = batch
    play.do("withdraw", third, reason="客户撤回")
    number = written(play, key)
    waits = Notice.objects.filter(kind="to_approve", to=play.house.supervisor.id)
    assert waits.exists()
    batch_notice.approve(number, by=play.house.supervisor, now=play.now)
    assert set(shown(play, key).values()) == {"waiting"}
    before = Mail.objects.count()
    assert batch_notice.work(play.now, 10) is None
    assert shown(play, key) == {first: "mail_waiting", second: "no_address", third: "ended"}
    assert batch_notice.work(play.now, 10) is None
    letter = Mail.objects.order_by("created", "id").last()
    assert letter is not None
    assert Mail.objects.count() == before + 1
    assert TEXT in unsealed(letter, "body")
    assert [Progress.objects.filter(complaint__no=no, text=TEXT).count() for no in batch[1]] == [
        1,
        1,
        0,
    ]
    line = lines(second, "complaint.progressed")[-1]
    assert (line.rule, line.by) == ("F19", f"staff:{play.house.supervisor.id}")
    assert verify() is None


@pytest.mark.req("F19", "C21")
def test_it_is_the_line_of_the_day(play: Play, batch: tuple[str, list[str]]) -> None:
    key, (_first, second, _third) = batch
    play.now = at("02-14 09:00")
    number = written(play, key)
    batch_notice.approve(number, by=play.house.supervisor, now=play.now)
    batch_notice.work(play.now, 10)
    days = [(str(due.date()), state) for _n, due, state, _met in clocks(second, "progress")]
    assert days == [("2026-02-14", "met"), ("2026-02-15", "running")]


@pytest.mark.req("F19")
def test_who_is_left_out_gets_nothing(play: Play, batch: tuple[str, list[str]]) -> None:
    key, (first, second, third) = batch
    number = written(play, key, first)
    batch_notice.approve(number, by=play.house.supervisor, now=play.now)
    batch_notice.work(play.now, 10)
    assert shown(play, key) == {first: "left_out", second: "no_address", third: "no_address"}
    assert not lines(first, "complaint.progressed")
    told = [one for _seq, one in lines_of_kind("batch.notice_approved", after=0, limit=9)]
    assert '"left_out":1' in told[0].replace(" ", "")


@pytest.mark.req("F19")
def test_nobody_agrees_to_their_own_wording_or_twice(
    play: Play, batch: tuple[str, list[str]]
) -> None:
    key, _numbers = batch
    own = batch_notice.write(key, Worded(text=TEXT), by=play.house.supervisor, now=play.now)
    for nobody in (play.house.supervisor, play.house.lead, play.house.agent):
        with pytest.raises(NotYours):
            batch_notice.approve(own, by=nobody, now=play.now)
    with pytest.raises(Refused):
        written(play, key)
    batch_notice.approve(own, by=play.house.manager, now=play.now)
    with pytest.raises(Refused):
        batch_notice.approve(own, by=play.house.director, now=play.now)
    late = SentBack(because="晚了")
    with pytest.raises(Refused):
        batch_notice.send_back(own, late, by=play.house.director, now=play.now)
    assert CircularTo.objects.count() == 3


@pytest.mark.req("F19")
def test_what_is_sent_back_goes_to_nobody_and_may_be_worded_again(
    play: Play, batch: tuple[str, list[str]]
) -> None:
    key, _numbers = batch
    number = written(play, key)
    said = SentBack(because="先核实退款时间")
    batch_notice.send_back(number, said, by=play.house.supervisor, now=play.now)
    assert not CircularTo.objects.exists()
    view = circulars(key, reader=play.house.lead, people=everyone(play.now))
    assert (view.rows[0].because, view.may_write) == ("先核实退款时间", True)
    assert written(play, key) > number


@pytest.mark.req("F19")
def test_a_wrong_number_a_stranger_and_a_low_rank_are_refused(
    play: Play, batch: tuple[str, list[str]]
) -> None:
    key, _numbers = batch
    other = play.lodge().complaint.no
    with pytest.raises(Refused) as wrong:
        written(play, key, other)
    assert [(one.loc, one.expected) for one in wrong.value.faults] == [("left_out.0", other)]
    with pytest.raises(NotYours):
        batch_notice.write(key, Worded(text=TEXT), by=play.house.agent, now=play.now)
    with pytest.raises(NoSuchComplaint):
        batch_notice.write("nothing", Worded(text=TEXT), by=play.house.lead, now=play.now)
    with pytest.raises(NoSuchComplaint):
        batch_notice.approve(10**6, by=play.house.supervisor, now=play.now)


@pytest.mark.req("F19")
def test_one_member_that_fails_holds_up_no_other(
    play: Play, batch: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    key, (first, second, third) = batch
    number = written(play, key)
    batch_notice.approve(number, by=play.house.supervisor, now=play.now)
    told = progress.tell_customer

    def stumbles(step: Any, text: str, *, rule: str) -> None:
        if step.complaint.no == second:
            raise RuntimeError("away")
        told(step, text, rule=rule)

    monkeypatch.setattr(batch_notice, "tell_customer", stumbles)
    again = batch_notice.work(play.now, 10)
    assert again is not None
    assert again > play.now
    assert shown(play, key) == {first: "mail_waiting", second: "waiting", third: "no_address"}
    assert complaint(second).version == complaint(third).version - 1
    monkeypatch.setattr(batch_notice, "tell_customer", told)
    batch_notice.work(again, 10)
    assert shown(play, key)[second] == "no_address"
