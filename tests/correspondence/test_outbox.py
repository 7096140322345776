"""Letters to customers: written with the step, carried once and in order, whatever comes."""

from datetime import timedelta
from email.message import EmailMessage
from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from kesu.clock import mail
from kesu.correspondence.models import Mail, Notice
from kesu.correspondence.rules import case_of
from kesu.foundation.keys import Keys
from kesu.people.rules import Person
from tests.cast import MORNING, Play, complaint, last_seq, lines
from tests.correspondence.office import CUSTOMER, SENDER, carry, states
from tests.door.smtp import Mode, Smtp

MINUTE = timedelta(minutes=1)
LIN = {"name": "林先生", "email": CUSTOMER}


def body(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


@pytest.mark.req("E01")
def test_a_lodged_complaint_is_acknowledged_at_once(play: Play, office: Smtp) -> None:
    no = play.lodge(customer=LIN).complaint.no
    carry(play.now)
    message = office.one()
    assert (message["To"], message["Subject"]) == (CUSTOMER, f"已收到您的投诉 {no}")
    assert "我们会在 2月14日（星期六）23:59 前与您联系" in body(message)


@pytest.mark.req("E4")
def test_an_acknowledgement_says_that_a_machine_wrote_it(play: Play, office: Smtp) -> None:
    play.lodge(customer=LIN)
    carry(play.now)
    message = office.one()
    said = (message["Auto-Submitted"], message["X-Auto-Response-Suppress"], message["From"])
    assert said == ("auto-replied", "All", f"客诉中心 <{SENDER}>")


def test_the_answer_comes_to_an_address_of_its_case(
    play: Play, office: Smtp, settings: Settings
) -> None:
    no = play.lodge(customer=LIN).complaint.no
    carry(play.now)
    keys = settings.KESU_KEYS
    assert isinstance(keys, Keys)
    assert case_of(office.one()["Reply-To"], key=keys.replies) == no


@pytest.mark.parametrize(
    "given",
    [
        {"customer": {}},
        {"customer": {"email": CUSTOMER, "special_role": "media"}},
        {"customer": LIN, "source": "regulator"},
        {"customer": LIN, "source": "media"},
        {"customer": LIN, "channel": "regulator"},
        {"customer": LIN, "channel": "platform"},
        {"customer": LIN, "channel": "import"},
    ],
)
def test_who_is_answered_by_a_person_gets_no_receipt(play: Play, given: dict[str, object]) -> None:
    no = play.lodge(**given).complaint.no
    assert (states(), lines(no, "mail.")) == ([], [])


@pytest.mark.req("E27")
def test_the_accused_is_not_thanked_for_it(play: Play, reachable: list[Person]) -> None:
    given = {"type": "2.2", "accused_agent": "agent", "customer": {"email": "agent@staff.test"}}
    no = play.lodge(by=play.house.peer, **given).complaint.no
    (line,) = lines(no, "mail.")
    assert (line.kind, line.facts["because"]) == ("mail.withheld", "accused")


@pytest.mark.req("E4")
def test_an_address_is_thanked_a_few_times_a_day_and_not_twice_at_once(play: Play) -> None:
    for minutes in (0, 5, 11, 22, 33, 44):
        play.lodge(customer=LIN, now=MORNING + minutes * MINUTE)
    play.lodge(customer=LIN, now=MORNING + timedelta(hours=25))
    assert Mail.objects.count() == 4


@pytest.mark.req("E4")
def test_our_own_addresses_are_never_thanked(play: Play, office: Smtp) -> None:
    play.lodge(customer={"email": SENDER})
    play.lodge(customer=LIN)
    reply_to = Mail.objects.get().reply_to
    play.lodge(customer={"email": reply_to})
    assert Mail.objects.count() == 1


def test_what_cannot_be_written_to_is_noted(play: Play) -> None:
    no = play.lodge(customer={"email": "a,b@c.test"}).complaint.no
    assert lines(no, "mail.")[-1].facts == {"letter": "acknowledgement", "because": "address"}


@pytest.mark.req("E10")
def test_a_reply_by_e_mail_is_sent_and_hangs_on_the_first_letter(play: Play, office: Smtp) -> None:
    no = play.walk("replying", customer=LIN)
    play.do("reply", no, channel="email", text="您好，赠品今天补寄。\n\n谢谢。")
    carry(play.now)
    first, second = (copies[0] for copies in office.messages.values())
    assert "赠品今天补寄。\n\n谢谢。" in body(second)
    assert second["In-Reply-To"] == second["References"] == first["Message-ID"]
    assert second["Auto-Submitted"] is None


def test_a_reply_by_telephone_sends_nothing(play: Play) -> None:
    no = play.walk("replying", customer=LIN)
    play.do("reply", no, channel="hotline", text="已告知。")
    assert [kind for kind, _, _ in states()] == ["acknowledgement"]


@pytest.mark.req("X15")
def test_what_looks_like_a_template_stays_what_it_is(play: Play, office: Smtp) -> None:
    text = "{{7*7}} {0.__class__} {no} ${x} {% include 'a' %}"
    no = play.walk("replying", customer=LIN)
    play.do("reply", no, channel="email", text=text)
    carry(play.now)
    assert text in body(list(office.messages.values())[-1][0])


def test_without_a_server_nothing_is_written(play: Play, settings: Settings) -> None:
    settings.KESU_MAIL = None
    no = play.walk("replying", customer=LIN)
    play.do("reply", no, channel="email", text="好的")
    assert (states(), lines(no, "mail."), mail.post(play.now, 20)) == ([], [], None)


def test_the_record_says_written_and_sent(play: Play) -> None:
    no = play.lodge(customer=LIN).complaint.no
    carry(play.now + MINUTE)
    told = [(line.kind, line.by) for line in lines(no, "mail.")]
    assert told == [("mail.queued", f"staff:{play.house.agent.id}"), ("mail.sent", "system:post")]


@pytest.mark.req("F-10")
def test_a_server_that_is_away_uses_up_no_letter(play: Play, office: Smtp) -> None:
    for _ in range(3):
        play.lodge(customer={"email": f"{uuid4().hex}@customer.test"})
    office.mode = Mode.refuse
    at = play.now
    while at < play.now + timedelta(hours=1):
        at = max(carry(at) or at, at + timedelta(seconds=1))
    assert {state for _, state, _ in states()} == {"waiting"}
    office.mode = Mode.take
    for minute in range(15):
        carry(at + minute * MINUTE)
    assert (sorted(office.copies()), {state for _, state, _ in states()}) == ([1, 1, 1], {"done"})


@pytest.mark.req("F-10")
@pytest.mark.parametrize("mode", [Mode.busy, Mode.temporary])
def test_what_is_not_taken_now_is_taken_later(play: Play, office: Smtp, mode: Mode) -> None:
    play.lodge(customer=LIN)
    office.mode = mode
    carry(play.now)
    row = Mail.objects.get()
    assert (row.state, row.tries, row.last_error[:3]) == (
        "waiting",
        1,
        "421" if mode is Mode.busy else "451",
    )
    office.mode = Mode.take
    carry(play.now + 3 * MINUTE)
    assert office.copies() == [1]


@pytest.mark.req("F-10", "E12")
def test_a_lost_answer_sends_the_same_letter_again(play: Play, office: Smtp) -> None:
    play.lodge(customer=LIN)
    office.mode = Mode.drop_after_data
    carry(play.now)
    office.mode = Mode.take
    carry(play.now + MINUTE)
    assert office.copies() == [2]


@pytest.mark.req("F-10", "D6")
def test_what_is_never_taken_is_set_aside_at_once_and_told(play: Play, office: Smtp) -> None:
    no = play.lodge(customer=LIN).complaint.no
    office.mode = Mode.permanent
    carry(play.now)
    row = Mail.objects.get()
    assert (row.state, row.held_because) == ("quarantined", "refused")
    assert (row.last_error, lines(no, "mail.")[-1].kind) == (
        "550 5.1.1 <…> no such person",
        "mail.set_aside",
    )
    told = Notice.objects.filter(kind="mail_set_aside").values_list("to", "mail_due")
    assert list(told) == [(play.house.admin.id, None)]


def test_one_that_is_refused_does_not_hold_up_the_others(play: Play, office: Smtp) -> None:
    office.refused_for.add(CUSTOMER)
    play.lodge(customer=LIN)
    play.lodge(customer={"email": "wang@customer.test"})
    carry(play.now)
    assert office.recipients == ["wang@customer.test"]


@pytest.mark.req("D6")
def test_a_day_of_trying_is_enough(play: Play, office: Smtp) -> None:
    play.lodge(customer=LIN)
    office.mode = Mode.temporary
    at, rounds = play.now, 0
    while Mail.objects.get().state == "waiting":
        at = max(at + MINUTE, Mail.objects.get().due_at)
        carry(at)
        rounds += 1
    row = Mail.objects.get()
    assert (row.held_because, rounds < 30) == ("gave_up", True)
    assert timedelta(hours=24) <= at - row.created < timedelta(hours=28)


def test_letters_of_one_complaint_keep_their_order(play: Play, office: Smtp) -> None:
    no = play.walk("replying", customer=LIN)
    play.do("reply", no, channel="email", text="您好")
    office.mode = Mode.temporary
    carry(play.now)
    assert [tries for _, _, tries in states()] == [1, 0]
    office.mode = Mode.take
    carry(play.now + 2 * MINUTE)
    subjects = [str(copies[0]["Subject"])[:3] for copies in office.messages.values()]
    assert subjects == ["已收到", "关于您"]


@pytest.mark.req("F-20")
def test_what_ends_its_workers_is_set_aside_and_goes_alone(play: Play, office: Smtp) -> None:
    play.lodge(customer=LIN)
    play.lodge(customer={"email": "wang@customer.test"})
    at = play.now
    for _ in range(5):
        Mail.claim(at=at, limit=1, lease=mail.LEASE)
        at += 2 * mail.LEASE
    carry(at)
    assert [(row.state, row.held_because) for row in Mail.objects.order_by("id")] == [
        ("quarantined", "ended"),
        ("done", ""),
    ]


@pytest.mark.req("F-20")
def test_a_letter_that_cannot_be_opened_is_set_aside(play: Play, office: Smtp) -> None:
    play.lodge(customer=LIN)
    Mail.objects.update(body=b"\x01" + bytes(40))
    play.lodge(customer={"email": "wang@customer.test"})
    carry(play.now)
    assert [row.held_because for row in Mail.objects.order_by("id")] == ["unreadable", ""]


@pytest.mark.req("F-02", "F-07")
def test_a_worker_that_died_on_the_way_leaves_it_to_the_next(play: Play, office: Smtp) -> None:
    play.lodge(customer=LIN)
    carry(play.now)
    before = office.one()["Message-ID"]
    Mail.objects.update(state="leased", sent_at=None, lease_until=play.now + mail.LEASE)
    carry(play.now + mail.LEASE)
    assert (office.copies(), list(office.messages)) == ([2], [before])


def test_a_late_worker_marks_nothing(play: Play, office: Smtp) -> None:
    no = play.lodge(customer=LIN).complaint.no
    (late,) = Mail.claim(at=play.now, limit=1, lease=mail.LEASE)
    Mail.claim(at=play.now + 2 * mail.LEASE, limit=1, lease=mail.LEASE)
    before = last_seq()
    from kesu.journeys import sending

    sending.delivered(late, at=play.now)
    assert (Mail.objects.get().state, last_seq(), complaint(no).no) == ("leased", before, no)
