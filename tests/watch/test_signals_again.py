"""What is found again never takes back what a person did about it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kesu.journeys import signal_settle
from kesu.watch import operations
from kesu.watch.models import Signal
from kesu.watch.operations import Found, raise_signal
from tests.cast import MORNING, Play

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=1)
FOUND = Found("order", "order:1", 1, said="甲", facts={"seen": 1})


@pytest.mark.req("A22")
def test_who_finds_it_again_holds_it_and_writes_nothing_that_is_a_persons() -> None:
    raise_signal(FOUND, at=MORNING)
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        signal, new = raise_signal(FOUND, at=LATER)
    assert (signal.times, new) == (2, False)
    said = [one["sql"] for one in asked]
    looked = [one for one in said if one.startswith("SELECT")]
    [written] = [one for one in said if one.startswith("UPDATE")]
    assert all(f'"{name}"' not in written for name in ("state", "settled", "by_id", "action"))
    if connection.features.has_select_for_update:
        assert all("FOR UPDATE" in one for one in looked)


@pytest.mark.req("A22")
def test_what_was_dismissed_meanwhile_stays_dismissed() -> None:
    play = Play()
    signal, _new = raise_signal(FOUND, at=MORNING)
    seen_before = Signal.objects.get(pk=signal.pk)
    signal_settle.settle(
        "dismiss", signal.pk, {"reason": "测试单"}, by=play.house.supervisor, now=LATER
    )
    operations.join(seen_before, FOUND, at=LATER, instead=())
    raise_signal(FOUND, at=LATER)
    signal.refresh_from_db()
    assert (signal.state, signal.action, signal.by_id) == (
        "dismissed",
        "测试单",
        play.house.supervisor.id,
    )
