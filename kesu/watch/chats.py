"""Writing down talks and their turns, many at once. Called by journeys, in their transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from kesu.foundation import rows
from kesu.watch.models import Conversation, Message


class Turn(NamedTuple):
    """A message as it is kept: the columns of ``Message``."""

    key: str
    conversation_id: UUID
    speaker: str
    text: str
    at: datetime
    heard: datetime
    hits: list[dict[str, Any]]
    emotion: int
    stage: str
    risk: int


@dataclass(frozen=True)
class Told:
    """What one turn says about its conversation."""

    at: datetime
    by_customer: bool
    emotion: int = 0
    shop: str = ""
    customer: UUID | None = None


def take(first_told: Mapping[str, datetime]) -> dict[str, Conversation]:
    """The conversations of these keys, each held until the end of the transaction; new ones begin
    at the time given. Who waits for one then sees what the other wrote.

    Made and locked in the order of their keys, so that two who take the same never wait in a ring.
    """
    keys = sorted(first_told)
    known = set(Conversation.objects.filter(key__in=keys).values_list("key", flat=True))
    fresh = [
        Conversation(key=key, began=first_told[key], last_at=first_told[key])
        for key in keys
        if key not in known
    ]
    rows.insert(fresh, ignore_conflicts=True)
    held = Conversation.objects.select_for_update().filter(key__in=keys).order_by("key")
    return {one.key: one for one in held}


def known(keys: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """The hits of those messages that were heard before, by their keys."""
    return dict(Message.objects.filter(key__in=keys).values_list("key", "hits"))


def keep(turns: Iterable[Turn]) -> None:
    """Writes new messages. One that stands already, in another conversation, stays as it is."""
    rows.insert_values(Message, Turn._fields, turns, ignore_conflicts=True)


def tell(talks: Mapping[Conversation, Sequence[Told]]) -> None:
    """Brings conversations up to what was said in them, in one statement executed for each."""
    for talk, told in talks.items():
        for one in told:
            _learn(talk, one)
    names = ("began", "last_at", "last_by_customer", "emotion", "shop", "customer_id", "id")
    fields = {field.attname: field for field in Conversation._meta.concrete_fields}
    columns = [fields[name] for name in names]
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(str(one.column))} = %s" for one in columns[:-1])
    table = quote(Conversation._meta.db_table)
    statement = f"UPDATE {table} SET {sets} WHERE {quote('id')} = %s"  # noqa: S608 - own names
    given = [
        [field.get_db_prep_save(getattr(talk, field.attname), connection) for field in columns]
        for talk in talks
    ]
    if given:
        with connection.cursor() as cursor:
            cursor.executemany(statement, given)


def _learn(talk: Conversation, told: Told) -> None:
    talk.began = min(talk.began, told.at)
    talk.last_at = max(talk.last_at, told.at)
    if told.by_customer:
        talk.last_by_customer = max(talk.last_by_customer or told.at, told.at)
    talk.emotion = max(talk.emotion, told.emotion)
    talk.shop = talk.shop or told.shop
    talk.customer_id = talk.customer_id or told.customer
