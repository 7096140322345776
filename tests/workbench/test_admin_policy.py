"""The rules in administration: read, changed as text or as fields, published from a day."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest

from kesu.desk.admin.rulebook import counted
from kesu.journal.queries import about
from kesu.policy import loading, queries
from kesu.policy.models import PolicyVersion
from kesu.policy.schema import Pack
from tests.cast import Play, clocks, end_of
from tests.workbench.visitor import Visitor, body, value

EDIT = "/admin/policy/loyalty@2026.1/edit"
SOON = f"{datetime.now(UTC) + timedelta(days=40):%Y-%m-%d}"
TEXT = loading.read("loyalty")
NEXT = TEXT.replace('version = "2026.1"', 'version = "2026.2"')
CHANGED = NEXT.replace(
    '"1" = {rule = "end_of_day", after_workdays = 1}',
    '"1" = {rule = "end_of_day", after_workdays = 2}',
)
PUBLISH = {"act": "publish", "when": "date", "start": SOON, "reason": "节后人手不足"}


def typed_text(page: str) -> str:
    """What stands in the text of the version."""
    return value(page, "text").removeprefix("\n")


def rule(pack: Pack, name: str, key: str) -> str:
    """A line of a clock as people write it."""
    return counted(pack.clocks[name][key])


def words(page: str) -> str:
    """A page without its marks."""
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


@pytest.mark.req("A01")
def test_a_version_is_published_from_a_day_with_its_reason(play: Play) -> None:
    visitor = Visitor(play.house.director)
    answer = visitor.post(EDIT, text=CHANGED, **PUBLISH)
    row = PolicyVersion.objects.get()
    assert (answer.status_code, row.version, row.text) == (302, "2026.2", CHANGED)
    line = about("policy", "loyalty@2026.2")[-1]
    assert (line.kind, line.by) == ("policy.published", f"staff:{play.house.director.id}")
    assert line.notes == {"reason": "节后人手不足"}
    page = visitor.read(answer.headers["Location"])
    assert ["To come" in page, "节后人手不足" in page, "In force" in page] == [True] * 3
    assert queries.in_force(datetime.now(UTC)).label == "loyalty@2026.1"
    assert queries.in_force(datetime.now(UTC) + timedelta(days=41)).label == "loyalty@2026.2"


@pytest.mark.req("A01")
def test_what_was_received_before_keeps_its_deadline(play: Play) -> None:
    no = play.lodge().complaint.no
    due = clocks(no, "first_callback")[0][1]
    visitor = Visitor(play.house.director)
    assert visitor.post(EDIT, text=CHANGED, **{**PUBLISH, "when": "now"}).status_code == 302
    assert rule(queries.in_force(datetime.now(UTC)), "first_callback", "1") == "T+2"
    assert clocks(no, "first_callback")[0][1] == due == end_of("02-14")


@pytest.mark.req("A01")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reason": " "}, "Say why the rules change."),
        ({"start": ""}, "Say from which day."),
        ({"start": "2020-01-01"}, "This time has passed already."),
        ({"text": TEXT + "\n# more\n"}, ""),
        ({"text": TEXT.replace("2004-01-01", "2005-01-01")}, "is there already"),
        ({"text": NEXT.replace("after_workdays = 1", "after_workdays = -1")}, "has faults"),
        ({"text": "x = "}, "has faults"),
    ],
)
def test_what_cannot_be_published_is_said_and_every_letter_kept(
    play: Play, given: dict[str, str], said: str
) -> None:
    sent = {"text": CHANGED, **PUBLISH, **given}
    answer = Visitor(play.house.director).post(EDIT, **sent)
    if not said:
        # The very rules that ship may be put in force by hand.
        assert answer.status_code == 302
        return
    page = body(answer)
    assert (answer.status_code, PolicyVersion.objects.count(), said in words(page)) == (
        422,
        0,
        True,
    )
    assert typed_text(page).strip() == sent["text"].strip()
    assert html.unescape(page).count(sent["reason"].strip() or "name=") >= 1


@pytest.mark.req("A01")
def test_faults_are_named_with_their_place_while_it_is_typed(play: Play) -> None:
    text = NEXT.replace('handler = "receiver"', 'handler = "king"', 1)
    number = text[: text.index('handler = "king"')].count("\n") + 1
    page = body(Visitor(play.house.director).post("/admin/policy/check", text=text))
    assert (f"(line {number})" in page, "Nothing can be published yet" in page) == (True, True)
    broken = body(Visitor(play.house.director).post("/admin/policy/check", text="[a\nb"))
    assert "TOML (line 1)" in broken


@pytest.mark.req("A01")
def test_a_sound_text_says_in_words_what_it_changes(play: Play) -> None:
    page = words(body(Visitor(play.house.director).post("/admin/policy/check", text=CHANGED)))
    assert "The text is sound." in page
    assert "1 difference from loyalty@2026.1, which is in force" in page
    assert re.search(r"clocks\.first_callback\.1\.after_workdays\s+1\s+2\s", page)


@pytest.mark.req("A01")
def test_usual_values_are_written_into_the_text_and_nothing_else_moves(play: Play) -> None:
    visitor = Visitor(play.house.director)
    form = body(visitor.post(EDIT, text=NEXT, act="forms"))
    assert value(form, "clocks|first_callback|1") == "T+1"
    typed = {
        "clocks|first_callback|1": "T+2",
        "clocks|freeze|3.2": "20 分钟",
        "mandates|compensation|agent": "88.50",
        "texts|mail|reply|subject|en": 'Your "complaint" {no}',
        "texts|mail|reply|body|zh-hans": "您好\n{text}\n（{no}）",
    }
    page = body(visitor.client.post(EDIT, {"text": NEXT, "act": "apply", **typed}))
    assert "5 values stand in the text now" in page
    text = typed_text(page)
    before, after = loading.parse(NEXT), loading.parse(text)
    assert (rule(after, "first_callback", "1"), after.mandate("agent")) == ("T+2", 8850)
    assert rule(after, "freeze", "3.2") == "20 min"
    letter = next(iter(one for kind, one in after.texts.mail.items() if kind == "reply"))
    assert (letter.subject.en, letter.body.zh_hans) == (
        'Your "complaint" {no}',
        "您好\n{text}\n（{no}）",
    )
    assert text.count("#") == NEXT.count("#")
    assert after.departments == before.departments
    assert len(set(NEXT.splitlines()) - set(text.splitlines())) < 12


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("clocks|first_callback|1", "soon", "This is no length of time."),
        ("mandates|compensation|agent", "much", "This is no amount."),
        ("mandates|compensation|agent", "-5", "This is no amount."),
        ("texts|mail|reply|subject|en", "  ", "This cannot be empty."),
    ],
)
def test_a_value_that_cannot_be_used_is_named_at_its_field(
    play: Play, name: str, typed: str, said: str
) -> None:
    sent = {"text": NEXT, "act": "apply", name: typed, "clocks|freeze|3.2": "20 min"}
    answer = Visitor(play.house.director).client.post(EDIT, sent)
    page = body(answer)
    assert (answer.status_code, said in page) == (422, True)
    assert (value(page, "clocks|freeze|3.2"), typed_text(page)) == ("20 min", NEXT)
    assert f'id="u-{name}-error"' in page


@pytest.mark.parametrize(
    ("who", "edits"), [("director", 200), ("admin", 200), ("manager", 403), ("auditor", 403)]
)
def test_who_reads_the_rules_and_who_changes_them(play: Play, who: str, edits: int) -> None:
    visitor = Visitor(getattr(play.house, who))
    page = visitor.read("/admin/policy/loyalty@2026.1")
    assert (visitor.get(EDIT).status_code, "Make the next one" in page) == (edits, edits == 200)
    if edits == 403:
        assert visitor.post(EDIT, text=CHANGED, **PUBLISH).status_code == 403
    assert PolicyVersion.objects.count() == 0


def test_a_version_is_read_in_tables_and_searched(play: Play) -> None:
    visitor = Visitor(play.house.auditor)
    page = visitor.read("/admin/policy/loyalty@2026.1")
    parts = ("types", "clocks", "ladder", "mandates", "budgets", "urgent", "rules", "texts")
    assert [f'id="{one}"' in page for one in parts] == [True] * len(parts)
    found = visitor.read("/admin/policy/loyalty@2026.1?q=freeze").partition('id="main"')[2]
    assert ('id="clocks"' in found, 'id="mandates"' in found) == (True, False)
    assert "Nothing fits" in visitor.read("/admin/policy/loyalty@2026.1?q=zzzz")
    assert "[clocks.first_callback]" in visitor.read("/admin/policy/loyalty@2026.1?text=1")
    assert visitor.get("/admin/policy/loyalty@1").status_code == 404
    assert "differences from loyalty@2026.1" in visitor.read(f"/admin/policy/{brand()}")


def brand() -> str:
    return loading.builtin("brand").label


@pytest.mark.req("C04")
@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", "已收到您的投诉"), ("zh-hant", "已收到您的投訴"), ("en", "We have received")],
)
def test_the_letters_are_shown_filled_in_each_language(
    play: Play, language: str, said: str
) -> None:
    page = Visitor(play.house.manager).read(f"/admin/texts?in={language}")
    assert f"{said}" in page
    shown = re.findall(r'<div class="admin-letter".*?</div>', page, re.DOTALL)
    assert (len(shown) > 10, [one for one in shown if re.search(r"\{[a-z_]+\}", one)]) == (True, [])


@pytest.mark.req("A01")
def test_what_is_too_long_is_refused_and_not_cut(play: Play) -> None:
    visitor = Visitor(play.house.director)
    long = NEXT + "#" * (600_001 - len(NEXT))
    answer = visitor.post(EDIT, **{**PUBLISH, "text": long})
    assert (answer.status_code, typed_text(body(answer))) == (422, long)
    assert "at most 600000 characters" in body(answer)
    checked = body(visitor.post("/admin/policy/check", text=long))
    assert "at most 600000 characters" in checked
    answer = visitor.post(EDIT, **{**PUBLISH, "text": CHANGED, "reason": "因" * 501})
    assert (answer.status_code, "因" * 501 in body(answer)) == (422, True)
    assert "at most 500 characters" in body(answer)
    assert not PolicyVersion.objects.exists()


@pytest.mark.req("A01")
def test_rules_begun_under_other_rules_are_looked_at_once_more(play: Play) -> None:
    visitor = Visitor(play.house.director)
    begun = value(visitor.read(EDIT), "base")
    form = body(visitor.post(EDIT, text=NEXT, act="forms", base=begun))
    assert [begun, value(form, "base")] == ["loyalty@2026.1"] * 2
    assert visitor.post(EDIT, **{**PUBLISH, "text": CHANGED, "when": "now"}).status_code == 302
    mine = {**PUBLISH, "text": NEXT.replace('"2026.2"', '"2026.3"'), "base": begun}
    page = visitor.post(EDIT, **mine)
    told = "loyalty@2026.2, not loyalty@2026.1" in words(body(page))
    assert (page.status_code, told, PolicyVersion.objects.count()) == (409, True, 1)
    assert "1 difference from loyalty@2026.2" in words(body(page))
    again = visitor.post(EDIT, **{**mine, "base": value(body(page), "base")})
    assert (again.status_code, PolicyVersion.objects.count()) == (302, 2)


@pytest.mark.req("A21", "A02")
def test_a_rule_that_watches_is_switched_and_counted_otherwise(play: Play) -> None:
    visitor = Visitor(play.house.director)
    form = body(visitor.post(EDIT, text=NEXT, act="forms"))
    assert value(form, "watching|orders|bulk|at_least") == "20"
    typed = {
        "watching|orders|bulk|at_least": "50",
        "watching|orders|same_address|on": "false",
        "watching|silence|case_days": "x",
    }
    page = body(visitor.client.post(EDIT, {"text": NEXT, "act": "apply", **typed}))
    assert "This is no whole number." in page
    del typed["watching|silence|case_days"]
    after = loading.parse(
        typed_text(body(visitor.client.post(EDIT, {"text": NEXT, "act": "apply", **typed})))
    )
    rules = {one.code: one for one in after.watching.orders}
    assert (rules["bulk"].at_least, rules["same_address"].on) == (50, False)
    assert "20" in words(visitor.read("/admin/policy/loyalty@2026.1#watching"))
