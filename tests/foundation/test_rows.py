"""Rows written by one statement are the rows that Django writes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from kesu.complaints.models import Complaint, Customer
from kesu.deadlines.models import Clock, DueMoment
from kesu.foundation import rows
from kesu.intake.models import Import, ImportedRow
from kesu.people.queries import unassigned

NOON = datetime(2026, 2, 13, 4, 0, tzinfo=UTC)
TIMES = [NOON, NOON + timedelta(microseconds=1), NOON.astimezone(), NOON + timedelta(days=9)]


def complaint(place: int, customer: Customer) -> Complaint:
    return Complaint(
        no=f"KS-20260213-{place:06d}",
        search_key=place,
        updated=TIMES[place % 4],
        type="1.2.5",
        grade_rank=1,
        urgent=bool(place % 2),
        urgent_reasons=["U1", "急"] if place % 2 else [],
        tier="F",
        channel="import",
        source="customer",
        subject="'; DROP TABLE --",
        text="换行\n和“引号”" * place,
        customer=customer,
        owner_id=unassigned(),
        risk_owner_id=unassigned(),
        received=TIMES[place % 4],
        accepted=None if place % 2 else TIMES[3],
        policy_name="loyalty",
        policy_version="2026.1",
        no_clock_because="lodging",
    )


def clock(of: Complaint) -> Clock:
    days = [{"date": "2026-02-13", "kind": "receipt", "counted": False}]
    common: dict[str, Any] = {"derivation": days, "calendar": "official", "rule": "Q8"}
    return Clock(complaint=of, name="first_callback", started=NOON, due=TIMES[1], **common)


def stored(model: type[models.Model]) -> list[tuple[Any, ...]]:
    """Every column but the keys, as the database itself gives it."""
    names = [
        field.column
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.is_relation
    ]
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        columns = ", ".join(map(connection.ops.quote_name, names))
        cursor.execute(f"SELECT {columns} FROM {table}")
        return sorted(map(repr, cursor.fetchall()))


class _Undo(Exception):  # noqa: N818 - undoes what was tried
    pass


def written(insert: Any) -> list[Any]:
    found: list[Any] = []
    try:
        with transaction.atomic():
            customers = [Customer(name=f"客户{place}", phone=b"\x00\xff") for place in range(5)]
            complaints = [complaint(place, one) for place, one in enumerate(customers)]
            insert(customers)
            insert(complaints)
            insert([clock(one) for one in complaints])
            found = [stored(model) for model in (Customer, Complaint, Clock)]
            assert Complaint.objects.select_related("customer").count() == 5
            raise _Undo
    except _Undo:
        return found


def by_django(made: list[Any]) -> None:
    type(made[0]).objects.bulk_create(made)


@pytest.mark.django_db
def test_they_are_the_same_rows() -> None:
    assert written(rows.insert) == written(by_django)


@pytest.mark.django_db
def test_numbers_are_counted_on_from_what_is_there() -> None:
    of = complaint(1, Customer.objects.create())
    of.save(force_insert=True)
    clock(of).save()
    more = [clock(of), clock(of)]
    for place, one in enumerate(more):
        one.subject = str(place)
    rows.number(more)
    rows.insert(more)
    last = clock(of)
    last.subject = "last"
    last.save()
    keys = [one.pk for one in Clock.objects.order_by("pk")]
    assert (len(set(keys)), [one.pk for one in more], last.pk) == (4, keys[1:3], keys[3])


@pytest.mark.django_db
def test_a_row_that_is_there_is_refused_or_passed_over() -> None:
    source = Import.objects.create(no="IM-1", kind="complaints", file="f", began=NOON)
    names = ("source_id", "kind", "key", "digest", "number")
    row = (source.no, "complaints", b"k", b"d", 1)
    rows.insert_values(ImportedRow, names, [row])
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert_values(ImportedRow, names, [row])
    rows.insert_values(ImportedRow, names, [row], ignore_conflicts=True)
    assert ImportedRow.objects.count() == 1


@pytest.mark.django_db
def test_nothing_to_write_is_nothing() -> None:
    rows.insert([])
    rows.number([])
    rows.insert_values(DueMoment, ("what",), [])
    assert not DueMoment.objects.exists()


@pytest.mark.django_db
def test_a_row_made_from_attributes_is_the_row_that_the_model_makes() -> None:
    given = {"name": "王小明", "level": 3, "phone_blind": "x"}
    ours, theirs = rows.make(Customer, given), Customer(**given)
    columns = [field.attname for field in Customer._meta.concrete_fields if field.name != "id"]
    assert [getattr(ours, name) for name in columns] == [getattr(theirs, name) for name in columns]
    again = rows.make(Customer, {})
    assert (again.pk != ours.pk, again._state.adding) == (True, True)
    with pytest.raises(TypeError):
        rows.make(Customer, {"names": "x"})
