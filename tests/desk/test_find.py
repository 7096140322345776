"""Who finds which complaint by which words."""

from collections.abc import Callable
from typing import Any

import pytest

from kesu.complaints import index
from kesu.complaints.models import Complaint
from kesu.desk import marks, queue
from kesu.desk.queue import Filters
from kesu.foundation.ids import uuid7
from kesu.people.queries import everyone
from kesu.people.rules import Person
from tests.cast import MORNING, Play, at

PHONE = "13812345678"


def found(reader: Person, q: str, order: str = "-received", **filters: Any) -> list[str]:
    """The numbers that a reader finds, in their order."""
    people, wanted = everyone(), Filters(q=q, **filters)
    page = queue.listing(reader=reader, people=people, filters=wanted, order=order, limit=200)
    assert page.next is None
    return [row.no for row in page.rows]


@pytest.mark.req("F28")
@pytest.mark.parametrize(
    "q",
    [
        "瓶盖",
        "漏水了",
        "ABC型",
        "abc",
        "欧阳",
        "阳女",
        PHONE,
        "138 1234 5678",
        "5678",
        "old-77",
        "OLD-77",
    ],
)
def test_a_complaint_is_found_by_what_is_known_of_it(play: Play, q: str) -> None:
    customer = {"name": "欧阳女士", "phone": PHONE}
    wanted = play.lodge(text="ABC型瓶盖漏水了", customer=customer, external_id="OLD-77").complaint
    play.lodge(text="赠品没有寄", customer={"name": "李女士", "phone": "13900001111"})
    assert found(play.house.director, q) == [wanted.no]


def test_a_complaint_is_found_by_its_numbers(play: Play) -> None:
    no = play.walk("approving")
    form_no = Complaint.objects.get(no=no).form_no
    play.lodge()
    asked = [no, no.lower(), f" {no} ", no[-6:], no[-6:].lower(), form_no]
    assert [found(play.house.director, q) for q in asked] == [[no]] * 6


def test_a_number_said_in_another_text_is_found_beside_the_complaint_itself(play: Play) -> None:
    first = play.lodge().complaint.no
    again = play.lodge(text=f"前单{first}没有处理", now=at("02-14 10:00")).complaint.no
    assert found(play.house.director, first) == [again, first]


def test_one_piece_is_taken_as_it_stands_and_words_each_for_themselves(play: Play) -> None:
    both = play.lodge(text="退货 很慢", customer={"name": "欧阳女士"}).complaint.no
    one = play.lodge(text="退货快，很慢的是退款").complaint.no
    director = play.house.director
    assert found(director, "货 很") == [both]
    assert found(director, "货 ") == [both]
    assert set(found(director, "很慢 退货", split=True)) == {both, one}
    assert found(director, "  欧阳   退货 ", split=True) == [both]


HARMLESS = [
    "'", '"', '""', "%", "_", "\\", "*", "a*", "^", "(", ") OR (", "a AND b", "NEAR(a b)",
    "words:a", "-a", "{words}: a", "'; DROP TABLE complaints_words; --", "\\'", "$1", "%s", "%(a)s",
]  # fmt: skip


@pytest.mark.parametrize("q", HARMLESS)
def test_signs_of_query_languages_mean_themselves(play: Play, q: str) -> None:
    wanted = play.lodge(text=f"他说：{q}。").complaint.no
    play.lodge(text="普通的话")
    orders = ("-received", "queue")
    assert [found(play.house.director, q, order) for order in orders] == [[wanted]] * 2


@pytest.mark.parametrize("q", ["\x00", "没有\x00", "没有寄。请尽快处理。" * 20, "😀", "   "])
def test_what_no_text_holds_finds_nothing(play: Play, q: str) -> None:
    play.lodge()
    assert [found(play.house.director, q, order) for order in ("-received", "updated")] == [[], []]


