"""The roster on the screens: who is there, who may say so, and what is lent to whom."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest

from kesu.authority.models import Delegation
from kesu.journal.queries import about
from kesu.people.models import Competence, Department, Leave, Shift
from kesu.people.queries import everyone
from kesu.people.rules import Person
from tests.cast import Play
from tests.workbench.visitor import Visitor, body

HERE = datetime.now(UTC).astimezone(timezone(timedelta(hours=8)))
BEFORE, NEXT = (f"{HERE + timedelta(days=days):%Y-%m-%d}" for days in (-1, 1))
"""Days around now, so far apart that the test may run across midnight."""
STARTS, ENDS = (f"{HERE + timedelta(hours=hours):%Y-%m-%dT%H:%M}" for hours in (-12, 24))
NIGHT = {
    "shifts-0-person": "second",
    "shifts-0-starts": STARTS,
    "shifts-0-ends": ENDS,
    "shifts-0-duty": "true",
}


def row(page: str, name: str) -> str:
    """The line of one person."""
    rows: list[str] = re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
    return next(one for one in rows if f'roster-name">{name}<' in one)


@pytest.mark.req("F15")
def test_a_shift_typed_in_makes_the_duty_supervisor_of_the_day(play: Play) -> None:
    visitor = Visitor(play.house.manager)
    assert "Nobody is on duty as one." in visitor.read("/roster")
    answer = visitor.post("/roster/do/shifts", **NIGHT)
    page = visitor.read("/roster")
    assert (answer.status_code, "1 shift, 1 of it new." in page) == (302, True)
    assert [STARTS[-5:] in row(page, "Second"), "Duty supervisor" in row(page, "Second")] == [
        True
    ] * 2
    person = everyone(datetime.now(UTC))[play.house.second.id]
    assert (person.on_duty, "Nobody is on duty as one." in page) == (True, False)


@pytest.mark.req("F15")
def test_a_shift_that_cannot_be_is_refused_with_every_word_kept(play: Play) -> None:
    typed = {**NIGHT, "shifts-0-person": "agent", "shifts-0-ends": STARTS}
    answer = Visitor(play.house.manager).post("/roster/do/shifts", **typed)
    page = body(answer)
    assert (answer.status_code, Shift.objects.count()) == (422, 0)
    said = "Only a supervisor or above is on duty as one."
    assert [said in page, STARTS in page] == [True, True]


@pytest.mark.req("F15", "Q30")
def test_leave_names_its_deputy_and_is_taken_off_again(play: Play) -> None:
    house, visitor = play.house, Visitor(play.house.manager)
    typed = {"person": "supervisor", "first": BEFORE, "last": NEXT, "deputy": "second"}
    visitor.post("/roster/do/leave", **typed)
    page = visitor.read("/roster")
    assert "Second stands in" in row(page, "Supervisor")
    away = everyone(datetime.now(UTC))[house.supervisor.id]
    assert (away.on_leave, away.deputy) == (True, house.second.id)
    visitor.post("/roster/do/drop", leave=Leave.objects.get().pk)
    assert (Leave.objects.count(), everyone(datetime.now(UTC))[house.supervisor.id].on_leave) == (
        0,
        False,
    )
    said = list(about("staff", str(house.supervisor.id)))
    assert [(entry.kind, entry.by) for entry in said[-2:]] == [
        ("staff.leave_taken", f"staff:{house.manager.id}"),
        ("staff.leave_dropped", f"staff:{house.manager.id}"),
    ]


@pytest.mark.parametrize(
    ("form", "field", "typed"),
    [
        ("/roster/do/leave", "last", {"person": "agent", "first": NEXT}),
        ("/roster/do/leave", "first", {"person": "agent", "last": NEXT}),
        ("/roster/do/certificate", "until", {"person": "agent", "type": "3"}),
        ("/lent/do/lend", "until", {"to": "agent", "kind": "compensation", "amount": "1"}),
    ],
)
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_out_of_these_centuries_is_refused(
    play: Play, form: str, field: str, typed: dict[str, str], day: str
) -> None:
    yes = {"solvable": "true", "controlled": "true"} if "lend" in form else {}
    answer = Visitor(play.house.manager).post(form, **typed, **yes, **{field: day})
    assert (answer.status_code, "This day is too far away." in body(answer)) == (422, True)


@pytest.mark.req("F15")
def test_a_shift_is_taken_off_and_a_second_try_says_it_is_gone(play: Play) -> None:
    visitor = Visitor(play.house.manager)
    visitor.post("/roster/do/shifts", **NIGHT)
    key = Shift.objects.get().pk
    first, again = (visitor.post("/roster/do/drop", shift=key) for _ in range(2))
    assert (first.status_code, again.status_code, Shift.objects.count()) == (302, 422, 0)
    assert "This is not on the roster any more." in body(again)


@pytest.mark.req("B24", "B14")
def test_certificates_and_desks_are_named(play: Play) -> None:
    visitor = Visitor(play.house.manager)
    visitor.post("/roster/do/certificate", person="8001", type="3", until=NEXT)
    typed = {"department": "merchant", "liaison": "liaison", "backup": "clerk"}
    visitor.post("/roster/do/desk", **typed)
    page = visitor.read("/roster?department=all")
    held = Competence.objects.values_list("staff", "types").get()
    assert held == (play.house.agent.id, "3")
    assert re.search(r"#shield.*?3\s*</span>", row(page, "Agent"), re.DOTALL)
    desk = Department.objects.get(code="merchant")
    assert (desk.liaison_id, desk.backup_id) == (play.house.liaison.id, play.house.clerk.id)
    assert "Backup: Clerk" in page


@pytest.mark.req("F15")
@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("director", 200, 302),
        ("manager", 200, 302),
        ("admin", 200, 302),
        ("supervisor", 200, 403),
        ("lead", 200, 403),
        ("senior", 403, 403),
        ("agent", 403, 403),
        ("liaison", 403, 403),
        ("auditor", 403, 403),
        ("quality", 403, 403),
    ],
)
def test_who_manages_people_writes_and_who_gives_out_work_reads(
    play: Play, who: str, reads: int, writes: int
) -> None:
    visitor = Visitor(getattr(play.house, who))
    seen = visitor.get("/roster")
    written = visitor.post("/roster/do/shifts", **NIGHT)
    assert (seen.status_code, written.status_code) == (reads, writes)
    assert Shift.objects.count() == (1 if writes == 302 else 0)
    assert ("do-shifts" in body(seen)) is (writes == 302)


@pytest.mark.parametrize(
    ("path", "typed", "status"),
    [
        ("/roster/do/explode", {}, 404),
        ("/roster/do/drop", {}, 404),
        ("/roster/do/drop", {"shift": "x"}, 422),
        ("/roster/do/leave", {"person": "nobody", "first": BEFORE, "last": NEXT}, 422),
        ("/roster/do/leave", {"person": "agent", "first": NEXT, "last": BEFORE}, 422),
        ("/roster/do/certificate", {"person": "agent", "type": "9.9"}, 422),
        ("/roster/do/desk", {"department": "nowhere"}, 422),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    play: Play, path: str, typed: dict[str, str], status: int
) -> None:
    answer = Visitor(play.house.manager).post(path, **typed)
    rows = (Shift.objects.count(), Leave.objects.count(), Competence.objects.count())
    assert (answer.status_code, rows) == (status, (0, 0, 0))


@pytest.mark.parametrize("week", ["", "x", "2026-02-13", "9999-12-31", "0001-01-01"])
def test_any_week_may_be_asked_for(play: Play, week: str) -> None:
    assert 'class="roster"' in Visitor(play.house.manager).read(f"/roster?week={week}")


LENT = {
    "to": "agent",
    "kind": "compensation",
    "amount": "200",
    "type": "1",
    "until": NEXT,
    "solvable": "true",
    "controlled": "true",
}


@pytest.mark.req("A17")
def test_a_superior_lends_on_the_screen_and_takes_back(play: Play) -> None:
    visitor = Visitor(play.house.supervisor)
    answer = visitor.post("/lent/do/lend", **LENT)
    row = Delegation.objects.get()
    page = visitor.read("/lent")
    assert (answer.status_code, row.amount, row.types) == (302, 20000, ["1"])
    assert ["Supervisor to Agent" in page, "In force" in page, "200" in page] == [True] * 3
    visitor.post("/lent/do/revoke", delegation=row.pk)
    assert (
        Delegation.objects.get().revoked is not None,
        "Taken back" in visitor.read("/lent"),
    ) == (
        True,
        True,
    )


@pytest.mark.req("A17")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"solvable": "false"}, "Both questions must be answered yes to lend authority."),
        ({"controlled": "false"}, "Both questions must be answered yes to lend authority."),
        ({"amount": "501"}, "do-lend"),
        ({"to": "peer"}, "Authority is lent to those who work under you."),
        ({"to": "manager"}, "Authority is lent to those who work under you."),
        ({"until": "2020-01-01"}, "This time has passed already."),
        ({"solvable": ""}, "do-lend"),
    ],
)
def test_what_may_not_be_lent_is_refused_on_the_screen(
    play: Play, given: dict[str, str], said: str
) -> None:
    answer = Visitor(play.house.supervisor).post("/lent/do/lend", **{**LENT, **given})
    assert (answer.status_code, Delegation.objects.count()) == (422, 0)
    assert said in body(answer)


@pytest.mark.req("A17")
def test_only_the_lender_and_above_take_back(play: Play) -> None:
    house = play.house
    Visitor(house.supervisor).post("/lent/do/lend", **LENT)
    key = Delegation.objects.get().pk

    def revoke(person: Person) -> int:
        return int(Visitor(person).post("/lent/do/revoke", delegation=key).status_code)

    assert [revoke(one) for one in (house.agent, house.second, house.lead)] == [403] * 3
    assert (revoke(house.manager), revoke(house.manager)) == (302, 422)


@pytest.mark.req("A17")
def test_everybody_sees_what_concerns_them(play: Play) -> None:
    house = play.house
    Visitor(house.supervisor).post("/lent/do/lend", **LENT)
    pages = {one.sign_in: Visitor(one).read("/lent") for one in (house.agent, house.peer)}
    assert ["Supervisor to Agent" in pages[one] for one in ("agent", "peer")] == [True, False]
    assert ["do-lend" in pages[one] for one in ("agent", "peer")] == [False, False]
    closed = [Visitor(one).get("/lent").status_code for one in (house.liaison, house.auditor)]
    assert closed == [403, 403]
