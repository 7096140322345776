"""Two people at once, trial after trial: run as a program with two numbers and a count.

Each trial leaves room for one of two; both begin at a barrier, each in a process of its own. Prints
for each kind of trial how often exactly one went through.
"""

import multiprocessing
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

NOW = datetime.now(UTC)
MONTH = NOW.astimezone(ZoneInfo("Asia/Shanghai")).date().replace(day=1)
GIFT = 8000
_COMES = 5


def _begin() -> None:
    from kesu.console import database

    database.setup()


def _said(trial: int, kind: str) -> dict[str, Any]:
    if kind == "refund":
        return {"kind": "refund", "amount": 100, "what": "退款", "order": f"O-{trial}"}
    if kind == "stock":
        return {"kind": "gift", "what": "卡", "item_code": "ONE"}
    return {"kind": "gift", "amount": GIFT, "what": "卡"}


def _come_again(work: Callable[[], None]) -> None:
    """Whoever is told that the database is busy comes again, as a client does."""
    from django.db import OperationalError

    from kesu.foundation.outages import Outage, outage

    for _ in range(_COMES):
        try:
            return work()
        except OperationalError as fault:
            if outage(fault) is not Outage.busy:
                raise
    raise TimeoutError(f"busy {_COMES} times")


def _attempt(kind: str, no: str, trial: int, who: str) -> None:
    """One of the two; who comes second is refused, told to look again, or waits. Who may not do it
    at all has lost no race: the trial ends with that fault.
    """
    from kesu.foundation.faults import Refused
    from kesu.journeys import pay_file
    from kesu.journeys.faults import GateShut, Stale, WrongState
    from kesu.journeys.perform import perform
    from kesu.people.queries import everyone
    from kesu.remedies.models import Payment

    by = next(one for one in everyone(NOW).values() if one.sign_in == who)
    try:
        if kind == "pay":
            payment = str(Payment.objects.filter(state="asked").values_list("pk", flat=True)[0])
            said = {"payment": payment, "result": "paid", "slip": who}
            perform("pay", no, said, by=by, now=NOW)
        elif kind == "list":
            pay_file.make_list(by=by, now=NOW)
        else:
            perform("remedy", no, _said(trial, kind), by=by, now=NOW)
    except (Refused, Stale, WrongState, GateShut, IndexError):
        pass


def _ready(kind: str, nos: tuple[str, str]) -> None:
    """Room for one, and nothing left of the trial before."""
    from kesu.authority.models import Balance
    from kesu.complaints.models import Complaint
    from kesu.people.models import Staff
    from kesu.remedies.models import DayFile, Item, Payment, Remedy

    giver = Staff.objects.get(sign_in="giver-of-two")
    Remedy.objects.exclude(state="given").update(state="dropped")
    DayFile.objects.all().delete()
    spent = 50000 - GIFT if kind == "budget" else 0
    row, _made = Balance.objects.get_or_create(staff=giver, kind="gift", month=MONTH)
    Balance.objects.filter(pk=row.pk).update(spent=spent)
    Item.objects.update_or_create(
        code="ONE", defaults={"name": "卡", "kind": "gift", "worth": 100, "cost": 1, "stock": 1}
    )
    if kind in ("pay", "list"):
        Payment.objects.filter(state="asked").update(state="failed")
        made = Remedy.objects.create(
            complaint=Complaint.objects.get(no=nos[0]),
            kind="compensation",
            amount=100,
            what="补偿",
            state="approved",
            by=giver,
            at=NOW,
        )
        Payment.objects.create(remedy=made, amount=100, by=giver, at=NOW)


def _went_through(kind: str, trial: int) -> int:
    """How many of the two did it; 99 where a sum does not agree with it."""
    from kesu.authority.models import Balance
    from kesu.remedies.models import DayFile, Item, Payment, Remedy

    if kind == "pay":
        newest = Remedy.objects.filter(kind="compensation").latest("id")
        return Payment.objects.filter(remedy=newest, state="paid").count()
    if kind == "list":
        listed = Payment.objects.filter(state="asked", listed_on__isnull=False).count()
        return listed if DayFile.objects.count() == 1 else 99
    if kind == "refund":
        return Remedy.objects.filter(order=f"O-{trial}").exclude(state="dropped").count()
    if kind == "stock":
        left = Item.objects.get(code="ONE").stock
        given = Remedy.objects.filter(item__code="ONE").exclude(state="dropped").count()
        return given if left == 0 else 99
    spent = Balance.objects.get(staff__sign_in="giver-of-two", kind="gift", month=MONTH).spent
    return Remedy.objects.filter(kind="gift", state="approved").count() if spent == 50000 else 99


def _judge(kinds: list[str], trials: int, nos: tuple[str, str], turn: Barrier) -> None:
    _begin()
    for kind in kinds:
        right = 0
        for trial in range(trials):
            _come_again(partial(_ready, kind, nos))
            turn.wait()
            turn.wait()
            right += _went_through(kind, trial) == 1
        print(f"{kind} {right}", flush=True)


def _one(kinds: list[str], trials: int, nos: tuple[str, str], place: int, turn: Barrier) -> None:
    _begin()
    for kind in kinds:
        who = ("payer1", "payer2")[place] if kind in ("pay", "list") else "giver-of-two"
        no = nos[0] if kind == "pay" else nos[place]
        for trial in range(trials):
            turn.wait()
            _come_again(partial(_attempt, kind, no, trial, who))
            turn.wait()


def _alone(work: Callable[..., None], given: tuple[Any, ...], turn: Barrier) -> None:
    """``work`` in a process of its own; where it fails nobody waits for it."""
    try:
        work(*given, turn)
    except BaseException:
        turn.abort()
        raise


def _run(kinds: list[str], trials: int, nos: tuple[str, str]) -> int:
    here = multiprocessing.get_context("spawn")
    turn = here.Barrier(3, timeout=300)
    jobs: list[tuple[Callable[..., None], tuple[Any, ...]]] = [
        (_judge, (kinds, trials, nos)),
        (_one, (kinds, trials, nos, 0)),
        (_one, (kinds, trials, nos, 1)),
    ]
    workers = [here.Process(target=_alone, args=(*job, turn)) for job in jobs]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return max(abs(worker.exitcode or 0) for worker in workers)


if __name__ == "__main__":
    first, second, count, *wanted = sys.argv[1:]
    sys.exit(_run(wanted, int(count), (first, second)))
