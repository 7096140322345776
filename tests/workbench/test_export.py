"""The list on the screen as a file: the menu, and what comes down (B06)."""

import csv
import re
from collections.abc import Callable
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page
from python_calamine import CalamineWorkbook

from kesu.complaints.models import Complaint
from kesu.journal.models import JournalLine
from kesu.people.models import Staff
from kesu.people.rules import Person
from tests.cast import House, Play
from tests.workbench.crew import Crew


def browse(person: Person) -> Client:
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(
        Staff.objects.get(pk=person.id), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def links(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'href="(/export\?[^"]+)"', page)]


def taken(client: Client, address: str) -> list[str]:
    """The numbers in a CSV."""
    answer = client.get(address)
    assert answer.status_code == 200
    text = answer.getvalue().decode("utf-8-sig")
    return [row[0] for row in csv.reader(StringIO(text, newline=""))][1:]


@pytest.mark.req("B06")
@pytest.mark.parametrize(
    "page", ["/", "/?view=department&grade=I", "/search", "/search?q=%E7%AC%AC1"]
)
def test_the_menu_takes_the_list_that_is_shown(play: Play, page: str) -> None:
    for n in range(3):
        play.lodge(text=f"第{n}单")
    play.walk("closed")
    client = browse(play.house.agent)
    shown = client.get(page).content.decode()
    excel, plain, lines = links(shown)
    assert [re.search(r"format=(\w+)", one)[1] for one in (excel, plain, lines)] == [  # type: ignore[index]
        "xlsx",
        "csv",
        "jsonl",
    ]
    numbers = re.findall(r"KS-\d{8}-[0-9A-Z]{6}", shown)
    assert sorted(taken(client, plain)) == sorted(set(numbers))
    assert numbers


def test_all_pages_are_taken_from_any_of_them(play: Play) -> None:
    for n in range(60):
        play.lodge(text=f"第{n}单")
    client = browse(play.house.agent)
    first = client.get("/search").content.decode()
    second = unescape(re.findall(r'href="(/search\?[^"]*cursor=[^"]+)"', first)[0])
    address = links(client.get(second).content.decode())[1]
    assert "cursor" not in address
    assert len(taken(client, address)) == Complaint.objects.count() == 60


@pytest.mark.req("B06", "E49")
def test_who_may_export_nothing_is_not_offered_it_and_does_not_get_it(house: House) -> None:
    for person in (house.liaison, house.admin):
        client = browse(person)
        assert links(client.get("/").content.decode()) == []
        assert client.get("/export?list=search&format=csv").status_code == 403
    assert not JournalLine.objects.filter(kind="export.made").exists()


@pytest.mark.parametrize(
    "query", ["", "list=kpi&format=csv", "list=queue&format=pdf", "list=queue"]
)
def test_what_is_not_there_is_not_found(house: House, query: str) -> None:
    assert browse(house.agent).get(f"/export?{query}").status_code == 404


def test_strangers_sign_in_first(db: None) -> None:
    answer = Client().get("/export?list=queue&format=csv")
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/sign-in")


@pytest.mark.door
@pytest.mark.browser
@pytest.mark.req("B06")
def test_a_click_brings_a_workbook(desk: Callable[..., Page], crew: Crew, tmp_path: Path) -> None:
    page = desk("w-he")
    page.goto(f"{crew.url}/search")
    for _twice in range(2):
        page.click("button[popovertarget=export]")
        with page.expect_download() as download:
            page.click("#export a >> nth=0")
        page.keyboard.press("Escape")
    file = tmp_path / "list.xlsx"
    download.value.save_as(file)
    assert re.fullmatch(r".+-\d{8}-\d{4}\.xlsx", download.value.suggested_filename)
    rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert len(rows) >= 1
