"""The search page: what is found, marked; how many; and what to do when there is nothing."""

import re
from urllib.parse import quote

import pytest

from tests.cast import Play, complaint
from tests.workbench.visitor import Visitor, doable


def search(visitor: Visitor, q: str, more: str = "") -> str:
    return visitor.read(f"/search?q={quote(q)}{more}")


def marks(page: str) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", page)


def items(page: str) -> list[str]:
    return re.findall(r'id="row-([^"]+)" data-item', page)


def test_every_word_must_be_there_and_is_marked(play: Play, agent: Visitor) -> None:
    both = play.lodge(text="瓶盖漏水。要求退货").complaint.no
    play.lodge(text="要求退货")
    page = search(agent, " 退货  漏水 ")
    assert (items(page), marks(page)) == ([both], ["漏水", "漏水", "退货"])


def test_a_number_is_shown_and_marked(play: Play, agent: Visitor) -> None:
    no = play.lodge().complaint.no
    page = search(agent, no)
    assert (items(page), marks(page)) == ([no], [no])


def test_hostile_words_are_marked_as_words(play: Play, agent: Visitor) -> None:
    play.lodge(text="<script>alert(1)</script>&lt;b", customer={"name": "<i>欧阳</i>"})
    page = search(agent, "<script> &lt; <i>")
    assert ("<script>alert" in page, "<i>欧" in page) == (False, False)
    assert set(marks(page)) == {"&lt;script&gt;", "&amp;lt;", "&lt;i&gt;"}


def test_an_excerpt_is_masked_for_who_may_not_read_it(play: Play) -> None:
    text = "赠品没有寄。" + "字" * 60 + "电话13812345678，要求退货"
    play.lodge(play.house.agent, text=text)
    pages = [search(Visitor(one), "退货") for one in (play.house.agent, play.house.senior)]
    assert ["13812345678" in page for page in pages] == [True, False]
    assert "138****5678，要求<mark>退货</mark>" in pages[1]


def test_more_than_a_page_is_told_and_goes_on(play: Play, agent: Visitor) -> None:
    lodged = [play.lodge(text="瓶盖漏水").complaint.no for _ in range(51)]
    first = search(agent, "漏水")
    onward = re.search(r'class="more"><a[^>]* href="([^"]+)"', first)
    assert onward is not None
    second = agent.read(onward[1].replace("&amp;", "&"))
    assert ("More than 50 complaints" in first, len(items(first))) == (True, 50)
    assert ("1 more complaint" in second, len(items(second))) == (True, 1)
    assert sorted(items(first) + items(second)) == sorted(lodged)


def test_finding_nothing_says_what_to_do(play: Play, agent: Visitor) -> None:
    play.lodge(text="瓶盖漏水")
    page = search(agent, "漏油")
    assert "Try fewer words" in page
    narrowed = search(agent, "漏水", "&state=closed")
    assert "Search without filters" in narrowed
    assert f'href="/search?q={quote("漏水")}"' in narrowed


def test_a_filter_keeps_the_words(play: Play, agent: Visitor) -> None:
    play.lodge(text="瓶盖漏水")
    page = search(agent, "漏水", "&grade=I")
    assert '<input type="hidden" name="q" value="漏水">' in page
    assert len(items(page)) == 1


@pytest.mark.req("F04")
def test_the_numbers_of_a_merged_case_lead_to_the_one_that_is_worked(play: Play) -> None:
    boss, visitor = play.house.supervisor, Visitor(play.house.supervisor)
    gone, middle, kept = (
        play.walk("approving"),
        play.lodge().complaint.no,
        play.lodge().complaint.no,
    )
    form = complaint(gone).form_no
    play.do("merge", gone, boss, into=middle)
    play.do("merge", middle, boss, into=kept)
    for word in (gone, form, middle):
        answer = visitor.get(f"/complaints/{word}")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/complaints/{kept}")
    assert f"{middle} went into this case" in visitor.read(f"/complaints/{kept}")
    page = search(visitor, gone)
    assert (items(page), f"Merged → {middle}" in page) == ([gone], True)


@pytest.mark.req("F04")
def test_behind_the_case_that_is_worked_the_merged_one_is_still_there(play: Play) -> None:
    boss, visitor = play.house.supervisor, Visitor(play.house.supervisor)
    gone, kept = play.lodge().complaint.no, play.lodge().complaint.no
    play.do("merge", gone, boss, into=kept)
    assert f'href="/complaints/{gone}?own=1"' in visitor.read(f"/complaints/{kept}")
    assert "unmerge" in doable(visitor.read(f"/complaints/{gone}?own=1"))


@pytest.mark.req("F04")
def test_who_may_not_see_the_case_that_is_worked_stays_with_their_own(play: Play) -> None:
    boss = play.house.supervisor
    gone = play.lodge().complaint.no
    kept = play.lodge(play.house.agent, customer={"special_role": "media"}).complaint.no
    play.do("merge", gone, boss, into=kept)
    page = Visitor(play.house.senior).read(f"/complaints/{gone}")
    assert f'data-no="{gone}"' in page
