"""The demonstration: every state, the same each time, and never beside a real complaint."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_django
from django.contrib.auth import authenticate
from django.db import transaction

from kesu.authority.models import Delegation
from kesu.coaching.models import Coaching
from kesu.complaints.models import Batch, Complaint, Evidence
from kesu.console import demo_data
from kesu.consults.models import Consult
from kesu.correspondence.models import Notice
from kesu.deadlines.models import Clock
from kesu.desk.ledger import disagreements
from kesu.foundation import files
from kesu.foundation.faults import Refused
from kesu.foundation.sealing import unseal
from kesu.improvement.models import CaseReview
from kesu.journal.models import JournalLine
from kesu.journal.queries import verify
from kesu.people.models import Shift, Staff
from kesu.policy.codes import State
from kesu.remedies.models import Agreement, Payment, Remedy
from kesu.watch.models import Signal
from tests.door import Server

pytestmark = pytest.mark.django_db

NOW = datetime.fromisoformat("2026-11-19T14:37:00+08:00").astimezone(UTC)


def breached() -> set[str]:
    """The complaints of which any clock is breached."""
    rows = Clock.objects.filter(state="breached")
    return set(rows.values_list("complaint__external_id", flat=True))


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[list[demo_data.SignIn]]:
    """A demonstration of a Thursday afternoon, made once for the tests that only look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield demo_data.load(NOW)
        transaction.set_rollback(True)


def test_sixty_complaints_stand_in_every_state(demo: object) -> None:
    states = Counter(Complaint.objects.values_list("state", flat=True))
    assert (sum(states.values()), set(states)) == (60, {state.value for state in State})


def test_twelve_people_of_six_ranks_work_in_four_departments(
    demo: list[demo_data.SignIn],
) -> None:
    people = Staff.objects.exclude(sign_in="unassigned")
    ranks = set(people.values_list("rank", flat=True))
    departments = set(people.values_list("department", flat=True))
    assert (len(demo), people.count(), len(ranks), len(departments)) == (12, 12, 6, 4)


def test_everybody_can_sign_in_with_the_password_said(demo: list[demo_data.SignIn]) -> None:
    signed_in = [authenticate(username=one.sign_in, password=one.password) for one in demo]
    assert [str(one) for one in signed_in] == [one.full_name for one in demo]


def test_one_is_urgent_and_two_are_breached(demo: object) -> None:
    alone = Complaint.objects.filter(urgent=True, batch=None)
    urgent = alone.values_list("external_id", flat=True)
    assert (list(urgent), breached()) == (
        ["demo:media-safety"],
        {"demo:late-callback", "demo:exchange-promised"},
    )


def test_twelve_complaints_of_eleven_people_are_one_batch(demo: object) -> None:
    batch = Batch.objects.get()
    assert (batch.cases, batch.people) == (12, 11)
    assert Complaint.objects.filter(batch=batch, urgent_reasons=["U4"]).count() == 12


def test_the_record_was_written_in_the_order_of_time(demo: object) -> None:
    written = list(JournalLine.objects.order_by("seq").values_list("written", flat=True))
    assert written == sorted(written)


def test_the_record_verifies(demo: object) -> None:
    assert (verify(), list(disagreements())) == (None, [])


def test_some_is_due_within_the_hour_and_some_today(demo: object) -> None:
    rows = Complaint.objects.filter(next_due__gt=NOW)
    soon = rows.filter(next_due__lte=NOW + timedelta(hours=1)).count()
    today = rows.filter(next_due__lt=datetime(2026, 11, 19, 16, tzinfo=UTC)).count()
    assert (soon, today > 20) == (1, True)


def test_two_agents_a_senior_and_a_supervisor_have_a_hand_full(demo: object) -> None:
    rows = Complaint.objects.exclude(state__in=("closed", "archived", "withdrawn"))
    mine = Counter(rows.values_list("owner__sign_in", flat=True))
    assert [8 <= mine[name] <= 18 for name in ("linxy", "chenjs", "tangyw", "zhoulh")] == [True] * 4


def test_every_grade_is_there_and_most_types(demo: object) -> None:
    grades = set(Complaint.objects.values_list("grade_rank", flat=True))
    groups = {code[:3] for code in Complaint.objects.values_list("type", flat=True)}
    assert (grades, len(groups) >= 16, {"1.1", "3.4"} <= groups) == ({1, 2, 3}, True, True)


def test_departments_have_tasks_and_superiors_approvals(demo: object) -> None:
    open_tasks = Consult.objects.filter(answered_at=None).count()
    assert (open_tasks, Notice.objects.filter(kind="to_approve").exists()) == (7, True)


