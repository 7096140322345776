"""People and tokens: what is refused, what is kept, what the record says."""

from collections.abc import Mapping
from typing import Any

import pytest

from kesu.foundation.faults import Refused
from kesu.journal.queries import about
from kesu.journeys.people import staff
from kesu.people.models import Staff
from kesu.people.queries import bearer
from tests.cast import MORNING, House

BY = "system:console"


def _hire(**given: Any) -> staff.Hired:
    plain: Mapping[str, Any] = {
        "sign_in": "wangxm",
        "full_name": "王小满",
        "rank": "agent",
        "department": "service",
        "supervisor": None,
        "flags": [],
        "password": None,
    }
    return staff.create_staff(**{**plain, **given}, by=BY, at=MORNING)


def _faults(**given: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        _hire(**given)
    return [fault.loc for fault in refused.value.faults]


def test_a_person_stands_under_the_superior_named(db: None) -> None:
    supervisor = House().supervisor
    assert _hire(supervisor="SUPERVISOR").person.supervisor == supervisor.id


def test_the_record_says_who_was_hired_without_a_name(db: None) -> None:
    hired = _hire(flags=["quality", "finance"]).person
    (line,) = about("staff", str(hired.id))
    assert (line.kind, line.by, line.facts, line.notes) == (
        "staff.created",
        BY,
        {
            "rank": "agent",
            "department": "service",
            "flags": ["finance", "quality"],
        },
        {"sign_in": "wangxm", "full_name": "王小满"},
    )


def test_an_unknown_department_is_made_and_said(db: None) -> None:
    made = [_hire(sign_in=name, department="warehouse").department_made for name in "ab"]
    assert made == [True, False]


@pytest.mark.parametrize(
    ("given", "loc"),
    [
        ({"sign_in": "two words"}, "sign_in"),
        ({"sign_in": ""}, "sign_in"),
        ({"sign_in": "x" * 65}, "sign_in"),
        ({"sign_in": "UNASSIGNED"}, "sign_in"),
        ({"full_name": " "}, "full_name"),
        ({"full_name": "王\n小满"}, "full_name"),
        ({"rank": "king"}, "rank"),
        ({"department": "two words"}, "department"),
        ({"flags": ["hero"]}, "flags"),
        ({"supervisor": "nobody"}, "supervisor"),
        ({"email": "at home"}, "email"),
        ({"password": "password"}, "password"),
        ({"agent_no": "9" * 21}, "agent_no"),
    ],
)
def test_what_cannot_be_used_is_named(db: None, given: dict[str, Any], loc: str) -> None:
    assert _faults(**given) == [loc]


def test_every_fault_is_said_at_once(db: None) -> None:
    assert _faults(sign_in="", rank="king", flags=["hero"]) == ["sign_in", "rank", "flags"]


def test_an_agent_number_belongs_to_one_person(db: None) -> None:
    House()
    assert _faults(agent_no="8001") == ["agent_no"]


def test_nothing_is_kept_of_a_person_who_was_refused(db: None) -> None:
    before = Staff.objects.count()
    _faults(rank="king", department="warehouse")
    assert Staff.objects.count() == before


def test_a_token_carries_its_person_and_scopes(db: None) -> None:
    person = _hire().person
    secret = staff.create_token(sign_in="wangxm", scopes=["read"], by=BY, at=MORNING)
    found = bearer(secret)
    assert found is not None
    assert (found.person, found.scopes) == (person, {"read"})


def test_the_record_of_a_token_does_not_hold_it(db: None) -> None:
    person = _hire().person
    staff.create_token(sign_in="wangxm", scopes=["read"], by=BY, at=MORNING)
    line = about("staff", str(person.id))[-1]
    assert (line.kind, line.facts, line.notes) == ("token.created", {"scopes": ["read"]}, {})


@pytest.mark.parametrize("given", [{"sign_in": "nobody"}, {"scopes": ["read", "wat"]}])
def test_a_token_for_nobody_or_nothing_is_refused(db: None, given: dict[str, Any]) -> None:
    _hire()
    with pytest.raises(Refused):
        staff.create_token(**{"sign_in": "wangxm", "scopes": [], **given}, by=BY, at=MORNING)


def test_presence_is_kept_with_what_it_was(db: None) -> None:
    person = _hire().person
    staff.set_presence(sign_in="wangxm", presence="leave", by=BY, at=MORNING)
    line = about("staff", str(person.id))[-1]
    assert (Staff.objects.get(pk=person.id).presence, line.facts) == (
        "leave",
        {"presence": ["present", "leave"]},
    )


def test_an_unknown_presence_is_refused(db: None) -> None:
    _hire()
    with pytest.raises(Refused):
        staff.set_presence(sign_in="wangxm", presence="asleep", by=BY, at=MORNING)
