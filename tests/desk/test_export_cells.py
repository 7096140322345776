"""What the columns of a list say: masked, in words or codes, never a formula (B06)."""

from collections.abc import Sequence
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from kesu.complaints.models import Complaint
from kesu.desk.exports.lists import LISTS
from kesu.foundation.faults import Refused
from kesu.foundation.tables.formulas import runs, unguard
from kesu.journal.models import JournalLine
from kesu.remedies.models import Remedy
from tests.cast import Play, complaint
from tests.desk.taking import ask, flat, raw, taken
from tests.foundation.tables.test_writing import FORMULAS, csv_rows

PHONES = ("13812345678", "138 1234 5678", "+86 138-1234-5678", "021-61234567")
IDENTITY = "110101199003071233"
MAIL = "zhang.san@example.org"
CARD = "6222 0212 3456 7894"
CANARIES = (*PHONES, IDENTITY, MAIL, CARD)


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


def test_the_zone_of_times_is_the_policys(play: Play) -> None:
    play.lodge()
    said = csv_rows(raw("complaints", ask(None), "received", format_="csv"))[1]
    assert said == ["2026-02-13 10:00:00"]
    assert taken("complaints", ask(None), "received") == [{"received": "2026-02-13T10:00:00+08:00"}]
