"""Colleagues are told by mail as well: one letter, however much happened."""

from datetime import datetime, timedelta

import pytest

from kesu.clock import mail
from kesu.clock.duties import breaches
from kesu.correspondence import operations
from kesu.correspondence.models import Mail, Notice
from kesu.correspondence.rules import Held
from kesu.deadlines.models import DueMoment
from kesu.journal.models import JournalLine
from kesu.journeys.notices import seen
from kesu.people.models import Staff
from kesu.people.rules import Person
from tests.cast import Play, at, complaint, end_of
from tests.correspondence.office import carry
from tests.door.smtp import Smtp

SECOND = timedelta(seconds=1)
CLOSED = mail.WINDOW + SECOND
FRIDAY = end_of("02-13") + SECOND
"""When the call-back of a type 2.3 lodged on Friday is overdue."""


def tell(now: datetime) -> list[tuple[str, str]]:
    """The letters written by now: to whom, of what kind."""
    while (due := mail.tell(now, 20)) is not None and due <= now:
        pass
    rows = Mail.objects.filter(staff__isnull=False).order_by("id")
    return [(row.staff.sign_in, row.kind) for row in rows.select_related("staff") if row.staff]


def late(now: datetime) -> None:
    """Everything due is worked off."""
    while (due := breaches(now, 20)) is not None and due <= now:
        pass


def body(office: Smtp, to: str) -> tuple[str, str]:
    """Subject and words of the only letter to somebody."""
    (found,) = [
        copies[0] for copies in office.messages.values() if copies[0]["To"] == f"{to}@staff.test"
    ]
    return str(found["Subject"]), str(found.get_content()).replace("\r\n", "\n")


def test_one_notice_is_one_letter_when_its_window_closes(
    play: Play, office: Smtp, reachable: list[Person]
) -> None:
    no = play.lodge(type="2.3").complaint.no
    owner = complaint(no).owner.sign_in
    assert tell(play.now + mail.WINDOW - SECOND) == []
    assert tell(play.now + CLOSED) == [(owner, "notice")]


def test_a_letter_to_a_colleague_names_no_customer(
    play: Play, office: Smtp, reachable: list[Person]
) -> None:
    given = {"customer": {"name": "林先生", "phone": "13812345678"}, "text": "赠品没有寄"}
    no = play.lodge(type="2.3", **given).complaint.no
    late(FRIDAY)
    tell(FRIDAY + CLOSED)
    carry(FRIDAY + CLOSED)
    subject, words = body(office, "supervisor")
    assert subject == f"超时 首次回电：{no}"
    assert f"https://kesu.test/complaints/{no}" in words
    assert "到期：2月13日（星期五）23:59" in words
    assert not any(part in subject + words for part in ("林", "138", "赠品"))


@pytest.mark.req("F-17")
def test_many_clocks_that_ran_out_are_one_letter_a_person(
    play: Play, office: Smtp, reachable: list[Person]
) -> None:
    for _ in range(60):
        play.lodge(type="2.3")
    morning = FRIDAY + timedelta(hours=8)
    late(morning)
    assert Notice.objects.filter(kind="breached").count() > 100
    written = tell(morning + CLOSED)
    assert (len(written), len(set(written)), {kind for _, kind in written}) == (
        len(set(written)),
        len(written),
        {"digest"},
    )
    carry(morning + CLOSED)
    subject, words = body(office, "supervisor")
    assert subject == "60 条提醒：超时 × 60"
    assert (words.count("KS-2026"), "还有 10 条" in words) == (50, True)


@pytest.mark.req("F-17")
def test_the_window_stays_open_while_clocks_are_worked_off(
    play: Play, reachable: list[Person]
) -> None:
    for _ in range(5):
        play.lodge(type="2.3")
    before = tell(play.now + CLOSED)
    breaches(FRIDAY, 2)
    assert DueMoment.objects.filter(state="waiting", due_at__lte=FRIDAY).count() == 3
    assert tell(FRIDAY + CLOSED) == before
    assert len(tell(FRIDAY + mail.LONGEST_WINDOW + SECOND)) > len(before)


