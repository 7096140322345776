"""Who enters which room of administration, and that an administrator learns of no complaint."""

import pytest

from kesu.workbench.admin.places import PLACES
from tests.cast import Play
from tests.workbench.visitor import Visitor, body

PEOPLE = {"people", "departments", "tokens", "carriers", "system"}
RULES = {"policy", "learned", "readings", "texts", "calendar", "words"}
EVERYTHING = PEOPLE | RULES | {"journal"}
ROOMS = {
    "director": EVERYTHING,
    "manager": EVERYTHING,
    "admin": EVERYTHING,
    "auditor": RULES | {"journal"},
    "supervisor": {"journal"},
    "lead": {"journal"},
    "senior": set[str](),
    "agent": set[str](),
    "liaison": set[str](),
    "quality": set[str](),
}


@pytest.mark.req("B06")
@pytest.mark.parametrize("who", ROOMS)
def test_each_room_opens_for_those_who_may_and_for_nobody_else(play: Play, who: str) -> None:
    visitor = Visitor(getattr(play.house, who))
    answers = {one.name: visitor.get(f"/admin/{one.name}").status_code for one in PLACES}
    assert answers == {one.name: 200 if one.name in ROOMS[who] else 403 for one in PLACES}


@pytest.mark.parametrize("who", ["admin", "auditor", "supervisor", "agent"])
def test_the_menu_names_only_what_opens(play: Play, who: str) -> None:
    page = Visitor(getattr(play.house, who)).read("/notices")
    named = {one.name for one in PLACES if f'href="/admin/{one.name}"' in page}
    assert named == {one.name for one in PLACES if not one.under and one.name in ROOMS[who]}


WRITES = {
    "/admin/people/new": {"sign_in": "neu", "full_name": "Neu", "rank": "agent"},
    "/admin/people/import": {"text": "sign_in"},
    "/admin/departments/do/found": {"code": "drills"},
    "/admin/tokens/make": {"person": "agent", "name": "crm"},
    "/admin/tokens/revoke": {"token": "1"},
    "/admin/calendar/change": {"day": "2027-01-01"},
    "/admin/calendar/notice": {"year": "2027"},
    "/admin/policy/check": {"text": "x"},
    "/admin/policy/loyalty@2026.1/edit": {"text": "x"},
    "/admin/learned/again": {},
    "/admin/journal/check": {},
    "/admin/carriers/test": {},
    "/admin/system/go-on": {"queue": "deadlines.duemoment"},
}


@pytest.mark.req("B06")
@pytest.mark.parametrize("path", WRITES)
def test_an_agent_writes_nothing_there(play: Play, path: str) -> None:
    assert Visitor(play.house.agent).post(path, **WRITES[path]).status_code == 403


@pytest.mark.req("B06")
def test_an_administrator_sees_no_word_of_a_complaint(play: Play) -> None:
    no = play.walk("proposing", text="赠品没有寄。这是秘密。")
    visitor = Visitor(play.house.admin)
    owner = play.house.agent
    pages = [visitor.read(f"/admin/{one.name}") for one in PLACES]
    pages += [visitor.read(f"/admin/people/{owner.id}"), visitor.read(f"/admin/journal?no={no}")]
    assert [page.count("这是秘密") for page in pages] == [0] * len(pages)
    # The number typed into the search stands in its field and in what is made from it.
    assert [page.count(no) for page in pages[:-1]] == [0] * (len(pages) - 1)
    assert (f"/complaints/{no}" in pages[-1], "<tbody>" in pages[-1]) == (False, False)
    assert "1 open complaint needs somebody" in pages[-2]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_room_opens_in_each_language(play: Play, language: str) -> None:
    visitor = Visitor(play.house.director, language=language)
    pages = [body(visitor.get(f"/admin/{one.name}")) for one in PLACES]
    assert [page.count("<h1") for page in pages] == [1] * len(pages)
