"""《投诉处理单》 on the screen and on paper: a room of the case, and what Chromium prints of it."""

import html
import io
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route
from pypdf import PdfReader

from tests.cast import House, Play
from tests.workbench.visitor import Visitor

LONG = "赠品没有寄，发票也没开，客服说会回电，等了两天没有回音。" * 60


@pytest.fixture
def no(play: Play) -> str:
    no = play.lodge(text=LONG, merchant="M-031", customer={"name": "张女士"}).complaint.no
    play.do("accept", no)
    play.do("verify", no, verdict="valid", reason="属实", no_merchant="自营")
    play.do("cause", no, text="漏发", responsible=[{"party": "company", "share": 100}])
    steps = [{"text": "补寄赠品", "due": "2026-02-16"}]
    play.do("propose", no, steps=steps, kind="redress", clause="合作条款 4.2", cost=8900)
    play.do("approve", no, play.house.supervisor, comment="同意")
    return no


def test_the_case_leads_to_its_form_and_back(house: House, no: str) -> None:
    visitor = Visitor(house.agent)
    assert f'href="/complaints/{no}/form"' in visitor.read(f"/complaints/{no}")
    assert f'href="/complaints/{no}"' in visitor.read(f"/complaints/{no}/form")


@pytest.mark.req("E11", "E86")
def test_the_page_says_what_each_stage_still_lacks(house: House, no: str) -> None:
    page = html.unescape(Visitor(house.agent).read(f"/complaints/{no}/form"))
    assert "Still missing: Remedy sought" in page
    assert "Still missing: Replied, and how, What the customer says to it, Final solution" in page


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_page_answers_in_every_language(house: House, no: str, language: str) -> None:
    page = Visitor(house.agent, language=language).read(f"/complaints/{no}/form")
    assert ("张女士" in page, "TS-20260213-0001" in page) == (True, True)


def test_the_page_offers_the_form_as_a_word_document(house: House, no: str) -> None:
    visitor = Visitor(house.agent)
    assert 'href="?format=docx"' in visitor.read(f"/complaints/{no}/form")
    assert visitor.get(f"/complaints/{no}/form?format=docx").content[:2] == b"PK"


def test_it_has_no_page_for_who_may_not_see_the_case(house: House, no: str) -> None:
    assert Visitor(house.clerk).get(f"/complaints/{no}/form").status_code == 404


@pytest.mark.req("E15")
@pytest.mark.browser
def test_chromium_prints_it_on_a4_with_its_number_on_every_sheet(
    house: House, no: str, new_page: Callable[..., Page]
) -> None:
    printed = _printed(new_page(), Visitor(house.agent).read(f"/complaints/{no}/form"))
    reader = PdfReader(io.BytesIO(printed))
    sheets = [_plain(one.extract_text()) for one in reader.pages]
    width, height = (float(side) * 25.4 / 72 for side in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)
    assert len(sheets) >= 2
    assert all("TS-20260213-0001" in one for one in sheets)
    assert [f"{place}/{len(sheets)}" in one for place, one in enumerate(sheets, 1)] == [True] * len(
        sheets
    )
    (second,) = [one for one in sheets if "Stage2:withthereply" in one]
    assert "Finalsolution" in second  # no heading is left alone at the foot of a sheet
    whole = "".join(sheets)
    assert whole.count("赠品没有寄") >= 60
    for text in ("张女士", "M-031", "合作条款4.2", "同意", "Stage1", "Stage3", "Signatures"):
        assert text in whole
    for text in ("Workbench", "Stillmissing", "Worddocument", "Youmaynow"):
        assert text not in whole


def _printed(page: Page, content: str) -> bytes:
    """The page as Chromium prints it, with the style sheets of the house and no script."""

    def answer(route: Route) -> None:
        path = route.request.url.partition("/static/")[2].partition("?")[0]
        found = finders.find(path) if path else None
        if path:
            route.fulfill(path=str(Path(str(found))))
        else:
            route.fulfill(body=content, content_type="text/html; charset=utf-8")

    page.route("**/*", answer)
    page.goto("http://localhost:9/form")
    return page.pdf(prefer_css_page_size=True, print_background=True)


def _plain(text: Any) -> str:
    """As it was typed: paper has its own signs for some, and spaces where it likes."""
    return "".join(unicodedata.normalize("NFKC", str(text)).split())
