"""Writing the record."""

import json
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Max

from kesu.foundation import rows
from kesu.foundation.ids import uuid7
from kesu.foundation.sealing import seal
from kesu.journal import kinds
from kesu.journal.models import JournalHead, JournalLine, JournalNote
from kesu.journal.rules import (
    GENESIS,
    Unjournalable,
    canonical,
    compose,
    line_hash,
    moment,
    text_digest,
)

_LINE = ("seq", "line", "hash", "kind", "about_kind", "about_id", "at", "written")
_NOTE = ("seq", "salt", "sealed")


@dataclass(frozen=True)
class Draft:
    """A line before it has its place. ``facts`` fit the kind's model; ``notes`` will be sealed."""

    kind: str
    about: tuple[str, str]
    by: str
    at: datetime
    written: datetime
    policy: str
    case: str | None = None
    for_: str | None = None
    rule: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    notes: Mapping[str, Any] | None = None


class _Sealed(NamedTuple):
    """A note as it is kept, and the digest that its line carries."""

    salt: bytes
    sealed: bytes
    digest: str


def append(drafts: Iterable[Draft]) -> None:
    """Writes lines in their order, the last thing in the caller's transaction.

    The head is locked here and until commit, so ``seq`` has no gap and equals commit order.
    Errors: ``UnknownKind``, pydantic's ``ValidationError`` for facts that do not fit.
    """
    drafts = list(drafts)
    if not drafts:
        return
    assert connection.in_atomic_block
    head = _lock_head()
    seq, previous = head.seq, head.hash
    ends = _ends_of({draft.about for draft in drafts})
    lines: list[tuple[object, ...]] = []
    notes: list[tuple[int, bytes, bytes]] = []
    for draft in drafts:
        seq += 1
        note = _sealed_note(draft.notes)
        case_prev = ends.get(draft.about, GENESIS)
        text = _compose(draft, seq=seq, note=note, case_prev=case_prev, previous=previous)
        previous = line_hash(text)
        ends[draft.about] = previous
        lines.append((seq, text, previous, draft.kind, *draft.about, draft.at, draft.written))
        if note is not None:
            notes.append((seq, note.salt, note.sealed))
    rows.insert_values(JournalLine, _LINE, lines)
    rows.insert_values(JournalNote, _NOTE, notes)
    JournalHead.objects.filter(id=1).update(seq=seq, hash=previous)


def _lock_head() -> JournalHead:
    head = JournalHead.objects.select_for_update().filter(id=1).first()
    return head or JournalHead.objects.create(id=1)


def _ends_of(abouts: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The hash of the last line about each; without those about which nothing was written yet."""
    newest = JournalLine.objects.filter(
        about_kind__in={kind for kind, _ in abouts}, about_id__in=[id_ for _, id_ in abouts]
    )
    last = newest.values("about_kind", "about_id").annotate(last=Max("seq")).values("last")
    rows = JournalLine.objects.filter(seq__in=last.order_by())
    return {
        (kind, id_): end for kind, id_, end in rows.values_list("about_kind", "about_id", "hash")
    }


def _sealed_note(note: Mapping[str, Any] | None) -> _Sealed | None:
    kept = {name: value for name, value in (note or {}).items() if value not in (None, "", [], {})}
    if not kept:
        return None
    salt = secrets.token_bytes(32)
    text = _plain(kept)
    return _Sealed(salt, seal(text, field="journal.note"), text_digest(salt, text))


def _plain(note: Mapping[str, Any]) -> str:
    """The canonical text of a note; what is no plain JSON becomes words first."""
    try:
        return canonical(dict(note))
    except Unjournalable:
        return canonical(json.loads(json.dumps(note, default=str)))


def _compose(
    draft: Draft,
    *,
    seq: int,
    note: _Sealed | None,
    case_prev: str,
    previous: str,
) -> str:
    model = kinds.facts_of(draft.kind)
    facts = model.model_validate(dict(draft.facts)).model_dump(mode="json", exclude_unset=True)
    return compose(
        {
            "seq": seq,
            "id": str(uuid7()),
            "kind": draft.kind,
            "about": list(draft.about),
            "case": draft.case,
            "by": draft.by,
            "for": draft.for_,
            "at": moment(draft.at),
            "written": moment(draft.written),
            "policy": draft.policy,
            "rule": draft.rule,
            "facts": facts,
            "notes": note.digest if note else None,
            "case_prev": case_prev,
            "prev": previous,
        }
    )
