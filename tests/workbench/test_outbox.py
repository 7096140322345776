"""The outbox on the screens: who sees what, and sending again."""

import re

import pytest
from pytest_django.fixtures import Settings

from kesu.correspondence.models import Mail, Notice
from kesu.people.rules import Person
from tests.cast import Play, lines
from tests.correspondence.office import CUSTOMER, carry, settings_for
from tests.door.smtp import Smtp
from tests.workbench.visitor import Visitor

LIN = {"name": "林先生", "email": CUSTOMER}


@pytest.fixture
def refused(play: Play, settings: Settings) -> str:
    """The number of a complaint whose acknowledgement no server takes."""
    with Smtp(refused_for=[CUSTOMER]) as office:
        settings.KESU_MAIL = settings_for(office)
        no = play.lodge(customer=LIN, text="请回电 13812345678").complaint.no
        carry(play.now)
    return str(no)


def test_what_was_set_aside_stands_with_its_reason(play: Play, refused: str) -> None:
    page = Visitor(play.house.manager).read("/outbox")
    assert "The server refuses it" in page
    assert "550 5.1.1 &lt;…&gt; no such person" in page
    assert (refused in page, "l***@customer.test" in page, CUSTOMER in page) == (True, True, False)


def test_an_admin_minds_the_outbox_and_reads_no_letter(play: Play, refused: str) -> None:
    page = Visitor(play.house.admin).read("/outbox")
    assert "The server refuses it" in page
    assert (refused in page, "l***@customer.test" in page, "投诉" in page) == (False, False, False)


@pytest.mark.parametrize("who", ["agent", "senior", "lead", "supervisor", "liaison", "auditor"])
def test_others_do_not_come_there(play: Play, who: str) -> None:
    visitor = Visitor(getattr(play.house, who))
    answers = [visitor.get("/outbox"), visitor.post("/outbox/again", all="1")]
    assert [one.status_code for one in answers] == [403, 403]


def test_one_button_sends_it_again(play: Play, refused: str) -> None:
    before = Mail.objects.get()
    page = Visitor(play.house.admin).post("/outbox/again", mail=str(before.pk))
    after = Mail.objects.get()
    assert (page.status_code, after.state, after.message_id) == (302, "waiting", before.message_id)
    told = [(one.kind, one.by) for one in lines(refused, "mail.replayed")]
    assert told == [("mail.replayed", f"staff:{play.house.admin.id}")]


@pytest.mark.parametrize("typed", ["", "x", "00000000-0000-7000-8000-000000000000", "' or 1=1"])
def test_what_names_no_letter_sends_nothing(play: Play, refused: str, typed: str) -> None:
    answer = Visitor(play.house.admin).post("/outbox/again", mail=typed)
    assert (answer.status_code, Mail.objects.get().state) == (302, "quarantined")


def test_the_case_shows_its_letters_and_how_they_stand(play: Play, refused: str) -> None:
    page = Visitor(play.house.agent).read(f"/complaints/{refused}")
    letters = re.findall(r'<li class="letter">.*?</li>', page, re.DOTALL)
    assert len(letters) == 1
    assert all(word in letters[0] for word in ("Acknowledgement", "Set aside", "refuses"))
    assert "Mail was set aside" in page


def test_the_alarm_leads_to_the_outbox(play: Play, refused: str) -> None:
    page = Visitor(play.house.admin).read("/notices")
    assert ("Mail was set aside" in page, 'href="/outbox" data-open' in page) == (True, True)


def test_a_letter_about_the_reader_is_not_shown(play: Play, refused: str) -> None:
    from kesu.complaints.models import Complaint

    Complaint.objects.update(accused=play.house.manager.id)
    page = Visitor(play.house.manager).read("/outbox")
    assert (refused in page, "The server refuses it" in page) == (False, True)


def test_the_reply_form_says_where_the_words_go(play: Play, settings: Settings) -> None:
    no = play.walk("replying", customer=LIN)
    assert "these words go to" not in Visitor(play.house.agent).read(f"/complaints/{no}")
    with Smtp() as office:
        settings.KESU_MAIL = settings_for(office)
        page = Visitor(play.house.agent).read(f"/complaints/{no}")
    assert "these words go to l***@customer.test" in page


def test_an_alarm_is_given_once_until_it_is_seen(play: Play, settings: Settings) -> None:
    with Smtp(refused_for=[CUSTOMER]) as office:
        settings.KESU_MAIL = settings_for(office)
        for hours in range(3):
            play.lodge(customer=LIN, now=play.now.replace(hour=2 + hours))
            carry(play.now)
    assert Notice.objects.filter(kind="mail_set_aside").count() == 1


def test_an_empty_outbox_says_so(play: Play) -> None:
    page = Visitor(play.house.manager).read("/outbox")
    assert ("Everything has gone out" in page, "Mail is not set up" in page) == (True, True)


def test_only_who_minds_it_finds_it_in_the_menu(play: Play) -> None:
    def links(person: Person) -> bool:
        return 'href="/outbox"' in Visitor(person).read("/notices")

    assert [links(play.house.admin), links(play.house.agent)] == [True, False]
