"""What the house of the demonstration has besides people: gifts, desks, a roster, a loan."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from kesu.console.demo_data.besides import GIFT
from kesu.journeys import delegate
from kesu.journeys.give_items import ItemEntry, keep_item
from kesu.journeys.people import desks, roster
from kesu.people.queries import named
from kesu.people.rules import People, Person
from kesu.policy import queries as policies
from kesu.policy.codes import Remedy

_EARLY = ("guoxl", "linxy", "chenjs", "shenyz")
_LATE = ("tangyw", "wuxm", "gumz")
_DUTY = ("zhoulh", "zhoulh", "zhoulh", "gumz", "gumz", "sumn", "sumn")
"""Who is the duty supervisor from Monday to Sunday."""
_DESKS = (
    ("merchant", "masq", None),
    ("operations", "fangwz", None),
    ("risk", "shenyz", "gumz"),
    ("service", "guoxl", "tangyw"),
)
"""Whom each department names, and who takes their place."""
_ITEMS = (
    (GIFT, "四人早餐券", Remedy.gift, 12800, 6400, 40),
    ("GIFT-02", "问候果篮", Remedy.gift, 8800, 5200, 25),
    ("KIND-01", "一年延保卡", Remedy.in_kind, 6000, 1500, 100),
)


def stock(people: People, at: datetime) -> None:
    """Fills the catalogue of what is given in kind."""
    by = _person(people, "sumn")
    for code, name, kind, worth, cost, pieces in _ITEMS:
        entry = ItemEntry(code=code, name=name, kind=kind, worth=worth, cost=cost, stock=pieces)
        keep_item(entry, by=by, now=at)


def arrange(people: People, now: datetime) -> None:
    """Puts down who works this week, names the desks, and lends an authority until the
    end of next week.
    """
    zone = policies.in_force(now).tz
    monday = datetime.combine(
        now.astimezone(zone).date() - timedelta(days=now.astimezone(zone).weekday()),
        time(),
        zone,
    )
    entries = [roster.ShiftEntry.model_validate(shift) for shift in _week(monday)]
    roster.enter(entries, by=_person(people, "sumn"), at=now)
    for department, first, second in _DESKS:
        desks.name_desk(
            department=department,
            liaison=first,
            backup=second,
            by=_person(people, "sumn"),
            at=now,
        )
    lender = _person(people, "zhoulh")
    delegate.grant(
        grantor=lender.id,
        to="tangyw",
        kind=Remedy.compensation.value,
        amount=20000,
        types=["1.8"],
        starts=now,
        ends=(monday + timedelta(days=14)).astimezone(now.tzinfo),
        solvable=True,
        controlled=True,
        by=f"staff:{lender.id}",
        now=now,
    )


def _week(monday: datetime) -> Iterator[dict[str, Any]]:
    for day, duty in enumerate(_DUTY):
        yield _shift(monday + timedelta(days=day), duty, (9, 18), duty=True)
        if day < 5:
            for who, hours in [
                *((one, (8, 17)) for one in _EARLY),
                *((o, (12, 21)) for o in _LATE),
            ]:
                if who != duty:
                    yield _shift(monday + timedelta(days=day), who, hours)


def _shift(
    day: datetime, who: str, hours: tuple[int, int], *, duty: bool = False
) -> dict[str, Any]:
    starts, ends = (day + timedelta(hours=hour) for hour in hours)
    return {"person": who, "starts": starts.isoformat(), "ends": ends.isoformat(), "duty": duty}


def _person(people: People, sign_in: str) -> Person:
    found = named(people, sign_in)
    assert found is not None
    return found