def test_one_department_is_overdue_and_one_owes_a_measure(demo: object) -> None:
    late = Consult.objects.filter(answered_at=None, due__lt=NOW)
    owed = Consult.objects.exclude(answered_at=None).filter(asks_measure=True, measure="")
    named = [rows.values_list("complaint__external_id", flat=True) for rows in (late, owed)]
    assert [list(one) for one in named] == [["demo:exchange-promised"], ["demo:rude-waiter"]]


def test_proof_is_there_of_both_sides_in_files_that_can_be_opened(demo: object) -> None:
    proof = Evidence.objects.exclude(sha256="")
    kinds = set(proof.values_list("content_type", flat=True))
    sides = set(proof.values_list("side", flat=True))
    assert (sides, {"image/png", "audio/wav"} < kinds) == (
        {"favourable", "unfavourable", "neutral"},
        True,
    )
    assert [one for one in proof if files.spoilt(one.sha256, anew=True)] == []


def test_remedies_wait_are_agreed_to_and_given_and_money_is_asked_and_paid(demo: object) -> None:
    states = set(Remedy.objects.values_list("state", flat=True))
    kinds = set(Remedy.objects.values_list("kind", flat=True))
    assert states == {"planned", "approved", "given"}
    assert kinds == {"compensation", "points", "gift", "apology"}
    paid = Payment.objects.order_by("state").values_list("state", flat=True)
    assert list(paid) == ["asked", "paid"]


def test_a_closed_case_was_agreed_in_a_recording_and_is_reviewed(demo: object) -> None:
    agreed = Agreement.objects.get()
    assert (agreed.complaint.state, agreed.kind, agreed.draft is None) == (
        "closed",
        "recording",
        False,
    )
    assert CaseReview.objects.filter(complaint=agreed.complaint).exists()
    assert Coaching.objects.filter(complaint=agreed.complaint, done_at=None).exists()


def test_this_week_has_a_duty_supervisor_each_day_and_an_authority_is_lent(demo: object) -> None:
    duty = Shift.objects.filter(duty=True).order_by("starts")
    days = [one.starts.astimezone(ZoneInfo("Asia/Shanghai")).date() for one in duty]
    assert [(days[0].weekday(), len(set(days)))] == [(0, 7)]
    assert days[0] <= NOW.date() <= days[-1]
    assert Delegation.objects.filter(revoked=None, starts__lte=NOW, ends__gt=NOW).count() == 1


def test_subjects_and_texts_are_all_different(demo: object) -> None:
    subjects = Complaint.objects.values_list("subject", flat=True).distinct().count()
    lengths = [len(text) for text in set(Complaint.objects.values_list("text", flat=True))]
    assert (subjects, len(lengths), min(lengths) >= 30, max(lengths) <= 120) == (60, 60, True, True)


def test_every_telephone_is_of_a_number_nobody_has(demo: object) -> None:
    sealed = Complaint.objects.values_list("customer__phone", flat=True)
    numbers = [unseal(one, field="customer.phone") for one in sealed if one is not None]
    assert [one for one in numbers if not re.fullmatch(r"\+861990000\d{4}", one)] == []


def test_its_own_complaints_are_not_real_ones(demo: object) -> None:
    assert not demo_data.holds_real_complaints()


def test_a_second_time_in_one_database_is_refused(demo: object) -> None:
    with pytest.raises(Refused):
        demo_data.load(NOW)


@pytest.mark.door
def test_the_command_prints_the_sign_ins_and_keeps_them_to_itself(tmp_path: Path) -> None:
    server = Server(tmp_path / "home")
    server.home.mkdir()
    first, second = server.cli("demo"), server.cli("demo")
    kept = server.home / "sign-ins.txt"
    assert (first.returncode, second.returncode, first.stdout == second.stdout) == (0, 0, True)
    assert (first.stdout, kept.stat().st_mode & 0o777) == (kept.read_text(), 0o600)
    assert len(first.stdout.splitlines()) == 13


@pytest.mark.req("A18", "A21", "A22")
def test_talks_orders_and_silences_are_on_the_board(demo: object) -> None:
    open_ones = Signal.objects.filter(state="open")
    kinds = Counter(open_ones.values_list("kind", flat=True))
    assert (kinds["chat"] >= 3, kinds["order"] >= 3) == (True, True)
    rules = {one.facts["rule"] for one in open_ones.filter(kind="order")}
    assert {"bulk", "repeat_product", "same_address", "late_shipping"} == rules
    quiet = open_ones.filter(conversation__key__in=["demo-talk-3", "demo-talk-4"])
    assert quiet.count() == 0
