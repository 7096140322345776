"""Decisions about what is asked of others. Pure: values in, answer out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Measure(StrEnum):
    """What was done about a merchant: 警告, 培训, 罚款, 下架, 清退 (E83)."""

    warning = "warning"
    training = "training"
    fine = "fine"
    delisting = "delisting"
    removal = "removal"


class MerchantRole(StrEnum):
    """Whose conduct at a merchant's it is about (E84)."""

    cashier = "cashier"
    after_sales = "after_sales"
    sales = "sales"
    manager = "manager"
    other = "other"


def part_of(at: datetime, due: datetime, percent: int) -> datetime:
    """The moment at which so many percent of the time between the two are gone."""
    return at + (due - at) * percent / 100


@dataclass(frozen=True)
class Asked:
    """A task of a department: its time, and when it was answered."""

    department: str
    due: datetime
    answered: datetime | None


@dataclass(frozen=True)
class OnTime:
    """及时率 of a department: how many tasks were answered within their time, how many late, how
    many wait past it. A task that still has time counts nowhere, nor does one that was sent back.
    """

    in_time: int = 0
    late: int = 0
    overdue: int = 0

    @property
    def judged(self) -> int:
        return self.in_time + self.late + self.overdue

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where nothing was due yet."""
        return self.in_time / self.judged if self.judged else None


def on_time(tasks: Iterable[Asked], *, now: datetime) -> dict[str, OnTime]:
    """The figures of each department; an answer at the due second is in time."""
    found: dict[str, list[int]] = {}
    for task in tasks:
        counts = found.setdefault(task.department, [0, 0, 0])
        if task.answered is not None:
            counts[0 if task.answered <= task.due else 1] += 1
        elif now > task.due:
            counts[2] += 1
    return {name: OnTime(*counts) for name, counts in found.items()}
