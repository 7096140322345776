"""Customers as many lodgings at once speak of them: looked up together, saved together."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from kesu.complaints.models import Complaint, Customer
from kesu.complaints.operations import bring_up, index, search_keys
from kesu.foundation import rows
from kesu.foundation.ids import spoken_number
from kesu.foundation.phones import normalise_phone
from kesu.foundation.sealing import blind

Given = Mapping[str, Any]
_SAID = (
    "name",
    "external_id",
    "level",
    "special_role",
    "birth_year",
    "phone_blind",
    "email_blind",
    "spend",
    "spend_months",
    "points",
)


class Book:
    """Finds or makes the customer of each lodging as ``customer_for`` does, in the order in which
    they are asked for, inside one transaction. ``made`` are those that were not there before.
    """

    def __init__(self, given: Iterable[Given]) -> None:
        spoken_of = list(given)
        self.made: list[Customer] = []
        self._before: dict[Customer, tuple[Any, ...]] = {}
        self._by_number: dict[str, Customer] = {}
        self._by_phone: dict[str, list[Customer]] = {}
        self._blinds: dict[str, str] = {}
        numbers = {one["external_id"] for one in spoken_of if one.get("external_id")}
        phones = {phone for one in spoken_of if (phone := self._phone(one))}
        rows = Customer.objects.select_for_update().order_by("id")
        for found in (
            rows.filter(external_id__in=numbers) if numbers else (),
            rows.filter(phone_blind__in=phones) if phones else (),
        ):
            for customer in found:
                self._learn(self._by_number.get(customer.external_id, customer))

    def customer_for(self, given: Given, *, year: int) -> Customer:
        """The customer a lodging speaks of, brought up to what it says; saved by ``save``."""
        customer = self.known(given)
        if customer is None:
            customer = Customer()
            self.made.append(customer)
        elif customer not in self._before and not customer._state.adding:
            self._before[customer] = _said(customer)
        bring_up(customer, given, year=year)
        self._learn(customer)
        return customer

    def known(self, given: Given) -> Customer | None:
        """The customer that is there already: by ``external_id``, else by telephone and name."""
        if given.get("external_id"):
            return self._by_number.get(given["external_id"])
        phone = self._phone(given)
        same = [one for one in self._by_phone.get(phone, ()) if one.phone_blind == phone]
        if given.get("name"):
            same = [one for one in same if one.name in ("", given["name"])]
        return next(iter(same), None)

    def save(self) -> list[Customer]:
        """Writes whom it made and whom it learnt something new about; returns the latter."""
        # In the order of their numbers, so that two who make the same never wait in a ring.
        made = sorted(self.made, key=lambda one: one.external_id)
        rows.insert(made)
        changed = [one for one, before in self._before.items() if before != _said(one)]
        for customer in changed:
            customer.save()
        renamed = [one for one in changed if self._before[one][0] != one.name]
        if renamed:
            index(list(Complaint.objects.filter(customer__in=renamed)))
        return changed

    def _phone(self, given: Given) -> str:
        said = given.get("phone") or ""
        if said not in self._blinds:
            number = normalise_phone(said)
            self._blinds[said] = blind(number, field="customer.phone") if number else ""
        return self._blinds[said]

    def _learn(self, customer: Customer) -> None:
        if customer.external_id:
            self._by_number[customer.external_id] = customer
        if customer.phone_blind:
            same = self._by_phone.setdefault(customer.phone_blind, [])
            if customer not in same:
                same.append(customer)


def _said(customer: Customer) -> tuple[Any, ...]:
    return tuple(getattr(customer, name) for name in _SAID)


def insert(complaints: Sequence[Complaint], *, days: Sequence[date]) -> None:
    """Writes complaints, each with a number of its day that nobody has, and makes them be found."""
    keys = search_keys([one.received for one in complaints])
    for complaint, number, key in zip(complaints, _numbers(days), keys, strict=True):
        complaint.no, complaint.search_key = number, key
    rows.insert(complaints)
    index(complaints)


def _numbers(days: Sequence[date]) -> list[str]:
    found: dict[str, None] = {}
    for day in days:
        while (number := spoken_number("KS", day)) in found:
            pass
        found[number] = None
    numbers = list(found)
    taken = set(Complaint.objects.filter(no__in=numbers).values_list("no", flat=True))
    return _numbers(days) if taken else numbers
