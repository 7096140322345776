"""Lists that leave the house: exactly the rows a reader may take, every word masked (B06)."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.desk import scope
from kesu.desk.exports.ask import Ask
from kesu.desk.exports.lists import LISTS, open_list
from kesu.desk.faults import NotYours
from kesu.desk.queue import Filters, View, listing
from kesu.foundation.faults import Refused
from kesu.foundation.tables.formulas import runs, unguard
from kesu.journal import queries as journal
from kesu.journal.models import JournalLine
from kesu.journeys.export_made import export
from kesu.people.queries import everyone
from kesu.people.rules import Person
from kesu.policy.codes import OPEN
from kesu.remedies.models import Remedy
from tests.cast import House, Play, complaint
from tests.foundation.tables.test_writing import FORMULAS, csv_rows

PHONES = ("13812345678", "138 1234 5678", "+86 138-1234-5678", "021-61234567")
IDENTITY = "110101199003071233"
MAIL = "zhang.san@example.org"
CARD = "6222 0212 3456 7894"
CANARIES = (*PHONES, IDENTITY, MAIL, CARD)


@pytest.fixture
def play(db: None) -> Play:
    return Play()


@pytest.fixture
def house(play: Play) -> House:
    return play.house


def ask(reader: Person | None, **more: Any) -> Ask:
    return Ask(reader, everyone(), **more)


def taken(what: str, asked: Ask, *fields: str, format_: str = "jsonl") -> list[Any]:
    """The rows of an export as objects."""
    data = raw(what, asked, *fields, format_=format_)
    return [json.loads(line) for line in data.decode().splitlines()]


def raw(what: str, asked: Ask, *fields: str, format_: str = "jsonl") -> bytes:
    now = datetime(2026, 2, 20, tzinfo=UTC)
    return b"".join(export(what, asked, format_=format_, fields=fields, now=now).pieces)


def numbers(asked: Ask) -> list[str]:
    return [row["no"] for row in taken("complaints", asked, "no")]


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


@pytest.mark.req("B06", "E49")
@pytest.mark.parametrize("what", LISTS)
def test_nothing_personal_leaves_in_any_list_or_form(play: Play, what: str) -> None:
    """As the director and the operator: also who may reveal on the screen exports masks."""
    words = " ".join(f"（{canary}）" for canary in CANARIES)
    no = play.lodge(
        channel="hotline",
        first_contact={"promise": {"what": words, "due": "2026-02-16T16:00:00+08:00"}},
        text=words,
        subject=words[:60],
        merchant=words,
        product=words,
        order=words,
        campaign=words,
        remedy_sought=words,
        external_id=words,
        customer={
            "name": words,
            "phone": PHONES[0],
            "email": MAIL,
            "external_id": words,
        },
    ).complaint.no
    play.do("consult", no, department="merchant", question=words)
    play.do("cause", no, text=words, category=PHONES[0])
    promised(play, no, words)
    for reader in (None, play.house.director, play.house.supervisor):
        for format_ in ("csv", "jsonl"):
            said = raw(what, ask(reader), format_=format_).decode()
            assert len(said) > 10 or what == "notices"
            assert [canary for canary in CANARIES if canary in said] == []
        cells = flat(raw(what, ask(reader), format_="xlsx"))
        assert [one for one in CANARIES if any(one in cell for cell in cells)] == []


def promised(play: Play, no: str, words: str) -> None:
    """One remedy of each ledger, with these words wherever it has words."""
    texts = ("what", "payee", "order", "reference", "ended_because")
    for kind in ("compensation", "indemnity"):
        Remedy.objects.create(
            complaint=complaint(no),
            kind=kind,
            amount=100,
            state="dropped",
            by_id=play.house.agent.id,
            at=play.now,
            **dict.fromkeys(texts, words),
        )


def flat(data: bytes) -> list[str]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]


@pytest.mark.req("B06")
def test_no_text_of_a_complaint_is_a_formula_in_a_spreadsheet(play: Play) -> None:
    fields = ("subject", "text", "merchant", "product", "order", "campaign", "remedy_sought")
    texts = [formula for formula in FORMULAS if formula.strip()]
    for formula in texts:
        said = dict.fromkeys(fields, formula)
        play.lodge(**said, customer={"name": formula})
    rows = csv_rows(raw("complaints", ask(None), *fields, "customer.name", format_="csv"))[1:]
    kept = {row.no: row for row in Complaint.objects.all()}
    assert len(rows) == len(kept) == len(texts)
    cells = [cell for row in rows for cell in row]
    assert {cell[0] for cell in cells if runs(cell)} == {"'"}
    assert len([cell for cell in cells if runs(cell)]) > 5 * len(texts)
    restored = {tuple(unguard(cell) for cell in row) for row in rows}
    assert restored == {
        (*(getattr(row, name) for name in fields), row.customer.name) for row in kept.values()
    }
    book = CalamineWorkbook.from_filelike(
        BytesIO(raw("complaints", ask(None), *fields, "customer.name", format_="xlsx"))
    )
    cells = [cell for row in book.get_sheet_by_index(0).to_python()[1:] for cell in row]
    assert {type(cell) for cell in cells} == {str}
    assert set(cells) <= {cell for row in restored for cell in row}


@pytest.mark.req("B06")
def test_a_complaint_says_group_content_frequency_cause_and_product(play: Play) -> None:
    customer = {"external_id": "m-1", "name": "张女士", "level": 3}
    play.lodge(customer=customer, now=play.now)
    no = play.walk("approving", customer=customer, text="内容如此", product="礼盒", campaign="春节")
    play.lodge(customer=customer, type="2.2", accused_agent=play.house.supervisor.id)
    wanted = ("customer_group", "text", "frequency", "cause", "product")
    asked = ask(play.house.supervisor)
    rows = {row["no"]: row for row in taken("complaints", asked, "no", *wanted)}
    assert [rows[no][name] for name in wanted] == ["3级会员", "内容如此", 2, "商户漏发", "礼盒"]
    assert {row["no"]: row["frequency"] for row in taken("complaints", ask(None))}[no] == 3


def test_people_read_words_and_programs_read_codes(play: Play) -> None:
    play.walk("consulting", channel="email")
    fields = ("state", "channel", "source", "department", "urgent", "first_callback.state")
    header, said = csv_rows(raw("complaints", ask(None), *fields, format_="csv"))
    assert header[:2] == ["状态", "渠道"]
    assert said[:5] == ["处理中", "电邮", "客户", "客服部", "否"]
    assert taken("complaints", ask(None), *fields) == [
        {
            "state": "consulting",
            "channel": "email",
            "source": "customer",
            "department": "service",
            "urgent": False,
            "first_callback.state": "running",
        }
    ]


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


def test_fields_choose_and_order(play: Play) -> None:
    play.lodge()
    assert list(taken("complaints", ask(None), "text", "no")[0]) == ["text", "no"]


@pytest.mark.parametrize("fields", [("no", "phone"), ("no", "no"), ("",)])
def test_an_unknown_field_is_refused_with_those_that_are_known(
    play: Play, fields: Sequence[str]
) -> None:
    with pytest.raises(Refused) as refused:
        raw("customers" if fields == ("",) else "complaints", ask(None), *fields)
    assert [fault.loc for fault in refused.value.faults] == ["fields"]
    if len(set(fields)) == len(fields):
        assert "customer.phone_masked" in refused.value.faults[0].expected
    assert not JournalLine.objects.filter(kind="export.made").exists()


def test_an_unknown_list_is_refused_with_those_there_are(play: Play) -> None:
    with pytest.raises(Refused) as refused:
        raw("kpi", ask(None))
    assert refused.value.faults[0].expected == ", ".join(LISTS)


@pytest.mark.req("B06")
def test_every_export_stands_on_the_record_before_its_first_byte(play: Play) -> None:
    house = play.house
    no = play.lodge(text="请回电19912345678").complaint.no
    now = datetime(2026, 2, 20, tzinfo=UTC)
    filters = Filters(state=("received",), q="19912345678", owner=house.agent.id, urgent=False)
    asked = ask(house.supervisor, filters=filters)
    made = export("complaints", asked, format_="csv", fields=("no", "text"), now=now)
    line = json.loads(JournalLine.objects.get(kind="export.made").line)
    assert (line["by"], line["case"], line["at"]) == (
        f"staff:{house.supervisor.id}",
        None,
        "2026-02-20T00:00:00.000000Z",
    )
    assert line["facts"] == {
        "what": "complaints",
        "format": "csv",
        "rows": 1,
        "fields": ["no", "text"],
        "filters": {
            "state": ["received"],
            "q": ["true"],
            "owner": [str(house.agent.id)],
            "urgent": ["false"],
        },
    }
    entry = journal.about(*line["about"])[0]
    assert entry.notes == {"q": "19912345678"}
    assert no in b"".join(made.pieces).decode()
    assert journal.verify() is None


def test_the_operator_is_named_as_the_console(play: Play) -> None:
    raw("clocks", ask(None))
    assert json.loads(JournalLine.objects.get(kind="export.made").line)["by"] == "system:console"


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


@pytest.mark.req("B06")
def test_the_record_holds_the_lines_of_what_may_be_taken(play: Play) -> None:
    house = play.house
    mine = play.walk("accepted", by=house.agent)
    others = play.lodge(house.clerk).complaint.no
    secret = play.lodge(customer={"special_role": "media"}).complaint.no
    about = {no: str(complaint(no).pk) for no in (mine, others, secret)}

    def told(reader: Person | None) -> set[str]:
        return {row["about"].partition(":")[2] for row in taken("journal", ask(reader))}

    assert told(house.agent) & set(about.values()) == {about[mine]}
    assert told(house.director) >= set(about.values())
    assert told(house.auditor) >= set(about.values())
    assert about[secret] not in told(house.second)
    assert about[secret] not in told(None)
    lines = {row["seq"]: row for row in taken("journal", ask(house.auditor))}
    kept = JournalLine.objects.filter(about_id=about[mine])
    assert {seq for seq, row in lines.items() if row["about"].endswith(about[mine])} == {
        one.seq for one in kept
    }
    for one in kept:
        assert lines[one.seq]["facts"] == json.loads(one.line)["facts"]
        assert lines[one.seq]["hash"] == one.hash
    assert all("notes" not in row for row in lines.values())


def test_lines_about_people_are_for_who_may_take_all(play: Play) -> None:
    house = play.house
    play.lodge()
    from kesu.journeys.staff import set_presence

    set_presence(sign_in="agent", presence="away", by="system:console", at=play.now)

    def kinds(reader: Person | None) -> set[str]:
        return {row["kind"] for row in taken("journal", ask(reader))}

    readers = (house.auditor, house.manager, house.director, None)
    assert all("staff.presence_set" in kinds(reader) for reader in readers)
    assert "staff.presence_set" not in kinds(house.supervisor) | kinds(house.agent)


def test_the_zone_of_times_is_the_policys(play: Play) -> None:
    play.lodge()
    said = csv_rows(raw("complaints", ask(None), "received", format_="csv"))[1]
    assert said == ["2026-02-13 10:00:00"]
    assert taken("complaints", ask(None), "received") == [{"received": "2026-02-13T10:00:00+08:00"}]


@pytest.mark.parametrize("format_", ["csv", "xlsx", "jsonl"])
@pytest.mark.parametrize("what", LISTS)
def test_every_list_comes_in_every_form_also_empty(play: Play, what: str, format_: str) -> None:
    data = raw(what, ask(play.house.agent), format_=format_)
    assert data or format_ == "jsonl"
