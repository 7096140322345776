"""声明为批量: a person makes a suggested batch one, or takes out who is of another matter.

The radar suggests and never puts a case anywhere: each case joins by its own ``join_batch``, asked
of the person who decides (law 8).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kesu.complaints.models import Complaint
from kesu.desk.faults import NoSuchComplaint
from kesu.foundation.again import again
from kesu.journal.kinds import Facts, declare
from kesu.journeys import each, signal_settle
from kesu.journeys.each import Result
from kesu.journeys.join_batch import NEW
from kesu.people.rules import Person
from kesu.watch import suggested
from kesu.watch.models import Signal


class Narrowed(Facts):
    """``out``: complaints that are of another matter."""

    kind: str
    out: tuple[str, ...]


declare("signal.narrowed", Narrowed)


@dataclass(frozen=True)
class Made:
    """``batch``: the id of what was made, "" when nobody joined; what became of each case."""

    batch: str
    results: list[Result]


def make_batch(key: UUID, numbers: Sequence[str], *, by: Person, now: datetime) -> Made:
    """Puts the cases, by number, into one batch, each in its own step; the first that joins
    settles the suggestion.

    Begun before, by hand or taken back, it goes on with the batch that was begun. Errors: those of
    ``signal_settle.hold``; ``WrongState`` for who comes second.
    """
    batch, results, rest = _begin(key, numbers, by=by, now=now)
    results += [_join(no, batch, by=by, now=now) for no in rest]
    joined = sum(one.fault is None for one in results)
    if joined > 1:
        _count(key, batch, joined)
    return Made(batch, results)


@again
def _begin(
    key: UUID, numbers: Sequence[str], *, by: Person, now: datetime
) -> tuple[str, list[Result], list[str]]:
    """The batch, what became of the cases up to the first that is in it, and those still to come.

    Of two who decide at once one settles it with its first case; the other finds it settled.
    """
    with transaction.atomic():
        held = signal_settle.hold("handle", key, by=by, now=now)
        named = set(suggested.suggestion(held.signal.facts).members)
        batch = _begun(held.signal, named)
        mine = Complaint.objects.filter(pk__in=[UUID(one) for one in named], no__in=numbers)
        theirs = set(mine.values_list("no", flat=True))
        wanted = [no for no in numbers if no in theirs]
        results: list[Result] = []
        for no in wanted:
            results.append(_join(no, batch, by=by, now=now))
            if results[-1].fault is None:
                batch = str(Complaint.objects.values_list("batch", flat=True).get(no=no))
                suggested.decided(held.signal, batch=batch, joined=1)
                said = {"action": _("Made a batch")}
                signal_settle.settle("handle", key, said, by=by, now=now)
                break
    return batch, results, wanted[len(results) :]


def _join(no: str, batch: str, *, by: Person, now: datetime) -> Result:
    if batch and Complaint.objects.filter(no=no, batch=UUID(batch)).exists():
        return Result(no)
    [result] = each.apply("join_batch", [no], {"batch": batch or NEW}, by=by, now=now)
    return result


@again
def _count(key: UUID, batch: str, joined: int) -> None:
    with transaction.atomic():
        signal = Signal.objects.select_for_update().get(pk=key)
        suggested.decided(signal, batch=batch, joined=joined)


@again
def take_out(key: UUID, numbers: Sequence[str], *, by: Person, now: datetime) -> None:
    """These cases, by number, are of another matter. Errors: those of ``signal_settle.hold``."""
    with transaction.atomic():
        held = signal_settle.hold("handle", key, by=by, now=now)
        if held.signal.kind != Signal.Kind.batch:
            raise NoSuchComplaint
        rows = Complaint.objects.filter(no__in=numbers).order_by("received", "no")
        out = [str(one) for one in rows.values_list("pk", flat=True)]
        suggested.take_out(held.signal, out)
        held.tell("signal.narrowed", {"out": tuple(out)}, {})


def _begun(signal: Signal, named: set[str]) -> str:
    """The batch that some of them were put into by hand since the suggestion was raised, or to
    which they are to be added.
    """
    if signal.kind != Signal.Kind.batch:
        raise NoSuchComplaint
    rows = Complaint.objects.filter(pk__in=[UUID(one) for one in named])
    rows = rows.filter(batch__issue_key="", batch__made_at__gte=signal.raised)
    begun = rows.values_list("batch", flat=True).first()
    return str(begun or signal.facts.get("adds_to", ""))
