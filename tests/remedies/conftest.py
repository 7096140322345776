"""A house that also pays and has a lawyer, and cases in which something is given."""

from typing import Any

import pytest

from kesu.people.rules import Person
from kesu.remedies.models import Item, Remedy
from tests.cast import Play, hire

REDRESS: dict[str, Any] = {
    "steps": [{"text": "致歉并补寄赠品"}],
    "options": ["补寄", "等值积分"],
    "kind": "redress",
    "clause": "合作条款 4.2",
    "cost": 8000,
}


class Shop(Play):
    """A play with somebody of finance, a lawyer and a small catalogue."""

    def __init__(self) -> None:
        super().__init__()
        self.finance: Person = hire(
            "finance", "agent", department="finance", flags=["finance"], full_name="钱多"
        )
        self.lawyer: Person = hire(
            "lawyer", "agent", department="legal", flags=["legal"], full_name="唐律"
        )
        Item.objects.create(
            code="CARD80", name="商超卡80元", kind="gift", worth=8000, cost=7600, stock=3
        )

    def case(self, owner: str = "agent", state: str = "proposing", **given: Any) -> str:
        """The number of a case in a state, with somebody as its owner."""
        no = self.lodge(getattr(self.house, owner), **given).complaint.no
        return self.walk(state, no)

    def give(self, no: str, by: Person | None = None, **said: Any) -> Remedy:
        """One remedy, by the owner unless told otherwise."""
        done = self.do("remedy", no, by, **said)
        self.warned = {one.code: one.say for one in done.warnings}
        return Remedy.objects.get(pk=done.made)

    def accept(self, no: str, approver: Person | None = None, **more: Any) -> str:
        """From the proposal to the customer's yes."""
        self.do("cause", no, text="漏发")
        self.do("propose", no, **REDRESS | more)
        done = self.do("approve", no, approver or self.house.supervisor)
        self.warned = {one.code: one.say for one in done.warnings}
        self.do("reply", no, channel="email", text="为您处理")
        self.do("decide", no, position="accepted")
        return no

    def execute(self, no: str, *actions: tuple[str, str]) -> None:
        """Done, each with its reference."""
        self.do(
            "execute",
            no,
            actions=[{"action": a, "result": "done", "reference": b} for a, b in actions],
        )


@pytest.fixture
def shop(db: None) -> Shop:
    return Shop()
