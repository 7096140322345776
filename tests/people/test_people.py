"""People in the database."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from kesu.people import operations, queries
from kesu.people.models import Department, Staff, Token
from tests.cast import MORNING, hire

pytestmark = pytest.mark.usefixtures("db")


def test_the_departments_and_the_one_nobody_is_stand_from_the_start() -> None:
    assert queries.departments() == [
        "finance",
        "group",
        "legal",
        "merchant",
        "operations",
        "product",
        "risk",
        "service",
    ]
    nobody = Staff.objects.get(pk=queries.unassigned())
    assert (nobody.full_name, nobody.is_active, nobody.has_usable_password()) == (
        "待分派",
        False,
        False,
    )


def test_a_hired_person_reads_back_as_written() -> None:
    boss = hire("boss", "supervisor")
    person = hire("lin", "agent", under=boss, flags=["quality"], agent_no="8001")
    assert queries.person(person.id) == person == queries.everyone()[person.id]
    assert (person.supervisor, person.flags, person.agent_no) == (
        boss.id,
        frozenset({"quality"}),
        "8001",
    )
    assert queries.person(10**6) is None


@pytest.mark.parametrize("taken", [{"sign_in": "LIN"}, {"sign_in": "x", "agent_no": "8001"}])
def test_sign_in_names_and_agent_numbers_are_given_once(taken: dict[str, str]) -> None:
    hire("lin", "agent", agent_no="8001")
    with pytest.raises(IntegrityError), transaction.atomic():
        hire(taken["sign_in"], "agent", agent_no=taken.get("agent_no", ""))


def test_nobody_is_their_own_supervisor() -> None:
    person = hire("lin", "agent")
    with pytest.raises(IntegrityError), transaction.atomic():
        Staff.objects.filter(pk=person.id).update(supervisor=person.id)


def test_a_department_is_made_once() -> None:
    made = [operations.ensure_department(code="drills") for _ in range(2)]
    assert (made, Department.objects.filter(code="drills").count()) == ([True, False], 1)


def test_a_token_carries_its_person_until_it_is_revoked() -> None:
    person = hire("lin", "agent")
    secret = operations.create_token(staff=person.id, scopes=["write", "read"], at=MORNING)
    bearer = queries.bearer(secret)
    assert bearer is not None
    assert (bearer.person, bearer.scopes) == (person, frozenset({"read", "write"}))
    assert Token.objects.filter(digest__contains=secret[5:20]).count() == 0
    Token.objects.update(revoked=MORNING)
    assert queries.bearer(secret) is None


def test_a_token_of_somebody_who_left_carries_nobody() -> None:
    person = hire("lin", "agent")
    secret = operations.create_token(staff=person.id, scopes=[], at=MORNING)
    Staff.objects.update(is_active=False)
    assert [queries.bearer(word) for word in (secret, "", "kesu_", "\ud800")] == [None] * 4


def test_presence_is_kept() -> None:
    person = hire("lin", "agent")
    operations.set_presence(staff=person.id, presence="leave")
    found = queries.person(person.id)
    assert found is not None
    assert found.presence == "leave"


def test_a_number_is_an_id_and_never_somebody_elses_agent_number() -> None:
    first = hire("first", "agent")
    second = hire("second", "agent", agent_no=str(first.id))
    people = queries.everyone()
    assert queries.named(people, first.id) == first
    assert queries.named(people, str(first.id)) == second


def test_a_short_password_is_told_in_the_readers_language() -> None:
    with override("zh-hans"), pytest.raises(ValidationError) as refused:
        validate_password("Ab3")
    [said] = refused.value.messages
    assert "8" in said
    assert not any("a" <= letter <= "z" for letter in said.lower())
