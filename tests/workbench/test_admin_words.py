"""The watch words in administration: the list, one word, a sentence tried, files."""

import html
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kesu.journal.queries import Entry, about
from kesu.watch.models import WatchEntry
from kesu.watch.queries import list_in_force
from tests.cast import Play
from tests.workbench.visitor import Visitor, body

WORD = "/admin/words/word"


def said(play: Play, **more: object) -> dict[str, object]:
    return {
        "stage": "save",
        "term": "烂尾退款",
        "group": "quality",
        "level": "2",
        "on": "true",
        **more,
    }


def lines() -> list[Entry]:
    """The record of the one word the house has."""
    return list(about("watch_word", str(WatchEntry.objects.get().pk)))


def now_watched(text: str, shop: str = "") -> list[tuple[str, int]]:
    found = list_in_force(shop, at=datetime(2026, 5, 4, tzinfo=UTC)).scan(text)
    return [(hit.word.term, hit.word.level) for hit in found]


@pytest.mark.req("A18", "A19")
def test_a_word_is_added_counts_and_stands_on_the_record(play: Play) -> None:
    visitor = Visitor(play.house.manager)
    answer = visitor.post(WORD, **said(play, variants="烂尾的退款\n退款烂尾"))
    assert (answer.status_code, now_watched("又是退款烂尾")) == (302, [("烂尾退款", 2)])
    (line,) = lines()
    assert (line.facts["what"], line.facts["level"], line.by) == (
        "added",
        [2],
        f"staff:{play.house.manager.id}",
    )
    assert "烂尾" not in str(line.facts)
    assert "烂尾退款" in visitor.read("/admin/words?only=ours")


@pytest.mark.req("A18")
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"term": " "}, "term"),
        ({"level": "7"}, "level"),
        ({"group": "x"}, "group"),
        ({"inside": "别的词"}, "inside"),
        ({"near": "甲", "not_near": "甲"}, "not_near"),
        ({"valid_from": "2026-03-02", "valid_until": "2026-03-01"}, "valid_until"),
        ({"term": "工商"}, None),
    ],
)
def test_what_cannot_be_a_word_is_said_at_its_field(
    play: Play, typed: dict[str, object], field: str | None
) -> None:
    answer = Visitor(play.house.admin).post(WORD, **said(play, **typed))
    if field is None:  # a shipped word may be said anew
        assert (answer.status_code, WatchEntry.objects.get().term) == (302, "工商")
        return
    assert (answer.status_code, WatchEntry.objects.count()) == (422, 0)
    assert f'id="word-{field}-error"' in body(answer)


@pytest.mark.req("A18")
def test_a_word_is_added_once_and_changed_after(play: Play) -> None:
    visitor = Visitor(play.house.manager)
    visitor.post(WORD, **said(play))
    again = visitor.post(WORD, **said(play, level="3"))
    assert (again.status_code, "This word is on the list already." in body(again)) == (422, True)
    changed = visitor.client.post(f"{WORD}?term=烂尾退款&shop=", said(play, level="3"))
    assert (changed.status_code, WatchEntry.objects.get().level) == (302, 3)
    assert [line.facts["what"] for line in lines()] == ["added", "changed"]


@pytest.mark.req("A18")
def test_a_shipped_word_is_switched_off_and_is_as_it_ships_again(play: Play) -> None:
    visitor = Visitor(play.house.admin)
    assert now_watched("我要找工商") == [("工商", 3)]
    visitor.post("/admin/words/switch", term="工商", shop="", what="off")
    assert now_watched("我要找工商") == []
    visitor.post("/admin/words/switch", term="工商", shop="", what="drop")
    assert now_watched("我要找工商") == [("工商", 3)]


@pytest.mark.req("A18")
def test_a_sentence_shows_what_counts_and_why_the_rest_does_not(play: Play) -> None:
    typed = "去工商银行办卡，不投诉了，手机屏幕不支持多媒体，我要找记者曝光"
    answer = Visitor(play.house.auditor).post("/admin/words/try", text=typed)
    page = html.unescape(body(answer)).partition('id="tried"')[2]
    assert '<mark class="risk">曝光</mark>' in page
    assert "taken back" in page
    assert 'It stands inside "工商银行", which means something else.' in page


