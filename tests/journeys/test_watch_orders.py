"""Orders that other systems tell of become warnings by the rules of the policy (A21)."""

import json
from datetime import timedelta

import pytest
from django.utils import translation

from kesu.complaints.models import Order
from kesu.desk.signals import figures
from kesu.desk.watch_reasons import sentence
from kesu.journal.models import JournalLine
from kesu.journeys.take_in.undo import undo
from kesu.journeys.watch_orders import look_for_late
from kesu.people.queries import everyone
from kesu.policy.loading import builtin
from kesu.watch.models import Signal
from tests.cast import MORNING, Play
from tests.journeys.taken import Take

HEADER = [
    *(
        "订单号",
        "会员号",
        "商品名称",
        "下单时间",
        "购买数量",
        "收货地址",
        "最晚发货时间",
        "发货时间",
    ),
]
DAY = "2026-02-12 09:00:00"
PLACE = "示例市示例区花园路１８８号 3幢"


def row(number: str, member: str = "", **columns: str) -> list[str]:
    said = {
        "product": "加湿器",
        "ordered": DAY,
        "pieces": "1",
        "address": "",
        "ship_by": "",
        "shipped": "",
        **columns,
    }
    return [number, member, *said.values()]


def raised() -> list[tuple[str, int, int]]:
    rows = Signal.objects.filter(kind="order").order_by("raised", "key")
    return [(one.facts["rule"], one.facts["seen"], one.times) for one in rows]


@pytest.mark.req("A21")
def test_an_import_shows_bulk_repeats_and_one_address(play: Play, take: Take) -> None:
    take(
        row("N-1", "M1", pieces="60"),
        row("N-2", "M1"),
        row("N-3", "M1"),
        row("N-4", "M2", product="甲", address=PLACE),
        row("N-5", "M3", product="乙", address="示例市 示例区 花园路188号,3幢"),
        row("N-6", "M4", product="丙", address=PLACE),
        header=HEADER,
        kind="orders",
    )
    assert sorted(raised()) == [
        ("bulk", 60, 1),
        ("repeat_product", 3, 1),
        ("same_address", 3, 1),
    ]
    assert len({one.address_blind for one in Order.objects.exclude(address_blind="")}) == 1
    lines = JournalLine.objects.filter(kind="signal.raised")
    assert (lines.count(), "花园路" in "".join(one.line for one in lines)) == (3, False)


@pytest.mark.req("A21", "A22")
def test_the_same_file_again_shows_nothing_twice(play: Play, take: Take) -> None:
    rows = [row("N-1", "M1", pieces="60"), row("N-2", "M1"), row("N-3", "M1")]
    take(*rows, header=HEADER, kind="orders")
    take(*rows, row("N-4", "M5"), header=HEADER, kind="orders")
    assert [(rule, times) for rule, _seen, times in raised()] == [
        ("bulk", 1),
        ("repeat_product", 1),
    ]


@pytest.mark.req("A21")
def test_what_is_old_is_nobodys_news(play: Play, take: Take) -> None:
    old = {"ordered": "2025-11-03 09:00:00", "ship_by": "2025-11-05 09:00:00"}
    take(*(row(f"N-{n}", "M1", pieces="90", **old) for n in range(4)), header=HEADER, kind="orders")
    assert raised() == []
    assert look_for_late(MORNING + timedelta(days=1), 50) == 0


@pytest.mark.req("A21")
def test_an_order_that_is_not_sent_in_time_is_shown_once_by_the_clock(
    play: Play, take: Take
) -> None:
    due = {"ship_by": "2026-02-13 12:00:00"}
    take(
        row("N-1", **due),
        row("N-2", **due, shipped="2026-02-12 20:00:00"),
        row("N-3"),
        row("N-4", **due),
        header=HEADER,
        kind="orders",
    )
    for number, status in (("N-1", "Not shipped"), ("N-4", "Shipped")):
        Order.objects.filter(external_id=number).update(status=status)
    after = MORNING + timedelta(hours=3)
    assert (raised(), look_for_late(after, 50), look_for_late(after, 50)) == ([], 1, 0)
    signal = Signal.objects.get()
    assert (signal.order.external_id if signal.order else "", signal.level) == ("N-1", 1)


@pytest.mark.req("A21", "B06")
def test_orders_taken_back_take_their_open_warnings_along(play: Play, take: Take) -> None:
    source = take(
        row("N-1", "M1", pieces="60"), row("N-2", "M2", pieces="70"), header=HEADER, kind="orders"
    ).source
    settled = Signal.objects.get(order__external_id="N-2")
    settled.state, settled.settled = Signal.State.handled.value, MORNING
    settled.save()
    undo(source, now=MORNING + timedelta(hours=1))
    assert list(Order.objects.values_list("external_id", flat=True)) == ["N-2"]
    assert list(Signal.objects.values_list("pk", flat=True)) == [settled.pk]


@pytest.mark.req("A21", "A22")
def test_the_board_says_in_words_why_an_order_is_shown(play: Play, take: Take) -> None:
    rows = [row("N-1", "M1", pieces="60"), row("N-2", "M1"), row("N-3", "M1")]
    take(*rows, header=HEADER, kind="orders")
    pack = builtin("loyalty")
    with translation.override("en"):
        said = {sentence(one.reasons[0], pack, "en") for one in Signal.objects.filter(kind="order")}
    assert said == {
        "Many pieces in one order: 60 (from 20) · N-1",
        "The same product again and again: 3 within 7 days (from 3) · N-3, N-2, N-1",
    }
    assert sentence({"term": "曝光"}, pack, "en") == ""


@pytest.mark.req("A21", "M26")
def test_a_late_order_that_is_sent_settles_its_warning_by_itself(play: Play, take: Take) -> None:
    late = {"ship_by": "2026-02-12 08:00:00"}
    rows = [row(number, f"M{number}", **late) for number in ("N-1", "N-2")]
    take(*rows, header=HEADER, kind="orders")
    look_for_late(MORNING + timedelta(days=3), 50)
    assert Signal.objects.filter(state="open").count() == 2
    sent = row("N-1", "MN-1", **late, shipped="2026-02-15 10:00:00")
    take(sent, header=HEADER, kind="orders")
    done = Signal.objects.get(order__external_id="N-1")
    assert (done.state, done.action, done.by, done.helped) == ("handled", "sent", None, None)
    assert Signal.objects.filter(state="open").count() == 1
    line = JournalLine.objects.get(kind="signal.handled", about_id=str(done.pk))
    assert json.loads(line.line)["by"] == "system:watch"
    now = MORNING + timedelta(days=4)
    assert figures(reader=play.house.agent, people=everyone(now), now=now).intercepted.of == 1
