"""How the screens look is chosen once, stands in the first byte and follows the person."""

import pytest
from django.core.cache import cache
from django.test import Client

from kesu.people.models import Staff
from kesu.people.queries import preferred
from tests.cast import House
from tests.workbench.visitor import Visitor, body

pytestmark = pytest.mark.django_db


def _html(page: str) -> str:
    return page.partition("<html ")[2].partition(">")[0]


def test_a_choice_stands_in_the_first_byte_of_every_page(agent: Visitor) -> None:
    agent.post("/preferences", theme="dark")
    agent.post("/preferences", density="compact")
    told = [_html(agent.read(path)) for path in ("/", "/lodge", "/help", "/gallery")]
    assert {'data-theme="dark" data-density="compact"' in one for one in told} == {True}


def test_an_error_page_looks_as_chosen_too(agent: Visitor) -> None:
    agent.post("/preferences", theme="dark")
    assert 'data-theme="dark"' in _html(body(agent.get("/nowhere")))


def test_what_stood_before_stands_again(agent: Visitor) -> None:
    agent.post("/preferences", theme="dark")
    agent.post("/preferences", theme="system")
    assert "data-theme" not in _html(agent.read("/"))


def test_a_choice_is_kept_with_the_person(agent: Visitor, house: House) -> None:
    agent.post("/preferences", letters="off")
    assert preferred(house.agent.id) == {"letters": "off"}


def test_a_choice_leads_back_but_never_away(agent: Visitor) -> None:
    back = agent.post("/preferences", theme="dark", next="/search?q=1").headers["Location"]
    away = agent.post("/preferences", theme="dark", next="//evil.example").headers["Location"]
    assert (back, away) == ("/search?q=1", "/")


@pytest.mark.parametrize("cookie", ["theme-purple", "theme", "...", "theme-dark-light", "x-y.z-w"])
def test_a_cookie_may_say_what_it_likes(agent: Visitor, cookie: str) -> None:
    agent.client.cookies["kesu_look"] = cookie
    assert "data-theme" not in _html(agent.read("/"))


def test_an_unknown_choice_is_no_choice(agent: Visitor, house: House) -> None:
    agent.post("/preferences", theme="purple", size="huge")
    assert (preferred(house.agent.id), "data-theme" in _html(agent.read("/"))) == ({}, False)


def test_a_stranger_chooses_for_this_browser_alone(house: House) -> None:
    client = Client(headers={"host": "localhost"})
    client.post("/preferences", {"theme": "light"})
    assert 'data-theme="light"' in _html(body(client.get("/sign-in")))


def test_at_the_sign_in_a_browser_takes_the_look_of_its_reader(
    agent: Visitor, house: House
) -> None:
    cache.clear()
    agent.post("/preferences", theme="dark")
    staff = Staff.objects.get(pk=house.agent.id)
    staff.set_password("kesu-pass-in-tests")
    staff.save()
    client = Client(headers={"host": "localhost"})
    client.post("/preferences", {"theme": "light"})
    client.post("/sign-in", {"login": "agent", "password": "kesu-pass-in-tests"})
    assert 'data-theme="dark"' in _html(body(client.get("/")))
