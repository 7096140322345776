"""聊天进来: what customers and agents write to each other is heard, each turn once, and what may
become a complaint is shown (A18, A22).

Nothing is written on the record for a message: there are a million a day, none of them a step of
anybody here, and the row itself says when it was heard. Each signal has its line.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kesu.complaints.book import Book
from kesu.foundation.again import again, past_others
from kesu.journal.operations import Draft, append
from kesu.journeys import hear_reading, signal_raised
from kesu.journeys.faults import NotYours
from kesu.journeys.hear_payload import Said
from kesu.people.rules import Person
from kesu.policy import queries as policies
from kesu.watch import chat_rules, chats
from kesu.watch.chat_rules import Seen
from kesu.watch.chats import Told, Turn
from kesu.watch.models import Conversation, Signal
from kesu.watch.operations import Found, raise_many
from kesu.watch.permissions import may_tell

SYSTEM = "system:stream"


@dataclass(frozen=True)
class Heard:
    """One message: the hits in it as ``kesu watch scan`` writes them, and whether it is new."""

    id: str
    hits: list[dict[str, Any]]
    new: bool


@dataclass(frozen=True)
class Came:
    """What became of several messages; ``lines`` are not written yet."""

    heard: list[Heard]
    lines: list[Draft]
    raised: list[UUID] = field(default_factory=list)


@again
def hear(messages: Sequence[Said], *, by: Person | None, at: datetime) -> list[Heard]:
    """Takes messages in, each id once however often and by whomever it is told; ``at`` in UTC.

    A customer's word of trouble raises the one signal of its conversation, or joins it. ``by`` is
    None for the stream. Errors: ``NotYours``.
    """
    if by is not None and not may_tell(by):
        raise NotYours
    # Read before: while one holds the database to write, another reads its own messages.
    read = hear_reading.read(messages, at=at)
    with transaction.atomic():
        came = take(messages, read, by=f"staff:{by.id}" if by else SYSTEM, at=at)
        append(came.lines)
    return came.heard


def take(
    messages: Sequence[Said], read: Mapping[str, hear_reading.Read], *, by: str, at: datetime
) -> Came:
    """As ``hear``, inside a transaction whose owner writes the lines, last."""
    told = {one.id: one for one in reversed(messages)}
    talks = chats.take(_beginnings(told.values()))
    before = chats.known(told)
    fresh = [one for one in told.values() if one.id not in before]
    chats.keep(_turn(one, talks[one.conversation], read[one.id], at) for one in fresh)
    _bring_up(fresh, talks, read, at)
    raised = _raise(fresh, talks, read, at)
    hits = {key: one.hits for key, one in read.items()} | before
    return Came(
        heard=[Heard(one.id, hits[one.id], one.id not in before) for one in messages],
        lines=signal_raised.lines(raised, by=by, at=at),
        raised=[one.pk for one in raised],
    )


def _beginnings(messages: Iterable[Said]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for one in messages:
        found[one.conversation] = min(found.get(one.conversation, one.at), one.at)
    return found


def _turn(one: Said, talk: Conversation, read: hear_reading.Read, heard: datetime) -> Turn:
    return Turn(
        key=one.id,
        conversation_id=talk.pk,
        speaker=str(one.from_),
        text=one.text,
        at=one.at.astimezone(UTC),
        heard=heard,
        hits=read.hits,
        emotion=read.emotion,
        stage=read.stage,
        risk=read.risk,
    )


def _bring_up(
    fresh: Sequence[Said],
    talks: Mapping[str, Conversation],
    read: Mapping[str, hear_reading.Read],
    at: datetime,
) -> None:
    customers = _customers(fresh, at)
    told: dict[Conversation, list[Told]] = {}
    for one in fresh:
        said = Told(
            at=one.at.astimezone(UTC),
            by_customer=one.by_customer,
            emotion=read[one.id].emotion,
            shop=one.shop or "",
            customer=customers.get(one.id),
        )
        told.setdefault(talks[one.conversation], []).append(said)
    chats.tell(told)


def _customers(fresh: Sequence[Said], at: datetime) -> dict[str, UUID]:
    """Who wrote, by the message that names them."""
    named = {one.id: one.customer.model_dump() for one in fresh if one.customer}
    named = {key: given for key, given in named.items() if any(given.values())}
    return past_others(lambda: _known(named, at)) if named else {}


def _known(named: Mapping[str, Mapping[str, Any]], at: datetime) -> dict[str, UUID]:
    book, year = Book(named.values()), policies.local(at).year
    found = {key: book.customer_for(given, year=year).pk for key, given in named.items()}
    book.save()
    return found


def _raise(
    fresh: Sequence[Said],
    talks: Mapping[str, Conversation],
    read: Mapping[str, hear_reading.Read],
    at: datetime,
) -> list[Signal]:
    """The signals that are new."""
    shown: dict[str, list[tuple[Said, Seen]]] = {}
    for one in sorted(fresh, key=lambda one: (one.at, one.id)):
        hits = [*read[one.id].hits, *read[one.id].unsaid]
        seen = chat_rules.seen(one.text, hits, by_agent=not one.by_customer)
        if seen is not None:
            shown.setdefault(one.conversation, []).append((one, seen))
    if not shown:
        return []
    priors = _priors([talks[key] for key in shown])
    found = [_found(talks[key], seen, priors.get(talks[key].pk, [])) for key, seen in shown.items()]
    raised = raise_many([one for one in found if one is not None], at=at)
    return [signal for signal, new in raised if new]


def _priors(talks: Sequence[Conversation]) -> dict[UUID, list[chat_rules.Prior]]:
    found: dict[UUID, list[chat_rules.Prior]] = {}
    rows = Signal.objects.filter(conversation__in=talks, kind=Signal.Kind.chat).order_by("raised")
    for one in rows:
        groups = frozenset(one.facts.get("groups", ()))
        prior = chat_rules.Prior(one.key, one.state == Signal.State.open, groups)
        assert one.conversation_id is not None
        found.setdefault(one.conversation_id, []).append(prior)
    return found


def _found(
    talk: Conversation, shown: Sequence[tuple[Said, Seen]], priors: Sequence[chat_rules.Prior]
) -> Found | None:
    gravest: Seen | None = None
    for _one, seen in shown:
        gravest = chat_rules.graver(seen, gravest)
    assert gravest is not None
    key = chat_rules.key_of(talk.key, str(talk.pk), priors, gravest.groups)
    if key is None:
        return None
    known = next((one.groups for one in priors if one.key == key), frozenset())
    return Found(
        kind=Signal.Kind.chat.value,
        key=key,
        level=gravest.level,
        said=gravest.said,
        facts={"groups": sorted(known | gravest.groups), "message": shown[-1][0].id},
        reasons=gravest.reasons,
        shop=talk.shop,
        conversation=talk.pk,
        customer=talk.customer_id,
        times=len(shown),
    )
