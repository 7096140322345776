"""Again and again: a key makes a POST happen once (law 1). Its row is part of the effect."""

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kesu.api.models import IdempotencyKey
from kesu.api.problems import Problem
from kesu.foundation.again import again

KEPT = timedelta(hours=72)
WAIT_SECONDS = 4
"""Less than a writer waits for the database: a second caller learns that the first is at work."""
_VISIBLE = re.compile(r"[\x21-\x7e]{1,255}")
_SWEEP = 200
"""One new key in so many sweeps out the old ones: no clock of its own for a table that small."""
_LOCK_NOT_AVAILABLE = "55P03"

_Name = tuple[int, str, str]


@dataclass(frozen=True)
class Answer:
    """What is answered with 2xx, and again for the same key."""

    status: int
    content: str
    etag: str = ""
    replayed: bool = False


@dataclass(frozen=True)
class Key:
    """The key of one caller on one path, with what stood in the body."""

    token: int
    path: str
    key: str
    body: str

    @property
    def name(self) -> _Name:
        return self.token, self.path, self.key


def given(request: HttpRequest, *, token: int, body: object) -> Key | None:
    """The key of this request, or None. Errors: ``Problem`` 400 for one that cannot be kept."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not _VISIBLE.fullmatch(key):
        detail = _("Idempotency-Key takes 1 to 255 visible ASCII characters.")
        raise Problem(400, "bad_idempotency_key", detail)
    return Key(token, request.path, key, _digest(body))


@again
def once(key: Key | None, work: Callable[[], Answer], *, at: datetime) -> Answer:
    """Does ``work`` in one transaction with the key's row, or answers again what it answered.

    Errors: those of ``work``, which free the key; ``Problem`` 409 while another call with the key
    is not done after five seconds, 422 for a key that came with another body.
    """
    if key is None:
        with transaction.atomic():
            return work()
    with _turn(key), transaction.atomic():
        row, is_first = _claim(key, at)
        if not is_first:
            return _again(row, key)
        answer = work()
        row.status, row.answer, row.etag = answer.status, answer.content, answer.etag
        row.save(update_fields=["status", "answer", "etag"])
        if row.pk % _SWEEP == 0:
            purge(at)
        return answer


def purge(at: datetime) -> int:
    """Forgets keys older than 72 hours; how many."""
    return IdempotencyKey.objects.filter(at__lt=at - KEPT).delete()[0]


def _digest(body: object) -> str:
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _claim(key: Key, at: datetime) -> tuple[IdempotencyKey, bool]:
    """The key's row and whether it is new. PostgreSQL lets a second caller wait for the first."""
    if connection.vendor == "sqlite":
        return _get_or_create(key, at)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
        try:
            claimed = _get_or_create(key, at)
        except OperationalError as fault:
            if getattr(fault.__cause__, "sqlstate", "") == _LOCK_NOT_AVAILABLE:
                raise _in_progress() from None
            raise
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
        return claimed


def _get_or_create(key: Key, at: datetime) -> tuple[IdempotencyKey, bool]:
    return IdempotencyKey.objects.get_or_create(
        token_id=key.token,
        path=key.path,
        key=key.key,
        defaults={"body_hash": key.body, "at": at},
    )


def _again(row: IdempotencyKey, key: Key) -> Answer:
    if row.body_hash != key.body:
        detail = _("This Idempotency-Key came with another body before.")
        raise Problem(422, "idempotency_mismatch", detail)
    return Answer(row.status, row.answer, row.etag, replayed=True)


def _in_progress() -> Problem:
    detail = _("Another call with this Idempotency-Key is not done yet.")
    return Problem(409, "in_progress", detail)


_busy: set[_Name] = set()
_changed = threading.Condition()


@contextmanager
def _turn(key: Key) -> Iterator[None]:
    """One call with a key at a time, on SQLite: there one process serves, and a transaction that
    waits for its turn to write could not look whether the key is taken.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with _changed:
        if not _changed.wait_for(lambda: key.name not in _busy, timeout=WAIT_SECONDS):
            raise _in_progress()
        _busy.add(key.name)
    try:
        yield
    finally:
        with _changed:
            _busy.discard(key.name)
            _changed.notify_all()
