"""又出现一次: closed cases that tell of the same, with what caused them and what helped (D15)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from kesu.complaints.models import Cause, Complaint, Solution
from kesu.desk import scope
from kesu.desk.reach import find
from kesu.foundation.masking import mask_text
from kesu.language.similar import compare
from kesu.people.rules import People, Person
from kesu.policy.codes import State

MOST = 3
_READ = 600
_LOOKED_AT = 200
"""The newest so many of the same type or thing are compared: some milliseconds."""
_ENOUGH = 0.16
_SAME_THING = 0.15
"""How much more alike two cases are that name the same product, merchant or campaign."""
_ENDED = (State.closed.value, State.archived.value)
_THINGS = ("product", "merchant", "campaign")
_ASKED = ("pk", "no", "subject", "text", "received", *_THINGS)


@dataclass(frozen=True)
class Precedent:
    """A closed case like the one asked about, masked: its cause, what was done step by step, and
    what both are about.
    """

    no: str
    subject: str
    received: datetime
    cause: str
    category: str
    steps: tuple[str, ...]
    clause: str
    things: tuple[str, ...]


def precedents(no: str, *, reader: Person, people: People) -> list[Precedent]:
    """The closed cases most alike that the reader may open, at most three; never a restricted one.
    Errors: as ``case.find``.
    """
    complaint, _tie = find(no, reader=reader, people=people)
    found = sorted(_alike(complaint, reader, people), key=lambda one: -one[0])[:MOST]
    keys = [row["pk"] for _, row, _ in found]
    causes = _latest(Cause, keys)
    solutions = _latest(Solution, keys)
    return [
        _precedent(row, things, causes.get(row["pk"]), solutions.get(row["pk"]))
        for _, row, things in found
    ]


def _alike(
    complaint: Complaint, reader: Person, people: People
) -> Iterator[tuple[float, dict[str, Any], tuple[str, ...]]]:
    """How alike, the row, and the things both name."""
    same = Q(type=complaint.type)
    for name in _THINGS:
        if getattr(complaint, name):
            same |= Q(**{name: getattr(complaint, name)})
    rows = scope.visible(reader, people).filter(same, state__in=_ENDED, restricted=False)
    rows = rows.filter(merged_into=None).exclude(pk=complaint.pk).order_by("-received", "-no")
    for row in rows.values(*_ASKED)[:_LOOKED_AT]:
        things = tuple(row[name] for name in _THINGS if row[name] == getattr(complaint, name) != "")
        likeness = compare(complaint.text[:_READ], row["text"][:_READ]).similarity
        weight = likeness + (_SAME_THING if things else 0)
        if weight >= _ENOUGH:
            yield weight, row, things


def _latest(model: type[Any], keys: Collection[UUID]) -> dict[UUID, Any]:
    rows = model.objects.filter(complaint__in=keys).order_by("id") if keys else ()
    return {row.complaint_id: row for row in rows}


def _precedent(
    row: dict[str, Any], things: tuple[str, ...], cause: Cause | None, solution: Solution | None
) -> Precedent:
    steps = solution.steps if solution else []
    return Precedent(
        no=row["no"],
        subject=mask_text(row["subject"]),
        received=row["received"],
        cause=mask_text(cause.text) if cause else "",
        category=cause.category if cause else "",
        steps=tuple(mask_text(str(step.get("text", ""))) for step in steps),
        clause=mask_text(solution.clause) if solution else "",
        things=things,
    )
