"""Money to an account: who is paid, by whom, once, and when the customer hears of it."""

from datetime import timedelta

import pytest

from kesu.complaints.evidence import EvidenceKind
from kesu.complaints.models import Evidence, Progress
from kesu.correspondence.models import Notice
from kesu.desk import letters
from kesu.foundation.faults import Refused
from kesu.foundation.sealing import unseal
from kesu.journeys import pay_file
from kesu.journeys.faults import GateShut, NoSuchComplaint, NotYours
from kesu.policy.loading import builtin
from kesu.policy.schema import DraftKind
from kesu.remedies import operations
from kesu.remedies.models import Payment, Remedy
from kesu.remedies.paid import ACCOUNT
from tests.cast import ANSWERED, CLOSING, clocks, complaint, lines
from tests.foundation.tables.test_writing import csv_rows
from tests.remedies.conftest import Shop

NAME = "张女士"
ACCOUNT_NO = "6222 0212 3456 7894"
MONEY = {"kind": "compensation", "amount": 3000, "what": "补偿30元"}


def asked(shop: Shop, **more: object) -> tuple[str, Remedy, Payment]:
    """A case that was executed, with its payment before finance."""
    no = shop.case(customer={"name": NAME, **more})
    row = shop.give(no, **MONEY, account=ACCOUNT_NO)
    shop.accept(no)
    shop.execute(no, ("补偿30元", "走财务"))
    row.refresh_from_db()
    return no, row, Payment.objects.get(remedy=row)


@pytest.mark.req("F11")
def test_the_account_is_sealed_and_shown_by_its_last_four(shop: Shop) -> None:
    no, row, payment = asked(shop)
    assert (row.payee, row.payee_is, row.account_tail) == (NAME, "complainant", "7894")
    assert row.account is not None
    assert unseal(row.account, field=ACCOUNT) == ACCOUNT_NO
    assert (row.state, payment.state, payment.amount) == ("approved", "asked", 3000)
    assert complaint(no).state == "following_up"
    assert not Progress.objects.filter(complaint__no=no).exists()


@pytest.mark.req("F11")
def test_the_payee_is_the_complainant_or_has_a_paper(shop: Shop) -> None:
    no = shop.case(customer={"name": NAME})
    with pytest.raises(Refused) as refused:
        shop.give(no, **MONEY, payee="李四", account=ACCOUNT_NO)
    assert [one.loc for one in refused.value.faults] == ["payee"]
    assert shop.give(no, **MONEY, payee=" 张女士", account=ACCOUNT_NO).payee_is == "complainant"
    paper = Evidence.objects.create(
        complaint=complaint(no),
        side="neutral",
        kind=EvidenceKind.authority,
        text="委托李四代收",
        by_id=shop.house.agent.id,
        at=shop.now,
    )
    photo = Evidence.objects.create(
        complaint=complaint(no),
        side="neutral",
        kind="photo",
        text="照片",
        by_id=shop.house.agent.id,
        at=shop.now,
    )
    with pytest.raises(Refused) as other:
        shop.give(no, **MONEY, payee="李四", account=ACCOUNT_NO, authority=str(photo.pk))
    assert [one.loc for one in other.value.faults] == ["authority"]
    row = shop.give(no, **MONEY, payee="李四", account=ACCOUNT_NO, authority=str(paper.pk))
    assert (row.payee, row.payee_is, row.authority_id) == ("李四", "authorised", paper.pk)


@pytest.mark.req("F11")
def test_paid_means_given_and_only_then_the_customer_is_told(shop: Shop) -> None:
    no, row, payment = asked(shop)
    said = {"payment": str(payment.pk), "result": "paid", "slip": "SLIP-1"}
    done = shop.do("pay", no, shop.finance, **said)
    assert (done.readable, done.complaint.state) == (False, "following_up")
    row.refresh_from_db()
    payment.refresh_from_db()
    assert (row.state, row.reference, payment.state) == ("given", "SLIP-1", "paid")
    (told,) = Progress.objects.filter(complaint__no=no).values_list("text", flat=True)
    words = letters.words_of(builtin("loyalty"), DraftKind.paid_compensation).say("zh-hans")
    assert told == words.format(amount="30.00", account="7894")
    with pytest.raises(Refused):
        shop.do("pay", no, shop.finance, **said)
    shop.do("follow_up", no, **ANSWERED)
    shop.do("close", no, **CLOSING)