def test_an_import_is_told_with_how_many_are_theirs(
    play: Play, office: Smtp, reachable: list[Person]
) -> None:
    no = play.lodge(type="2.3").complaint.no
    owner = complaint(no).owner
    Notice.objects.filter(to=owner).update(kind="imported", detail="60 · IM-20260213-AAAAAA")
    tell(play.now + CLOSED)
    carry(play.now + CLOSED)
    subject, words = body(office, owner.sign_in)
    assert "导入的新工单 60 · IM-20260213-AAAAAA" in subject + words


def test_what_was_seen_is_not_mailed(play: Play, reachable: list[Person]) -> None:
    play.lodge(type="2.3")
    late(FRIDAY)
    seen(by=play.house.supervisor, now=FRIDAY)
    assert "supervisor" not in [who for who, _ in tell(FRIDAY + CLOSED)]


def test_who_may_no_longer_see_it_is_not_told(play: Play, reachable: list[Person]) -> None:
    row = play.lodge(type="2.3").complaint
    late(FRIDAY)
    type(row).objects.update(accused=play.house.supervisor.id)
    assert "supervisor" not in [who for who, _ in tell(FRIDAY + CLOSED)]
    assert not Notice.objects.filter(mail_due__isnull=False).exists()


def test_nobody_is_mailed_the_same_twice(play: Play, reachable: list[Person]) -> None:
    play.lodge(type="2.3")
    late(FRIDAY)
    assert tell(FRIDAY + CLOSED) == tell(FRIDAY + 3 * CLOSED)


def test_who_has_no_address_is_told_in_the_app_alone(play: Play) -> None:
    play.lodge(type="2.3")
    late(FRIDAY)
    assert (tell(FRIDAY + CLOSED), Notice.objects.filter(kind="breached").exists()) == ([], True)


def test_who_left_is_not_written_to(play: Play, reachable: list[Person]) -> None:
    Staff.objects.filter(sign_in="supervisor").update(is_active=False)
    play.lodge(type="2.3")
    late(FRIDAY)
    assert "supervisor" not in [who for who, _ in tell(FRIDAY + CLOSED)]


def test_a_notice_that_cannot_be_mailed_holds_up_nobody(
    play: Play, reachable: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    play.lodge(type="2.3")
    late(FRIDAY)
    write = mail.digests.write_to

    def broken(staff: int, *, at: datetime) -> bool:
        if staff == play.house.senior.id:
            raise ZeroDivisionError("poison")
        return write(staff, at=at)

    monkeypatch.setattr(mail.digests, "write_to", broken)
    assert [who for who, _ in tell(FRIDAY + CLOSED)] == ["supervisor"]


def test_the_letter_is_on_the_record_of_whom_it_goes_to(
    play: Play, office: Smtp, reachable: list[Person]
) -> None:
    play.lodge(type="2.3")
    late(FRIDAY)
    tell(FRIDAY + CLOSED)
    carry(FRIDAY + CLOSED)
    told = JournalLine.objects.filter(kind__startswith="mail.", about_kind="staff")
    assert set(told.values_list("kind", flat=True)) == {"mail.queued", "mail.sent"}
    assert set(told.values_list("about_id", flat=True)) == {
        str(play.house.senior.id),
        str(play.house.supervisor.id),
    }


def test_holding_sends_nothing_until_a_person_says_so(
    play: Play, office: Smtp, reachable: list[Person]
) -> None:
    play.lodge(type="2.3", customer={"email": "lin@customer.test"})
    late(FRIDAY)
    held = operations.hold(because=Held.restored, at=FRIDAY)
    tell(FRIDAY + CLOSED)
    carry(FRIDAY + CLOSED)
    row = Mail.objects.get()
    assert (held, row.state, row.held_because, office.copies()) == (
        1,
        "quarantined",
        "restored",
        [],
    )


def test_the_link_is_left_out_where_nobody_said_the_address(
    play: Play, office: Smtp, reachable: list[Person], settings: object
) -> None:
    settings.KESU_URL = ""  # type: ignore[attr-defined]
    play.lodge(type="2.3", now=at("02-13 10:00"))
    late(FRIDAY)
    tell(FRIDAY + CLOSED)
    carry(FRIDAY + CLOSED)
    assert "http" not in body(office, "supervisor")[1]