@pytest.mark.req("A18")
@pytest.mark.parametrize(("who", "sees", "keeps"), [
    ("agent", 403, 403), ("lead", 403, 403), ("auditor", 200, 403), ("manager", 200, 200),
    ("admin", 200, 200), ("liaison", 403, 403),
])  # fmt: skip
def test_managers_keep_the_words_and_auditors_read_them(
    play: Play, who: str, sees: int, keeps: int
) -> None:
    visitor = Visitor(getattr(play.house, who))
    assert visitor.get("/admin/words").status_code == sees
    assert visitor.get(WORD).status_code == keeps
    assert visitor.get("/admin/words/file").status_code == keeps


@pytest.mark.req("A18", "Q15")
def test_a_word_is_run_over_past_texts_before_it_counts(play: Play) -> None:
    play.lodge(text="再不处理我就去省台曝一曝，电话13912345678")
    play.lodge(text="很满意，谢谢")
    page = body(
        Visitor(play.house.manager).post(
            WORD, **said(play, stage="past", term="省台", group="media", level="3")
        )
    )
    assert "0 messages, 2 complaints" in page
    assert ('<mark class="risk">省台</mark>' in page, "13912345678" in page) == (True, False)
    assert WatchEntry.objects.count() == 0
    told = body(
        Visitor(play.house.admin).post(
            WORD, **said(play, stage="past", term="省台", group="media", level="3")
        )
    )
    assert ("省台</mark>" in told, "The texts themselves are not shown to you." in told) == (
        False,
        True,
    )


@pytest.mark.req("A18", "F28")
@pytest.mark.parametrize("kind", ["csv", "toml"])
def test_the_list_goes_out_and_comes_back_the_same(play: Play, kind: str) -> None:
    visitor = Visitor(play.house.manager)
    visitor.post(WORD, **said(play, months=["3", "11"], inside="烂尾退款单"))
    sent = visitor.get(f"/admin/words/export?format={kind}")
    content = b"".join(sent.streaming_content)
    file = SimpleUploadedFile(f"words.{kind}", content)
    page = body(visitor.client.post("/admin/words/file", {"file": file}))
    assert "words can be read" in page, page[:2000]
    packed = html.unescape(page.partition('name="rows" value="')[2].partition('"')[0])
    visitor.post("/admin/words/file", stage="take", rows=packed)
    assert "0 words are new or changed." in visitor.read("/admin/words")
    assert WatchEntry.objects.get().months == [3, 11]


@pytest.mark.req("F28", "A18")
def test_the_longest_list_is_looked_at_and_taken_in(play: Play) -> None:
    terms = [f"烂尾退款{number}号" for number in range(20_000)]
    known = {"group": "media", "level": 2, "at": datetime(2026, 2, 1, tzinfo=UTC)}
    WatchEntry.objects.bulk_create(WatchEntry(term=term, **known) for term in terms[9:])
    content = "\n".join(["term,group,level", *(f"{term},media,2" for term in terms)]).encode()
    visitor = Visitor(play.house.manager)
    file = SimpleUploadedFile("words.csv", content)
    page = body(visitor.client.post("/admin/words/file", {"file": file}))
    packed = html.unescape(page.partition('name="rows" value="')[2].partition('"')[0])
    assert visitor.post("/admin/words/file", stage="take", rows=packed).status_code == 302
    assert WatchEntry.objects.count() == len(terms)
    assert "9 words are new or changed." in visitor.read("/admin/words")
    refused = visitor.post("/admin/words/file", stage="take", rows=f"{packed}x")
    assert (refused.status_code, "Bring the file once more." in body(refused)) == (422, True)


@pytest.mark.req("F28", "A18")
def test_a_file_with_a_fault_is_taken_in_not_at_all(play: Play) -> None:
    content = "term,group,level\n甲词,media,3\n乙词,unknown,9\n甲词,media,1\n"
    visitor = Visitor(play.house.manager)
    answer = visitor.post("/admin/words/file", text=content)
    page = html.unescape(body(answer))
    assert (answer.status_code, WatchEntry.objects.count()) == (422, 0)
    assert "Row 2 · Group" in page
    assert "Row 2 · Level of the word" in page
    assert "This word stands in row 1 already." in page
