"""Taking chat messages back: talks that nobody did anything about go, with their open warnings."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from kesu.intake import rules
from kesu.intake.models import Import, ImportedRow
from kesu.journal.kinds import Facts, declare
from kesu.journal.operations import Draft
from kesu.journeys import signal_raised
from kesu.journeys.take_in.kind import SYSTEM
from kesu.policy import queries as policies
from kesu.watch.models import Conversation, HitMark, Message, Signal


class SignalGone(Facts):
    imported: str


declare("signal.taken_back", SignalGone)


@dataclass
class Gone:
    """How many messages went, the conversations of which some stay, and the lines to be written."""

    removed: int = 0
    kept: list[str] = field(default_factory=list)
    lines: list[Draft] = field(default_factory=list)


def undo_messages(source: Import, *, now: datetime) -> Gone:
    """Takes the messages of an import back, inside a transaction; ``now`` in UTC.

    A talk of which a warning was settled or that became a complaint stays whole. A row of the
    import knows its message by a digest only: the messages heard since then are gone through.
    """
    keys = set(map(bytes, ImportedRow.objects.filter(source=source).values_list("key", flat=True)))
    heard = Message.objects.filter(heard__gte=source.began).order_by("id")
    mine: dict[UUID, dict[int, bytes]] = {}
    rows = heard.values_list("id", "key", "conversation_id").iterator(chunk_size=2000)
    for number, name, talk in rows:
        digest = rules.key(name)
        if digest in keys:
            mine.setdefault(talk, {})[number] = digest
    worked = _worked_on()
    stay = set(Conversation.objects.filter(worked, pk__in=mine).values_list("pk", flat=True))
    done = Gone(kept=sorted(Conversation.objects.filter(pk__in=stay).values_list("key", flat=True)))
    for talk, messages in mine.items():
        if talk not in stay:
            _remove(source, talk, messages, done, now)
    _forget_the_rest(source, keys, mine, stay)
    return done


def _worked_on() -> Q:
    settled = Signal.objects.exclude(state=Signal.State.open).filter(conversation__isnull=False)
    marked = HitMark.objects.filter(signal__conversation__isnull=False)
    return (
        Q(complaint__isnull=False)
        | Q(pk__in=settled.values("conversation"))
        | Q(pk__in=marked.values("signal__conversation"))
    )


def _remove(
    source: Import, talk: UUID, messages: dict[int, bytes], done: Gone, now: datetime
) -> None:
    Message.objects.filter(pk__in=messages).delete()
    ImportedRow.objects.filter(source=source, key__in=list(messages.values())).delete()
    done.removed += len(messages)
    if Message.objects.filter(conversation=talk).exists():
        return
    policy = policies.in_force(now).label
    for signal in Signal.objects.filter(conversation=talk):
        facts: dict[str, Any] = {"imported": source.no}
        gone = signal_raised.draft(
            signal, "signal.taken_back", facts, by=SYSTEM, at=now, policy=policy
        )
        done.lines.append(gone)
        signal.delete()
    Conversation.objects.filter(pk=talk).delete()


def _forget_the_rest(
    source: Import, keys: set[bytes], mine: dict[UUID, dict[int, bytes]], stay: set[UUID]
) -> None:
    """Rows whose message somebody else had told before: there is nothing of theirs to take back."""
    held = {digest for talk in stay for digest in mine[talk].values()}
    found = {digest for messages in mine.values() for digest in messages.values()}
    ImportedRow.objects.filter(source=source, key__in=list(keys - found - held)).delete()
