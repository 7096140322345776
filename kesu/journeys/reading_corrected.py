"""不对: a person says of what was read that it is not so, or that more stands there (A22, A30).

The line on the record is what the house learns from; the reading itself follows the person. An
emotion that is put right is one more point that people noted, as by the verb ``emotion``.
"""

from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints import permissions
from kesu.complaints.models import Complaint, EmotionPoint
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare as declare_kind
from kesu.journal.operations import Draft, append
from kesu.journeys.faults import NotYours
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Part, read
from kesu.journeys.perform import look_up
from kesu.people.rules import Person
from kesu.policy.codes import ReadRisk
from kesu.watch.models import CaseReading

PERSON = "person"
KIND = "reading.corrected"
Stage = Literal["none", "expect", "respect", "compensation", "revenge", "vent"]


class Correction(Part):
    """``wrong``: risks that are not there; ``right``: risks that are; the others stay as read."""

    reading: int = Field(ge=1, le=2**62, title="Reading")
    wrong: list[ReadRisk] = Field(default_factory=list, max_length=10, title="Not so")
    right: list[ReadRisk] = Field(default_factory=list, max_length=10, title="So it is")
    emotion: int | None = Field(default=None, ge=0, le=5, title="Emotion, 0 to 5")
    stage: Stage | None = Field(default=None, title="Stage")


class ReadingCorrected(CaseFacts):
    """``risks`` by their code: there or not. ``emotion`` and ``stage`` as read and as said."""

    reading: int
    source: str
    ref: str = ""
    risks: dict[str, bool] = Field(default_factory=dict)
    emotion: tuple[int, int] | None = None
    stage: tuple[str, str] | None = None


declare_kind(KIND, ReadingCorrected)


def correct(no: str, raw: object, *, by: Person, now: datetime) -> None:
    """Keeps what the person says. ``now`` in UTC. Whoever may write a note on the case may say it,
    also when it is closed. Errors: ``NoSuchComplaint``, ``AccusedHere``, ``NotYours``, ``Refused``.
    """
    complaint, _people, tie = look_up(no, by, now)
    if not permissions.may_see(by, tie) or not permissions.may("note", by, tie):
        raise NotYours
    said = read(Correction, raw)
    with transaction.atomic():
        row = _row(complaint, said.reading)
        facts = _facts(row, said)
        if len(facts) == len(_about(row)):
            raise Refused([Fault("reading", _("This says nothing that was not read already."))])
        _follow(row, said, facts.get("risks", {}))
        if said.emotion is not None:
            at = max(now, complaint.received)
            EmotionPoint.objects.create(complaint=complaint, by_id=by.id, at=at, level=said.emotion)
        append(_lines(complaint, facts, said, by=by, now=now))


def _row(complaint: Complaint, key: int) -> CaseReading:
    rows = CaseReading.objects.select_for_update().filter(complaint=complaint, pk=key)
    row = rows.first()
    if row is None:
        raise Refused([Fault("reading", _("There is no such reading on this case."))])
    return row


def _about(row: CaseReading) -> dict[str, Any]:
    return {"reading": row.pk, "source": row.source, "ref": row.ref}


def _facts(row: CaseReading, said: Correction) -> dict[str, Any]:
    facts = _about(row)
    risks = dict.fromkeys(map(str, said.wrong), False) | dict.fromkeys(map(str, said.right), True)
    if risks:
        facts["risks"] = risks
    if said.emotion is not None:
        facts["emotion"] = (row.emotion, said.emotion)
    if said.stage is not None and said.stage != row.stage:
        facts["stage"] = (row.stage, said.stage)
    return facts


def _follow(row: CaseReading, said: Correction, risks: dict[str, bool]) -> None:
    """The reading says what the person says, and that a person said it. How it was read stands on
    the record.
    """
    for label, there in risks.items():
        row.risks[label] = 100 if there else 0
    row.risk = min(row.risk, max(row.risks.values(), default=0)) if said.wrong else row.risk
    if said.stage is not None:
        row.stage = said.stage
    about = [*risks, *(["stage"] if said.stage is not None else [])]
    row.reasons = [
        *(one for one in row.reasons if one["rule"] != PERSON or one["about"] not in about),
        *({"rule": PERSON, "about": one} for one in about),
    ]
    row.save(update_fields=["risks", "risk", "stage", "reasons"])


def _lines(
    complaint: Complaint, facts: dict[str, Any], said: Correction, *, by: Person, now: datetime
) -> list[Draft]:
    told = [Draft(kind=KIND, facts=facts, rule="A30", **_signed(complaint, by, now))]
    if said.emotion is not None:
        noted = {"level": said.emotion, "turning_point": False}
        told.append(
            Draft(
                kind="complaint.emotion_noted",
                facts=noted,
                rule="A30",
                **_signed(complaint, by, now),
            )
        )
    return told


def _signed(complaint: Complaint, by: Person, now: datetime) -> dict[str, Any]:
    return {
        "about": ("complaint", str(complaint.pk)),
        "case": complaint.no,
        "by": f"staff:{by.id}",
        "at": max(now, complaint.received),
        "written": now,
        "policy": f"{complaint.policy_name}@{complaint.policy_version}",
    }