@pytest.mark.parametrize("order", queue.ORDERS)
def test_pages_of_a_search_are_whole_in_every_order(play: Play, order: str) -> None:
    wanted = [
        play.lodge(
            text="瓶盖漏水", received=f"2026-02-{3 + place % 5:02}T10:00:00+08:00"
        ).complaint.no
        for place in range(9)
    ]
    play.lodge(text="赠品没有寄")
    pages, cursor = [], ""
    while cursor is not None:
        page = queue.listing(
            reader=play.house.director,
            people=everyone(),
            filters=Filters(q="漏水"),
            order=order,
            limit=2,
            cursor=cursor,
        )
        pages += [(row.no, row.received) for row in page.rows]
        cursor = page.next
    assert [no for no, _ in pages] == found(play.house.director, "漏水", order)
    assert sorted(no for no, _ in pages) == sorted(wanted)
    if "received" in order:
        moments = [moment for _, moment in pages]
        assert moments == sorted(moments, reverse=order.startswith("-"))


def test_filters_narrow_what_is_found(play: Play) -> None:
    first = play.lodge(text="瓶盖漏水", received="2026-02-09T10:00:00+08:00").complaint.no
    later = play.lodge(text="瓶盖漏水", urgent_reasons=["U1"]).complaint.no
    director, day = play.house.director, MORNING.replace(hour=0, minute=0)
    narrowed: list[dict[str, Any]] = [
        {"received_to": day},
        {"received_from": day},
        {"urgent": True},
    ]
    assert [found(director, "漏水", **some) for some in narrowed] == [[first], [later], [later]]
    edges = {"received_from": MORNING, "received_to": MORNING}
    assert found(director, "漏水", received_from=MORNING) == [later]
    assert found(director, "漏水", received_to=MORNING) == [first]
    assert found(director, "漏水", **edges) == []


@pytest.mark.req("E36", "E49")
def test_what_a_reader_may_not_see_is_not_found(play: Play) -> None:
    house, given = (
        play.house,
        {"text": "瓶盖漏水", "customer": {"name": "欧阳女士", "phone": PHONE}},
    )
    hidden = [
        play.lodge(house.clerk, **given),
        play.lodge(
            house.second, **{**given, "customer": {**given["customer"], "special_role": "media"}}
        ),
        play.lodge(house.second, **given, type="2.2", accused_agent=house.agent.id),
    ]
    mine = play.lodge(house.agent, text="瓶盖漏水").complaint.no
    numbers = [one.complaint.no for one in hidden]
    assert set(numbers) <= set(found(house.director, "漏水"))
    asked = ["欧阳", PHONE, "5678", *numbers]
    for order in ("-received", "queue"):
        assert found(house.agent, "漏水", order) == [mine]
        assert [found(house.agent, q, order) for q in asked] == [[]] * len(asked)


def test_a_liaison_does_not_search_by_who_the_customer_is(play: Play) -> None:
    no = play.walk("consulting", text="瓶盖漏水", customer={"name": "欧阳女士", "phone": PHONE})
    liaison = play.house.liaison
    for order in ("-received", "updated"):
        assert found(liaison, "漏水", order) == [no]
        assert [found(liaison, q, order) for q in ("欧阳", PHONE, "5678")] == [[], [], []]


MASKED = [
    ("请回电13812345678。", ["1234", "3812", "电138123", "13812345678。"], ["138", "5678", "回电"]),
    ("请回电１３８１２３４５６７８。", ["１３８", "２３４"], ["请回电"]),
    ("回电138 1234 5678好", ["8 1", "1234", " 5678"], ["138", "5678好"]),
    ("身份证11010519491231002X", ["0519", "1231", "110105"], ["110", "002X", "身份证"]),
    ("卡6222021234567890128", ["0212", "345"], ["6222", "0128"]),
]  # fmt: skip


@pytest.mark.req("E36")
@pytest.mark.parametrize("order", ["-received", "queue"])
@pytest.mark.parametrize(("text", "inside", "outside"), MASKED)
def test_what_only_a_mask_covers_is_not_confirmed(
    play: Play, text: str, inside: list[str], outside: list[str], order: str
) -> None:
    no = play.lodge(play.house.agent, text=text).complaint.no
    masked, clear = play.house.senior, play.house.agent
    assert [found(clear, q, order) for q in inside + outside] == [[no]] * len(inside + outside)
    assert [found(masked, q, order) for q in inside] == [[]] * len(inside)
    assert [found(masked, q, order) for q in outside] == [[no]] * len(outside)


def test_a_telephone_in_a_text_does_not_hide_the_customer_who_has_it(play: Play) -> None:
    no = play.lodge(text=f"请回电{PHONE}", customer={"phone": PHONE}).complaint.no
    assert found(play.house.senior, PHONE) == [no]


