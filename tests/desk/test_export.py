"""Lists that leave the house: exactly the rows a reader may take (B06)."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.desk import scope
from kesu.desk.exports.lists import LISTS, open_list
from kesu.desk.faults import NotYours
from kesu.desk.queue import Filters, View, listing
from kesu.people.queries import everyone
from kesu.policy.codes import OPEN
from tests.cast import Play, complaint
from tests.desk.taking import ask, numbers, raw


def crowd(play: Play) -> None:
    """Complaints of every kind of tie: ordinary, restricted, accusing."""
    house = play.house
    for lodger in house.everyone():
        if lodger != house.auditor:
            play.lodge(lodger)
            play.lodge(lodger, customer={"special_role": "media"})
            play.lodge(lodger, type="2.2", accused_agent=house.peer.id)
            play.lodge(lodger, type="2.2", accused_agent=lodger.id)


@pytest.mark.req("B06", "E36", "E49")
def test_each_person_takes_the_rows_of_their_list_that_they_may_export(play: Play) -> None:
    crowd(play)
    people, rows = everyone(), list(Complaint.objects.all())
    for reader in play.house.everyone():
        ties = {row.no: scope.tie(row, reader, people) for row in rows}
        may = {no for no, tie in ties.items() if permissions.may_export(reader, tie)}
        if not permissions.may_export_something(reader):
            with pytest.raises(NotYours):
                numbers(ask(reader))
            assert may == set()
            continue
        shown = listing(reader=reader, people=people, filters=Filters(), limit=200).rows
        assert numbers(ask(reader)) == [row.no for row in shown if row.no in may], reader.sign_in
        assert may <= {row.no for row in shown}, reader.sign_in


@pytest.mark.req("B06", "E49")
def test_the_accused_takes_nothing_of_it_from_any_list(play: Play) -> None:
    house = play.house
    no = play.walk("consulting", type="2.2", accused_agent=house.second.id)
    row = complaint(no)
    assert no in numbers(ask(house.director))
    for what in LISTS:
        said = raw(what, ask(house.second)).decode()
        assert no not in said, what
        assert str(row.pk) not in said, what
        assert str(row.customer_id) not in said, what


@pytest.mark.req("B06", "E36")
def test_the_operator_of_the_machine_takes_all_but_the_restricted(play: Play) -> None:
    open_one = play.walk("closed")
    secret = play.lodge(customer={"special_role": "media"}).complaint.no
    assert numbers(ask(None)) == [open_one]
    assert secret in numbers(ask(play.house.director))
    for what in LISTS:
        assert secret not in raw(what, ask(None)).decode(), what


def test_a_list_is_taken_with_its_filters_view_and_order(play: Play) -> None:
    house = play.house
    received = [play.lodge(text=f"第{n}单").complaint.no for n in range(3)]
    play.lodge(urgent_reasons=["U1"])
    closed = play.walk("closed")
    work = {"filters": Filters(state=tuple(sorted(OPEN))), "order": "queue", "view": View.team}
    shown = listing(reader=house.lead, people=everyone(), **work).rows
    assert len(shown) == len(received) + (shown[0].urgent is True) >= len(received)
    assert numbers(ask(house.lead, **work)) == [row.no for row in shown]
    found = ask(house.supervisor, filters=Filters(q="第1单"))
    assert numbers(found) == [received[1]]
    assert numbers(ask(house.supervisor, filters=Filters(state=("closed",)))) == [closed]
    late = ask(None, since=complaint(closed).received)
    assert closed in numbers(late)
    assert numbers(ask(None, since=datetime(2027, 1, 1, tzinfo=UTC))) == []


@pytest.mark.req("E36")
def test_what_is_masked_for_a_reader_finds_nothing_for_their_file(play: Play) -> None:
    """As on the screen: a number inside a text answers who may reveal it, and nobody else."""
    house = play.house
    no = play.lodge(text="请打电话19912345678，谢谢").complaint.no
    digits = Filters(q="1991234")
    assert numbers(ask(house.auditor, filters=Filters(q="请打电话"))) == [no]
    assert numbers(ask(house.auditor, filters=digits)) == []
    assert numbers(ask(house.agent, filters=digits)) == [no]


def test_rows_that_come_meanwhile_neither_double_nor_shift_the_others(play: Play) -> None:
    before = [play.lodge().complaint.no for _ in range(3)]
    opened = open_list("complaints", ask(None), ["no"])
    play.lodge()
    gone = complaint(before[1])
    Complaint.objects.filter(pk=gone.pk).update(restricted=True)
    read = [row[0] for row in opened.rows(in_words=False)]
    assert sorted(read) == sorted([before[0], before[2]])


@pytest.mark.parametrize("what", LISTS)
def test_queries_do_not_grow_with_the_rows(play: Play, what: str) -> None:
    def cost() -> int:
        opened = open_list(what, ask(play.house.director))
        with CaptureQueriesContext(connection) as asked:
            list(opened.rows(in_words=True))
        return len(asked)

    def more() -> None:
        play.walk("consulting", customer={"name": "客户"})
        play.lodge(
            channel="hotline",
            first_contact={"promise": {"what": "回电", "due": "2026-03-14T16:00:00+08:00"}},
        )

    more()
    few = cost()
    for _ in range(3):
        more()
    assert cost() == few


@pytest.mark.parametrize("format_", ["csv", "xlsx", "jsonl"])
@pytest.mark.parametrize("what", LISTS)
def test_every_list_comes_in_every_form_also_empty(play: Play, what: str, format_: str) -> None:
    data = raw(what, ask(play.house.agent), format_=format_)
    assert data or format_ == "jsonl"
