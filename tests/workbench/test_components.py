"""The pieces of the screens: words, marks, hygiene of templates, colours one can read."""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import path
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

import kesu.workbench
from kesu.desk import words
from kesu.policy.codes import Channel, ClockName, State, Urgency
from kesu.workbench.gallery import PIECES, Field, gallery
from kesu.workbench.templatetags import _moments, kesu_assets, kesu_words

HOUSE = Path(kesu.workbench.__file__).parent
TEMPLATES = sorted((HOUSE / "templates").rglob("*.html"))
CSS = HOUSE / "static" / "kesu" / "css"
JS = HOUSE / "static" / "kesu" / "js"
NOW = datetime(2026, 2, 13, 14, 32, tzinfo=UTC)


def _nothing(request: HttpRequest, no: str = "", verb: str = "") -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("queue", _nothing, name="queue"),
    path("lodge", _nothing, name="lodge"),
    path("case/<no>", _nothing, name="case"),
    path("queue/do/<verb>", _nothing, name="queue-do"),
    path("queue/export", _nothing, name="queue-export"),
]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def render(markup: str, **context: object) -> str:
    return Template(CottonCompiler().process(markup)).render(Context({"now": NOW, **context}))


@pytest.mark.parametrize(
    ("minutes", "tone", "lead", "rest"),
    [
        (-12, "overdue", "12 min over", "14:20"),
        (-872, "overdue", "14 h over", "00:00"),
        (26, "soon", "26 min left", "14:58"),
        (60, "soon", "1 h left", "15:32"),
        (88, "plain", "1 h 28 min left", "16:00"),
        (567, "plain", "Today 23:59", "9 h 27 min left"),
        (2007, "plain", "Tomorrow 23:59", ""),
        (16407, "plain", "2/24 Tue", ""),
    ],
)
def test_a_due_time_says_the_remainder_first_when_it_is_near(
    minutes: int, tone: str, lead: str, rest: str
) -> None:
    words = _moments.due_words(NOW + timedelta(minutes=minutes), NOW)
    assert (words.tone, words.lead, words.rest) == (tone, lead, rest)


def test_an_answer_after_a_breach_stays_late() -> None:
    words = _moments.due_words(NOW, NOW, met_at=NOW - timedelta(hours=1), breached=True)
    assert (words.tone, words.icon) == ("late", "check")


def test_the_calendar_strip_keeps_the_last_day_in_eight_cells() -> None:
    kinds = ["receipt", "makeup", "weekend", *["holiday"] * 8, "workday"]
    days = [
        {"date": f"2026-02-{13 + n}", "kind": kind, "counted": kind in ("makeup", "workday")}
        for n, kind in enumerate(kinds)
    ]
    cells = _moments.cells(days)
    assert [(cell.day, cell.word) for cell in cells] == [
        (13, "start"),
        (14, "work T+1"),
        (15, "off"),
        (16, "off"),
        (17, "off"),
        (18, "off"),
        (0, ""),
        (24, "T+2"),
    ]


@pytest.mark.parametrize(
    ("fen", "written"), [(0, "0.00"), (5, "0.05"), (123800, "1,238.00"), (-97, "-0.97")]
)
def test_money_has_two_decimals(fen: int, written: str) -> None:
    assert kesu_words.amount(fen) == written


def test_the_first_stage_not_reached_is_where_the_work_stands() -> None:
    rail = {"soothe": NOW, "cause": None, "solve": None, "follow_up": None}
    assert [s.status for s in kesu_words.stages(rail, "verifying")] == [
        "done",
        "now",
        "later",
        "later",
    ]


def test_a_withdrawn_complaint_stands_nowhere() -> None:
    assert {s.status for s in kesu_words.stages({}, "withdrawn")} == {"later"}


def test_every_code_has_its_word() -> None:
    written = (words.STATES, words.CLOCKS, words.CHANNELS, words.URGENCIES)
    assert [set(table) for table in written] == [
        set(State),
        set(ClockName),
        set(Channel),
        set(Urgency),
    ]


def test_agents_hear_five_words() -> None:
    heard = {words.five_word(state) for state in State}
    assert heard == {
        "To accept",
        "In hand",
        "To approve",
        "To follow up",
        "Closed",
    }


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_holds_no_inline_style_handler_or_script(template: Path) -> None:
    markup = re.sub(r"\{%.*?%\}", " ", template.read_text())
    assert re.findall(r"\bstyle=|\son\w+=|<script|<style|javascript:", markup) == []


