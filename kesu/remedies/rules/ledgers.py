"""补偿, 赔偿 and refunds: three ledgers that are never summed (A58, A60, B10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kesu.policy.codes import Remedy

MONEY = frozenset({Remedy.compensation, Remedy.indemnity, Remedy.refund})
"""What is paid out."""
NEED_AMOUNT = MONEY | {Remedy.gift, Remedy.in_kind, Remedy.points, Remedy.replacement}
"""What is money, which must be said, or has a worth, without which somebody agrees to it first."""
_PENDING = frozenset({"planned", "approved", "failed"})
_PROMISED = frozenset({"approved", "failed"})


class Ledger(StrEnum):
    """Goodwill, liability, and what was only paid back."""

    compensation = "compensation"
    indemnity = "indemnity"
    refund = "refund"


@dataclass(frozen=True)
class Entry:
    """One remedy as the ledgers see it; ``amount`` in 分. ``things``: it is goods out of stock."""

    kind: str
    state: str
    amount: int
    things: bool = False


@dataclass(frozen=True)
class Sum:
    """What one ledger comes to, in 分. ``money`` and ``worth`` are of what was given; ``pending``
    is not given yet, ``accrued`` the part of it that was promised; ``accrued_money`` without the
    worth of things.
    """

    money: int = 0
    worth: int = 0
    pending: int = 0
    accrued: int = 0
    accrued_money: int = 0
    count: int = 0

    @property
    def given(self) -> int:
        """Money and worth of things together: still of one ledger."""
        return self.money + self.worth


def ledger_of(kind: str) -> Ledger:
    """The ledger a kind of remedy stands in: what is neither 赔偿 nor a refund is goodwill."""
    if kind == Remedy.indemnity:
        return Ledger.indemnity
    return Ledger.refund if kind == Remedy.refund else Ledger.compensation


def is_worth(entry: Entry) -> bool:
    """Whether it counts by its worth: no money moves."""
    return entry.things or entry.kind not in MONEY


def ledgers(entries: Iterable[Entry]) -> dict[Ledger, Sum]:
    """The sums of each ledger; what was dropped counts nowhere."""
    found = dict.fromkeys(Ledger, Sum())
    for entry in entries:
        ledger = ledger_of(entry.kind)
        found[ledger] = _with(found[ledger], entry)
    return found


def _with(total: Sum, entry: Entry) -> Sum:
    if entry.state == "dropped":
        return total
    worth, given = is_worth(entry), entry.state == "given"
    promised = entry.amount if entry.state in _PROMISED else 0
    return Sum(
        money=total.money + (entry.amount if given and not worth else 0),
        worth=total.worth + (entry.amount if given and worth else 0),
        pending=total.pending + (entry.amount if entry.state in _PENDING else 0),
        accrued=total.accrued + promised,
        accrued_money=total.accrued_money + (0 if worth else promised),
        count=total.count + 1,
    )
