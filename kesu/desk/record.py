"""The record of a complaint as its reader may see it."""

from collections.abc import Iterable
from typing import Any

from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.desk import scope
from kesu.desk.faults import NotYours
from kesu.desk.reach import eyes_of, find
from kesu.desk.values import Entry
from kesu.desk.views import Eyes
from kesu.journal import queries as journal
from kesu.people.rules import People, Person

_OTHER = {"other", "no"}
"""What names another case in a line: its key and its number."""


def record(no: str, *, reader: Person, people: People) -> list[Entry]:
    """The lines of the journal about a complaint, for those who may read the journal of it.

    Errors: ``NoSuchComplaint``, ``AccusedHere``, ``NotYours``.
    """
    complaint, tie = find(no, reader=reader, people=people)
    if not permissions.may_read_journal(reader, tie):
        raise NotYours
    return entries(complaint, eyes_of(reader, tie), reader=reader, people=people)


def entries(complaint: Complaint, eyes: Eyes, *, reader: Person, people: People) -> list[Entry]:
    """The record as a timeline, the oldest first; of another case only what is for this reader."""
    lines = journal.about("complaint", str(complaint.pk))
    known = _known(lines, reader, people)
    return [
        Entry(
            seq=line.seq,
            at=line.at,
            written=line.written,
            kind=line.kind,
            by=line.by,
            by_name=_name(line.by, people),
            rule=line.rule,
            facts=_facts(line.facts, known),
            notes=_seen(line.notes, eyes) if _for(line.kind, eyes) else {},
        )
        for line in lines
    ]


def _known(lines: Iterable[journal.Entry], reader: Person, people: People) -> set[str]:
    """Which of the cases that the lines name exist for this reader."""
    named = {str(line.facts["other"]) for line in lines if line.facts.keys() >= _OTHER}
    if not named:
        return set()
    found = scope.visible(reader, people).filter(pk__in=named)
    return {str(key) for key in found.values_list("pk", flat=True)}


def _facts(facts: dict[str, Any], known: set[str]) -> dict[str, Any]:
    """Without what tells another case from the rest, where that is not for this reader."""
    if not facts.keys() >= _OTHER or str(facts["other"]) in known:
        return facts
    return {name: value for name, value in facts.items() if name not in _OTHER}


def _for(kind: str, eyes: Eyes) -> bool:
    """What a function thinks is not for agents (F22)."""
    return eyes.opinions or kind != "complaint.opinion_given"


def _seen(notes: dict[str, object], eyes: Eyes) -> dict[str, object]:
    """Notes without who the customer is; that stands beside, masked."""
    return {name: eyes.text(value) for name, value in notes.items() if name != "customer"}


def _name(by: str, people: People) -> str:
    kind, _, id_ = by.partition(":")
    if kind == "staff" and id_.isdigit() and int(id_) in people:
        return people[int(id_)].full_name
    return ""
