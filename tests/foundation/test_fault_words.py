"""What is kept of a fault says what failed and nothing of what a customer wrote."""

from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction

from kesu.complaints.models import Complaint
from kesu.foundation.fault_words import first_line, kept_of
from tests.cast import Play

PRIVATE = "张女士的投诉原文"


@pytest.mark.req("E36")
def test_what_the_database_refuses_is_kept_without_the_row(db: None) -> None:
    row = Play().lodge(text=PRIVATE).complaint
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Complaint.objects.filter(pk=row.pk).update(no=None)
    kept = kept_of(refusal.value)
    assert (PRIVATE in kept, "DETAIL" in kept, kept.startswith("IntegrityError")) == (
        False,
        False,
        True,
    )
    assert connection.vendor == "sqlite" or kept == "IntegrityError 23502"


def test_the_code_and_the_constraint_stand_for_what_postgresql_says() -> None:
    fault = IntegrityError(f'violates "c"\nDETAIL:  Failing row contains ({PRIVATE}).')
    fault.__cause__ = _Said()
    assert kept_of(fault) == "IntegrityError 23514 row_known"


class _Said(Exception):  # noqa: N818 - as a driver says it
    sqlstate = "23514"
    diag = SimpleNamespace(constraint_name="row_known")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("boom", "boom"),
        ("", ""),
        (f"refused\nDETAIL:  Failing row contains ({PRIVATE}).", "refused"),
        (f"refused DETAIL: {PRIVATE}\nmore", "refused"),
    ],
)
def test_details_are_left_out(said: str, kept: str) -> None:
    assert (first_line(said), kept_of(ValueError(said))) == (kept, f"ValueError: {kept}")
