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
    """Puts the cases, by number, into one batch, each in its own step, and settles the suggestion.

    Begun before and broken off, it goes on with the batch that was begun. Errors: those of
    ``signal_settle.hold``.
    """
    with transaction.atomic():
        held = signal_settle.hold("handle", key, by=by, now=now)
        named = set(suggested.suggestion(held.signal.facts).members)
        begun = _begun(held.signal, named)
    chosen = Complaint.objects.filter(pk__in=[UUID(one) for one in named], no__in=numbers)
    theirs = dict(chosen.values_list("no", "batch"))
    results, batch = [], begun
    for no in (one for one in numbers if one in theirs):
        if batch and str(theirs[no]) == batch:
            results.append(Result(no))
            continue
        results += each.apply("join_batch", [no], {"batch": batch or NEW}, by=by, now=now)
        if not batch and results[-1].fault is None:
            batch = str(Complaint.objects.values_list("batch", flat=True).get(no=no))
    joined = sum(one.fault is None for one in results)
    if joined:
        _settle(key, batch, joined, by=by, now=now)
    return Made(batch, results)


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


@again
def _settle(key: UUID, batch: str, joined: int, *, by: Person, now: datetime) -> None:
    with transaction.atomic():
        held = signal_settle.hold("handle", key, by=by, now=now)
        suggested.decided(held.signal, batch=batch, joined=joined)
    signal_settle.settle("handle", key, {"action": _("Made a batch")}, by=by, now=now)


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
