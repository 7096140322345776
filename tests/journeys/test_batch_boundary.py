"""However the complaints of two days come in, a day's batch is declared by its eleventh person."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kesu.complaints.models import Batch, Complaint
from tests.cast import Play, at

ISSUE = {"type": "1.1.1", "product": "移动电源"}
MIDNIGHT = at("02-14 00:00")


@pytest.mark.req("E37", "Q5")
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(-90, 90), st.integers(1, 12)), min_size=14, max_size=40))
def test_each_day_has_its_own_eleventh(play: Play, told: list[tuple[int, int]]) -> None:
    point = None
    with transaction.atomic():
        point = transaction.savepoint()
        for minutes, person in told:
            received = MIDNIGHT + timedelta(minutes=minutes)
            play.lodge(
                now=MIDNIGHT + timedelta(hours=2),
                received=received.isoformat(),
                customer={"external_id": f"M{person}"},
                **ISSUE,
            )
        found = {str(one.day): one.people for one in Batch.objects.all()}
        urgent = {_day(one.received) for one in Complaint.objects.filter(urgent=True)}
        transaction.savepoint_rollback(point)
    people: dict[str, set[int]] = {}
    for minutes, person in told:
        people.setdefault(_day(MIDNIGHT + timedelta(minutes=minutes)), set()).add(person)
    over = {day: len(those) for day, those in people.items() if len(those) > 10}
    assert found == over
    assert urgent == set(over)


def _day(moment: datetime) -> str:
    return "2026-02-13" if moment < MIDNIGHT else "2026-02-14"
