"""在案与考核: what a verified complaint about a colleague means for them (E51, E52)."""

from datetime import datetime

from kesu.coaching import operations, queries
from kesu.coaching.models import Coaching, OnRecord
from kesu.coaching.rules import Booked, month_of
from kesu.deadlines.rules import EndOfDayRule, due_by
from kesu.journal.kinds import declare as declare_kind
from kesu.journal.rules import moment
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.step import Step
from kesu.people.rules import direct_supervisor
from kesu.policy.codes import Rank, Verdict, ranks_from
from kesu.workdays import queries as workdays

_BORNE_OUT = frozenset({Verdict.valid, Verdict.partly})


class PutOnRecord(CaseFacts):
    """``month``: the first day of the month it counts in; ``moved``: its own was locked."""

    record: int
    staff: str
    kind: str
    month: str
    moved: bool


class TakenOffRecord(CaseFacts):
    """``taken_off``: the month that has it less, where its own was locked."""

    record: int
    staff: str
    taken_off: str | None = None


class CoachingAsked(CaseFacts):
    coaching: int
    staff: str
    mentor: str | None = None
    due: str


declare_kind("conduct.put_on_record", PutOnRecord)
declare_kind("conduct.taken_off_record", TakenOffRecord)
declare_kind("coaching.asked", CoachingAsked)


def settle(step: Step, *, because: str) -> None:
    """Brings the record in line with the verdict: on it once where the complaint about the
    accused is borne out, off it with ``because`` where it is not. A pending one changes nothing.
    """
    verdict = step.complaint.verdict
    if verdict in ("", Verdict.pending):
        return
    wanted = _wanted(step) if verdict in _BORNE_OUT else None
    standing = queries.standing(step.complaint)
    for record in standing:
        if (record.staff_id, record.kind) != wanted:
            _take_back(step, record, because)
    if wanted is not None and wanted not in [(one.staff_id, one.kind) for one in standing]:
        _put_on_record(step, *wanted)


def _wanted(step: Step) -> tuple[int, str] | None:
    """Whose record it belongs on, and as what; a converted one as what it began (E31)."""
    complaint = step.complaint
    kind = step.pack.record_kind(complaint.origin_type or complaint.type)
    if complaint.accused_id is None or kind is None:
        return None
    return complaint.accused_id, kind


def _put_on_record(step: Step, staff: int, kind: str) -> None:
    zone = step.pack.tz
    record, where = operations.put_on_record(
        complaint=step.complaint,
        staff=staff,
        kind=kind,
        own=month_of(step.complaint.received, zone),
        now=month_of(step.at, zone),
        by=step.staff,
        at=step.at,
    )
    step.tell("conduct.put_on_record", _facts(record, where), rule="E51")
    ask_for_help(step, staff, record=record)


def _facts(record: OnRecord, where: Booked) -> dict[str, object]:
    return {
        "record": record.pk,
        "staff": str(record.staff_id),
        "kind": record.kind,
        "month": where.month.isoformat(),
        "moved": where.moved,
    }


def _take_back(step: Step, record: OnRecord, because: str) -> None:
    now = month_of(step.at, step.pack.tz)
    taken_off = operations.take_back(record, because=because, now=now, at=step.at)
    facts = {
        "record": record.pk,
        "staff": str(record.staff_id),
        "taken_off": taken_off.isoformat() if taken_off else None,
    }
    step.tell("conduct.taken_off_record", facts, notes={"reason": because}, rule="E51")


def ask_for_help(
    step: Step,
    staff: int,
    *,
    record: OnRecord | None = None,
    what: str = "",
    due: datetime | None = None,
) -> Coaching:
    """辅导 by the direct supervisor of ``staff``, who is told; due when the policy says, unless a
    time is named (E52).
    """
    mentor = direct_supervisor(step.people, staff, ranks=ranks_from(Rank.supervisor))
    row = operations.ask_for_help(
        staff=staff,
        mentor=mentor,
        due=due or _due(step),
        at=step.at,
        complaint=step.complaint,
        what=what,
        record=record,
    )
    facts = {
        "coaching": row.pk,
        "staff": str(staff),
        "mentor": str(mentor) if mentor is not None else None,
        "due": moment(row.due),
    }
    step.tell("coaching.asked", facts, notes={"what": what or None}, rule="E52")
    step.notify([mentor] if mentor is not None else [], "coaching")
    return row


def _due(step: Step) -> datetime:
    rule = EndOfDayRule(step.pack.conduct.coach_within_workdays)
    return due_by(rule, started=step.at, calendar=workdays.calendar(), zone=step.pack.tz).due
