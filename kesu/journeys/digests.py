"""Notices told by mail as well: one letter a person, however many there are.

A letter to a colleague carries numbers, types and times, never who the customer is or what they
said.
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from kesu.complaints.permissions import may_see
from kesu.correspondence import outbox, queries
from kesu.correspondence.models import Notice
from kesu.correspondence.rules import counted, fill, in_words
from kesu.desk import scope
from kesu.foundation.addresses import writable
from kesu.journal.operations import append
from kesu.journeys.mails import letter_of
from kesu.journeys.sending import SYSTEM, line
from kesu.people.models import Staff
from kesu.people.queries import everyone
from kesu.policy import queries as policies
from kesu.policy.codes import ClockName
from kesu.policy.loading import builtin
from kesu.policy.queries import DEFAULT
from kesu.policy.schema import LetterKind, NoticeKind, Pack

MOST_LINES = 50
_STAFFS_LANGUAGE = "zh-hans"


def write_to(staff: int, *, at: datetime) -> bool:
    """One letter with everything this person was told and has not seen; True when it was written.

    What they may no longer see is left out. Notices and letter change together, so nothing is
    told by mail twice.
    """
    with transaction.atomic():
        rows = list(
            Notice.objects.filter(to=staff, mail_due__isnull=False)
            .select_related("complaint")
            .order_by("at", "id")
        )
        last = max((row.pk for row in rows), default=0)
        if not rows or not outbox.take_notices(to=staff, last=last, count=len(rows)):
            transaction.set_rollback(True)
            return False
        row = Staff.objects.get(pk=staff)
        told, to = _still_seen(row, rows, at=at), writable(row.email)
        if not told or to is None or not queries.is_set_up():
            return False
        _write(staff, to, told, at=at)
    return True


def _still_seen(staff: Staff, rows: Sequence[Notice], *, at: datetime) -> list[Notice]:
    people = everyone(at)
    reader = people[staff.pk]
    about = [(row, row.complaint) for row in rows if row.complaint is not None]
    ties = scope.ties([complaint for _, complaint in about], reader, people)
    return [row for (row, _), tie in zip(about, ties, strict=True) if may_see(reader, tie)]


def _write(staff: int, to: str, told: Sequence[Notice], *, at: datetime) -> None:
    pack = policies.in_force(at)
    single = len(told) == 1
    kind = LetterKind.notice if single else LetterKind.digest
    values = _notice(pack, told[0]) if single else _digest(pack, told)
    letter = letter_of(pack, kind)
    mail = outbox.put(
        to=to,
        kind=kind.value,
        subject=fill(letter.subject.say(_STAFFS_LANGUAGE), values),
        body=fill(letter.body.say(_STAFFS_LANGUAGE), values),
        automatic=True,
        at=at,
        complaint=told[0].complaint if single else None,
        staff=staff,
    )
    append([line("mail.queued", mail, {"automatic": True}, by=SYSTEM, at=at)])


def _notice(pack: Pack, told: Notice) -> dict[str, str]:
    complaint = told.complaint
    assert complaint is not None
    due = complaint.next_due
    return {
        "no": complaint.no,
        "what": _what(pack, told),
        "type": f"{complaint.type} {pack.type(complaint.type).name.say(_STAFFS_LANGUAGE)}"
        if pack.has_type(complaint.type)
        else complaint.type,
        "due": in_words(due, zone=pack.tz, language=_STAFFS_LANGUAGE) if due else "",
        "link": f"{settings.KESU_URL}/complaints/{complaint.no}" if settings.KESU_URL else "",
    }


def _digest(pack: Pack, told: Sequence[Notice]) -> dict[str, str]:
    kinds = [_kind(pack, one) for one in told]
    place = {kind: found for found, kind in enumerate(dict.fromkeys(kinds))}
    shown = sorted(told, key=lambda one: place[_kind(pack, one)])[:MOST_LINES]
    more = len(told) - len(shown)
    return {
        "count": str(len(told)),
        "groups": counted(kinds),
        "lines": "\n".join(_line(pack, one) for one in shown),
        "more": str(more) if more else "",
        "link": f"{settings.KESU_URL}/notices" if settings.KESU_URL else "",
    }


def _line(pack: Pack, told: Notice) -> str:
    values = _notice(pack, told)
    parts = [values["no"], values["what"], values["type"], values["due"]]
    return "  ".join(part for part in parts if part)


def _kind(pack: Pack, told: Notice) -> str:
    return _word(pack, "notices", told.kind)


def _what(pack: Pack, told: Notice) -> str:
    """``超时 首次回电``: what was told; of a breach which clock it was, of an import how many."""
    if told.kind == NoticeKind.imported:
        return f"{_kind(pack, told)} {told.detail}"
    name = told.detail.partition(":")[0]
    clock = _word(pack, "clocks", name) if name in [one.value for one in ClockName] else ""
    return f"{_kind(pack, told)} {clock}".strip()


def _word(pack: Pack, kind: str, code: str) -> str:
    word = pack.word(kind, code, _STAFFS_LANGUAGE)
    return word if word != code else builtin(DEFAULT).word(kind, code, _STAFFS_LANGUAGE)
