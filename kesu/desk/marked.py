"""What people marked in the house: texts with what they said of them, to learn from and to measure
by (A22, A30). Texts come masked; whose they are is not told. What only few may know of is left out.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from kesu.complaints.models import Cause, Complaint, Contact, EmotionPoint
from kesu.foundation.masking import mask_text
from kesu.journal.queries import lines_of_kind
from kesu.policy.codes import ReadRisk
from kesu.watch.models import CaseReading, Message
from kesu.watch.readings.rules import LIVE

KIND = "reading.corrected"
MOST = 20_000
"""So many corrections are learned from; of more the newest."""
_AT_ONCE = 500
_LONGEST = 4_000
_SAME_TALK = timedelta(minutes=30)


@dataclass
class Mark:
    """What people said of one text: ``risks`` there or not; the others nobody spoke of."""

    reading: int
    source: str
    ref: str
    case: UUID
    risks: dict[str, bool] = field(default_factory=dict)
    emotion: int | None = None
    stage: str | None = None


def rows() -> Iterator[dict[str, Any]]:
    """``{"id", "text", "risks": {risk: true or false}, "emotion"?, "stage"?}`` as ``kesu triage
    train`` takes it: one for each text that people marked, in the order of their first word on it.
    Of what they left as it was read they said that it is so. Also each talk with the emotion that
    people noted with it.
    """
    marks = corrections()
    shut = _closed({one.case for one in marks})
    marks = [one for one in marks if one.case not in shut]
    texts, read = _texts(marks), _read({one.reading for one in marks})
    for mark in marks:
        text = texts.get((mark.case, mark.source, mark.ref), "")
        if text.strip():
            risks = {**_there(read.get(mark.reading, {})), **mark.risks}
            yield _row(f"{mark.source}:{mark.reading}", text, risks, mark)
    corrected = {mark.reading for mark in marks if mark.emotion is not None}
    yield from _felt(corrected)


def corrections() -> list[Mark]:
    """What people said, text by text."""
    found: dict[int, Mark] = {}
    for about, facts in _lines():
        key = int(facts["reading"])
        blank = Mark(key, facts["source"], facts.get("ref", ""), UUID(about))
        mark = found.setdefault(key, blank)
        mark.risks |= facts.get("risks", {})
        if facts.get("emotion"):
            mark.emotion = int(facts["emotion"][1])
        if facts.get("stage"):
            mark.stage = str(facts["stage"][1])
    return list(found.values())[-MOST:]


def _lines() -> Iterator[tuple[str, Mapping[str, Any]]]:
    after = 0
    while page := lines_of_kind(KIND, after=after, limit=_AT_ONCE):
        after = page[-1][0]
        for _seq, text in page:
            said = json.loads(text)
            yield said["about"][1], said["facts"]


def _read(readings: Iterable[int]) -> dict[int, dict[str, int]]:
    return dict(CaseReading.objects.filter(pk__in=list(readings)).values_list("pk", "risks"))


def _there(risks: Mapping[str, int]) -> dict[str, bool]:
    return {label.value: risks.get(label, 0) >= LIVE for label in ReadRisk}


def _row(key: str, text: str, risks: Mapping[str, bool], mark: Mark) -> dict[str, Any]:
    row: dict[str, Any] = {"id": key, "text": text, "risks": dict(risks)}
    if mark.emotion is not None:
        row["emotion"] = mark.emotion
    if mark.stage is not None:
        row["stage"] = mark.stage
    return row


def _texts(marks: Iterable[Mark]) -> dict[tuple[UUID, str, str], str]:
    """The words of each, masked; what was said while chasing is sealed and not learned from."""
    marks = list(marks)
    of = CaseReading.Source
    told = Complaint.objects.in_bulk({one.case for one in marks if one.source == of.telling})
    talks = Contact.objects.in_bulk(_keys(marks, of.contact))
    turns = Message.objects.in_bulk(_keys(marks, of.message))
    found = {}
    for one in marks:
        text = ""
        if one.source == of.telling and one.case in told:
            text = told[one.case].text
        elif one.source == of.contact and int(one.ref) in talks:
            text = talks[int(one.ref)].summary
        elif one.source == of.message and int(one.ref) in turns:
            text = turns[int(one.ref)].text
        found[one.case, one.source, one.ref] = mask_text(text[:_LONGEST])
    return found


def _closed(cases: Iterable[UUID]) -> set[UUID]:
    rows = Complaint.objects.filter(pk__in=list(cases), restricted=True)
    return set(rows.values_list("pk", flat=True))


def _keys(marks: Iterable[Mark], source: str) -> set[int]:
    return {int(one.ref) for one in marks if one.source == source and one.ref.isdigit()}


def _felt(corrected: set[int]) -> Iterator[dict[str, Any]]:
    """Talks right after which somebody noted the emotion."""
    newest = CaseReading.objects.filter(source=CaseReading.Source.contact).order_by("-id")[:MOST]
    read = [one for one in newest if one.pk not in corrected and one.ref.isdigit()]
    talks = Contact.objects.exclude(summary="").in_bulk({int(one.ref) for one in read})
    cases = {one.complaint_id for one in read}
    noted = _noted(cases - _closed(cases))
    for one in reversed(read):
        talk = talks.get(int(one.ref))
        points = noted.get(one.complaint_id, ()) if talk else ()
        level = next((p.level for p in points if one.at <= p.at <= one.at + _SAME_TALK), None)
        if talk is not None and level is not None:
            text = mask_text(talk.summary[:_LONGEST])
            risks = _there(one.risks)
            yield {"id": f"felt:{one.pk}", "text": text, "risks": risks, "emotion": level}


def _noted(cases: Iterable[UUID]) -> dict[UUID, list[EmotionPoint]]:
    found: dict[UUID, list[EmotionPoint]] = {}
    for point in EmotionPoint.objects.filter(complaint__in=list(cases)).order_by("at", "id"):
        found.setdefault(point.complaint_id, []).append(point)
    return found


def emotions() -> list[tuple[int, int]]:
    """The emotion as it was read and as a person said it, one pair a correction."""
    pairs = (facts["emotion"] for _about, facts in _lines() if facts.get("emotion"))
    return [(int(before), int(after)) for before, after in pairs][-MOST:]


def categories(cases: Iterable[UUID]) -> list[tuple[UUID, str]]:
    """Each case with the category of its direct cause as it stands, ``""`` where none is given."""
    keys = list(cases)
    newest: dict[UUID, str] = {}
    rows = Cause.objects.filter(complaint__in=keys).order_by("id")
    newest.update(rows.values_list("complaint", "category"))
    return [(key, newest.get(key, "")) for key in keys]