def test_every_icon_named_is_drawn() -> None:
    drawn = set(re.findall(r'symbol id="([^"]+)"', (HOUSE / "static/kesu/icons.svg").read_text()))
    text = "".join(template.read_text() for template in TEMPLATES)
    named = set(re.findall(r'<c-icon name="([\w-]+)"', text))
    named |= set(re.findall(r'<c-[\w-]+[^>]*? icon="([\w-]+)"', text))
    named |= set(kesu_words.CHANNEL_ICONS.values())
    named |= set(kesu_words.URGENCY_ICONS.values())
    assert named - drawn == set()


def test_every_style_sheet_and_script_is_linked() -> None:
    assert {file.stem for file in CSS.glob("*.css")} == set(kesu_assets.STYLES)
    assert {file.stem for file in JS.glob("*.js")} == set(kesu_assets.SCRIPTS)


def test_vendored_files_are_the_ones_written_down() -> None:
    for folder in (HOUSE / "static" / "vendor", Path(__file__).parents[1] / "vendor"):
        for entry in tomllib.loads((folder / "VENDOR.toml").read_text())["package"]:
            digest = hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest()
            assert digest == entry["sha256"]


def test_what_a_customer_wrote_is_never_markup() -> None:
    entry = {"at": NOW, "by_name": "<b>x</b>", "title": "<i>", "text": "<script>1</script>"}
    shown = render('<c-entry :entry="entry" />', entry=entry)
    assert "&lt;b&gt;x&lt;/b&gt;" in shown
    assert "<script>" not in shown


def test_a_wrong_field_says_what_was_expected() -> None:
    field = Field("phone", "Phone", value='12"><', error="Too short.", expected="5 to 20 digits")
    shown = render('<c-field :field="field" scope="lodge" />', field=field)
    assert 'aria-invalid="true" aria-describedby="lodge-phone-error"' in shown
    assert "5 to 20 digits" in shown
    assert 'value="12&quot;&gt;&lt;"' in shown


def test_a_field_shown_by_a_choice_does_not_block_the_browser() -> None:
    shown = render('<c-field :field="f" :conditional="True" />', f=Field("what", "What"))
    assert " data-required" in shown
    assert " required" not in shown.replace("data-required", "")


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_gallery_shows_every_piece(language: str) -> None:
    with translation.override(language):
        shown = gallery(RequestFactory().get("/gallery")).content.decode()
    used = set(re.findall(r'<label[^>]* for="([^"]+)"', shown))
    assert used <= set(re.findall(r' id="([^"]+)"', shown))
    pieces = len(PIECES)
    assert shown.count('data-theme="dark"') == shown.count('data-theme="light"') == pieces
    assert "{{" not in shown
    for piece in ("filter set", "bulk-step", "caller-name", "suggest-why", "versions"):
        assert shown.count(piece) >= 2, piece


PAIRS = [
    *[(ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("surface", "canvas")],
    *[(tone, "surface") for tone in ("accent", "urgent", "breach", "soon", "ok")],
    *[(tone, f"{tone}-soft") for tone in ("accent", "urgent", "breach", "soon", "ok")],
    *[(f"on-{tone}", f"{tone}-fill") for tone in ("accent", "urgent", "breach", "soon", "ok")],
    ("on-ink", "ink-2"),
    ("ink-3", "selected"),
    ("ink-3", "chip"),
]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(text: str, ground: str, theme: int) -> None:
    lightness = sorted(_luminance(_colour(name, theme)) for name in (text, ground))
    assert (lightness[1] + 0.05) / (lightness[0] + 0.05) >= 4.5


SHEETS = sorted(set(CSS.glob("*.css")) - {CSS / "01-tokens.css"})


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_a_style_names_its_colours_by_meaning(sheet: Path) -> None:
    values = " ".join(re.findall(r":\s([^;{}]+);", sheet.read_text().lower()))
    raw = set(re.findall(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)\(", values))
    assert raw <= {"#000", "#fff"}, "but for ink on paper"


def test_a_way_back_is_where_esc_leads() -> None:
    piece = render('<c-breadcrumb href="/queue" label="{{ to }}">here</c-breadcrumb>', to="A & B")
    link = re.search(r'<a href="/queue" data-hotkey="Escape"[^>]*>', piece)
    assert (bool(link), "A &amp; B</a>here" in piece) == (True, True)


def _colour(name: str, theme: int) -> str:
    tokens = (CSS / "01-tokens.css").read_text()
    found = re.search(rf"--{name}: (?:light-dark\((#\w+), (#\w+)\)|(#\w+));", tokens)
    assert found
    return found[3] or found[theme + 1]


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
