"""What the database breaks off because of others is done once more."""

from collections.abc import Callable

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, transaction
from psycopg import errors

from kesu.complaints.models import Customer
from kesu.foundation.again import again, past_others

PASSING = [errors.DeadlockDetected, errors.SerializationFailure]


def losing(times: int, cause: BaseException) -> tuple[Callable[[str], str], list[str]]:
    """Something that loses so often before it succeeds, and what it was asked each time."""
    asked: list[str] = []

    @again
    def work(word: str) -> str:
        asked.append(word)
        if len(asked) <= times:
            raise OperationalError from cause
        return word.upper()

    return work, asked


@pytest.mark.parametrize("cause", PASSING)
def test_what_lost_to_others_is_done_again_twice_at_most(cause: type[psycopg.Error]) -> None:
    for times in (0, 1, 2):
        work, asked = losing(times, cause())
        assert (work("note"), asked) == ("NOTE", ["note"] * (times + 1))
    work, asked = losing(3, cause())
    with pytest.raises(OperationalError):
        work("note")
    assert asked == ["note"] * 3


@pytest.mark.parametrize("cause", [errors.LockNotAvailable(), errors.DiskFull(), OSError()])
def test_what_would_not_pass_is_tried_once(cause: Exception) -> None:
    work, asked = losing(1, cause)
    with pytest.raises(OperationalError):
        work("note")
    assert asked == ["note"]


@pytest.mark.django_db
def test_inside_a_transaction_whoever_began_it_tries_again() -> None:
    work, asked = losing(1, errors.DeadlockDetected())
    with pytest.raises(OperationalError), transaction.atomic():
        work("note")
    assert asked == ["note"]


@pytest.mark.django_db
def test_what_somebody_else_added_meanwhile_is_read_once_more() -> None:
    looked: list[bool] = []

    def work() -> Customer:
        found = Customer.objects.filter(external_id="M-7").first() if looked else None
        looked.append(True)
        return found or Customer.objects.create(external_id="M-7")

    there = Customer.objects.create(external_id="M-7")
    with transaction.atomic():
        assert past_others(work) == there
    assert len(looked) == 2


@pytest.mark.django_db
def test_what_never_fits_is_not_tried_for_ever() -> None:
    Customer.objects.create(external_id="M-7")
    tried: list[bool] = []

    def work() -> Customer:
        tried.append(True)
        return Customer.objects.create(external_id="M-7")

    with pytest.raises(IntegrityError), transaction.atomic():
        past_others(work)
    assert len(tried) == 3
