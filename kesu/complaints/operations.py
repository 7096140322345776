"""Writing the case. Called by journeys only, inside their transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F, prefetch_related_objects

from kesu.complaints import index as search_index
from kesu.complaints.index import Entry
from kesu.complaints.models import Complaint, Customer, FormCounter
from kesu.complaints.rules import drawn_key
from kesu.foundation.ids import counted_number, spoken_number
from kesu.foundation.phones import national, normalise_email, normalise_phone
from kesu.foundation.sealing import blind, seal


def lock(complaint: Complaint, *, version: int) -> bool:
    """Takes the complaint at ``version``; False when somebody changed it meanwhile.

    The conditional update locks the row and counts the version in one statement.
    """
    rows = Complaint.objects.filter(pk=complaint.pk, version=version)
    return rows.update(version=F("version") + 1) == 1


def free_number(day: date) -> str:
    """A complaint number that nobody has."""
    while True:
        number = spoken_number("KS", day)
        if not Complaint.objects.filter(no=number).exists():
            return number


def search_key(received: datetime) -> int:
    """A ``search_key`` that nobody has, for a complaint received then."""
    return search_keys([received])[0]


def search_keys(received: Sequence[datetime]) -> list[int]:
    """As ``search_key`` for many at once, in their order; two of them are never the same.

    Many may have been received in the same moment: old lists know only days.
    """
    keys = [drawn_key(moment) for moment in received]
    while doubled := _doubled(keys):
        for place in doubled:
            keys[place] = drawn_key(received[place])
    return keys


def _doubled(keys: Sequence[int]) -> list[int]:
    """The places of the keys that stand in the list before, or in the table."""
    table = Complaint.objects.filter(search_key__in=keys)
    taken = set(table.values_list("search_key", flat=True))
    doubled = []
    for place, key in enumerate(keys):
        if key in taken:
            doubled.append(place)
        taken.add(key)
    return doubled


def index(complaints: Sequence[Complaint]) -> None:
    """Makes these complaints be found by their words, as they stand now; in the transaction that
    saves them. Many at once cost less than one by one.
    """
    prefetch_related_objects(list(complaints), "customer")
    search_index.write(
        [Entry(one.search_key, one.subject, one.text, one.customer.name) for one in complaints],
        connection,
    )


def unindex(complaints: Sequence[Complaint]) -> None:
    """Makes these complaints be found no more."""
    search_index.remove([one.search_key for one in complaints], connection)


def draw_form_number(day: date) -> str:
    """The next 投诉处理单 number of ``day``; one counter row a day: no gap, no repeat (E08)."""
    table = FormCounter._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (day, last) VALUES (%s, 1) "  # noqa: S608 - our own table name
            f"ON CONFLICT (day) DO UPDATE SET last = {table}.last + 1 RETURNING last",
            [day],
        )
        return counted_number("TS", day, cursor.fetchone()[0])


def raise_form_counters(lasts: Mapping[date, int]) -> None:
    """Sets the last number of each day; the next form of that day gets the one behind it."""
    counters = [FormCounter(day=day, last=last) for day, last in sorted(lasts.items())]
    FormCounter.objects.bulk_create(
        counters, update_conflicts=True, unique_fields=["day"], update_fields=["last"]
    )


def customer_for(given: Mapping[str, Any], *, year: int) -> Customer:
    """The customer a lodging speaks of: known by ``external_id``, else by telephone, else new.

    What is newly said is added; level and special role follow the latest word. A number with
    another name is another person: families share telephones. Of two lodgings at once that name
    the same new ``external_id`` the second finds what the first made.
    """
    known = _known(given)
    if known is not None:
        return _brought_up(known, given, year)
    try:
        with transaction.atomic():
            return _brought_up(Customer(), given, year)
    except IntegrityError:
        known = _known(given)
        if known is None:
            raise
        return _brought_up(known, given, year)


def _brought_up(customer: Customer, given: Mapping[str, Any], year: int) -> Customer:
    name_before = None if customer._state.adding else customer.name
    bring_up(customer, given, year=year)
    customer.save()
    if name_before not in (None, customer.name):
        index(list(Complaint.objects.filter(customer=customer)))
    return customer


def bring_up(customer: Customer, given: Mapping[str, Any], *, year: int) -> None:
    """Adds to the row, not yet saved, what is newly said of a customer. ``year``: in the policy's
    zone when it was said, for an age.
    """
    customer.name = given.get("name") or customer.name
    customer.external_id = given.get("external_id") or customer.external_id
    if given.get("level") is not None:
        customer.level = given["level"]
    customer.special_role = given.get("special_role") or customer.special_role
    if given.get("age") is not None:
        customer.birth_year = year - int(given["age"])
    _seal_reach(customer, phone=given.get("phone"), email=given.get("email"))


def _known(given: Mapping[str, Any]) -> Customer | None:
    rows = Customer.objects.select_for_update()
    if given.get("external_id"):
        return rows.filter(external_id=given["external_id"]).first()
    number = normalise_phone(given.get("phone") or "")
    if number is None:
        return None
    same_number = rows.filter(phone_blind=blind(number, field="customer.phone"))
    if given.get("name"):
        same_number = same_number.filter(name__in=("", given["name"]))
    return same_number.order_by("id").first()


def _seal_reach(customer: Customer, *, phone: str | None, email: str | None) -> None:
    number = normalise_phone(phone or "")
    if number is not None and _is_news(customer, "phone", number):
        customer.phone = seal(number, field="customer.phone")
        customer.phone_tail_blind = blind(national(number)[-4:], field="customer.phone_tail")
    if email and _is_news(customer, "email", address := normalise_email(email)):
        customer.email = seal(address, field="customer.email")


def _is_news(customer: Customer, name: str, value: str) -> bool:
    """Whether a value is another one, by its blind index, which the customer then has."""
    before, now = getattr(customer, f"{name}_blind"), blind(value, field=f"customer.{name}")
    setattr(customer, f"{name}_blind", now)
    return bool(now != before)
