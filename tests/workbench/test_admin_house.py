"""Tokens, outgoing mail, the record and the state of the system in administration."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from kesu.clock.duties import breaches
from kesu.deadlines.models import DueMoment
from kesu.foundation.mail import mail
from kesu.journal.models import JournalLine
from kesu.people.models import Staff, Token
from tests.cast import ANSWERED, Play, at
from tests.door.smtp import Mode, Smtp
from tests.workbench.visitor import Visitor, body


def call(secret: str) -> int:
    """The API asked with a token."""
    client = Client(headers={"host": "localhost", "authorization": f"Bearer {secret}"})
    return int(client.get("/api/v1/queue").status_code)


def secret(page: str) -> str:
    found = re.search(r"data-secret>([^<]+)<", page)
    assert found
    return found[1]


@pytest.mark.req("F01")
def test_a_token_is_shown_once_works_and_ends(play: Play) -> None:
    visitor = Visitor(play.house.manager)
    made = body(visitor.post("/admin/tokens/make", person="agent", name="电话系统", scope="read"))
    token = Token.objects.get()
    assert (call(secret(made)), token.scopes, token.name) == (200, ["read"], "电话系统")
    page = visitor.read("/admin/tokens")
    assert ("电话系统" in page, secret(made) in page, "Never" in page) == (True, False, False)
    visitor.post("/admin/tokens/revoke", token=token.pk)
    assert (call(secret(made)), "Ended" in visitor.read("/admin/tokens")) == (401, True)
    kinds = JournalLine.objects.filter(kind__startswith="token.").values_list("kind", flat=True)
    assert list(kinds.order_by("seq")) == ["token.created", "token.revoked"]


@pytest.mark.req("F01", "B06")
@pytest.mark.parametrize(("owner", "status"), [("director", 403), ("admin", 403), ("manager", 200)])
def test_a_manager_makes_no_token_above_their_own_rights(
    play: Play, owner: str, status: int
) -> None:
    answer = Visitor(play.house.manager).post("/admin/tokens/make", person=owner, name="x")
    assert (answer.status_code, Token.objects.count()) == (status, int(status == 200))


@pytest.mark.parametrize(
    ("given", "field"),
    [({"person": "nobody"}, "person"), ({"name": " "}, "name"), ({"scope": "all"}, "scope")],
)
def test_a_token_that_cannot_be_made_is_said_at_its_field(
    play: Play, given: dict[str, str], field: str
) -> None:
    sent = {"person": "agent", "name": "crm", "scope": "read", **given}
    answer = Visitor(play.house.admin).post("/admin/tokens/make", **sent)
    assert (answer.status_code, Token.objects.count()) == (422, 0)
    assert f'id="token-{field}-error"' in body(answer)


@pytest.mark.parametrize("number", ["x", "999999", ""])
def test_a_token_that_is_none_ends_nothing(play: Play, number: str) -> None:
    visitor = Visitor(play.house.admin)
    visitor.post("/admin/tokens/revoke", token=number)
    assert "This token has ended already." in visitor.read("/admin/tokens")


@pytest.fixture
def post(settings: Settings) -> Any:
    """A mail server that takes letters, as the settings of this house."""
    with Smtp() as running:
        said = {"KESU_SMTP_URL": running.url, "KESU_MAIL_FROM": "kesu@example.com"}
        settings.KESU_MAIL = mail(said)
        yield running


@pytest.mark.req("E08")
def test_the_button_sends_one_real_mail_to_who_pressed_it(play: Play, post: Smtp) -> None:
    play.restaff(play.house.admin, email="admin@example.com")
    visitor = Visitor(play.house.admin)
    page = visitor.read("/admin/carriers")
    assert ("admin@example.com" in page, "127.0.0.1" in page) == (True, True)
    visitor.post("/admin/carriers/test")
    assert post.recipients == ["admin@example.com"]
    letter = next(iter(post.messages.values()))[0]
    assert letter["Subject"] == "A test from Kesu"
    assert "The server took the test on." in visitor.read("/admin/carriers")
    assert '"result":"sent"' in JournalLine.objects.get(kind="mail.tested").line


@pytest.mark.req("E08")
def test_a_server_that_refuses_is_quoted(play: Play, post: Smtp) -> None:
    play.restaff(play.house.admin, email="admin@example.com")
    post.mode = Mode.permanent
    visitor = Visitor(play.house.admin)
    visitor.post("/admin/carriers/test")
    page = visitor.read("/admin/carriers")
    assert ("The test did not go out: 550" in page, post.messages) == (True, {})


def test_without_a_server_or_an_address_it_says_what_is_missing(play: Play) -> None:
    visitor = Visitor(play.house.admin)
    assert "Mail is not set up" in visitor.read("/admin/carriers")
    visitor.post("/admin/carriers/test")
    assert "Mail is not set up. KESU_SMTP_URL" in visitor.read("/admin/carriers")


def test_without_an_address_nothing_is_sent(play: Play, post: Smtp) -> None:
    visitor = Visitor(play.house.admin)
    visitor.post("/admin/carriers/test")
    assert "You have no address to write to." in visitor.read("/admin/carriers")
    assert post.recipients == []


def rows(page: str) -> list[str]:
    """The lines of the record on a page."""
    return re.findall(r"<tr data-item>.*?</tr>", page, re.DOTALL)


@pytest.mark.req("A44")
def test_the_record_is_searched_by_number_person_kind_and_day(play: Play) -> None:
    house = play.house
    no, other = play.lodge().complaint.no, play.lodge(by=house.senior).complaint.no
    play.do("accept", no)
    visitor = Visitor(house.director)
    found = rows(visitor.read(f"/admin/journal?no={no}"))
    assert ([other in one for one in found], no in found[0]) == ([False] * len(found), True)
    accepted = rows(visitor.read("/admin/journal?kind=complaint.accepted"))
    assert ["complaint.accepted" in one for one in accepted] == [True] * len(accepted)
    assert len(accepted) == 1
    mine = rows(visitor.read("/admin/journal?person=senior&kind=complaint.lodged"))
    assert [other in one for one in mine] == [True]
    today = f"{datetime.now(UTC):%Y}-02-13"
    assert len(rows(visitor.read(f"/admin/journal?first={today}&last=2026-02-13"))) > 3
    assert "Nothing fits" in visitor.read("/admin/journal?last=2026-02-12")
    assert "x is no day." in visitor.read("/admin/journal?first=x")


@pytest.mark.req("A44")
def test_a_line_says_its_facts_in_words_and_who_by_which_rule(play: Play) -> None:
    no = play.lodge(type="1.2.5").complaint.no
    breaches(at("03-20 09:00"), 50)
    page = Visitor(play.house.director).read(f"/admin/journal?no={no}")
    lines = "".join(rows(page))
    said = ("First call-back", "1.2.5 ", "Agent", "E-mail", "By itself")
    assert [word in lines for word in said] == [True] * len(said)
    shown = re.sub(r'title="[^"]*"', "", lines)
    raw = ("first_callback", "risk_owner", "True", "False", "system:", "clock.started")
    assert [word for word in raw if word in shown] == []


@pytest.mark.req("A44")
def test_a_line_says_also_what_is_not_so(play: Play) -> None:
    no = play.walk("following_up")
    play.do("follow_up", no, **(ANSWERED | {"satisfied": False}))
    page = Visitor(play.house.director).read(f"/admin/journal?no={no}")
    assert re.search(r">Satisfied</span>\s*No<", "".join(rows(page)))


@pytest.mark.req("A44", "B06")
def test_nobody_reads_lines_about_what_they_may_not_see(play: Play) -> None:
    house = play.house
    no = play.lodge(by=house.second, customer={"special_role": "media"}).complaint.no
    seen = {
        who: bool(rows(Visitor(getattr(house, who)).read(f"/admin/journal?no={no}")))
        for who in ("director", "auditor", "admin", "lead")
    }
    assert seen == {"director": True, "auditor": True, "admin": False, "lead": False}
    told = "".join(rows(Visitor(house.admin).read("/admin/journal")))
    assert "complaint." not in told


@pytest.mark.req("A44", "B06")
def test_only_who_checks_the_whole_record_sees_how_long_it_is(play: Play) -> None:
    play.lodge()
    said = {
        who: "each sealed to the one before" in Visitor(one).read("/admin/journal")
        for who, one in vars(play.house).items()
        if who in ("director", "auditor", "admin", "lead", "manager")
    }
    assert said == {
        "director": True,
        "auditor": True,
        "admin": True,
        "lead": False,
        "manager": True,
    }


@pytest.mark.req("A44")
def test_pages_of_the_record_follow_one_another(play: Play) -> None:
    for _ in range(3):
        play.walk("closed")
    visitor = Visitor(play.house.auditor)
    first = visitor.read("/admin/journal")
    older = re.search(r'href="\?(before=\d+)"', first)
    assert older
    second = visitor.read(f"/admin/journal?{older[1]}")
    numbers = [re.findall(r'<th scope="row"[^>]*>(\d+)<', page) for page in (first, second)]
    assert (len(numbers[0]), set(numbers[0]) & set(numbers[1])) == (50, set())
    assert int(numbers[0][-1]) == int(numbers[1][0]) + 1


@pytest.mark.req("A44")
def test_the_whole_record_is_checked_and_what_was_found_stays_in_sight(play: Play) -> None:
    play.walk("proposing")
    visitor = Visitor(play.house.auditor)
    visitor.post("/admin/journal/check")
    page = visitor.read("/admin/journal")
    assert ("are as they were written" in page, "Last check: nothing differs" in page) == (
        True,
        True,
    )
    assert Visitor(play.house.supervisor).post("/admin/journal/check").status_code == 403


@pytest.mark.req("B06")
def test_the_record_leaves_as_a_file_with_what_may_leave(play: Play) -> None:
    no = play.lodge().complaint.no
    answer = Visitor(play.house.auditor).get(f"/admin/journal/export?format=jsonl&no={no}")
    text = b"".join(answer.streaming_content).decode()
    assert (answer.status_code, text.count(no) > 1) == (200, True)
    other = Visitor(play.house.peer).get(f"/admin/journal/export?format=jsonl&no={no}")
    assert other.status_code in (403, 404)
    assert Visitor(play.house.auditor).get("/admin/journal/export?format=exe").status_code == 404


def test_the_state_of_the_system_says_what_to_do(play: Play) -> None:
    page = Visitor(play.house.admin).read("/admin/system")
    said = ("No worker is at work", "No backup was made from this home.")
    assert [one in page for one in said] == [True] * 2


def test_the_page_of_the_system_asks_for_each_check_in_turn(play: Play) -> None:
    """The page itself waits for none of them; each answer asks for the check after it."""
    visitor = Visitor(play.house.admin)
    page = visitor.read("/admin/system")
    asked, found = next_check(page), []
    assert "a worker is at work" not in page
    while asked:
        part = body(visitor.get(asked))
        found.append(part)
        asked = next_check(part)
    said = "".join(found)
    everything = ["keys complete", "the search index holds", "run kesu serve or kesu worker"]
    assert [one in said for one in everything] == [True] * 3
    assert (len(found), "outgoing mail" in said) == (12, False)


def test_a_check_speaks_the_language_of_the_house_and_is_known_by_its_name(play: Play) -> None:
    chinese = Visitor(play.house.admin, language="zh-hans")
    assert "后台进程在工作" in body(chinese.get("/admin/system/check?name=worker"))
    assert chinese.get("/admin/system/check?name=mail").status_code == 404
    assert Visitor(play.house.agent).get("/admin/system/check?name=worker").status_code == 403


def next_check(page: str) -> str:
    found = re.search(r'hx-get="(/admin/system/check[^"]*)" hx-trigger="load"', page)
    return found[1] if found else ""


def test_what_was_set_aside_goes_on_by_hand(play: Play) -> None:
    play.lodge()
    moment = DueMoment.objects.order_by("id").first()
    assert moment is not None
    DueMoment.objects.filter(pk=moment.pk).update(state="quarantined", last_error="boom")
    visitor = Visitor(play.house.admin)
    assert "boom" in visitor.read("/admin/system")
    visitor.post("/admin/system/go-on", queue="deadlines.duemoment")
    moment.refresh_from_db()
    assert (moment.state, moment.attempts) == ("waiting", 0)
    assert "1 is due again." in visitor.read("/admin/system")
    visitor.post("/admin/system/go-on", queue="people.staff")
    assert "This queue is not known." in visitor.read("/admin/system")
    assert Staff.objects.exists()
