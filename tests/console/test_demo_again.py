"""The demonstration at other times, beside other people and complaints."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from kesu.complaints.models import Complaint
from kesu.console import demo_data
from kesu.deadlines.models import Clock
from kesu.foundation.faults import Refused
from kesu.journal.models import JournalLine
from kesu.people.models import Staff
from tests.cast import House, Play

MOMENTS = (
    "2026-11-23T00:04:00+08:00",  # five minutes into a Monday
    "2026-10-06T09:05:00+08:00",  # in the week of the national holiday
)
Shape = dict[str, tuple[object, ...]]


def shape() -> Shape:
    """What stands there, without any time."""
    found: Shape = {}
    for row in Complaint.objects.select_related("owner").order_by("external_id"):
        states = sorted(Clock.objects.filter(complaint=row).values_list("name", "state"))
        others = [one for one in states if one[0] != "progress"]
        late = [one for one in states if one[1] == "breached"]
        person = row.owner.sign_in
        found[row.external_id] = (row.state, row.type, person, row.urgent, others, late)
    return found


def loaded(moment: str) -> tuple[Shape, list[demo_data.SignIn], int]:
    """Shape, sign-ins and how many lines lie ahead of a demonstration made then; nothing stays."""
    now = datetime.fromisoformat(moment).astimezone(UTC)
    with transaction.atomic():
        people = demo_data.load(now)
        ahead = JournalLine.objects.filter(written__gt=now).count()
        seen = shape(), people, ahead
        transaction.set_rollback(True)
    return seen


def test_it_is_the_same_whenever_it_is_loaded(db: None) -> None:
    shapes, people, ahead = zip(*map(loaded, MOMENTS), strict=True)
    assert [one == shapes[0] for one in shapes] == [True] * len(MOMENTS)
    assert ahead == (0,) * len(MOMENTS)
    assert len({one.password for some in people for one in some}) == 12 * len(MOMENTS)


def test_a_complaint_of_somebody_else_is_real(db: None) -> None:
    Play().lodge()
    assert demo_data.holds_real_complaints()


def test_a_name_that_is_taken_leaves_nothing_behind(db: None) -> None:
    House()
    Staff.objects.filter(sign_in="agent").update(sign_in="luoyf")
    before = Staff.objects.count()
    with pytest.raises(Refused):
        demo_data.load(datetime(2026, 11, 19, 6, tzinfo=UTC))
    assert (Staff.objects.count(), Complaint.objects.count()) == (before, 0)
