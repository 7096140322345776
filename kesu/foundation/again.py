"""Doing a transaction once more when the database broke it off only because others were there."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction

_ATTEMPTS = 3
_PASSING = {"40001", "40P01"}
"""serialization_failure, deadlock_detected: all undone, nothing kept, and likely to go through when
it is tried again. Who waited in vain for a lock has waited long enough: they are told when to come
again.
"""
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def again(work: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """``work``, which is one transaction, begun anew when it lost to another one, twice at most.

    Inside somebody else's transaction it is left to whoever began that. Errors: those of ``work``.
    """

    @wraps(work)
    def done(*asked: Asked.args, **named: Asked.kwargs) -> Answer:
        for _ in range(_ATTEMPTS - 1):
            try:
                return work(*asked, **named)
            except OperationalError as fault:
                if connection.in_atomic_block or not _passes(fault):
                    raise
        return work(*asked, **named)

    return done


def past_others(work: Callable[[], Answer]) -> Answer:
    """``work``, part of a transaction, done once more from its first reading on where somebody
    else wrote meanwhile the very row that it was about to add, twice at most.

    Errors: those of ``work``; ``IntegrityError`` that stays.
    """
    for _ in range(_ATTEMPTS - 1):
        try:
            with transaction.atomic():
                return work()
        except IntegrityError:
            continue
    return work()


def _passes(fault: OperationalError) -> bool:
    return getattr(fault.__cause__, "sqlstate", None) in _PASSING