@pytest.fixture
def crowd(play: Play) -> Callable[[int], list[str]]:
    """Makes many complaints of another department, one a second, all with the same words."""

    def make(count: int) -> list[str]:
        from django.db import connection

        pattern = play.lodge(play.house.clerk, text="瓶盖漏水，电话13812345678").complaint
        columns = {one.attname: getattr(pattern, one.attname) for one in pattern._meta.fields}
        rows = [
            Complaint(
                **{**columns, "id": uuid7(), "no": f"KS-20260213-{place:06d}"},
            )
            for place in range(count)
        ]
        for place, row in enumerate(rows, start=1):
            row.search_key = pattern.search_key + (place << 21)
        Complaint.objects.bulk_create(rows)
        entries = [index.Entry(row.search_key, row.subject, row.text, "") for row in rows]
        index.write(entries, connection)
        return [row.no for row in rows]

    return make


@pytest.mark.parametrize("q", ["漏水", "138"])
def test_the_only_row_a_reader_may_see_is_found_behind_many(
    play: Play, crowd: Callable[[int], list[str]], q: str
) -> None:
    early = at("02-12 10:00")
    mine = play.lodge(text="瓶盖漏水，电话13812345678", now=early).complaint.no
    play.now = MORNING
    crowd(1_500)
    assert found(play.house.agent, q) == [mine]


def test_rows_that_drop_out_are_made_up_for(play: Play, crowd: Callable[[int], list[str]]) -> None:
    """Whoever sees only masks gets a full page of what they can read."""
    readable = play.lodge(play.house.clerk, text="编号1234", now=at("02-12 10:00")).complaint.no
    play.now = MORNING
    numbers = crowd(600)
    clerk = play.house.clerk
    assert found(play.house.quality, "1234") == [readable]
    page = queue.listing(reader=clerk, people=everyone(), filters=Filters(q="1234"), limit=50)
    assert [row.no for row in page.rows] == sorted(numbers, reverse=True)[:50]


def test_what_answers_the_search_is_marked(play: Play) -> None:
    text = "杯子有裂缝。" + "客服一直没有回复，" * 12 + "电话13812345678，要求退货和退款"
    play.lodge(play.house.agent, text=text, customer={"name": "欧阳女士"})
    shown = queue.found(
        reader=play.house.senior, people=everyone(), filters=Filters(q="裂缝 退货 欧阳", split=True)
    )
    row = shown.rows[0]
    assert _hits(row.subject) == ["裂缝"]
    assert _hits(row.name) == ["欧阳"]
    assert _hits(row.excerpt) == ["退货"]
    said = "".join(part.text for part in row.excerpt)
    assert (said[0], said[-5:], "138****5678" in said) == ("…", "退货和退款", True)


def _hits(parts: tuple[Any, ...]) -> list[str]:
    return [part.text for part in parts if part.hit]


@pytest.mark.parametrize(
    ("text", "pieces", "behind", "shown"),
    [
        ("瓶盖漏水。要求退货", ["漏水"], "瓶盖漏水", ""),
        ("瓶盖漏水。要求退货", ["退货"], "瓶盖漏水", "瓶盖漏水。要求[退货]"),
        ("客服慢，客服慢，退货", ["客服", "退货"], "客服慢，客…", "[客服]慢，[客服]慢，[退货]"),
        ("瓶盖\n漏水", ["漏水"], "另一句", "瓶盖 [漏水]"),
        ("字" * 90 + "退货", ["退货"], "字字", "…" + "字" * 16 + "[退货]"),
        ("退货" + "字" * 90, ["退货"], "", "[退货]" + "字" * 78 + "…"),
        ("字" * 16 + "退" * 90, ["退" * 90], "", "字" * 16 + "[" + "退" * 90 + "]"),
        ("瓶盖漏水", ["退货"], "", ""),
        ("瓶盖漏水", [], "", ""),
    ],
)
def test_an_excerpt_shows_the_hit_that_the_subject_does_not(
    text: str, pieces: list[str], behind: str, shown: str
) -> None:
    parts = marks.excerpt(text, pieces, behind=behind)
    assert "".join(f"[{part.text}]" if part.hit else part.text for part in parts) == shown
