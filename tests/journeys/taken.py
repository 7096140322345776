"""Rows of a file, and taking them in, as the tests of it do."""

from collections.abc import Callable

from kesu.complaints.models import Complaint
from kesu.desk.ledger import disagreements
from kesu.journal.queries import verify
from tests.intake.files import Taken

HEADER = ["编号", "投诉内容", "投诉时间", "客户姓名", "联系电话"]
OLD = "2025-11-03 09:00:00"
NEW = "2026-02-12 09:00:00"
Take = Callable[..., Taken]


def old(number: str = "A-1", text: str = "加湿器漏水，客服没有回电") -> list[str]:
    return [number, text, OLD, "王小明", "13800001111"]


def new(number: str = "B-1", text: str = "积分没有到账") -> list[str]:
    return [number, text, NEW, "李小红", "13900002222"]


def only() -> Complaint:
    return Complaint.objects.get()


def assert_the_record_holds() -> None:
    assert verify() is None
    assert list(disagreements()) == []