@pytest.mark.req("F11")
def test_a_payment_that_came_back_is_open_again(shop: Shop) -> None:
    no, row, payment = asked(shop)
    done = shop.do(
        "pay", no, shop.finance, payment=str(payment.pk), result="failed", fault="户名不符"
    )
    assert [one.code for one in done.warnings] == ["payment_failed"]
    row.refresh_from_db()
    assert (row.state, complaint(no).state) == ("failed", "following_up")
    assert Notice.objects.filter(kind="payment_failed", to=shop.house.agent.id).exists()
    assert not Progress.objects.filter(complaint__no=no).exists()
    shop.do("follow_up", no, **ANSWERED)
    with pytest.raises(GateShut) as shut:
        shop.do("close", no, **CLOSING)
    assert [one.gate for one in shut.value.missing] == ["execution"]
    shop.do("ask_payment", no, remedy=str(row.pk), account="6222 0000 1111 2222")
    again = Payment.objects.get(remedy=row, state="asked")
    with pytest.raises(GateShut):
        shop.do("ask_payment", no, remedy=str(row.pk))
    shop.do("pay", no, shop.finance, payment=str(again.pk), result="paid", slip="SLIP-2")
    shop.do("close", no, **CLOSING)
    assert complaint(no).state == "closed"
    assert [one.facts["result"] for one in lines(no, "complaint.paid")] == ["failed", "paid"]


@pytest.mark.req("F11")
def test_only_finance_pays_and_only_what_is_asked(shop: Shop) -> None:
    no, _row, payment = asked(shop)
    said = {"payment": str(payment.pk), "result": "paid", "slip": "S"}
    for person in (shop.house.agent, shop.house.director, shop.house.manager):
        with pytest.raises(NotYours):
            shop.do("pay", no, person, **said)
    other = shop.case()
    with pytest.raises(NoSuchComplaint):
        shop.do("pay", other, shop.finance, **said)
    wrong = {**said, "paid_at": (shop.now - timedelta(days=3)).isoformat()}
    with pytest.raises(Refused) as refused:
        shop.do("pay", no, shop.finance, **wrong)
    assert [one.loc for one in refused.value.faults] in (["paid_at"], ["payment"])
    for lacking in ({"slip": None}, {"result": "failed", "slip": None}):
        kept = {name: value for name, value in {**said, **lacking}.items() if value}
        with pytest.raises(Refused):
            shop.do("pay", no, shop.finance, **kept)


@pytest.mark.req("F11")
def test_every_payment_stands_in_one_day_s_list(shop: Shop) -> None:
    no, _row, first = asked(shop)
    assert pay_file.make_list(by=shop.finance, now=shop.now) == 1
    _no, _other, second = asked(shop)
    with pytest.raises(Refused):
        pay_file.make_list(by=shop.finance, now=shop.now)
    day = shop.now.date()
    tomorrow = shop.now + timedelta(days=1)
    assert pay_file.make_list(by=shop.finance, now=tomorrow) == 1
    rows = {row.pk: row.listed_on for row in Payment.objects.all()}
    assert rows == {first.pk: day, second.pk: day + timedelta(days=1)}
    for format_ in ("csv", "xlsx", "jsonl"):
        made = pay_file.take_list(day, format_=format_, by=shop.finance, now=tomorrow)
        assert (made.rows, bool(b"".join(made.pieces))) == (1, True)
    file = pay_file.take_list(day, format_="csv", by=shop.finance, now=tomorrow)
    cells = csv_rows(b"".join(file.pieces))[1]
    assert (cells[1], cells[3], cells[4], cells[5]) == (no, NAME, ACCOUNT_NO, "30.00")
    for person in (shop.house.director, shop.house.agent):
        with pytest.raises(NotYours):
            pay_file.take_list(day, format_="csv", by=person, now=tomorrow)
        with pytest.raises(NotYours):
            pay_file.make_list(by=person, now=tomorrow)


