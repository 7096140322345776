"""By the thousand and one by one: the same verdicts, and the same rows."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kesu.complaints.models import Complaint, Customer
from kesu.deadlines.models import Clock, DueMoment
from kesu.foundation.faults import Refused
from kesu.foundation.sealing import unseal
from kesu.journal.models import JournalLine
from kesu.journeys.take_in.columns import nested
from tests.cast import MORNING, Play
from tests.intake.files import take_in

HEADER = {
    "text": "投诉内容",
    "subject": "标题",
    "channel": "渠道",
    "source": "来源",
    "external_id": "编号",
    "received": "时间",
    "merchant": "商户",
    "product": "产品",
    "order": "订单号",
    "campaign": "活动",
    "urgent": "紧急",
    "urgent_reasons": "紧急原因",
    "mandated_deadline": "限办",
    "remedy_sought": "诉求",
    "accused_agent": "工号",
    "type": "类型",
    "customer.name": "姓名",
    "customer.phone": "电话",
    "customer.email": "邮箱",
    "customer.external_id": "会员号",
    "customer.level": "等级",
    "customer.age": "年龄",
    "customer.special_role": "身份",
}
LISTS = {"urgent_reasons"}
NUMBERS = {"customer.level", "customer.age"}
FLAGS = {"urgent"}

# Nothing here is older than 30 days: what is history goes another way on purpose.
VALUES: dict[str, list[str]] = {
    "text": ["积分没有到账。请尽快处理", "字" * 50_000, "字" * 50_001, "=1+1", "'", "长\n文"],
    "subject": ["积分", "字" * 200, "字" * 201],
    "channel": ["email", "web", "regulator", "fax"],
    "source": ["customer", "group", "nobody"],
    "external_id": ["A-1", "A-2", "A-3", "x" * 201],
    "received": [(MORNING - timedelta(days=days)).isoformat() for days in (0, 1, 3, 29)]
    + [(MORNING + timedelta(minutes=minutes)).isoformat() for minutes in (5, 6)],
    "merchant": ["山风商行"],
    "product": ["空气炸锅", "x" * 201],
    "order": ["2026021300012345"],
    "campaign": ["双倍积分"],
    "urgent": ["true", "false"],
    "urgent_reasons": ["U1", "U1,U3", "U9"],
    "mandated_deadline": [(MORNING + timedelta(days=1)).isoformat(), "明天"],
    "remedy_sought": ["补发"],
    "accused_agent": ["8001", "nobody"],
    "type": ["0", "1.2.5", "3.3", "3.4", "9.9"],
    "customer.name": ["王小明", "李小红"],
    "customer.phone": ["13800001111", "138-0000-1111", "打不通"],
    "customer.email": ["wang@example.org", "wang"],
    "customer.external_id": ["M1", "M2"],
    "customer.level": ["0", "9", "10", "-1", "高"],
    "customer.age": ["30", "131"],
    "customer.special_role": ["media", "king"],
}
ROWS = st.fixed_dictionaries(
    {"text": st.sampled_from(VALUES["text"])},
    optional={name: st.sampled_from(values) for name, values in VALUES.items() if name != "text"},
)
SKIPPED = {
    "id",
    "no",
    "search_key",
    "customer",
    "lodged_by",
    "owner",
    "risk_owner",
    "dedicated",
    "understaffed",
}
"""Numbers, and whose it is: nobody takes a file in, so nobody is its receiver."""


class Rollback(Exception):  # noqa: N818 - undoes what was tried
    pass


def plain(row: dict[str, str]) -> dict[str, Any]:
    """The row as somebody would send it to the API."""
    values: dict[str, Any] = {}
    for name, value in row.items():
        if name in LISTS:
            values[name] = value.split(",")
        elif name in NUMBERS and value.lstrip("-").isdecimal():
            values[name] = int(value)
        elif name in FLAGS:
            values[name] = value == "true"
        else:
            values[name] = value
    return {"channel": "import", "customer": {}, **nested(values)}


def stored() -> list[Any]:
    """What stands in the database, but for keys, randomness and who did it."""
    told = JournalLine.objects.filter(kind="complaint.lodged").order_by("seq")
    found = {str(one.pk): one for one in Complaint.objects.select_related("customer")}
    complaints = [found[key] for key in told.values_list("about_id", flat=True)]
    return [
        [
            _columns(one, SKIPPED) | {"customer": _columns(one.customer, _SEALED) | _opened(one)}
            for one in complaints
        ],
        _alike(_columns(one, {"id", "complaint", "subject"}) for one in Clock.objects.all()),
        _alike(_columns(one, {"id", "complaint", "clock"}) for one in DueMoment.objects.all()),
        sorted(one.kind for one in JournalLine.objects.filter(about_kind="complaint")),
    ]


def _alike(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Clocks of many come in another order than those of one after the other."""
    return sorted(rows, key=repr)


_SEALED = {"id", "phone", "email", "identity"}


def _columns(row: Any, skipped: set[str]) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if field.name not in skipped]
    return {field.name: getattr(row, field.attname) for field in fields}


def _opened(one: Complaint) -> dict[str, Any]:
    customer = one.customer
    return {
        name: unseal(sealed, field=f"customer.{name}")
        if (sealed := getattr(customer, name))
        else ""
        for name in ("phone", "email")
    }


def by_itself(play: Play, rows: list[dict[str, str]]) -> tuple[list[bool], list[Any]]:
    verdicts = []
    try:
        with transaction.atomic():
            for row in rows:
                try:
                    play.lodge(now=MORNING, **{"type": None, **plain(row)})
                    verdicts.append(True)
                except Refused:
                    verdicts.append(False)
            found = stored()
            raise Rollback
    except Rollback:
        return verdicts, found


def by_the_thousand(rows: list[dict[str, str]]) -> tuple[list[bool], list[Any]]:
    cells = [[row.get(name, "") for name in HEADER] for row in rows]
    columns = [f"{name}={column}" for name, column in HEADER.items()]
    try:
        with TemporaryDirectory() as folder, transaction.atomic():
            table = [list(HEADER.values()), *cells]
            taken = take_in(table, folder=Path(folder), now=MORNING, columns=columns)
            sent_back = {number for number, _cells, _reason in taken.sent_back}
            found = stored()
            raise Rollback
    except Rollback:
        return _verdicts(cells, sent_back), found


def _verdicts(cells: list[list[str]], sent_back: set[int]) -> list[bool]:
    """Rows are numbered by the line they begin in; a text with two lines takes two."""
    lines = accumulate((1 + sum(cell.count("\n") for cell in row) for row in cells), initial=2)
    return [line not in sent_back for line in list(lines)[:-1]]


@pytest.mark.req("F28", "B08", "E01")
@given(rows=st.lists(ROWS, min_size=1, max_size=6, unique_by=repr))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_file_says_yes_and_stores_as_lodging_does(play: Play, rows: list[dict[str, str]]) -> None:
    numbers = [row["external_id"] for row in rows if "external_id" in row]
    assume(len(numbers) == len(set(numbers)))
    assert by_the_thousand(rows) == by_itself(play, rows)
    assert Customer.objects.count() == 0
