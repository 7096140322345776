"""What went wrong is said with what is kept and what to do, and nothing that was typed is lost."""

import html
import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import translation

from kesu.journeys.faults import WrongState
from kesu.people.models import Staff
from kesu.workbench import faults, notices
from tests.cast import House, Play, complaint
from tests.workbench.visitor import Visitor, body

WORDS = "客户说赠品一直没有寄到，已经是第三次来电"
PASSWORD = "kesu-pass-in-tests"
LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
STATUSES = (400, 403, 404, 405, 409, 413, 429, 500, 503)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_says_what_happened_what_is_kept_and_what_to_do(status: int, language: str) -> None:
    # No database here: a page that asked for one would fail this test.
    request = RequestFactory().get("/", headers={"cookie": "kesu_look=theme-dark"})
    request.META["KESU_REQUEST_ID"] = "4f1d2c3b9a"
    with translation.override(language):
        answer = faults.page(request, status)
    page = answer.content.decode()
    said = re.findall(r"<dd>(.+?)</dd>", page)
    assert (answer.status_code, len(said), "<code>4f1d2c3b</code>" in page) == (status, 3, True)
    assert f'<html lang="{LANGUAGES[language]}" data-theme="dark">' in page


def test_a_foreign_name_of_the_server_gets_a_whole_page() -> None:
    answer = Client().get("/sign-in", headers={"host": "evil.example", "accept-language": "en"})
    page = body(answer)
    told = ["This name is not known here" in page, "kesu/css/" in page, "evil" in page]
    assert (answer.status_code, told) == (400, [True, True, False])


def test_a_button_opened_as_a_page_is_explained() -> None:
    answer = Client(headers={"host": "localhost", "accept-language": "en"}).get("/notices/seen")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "only takes a form" in body(answer)


def test_other_programs_get_no_page() -> None:
    answer = Client(headers={"host": "localhost"}).put("/api/openapi.json")
    assert b"<html" not in answer.content


def test_the_number_of_a_fault_is_that_of_its_request() -> None:
    answer = Client(headers={"host": "localhost"}).get("/nowhere")
    assert f"<code>{answer.headers['X-Request-ID'][:8]}</code>" in body(answer)


def _hire(play: Play) -> None:
    staff = Staff.objects.get(pk=play.house.agent.id)
    staff.set_password(PASSWORD)
    staff.save()
    cache.clear()


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return html.unescape(found[1])


@pytest.mark.django_db
def test_what_was_typed_when_the_sign_in_ran_out_is_sent_after_all(play: Play) -> None:
    no = play.walk("accepted")
    _hire(play)
    client = Client(headers={"host": "localhost", "accept-language": "en"})
    address = f"/complaints/{no}/do/note"
    first = client.post(address, {"text": WORDS, "version": complaint(no).version})
    kept = _hidden(body(first), "kept")
    wrong = client.post("/sign-in", {"login": "agent", "password": "no", "kept": kept})
    assert (first.status_code, WORDS in body(first), WORDS in body(wrong)) == (401, True, True)
    entered = client.post("/sign-in", {"login": "agent", "password": PASSWORD, "kept": kept})
    page = body(entered)
    again = {name: _hidden(page, name) for name in ("text", "version")}
    sent = client.post(address, again)
    assert (f'action="{address}"' in page, sent.status_code) == (True, 302)
    assert WORDS in body(client.get(f"/complaints/{no}"))


@pytest.mark.django_db
def test_a_button_pressed_too_late_leads_back_to_its_page(play: Play) -> None:
    _hire(play)
    client = Client(headers={"host": "localhost"})
    first = client.post("/notices/seen", headers={"referer": "http://localhost/notices"})
    entered = client.post(
        "/sign-in",
        {"login": "agent", "password": PASSWORD, "next": _hidden(body(first), "next")},
    )
    assert (first.status_code, entered.headers["Location"]) == (401, "/notices")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["//evil.example/x", "https://evil.example", "/\\evil.example"])
def test_words_are_sent_nowhere_else(play: Play, path: str) -> None:
    _hire(play)
    client = Client(headers={"host": "localhost"})
    kept = json.dumps({"path": path, "fields": [["text", WORDS]]})
    answer = client.post("/sign-in", {"login": "agent", "password": PASSWORD, "kept": kept})
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/")


@pytest.mark.django_db
@pytest.mark.parametrize("kept", ["", "[]", "{", '{"path": 1}', '{"path": "/", "fields": [1]}'])
def test_a_broken_parcel_does_not_hinder_the_sign_in(play: Play, kept: str) -> None:
    _hire(play)
    client = Client(headers={"host": "localhost"})
    answer = client.post("/sign-in", {"login": "agent", "password": PASSWORD, "kept": kept})
    assert answer.status_code == 302


def _stale(house: House, **headers: str) -> Any:
    """A form that carries no token of this sign-in."""
    client = Client(
        headers={"host": "localhost", "accept-language": "en", **headers}, enforce_csrf_checks=True
    )
    client.force_login(Staff.objects.get(pk=house.agent.id))
    return client.post("/notices/seen", {"text": WORDS})


@pytest.mark.django_db
def test_a_form_older_than_the_sign_in_may_be_sent_again(house: House) -> None:
    answer = _stale(house, origin="http://localhost")
    assert (answer.status_code, WORDS in body(answer)) == (403, True)
    assert 'action="/notices/seen"' in body(answer)


@pytest.mark.django_db
def test_a_form_from_elsewhere_may_not(house: House) -> None:
    answer = _stale(house, origin="http://evil.example")
    assert (answer.status_code, WORDS in body(answer)) == (403, False)


@pytest.mark.django_db
def test_a_piece_of_a_page_without_a_sign_in_is_no_sign_in_page() -> None:
    client = Client(headers={"host": "localhost", "hx-request": "true"})
    answer = client.get("/notices/latest")
    assert (answer.status_code, answer.content) == (401, b"")


@pytest.mark.django_db
def test_somebody_faster_is_said_on_pages_that_do_not_say_it_themselves(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(**_: object) -> None:
        raise WrongState("closed", 1, [])

    monkeypatch.setattr(notices.told, "seen", refuses)
    answer = Visitor(house.agent).post("/notices/seen")
    assert (answer.status_code, "Somebody was faster" in body(answer)) == (409, True)