@pytest.mark.req("F11")
def test_a_name_that_a_sheet_would_run_is_only_text(shop: Shop) -> None:
    name = '=HYPERLINK("http://x")'
    no = shop.case(customer={"name": name})
    shop.give(no, **MONEY, account="=1+1 0000")
    shop.accept(no)
    shop.execute(no, ("补偿30元", "R"))
    pay_file.make_list(by=shop.finance, now=shop.now)
    made = pay_file.take_list(shop.now.date(), format_="csv", by=shop.finance, now=shop.now)
    cells = csv_rows(b"".join(made.pieces))[1]
    assert (cells[3], cells[4]) == (f"'{name}", "'=1+1 0000")


@pytest.mark.req("F11")
def test_what_finance_has_in_its_list_is_not_taken_back(shop: Shop) -> None:
    no, row, payment = asked(shop)
    pay_file.make_list(by=shop.finance, now=shop.now)
    with pytest.raises(GateShut):
        shop.do("drop_remedy", no, remedy=str(row.pk), reason="不给了")
    other, another, waiting = asked(shop)
    shop.do("drop_remedy", other, remedy=str(another.pk), reason="不给了")
    waiting.refresh_from_db()
    payment.refresh_from_db()
    assert (waiting.state, payment.state) == ("failed", "asked")


@pytest.mark.req("F09")
def test_what_a_platform_pays_is_not_asked_of_finance(shop: Shop) -> None:
    no = shop.case(customer={"name": NAME})
    refund = {"kind": "refund", "amount": 3000, "what": "平台退款"}
    shop.give(no, shop.house.agent, **refund, order="O-1", payer="platform")
    row = Remedy.objects.get()
    assert row.state == "planned"
    shop.accept(no)
    shop.execute(no, ("平台退款", "PF-1"))
    row.refresh_from_db()
    assert (row.state, row.reference, Payment.objects.count()) == ("given", "PF-1", 0)


@pytest.mark.req("F10", "F11")
def test_what_failed_and_was_taken_back_holds_nothing_up(shop: Shop) -> None:
    no, row, payment = asked(shop)
    shop.do("pay", no, shop.finance, payment=str(payment.pk), result="failed", fault="户名不符")
    shop.do("drop_remedy", no, remedy=str(row.pk), reason="客户不要")
    shop.do("follow_up", no, **ANSWERED)
    shop.do("close", no, **CLOSING)
    assert complaint(no).state == "closed"


@pytest.mark.req("C22", "F11")
def test_nobody_listens_for_words_after_a_withdrawal(shop: Shop) -> None:
    no, _row, payment = asked(shop)
    shop.do("withdraw", no, reason="客户撤回")
    shop.do("pay", no, shop.finance, payment=str(payment.pk), result="paid", slip="S-1")
    assert all(state != "running" for _name, _due, state, _met in clocks(no, "silence"))


@pytest.mark.req("F11")
def test_who_has_no_name_yet_is_paid_under_the_one_that_is_said(shop: Shop) -> None:
    no = shop.case()
    row = shop.give(no, **MONEY, payee="张三", account=ACCOUNT_NO)
    assert (row.payee, row.payee_is) == ("张三", "complainant")
    assert "张三" in shop.warned["payee"]


@pytest.mark.req("F11")
def test_nobody_pays_what_they_asked_for(shop: Shop) -> None:
    no, _row, payment = asked(shop)
    for name in ("by_id", "approved_by_id"):
        row = payment if name == "by_id" else payment.remedy
        before = getattr(row, name)
        setattr(row, name, shop.finance.id)
        row.save()
        with pytest.raises(GateShut) as shut:
            shop.do("pay", no, shop.finance, payment=str(payment.pk), result="paid", slip="S")
        assert [one.gate for one in shut.value.missing] == ["somebody_else"]
        setattr(row, name, before)
        row.save()


@pytest.mark.req("F11")
def test_a_slip_is_as_long_as_its_place(shop: Shop) -> None:
    no, _row, payment = asked(shop)
    with pytest.raises(Refused) as refused:
        shop.do("pay", no, shop.finance, payment=str(payment.pk), result="paid", slip="9" * 101)
    assert [one.loc for one in refused.value.faults] == ["slip"]


@pytest.mark.req("F11")
def test_a_list_made_meanwhile_keeps_what_it_has(shop: Shop) -> None:
    _no, _row, looked_up_before = asked(shop)
    pay_file.make_list(by=shop.finance, now=shop.now)
    assert not operations.settle(
        looked_up_before,
        state="failed",
        slip="",
        fault="不给了",
        by=shop.house.agent.id,
        at=shop.now,
        unlisted=True,
    )
