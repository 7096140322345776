"""盯住: somebody who may see a case wants to hear of every step on it. It changes nothing of the
case, so that no line is written and no version counted.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from kesu.complaints import watching
from kesu.correspondence import queries
from kesu.correspondence.operations import WATCHED, Telling
from kesu.desk import reach
from kesu.people.rules import People, Person

if TYPE_CHECKING:
    from kesu.journeys.step import Step


def watch(no: str, *, by: Person, people: People, now: datetime, on: bool) -> None:
    """Begins to follow a case, or ends it. Errors: ``NoSuchComplaint``, ``AccusedHere``."""
    complaint, _tie = reach.find(no, reader=by, people=people)
    if on:
        watching.watch(complaint, staff=by.id, at=now)
    else:
        watching.unwatch(complaint, staff=by.id)


def tellings(steps: Iterable["Step"]) -> Iterator[Telling]:
    """Who follows a case hears once that there is something new, until they have looked; not of
    their own steps, and not twice of one that told them anyway.
    """
    steps = [one for one in steps if not one.new and one.says]
    known = watching.watchers({one.complaint.pk for one in steps}) if steps else {}
    if not known:
        return
    waiting = queries.unseen_of(WATCHED, known)
    for step in steps:
        mine = {step.by.id} if step.by else set()
        to = set(known.pop(step.complaint.pk, ())) - mine - step.told
        to = {one for one in to if (one, step.complaint.pk) not in waiting}
        if to:
            yield Telling(to, step.complaint, WATCHED, step.now)
