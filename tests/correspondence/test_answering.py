"""批复: what a handler is written when their solution is approved or returned."""

from email.message import EmailMessage

import pytest

from kesu.people.models import Staff
from kesu.people.rules import Person
from tests.cast import Play, lines
from tests.correspondence.office import carry, states
from tests.correspondence.test_outbox import body
from tests.door.smtp import Smtp


def _to(office: Smtp, address: str) -> EmailMessage:
    came = [copies[0] for copies in office.messages.values()]
    (found,) = [one for one in came if one["To"] == address]
    return found


@pytest.mark.req("E09")
def test_an_approval_is_written_to_the_handler_with_form_and_comment(
    play: Play, office: Smtp, reachable: list[Person]
) -> None:
    no = play.walk("approving")
    play.do("approve", no, play.house.supervisor, comment="同意,请今天联系 13812341234")
    carry(play.now)
    letter = _to(office, "agent@staff.test")
    assert letter["Subject"] == "批复：同意，处理单 TS-20260213-0001"
    said = body(letter)
    assert "Supervisor 已批复：同意。" in said
    assert "意见：同意,请今天联系 138****1234" in said
    assert f"https://kesu.test/complaints/{no}" in said


@pytest.mark.req("E09")
def test_a_return_is_written_to_the_handler_with_its_reason(
    play: Play, office: Smtp, reachable: list[Person]
) -> None:
    no = play.walk("approving")
    play.do("return", no, play.house.supervisor, comment="请写明日期")
    carry(play.now)
    letter = _to(office, "agent@staff.test")
    assert ("退回" in letter["Subject"], "意见：请写明日期" in body(letter)) == (True, True)


@pytest.mark.req("E09")
def test_the_letter_is_on_the_record_of_the_step(play: Play, reachable: list[Person]) -> None:
    no = play.walk("approving")
    play.do("approve", no, play.house.supervisor)
    approved, queued = lines(no, "complaint.approved")[-1], lines(no, "mail.queued")[-1]
    assert (queued.facts["letter"], queued.at) == ("approved", approved.at)
    assert queued.seq == approved.seq + 1


def test_nobody_is_told_of_an_approval_twice(play: Play, reachable: list[Person]) -> None:
    no = play.walk("approving")
    before = len(states())
    play.do("approve", no, play.house.supervisor)
    carry(play.now)
    told = [kind for kind, _state, _tries in states()[before:]]
    assert told.count("approved") == 1
    assert Staff.objects.get(pk=play.house.agent.id).email == "agent@staff.test"


def test_whoever_has_no_address_is_told_in_the_app_alone(play: Play) -> None:
    no = play.walk("approving")
    play.do("approve", no, play.house.supervisor)
    assert states() == []


def test_what_a_mandate_approves_is_written_to_nobody(play: Play, reachable: list[Person]) -> None:
    no = play.walk("proposing")
    play.do("cause", no, text="漏发")
    steps = [{"text": "补寄"}]
    play.do("propose", no, steps=steps, kind="redress", clause="合作条款 4.2", cost=1000)
    assert "approved" not in [kind for kind, _state, _tries in states()]
