"""The case page: how often it asks the database, in every state and with anything on it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kesu.policy.codes import State
from tests.cast import Play
from tests.workbench.visitor import Visitor

pytestmark = pytest.mark.django_db

_MOST_ASKED = 25


def _asked(visitor: Visitor, no: str) -> int:
    visitor.read(f"/complaints/{no}")
    with CaptureQueriesContext(connection) as asked:
        visitor.read(f"/complaints/{no}")
    return len(asked)


def _lay(play: Play, no: str, *more: tuple[str, dict[str, Any]]) -> None:
    """One more of everything that may lie on an open case."""
    steps: list[tuple[str, dict[str, Any]]] = [
        ("emotion", {"level": 2, "turning_point": "说了补寄"}),
        ("note", {"text": "一句"}),
        ("promise", {"what": "回电", "due": "2026-03-01T10:00:00+08:00"}),
        ("contact", {"channel": "email", "direction": "out", "outcome": "reached"}),
        ("progress", {"text": "在办"}),
    ]
    for verb, said in [*steps, *more]:
        play.do(verb, no, **said)
    play.attach(no)


@pytest.mark.parametrize("state", State)
def test_no_state_asks_more_than_it_may(play: Play, state: State) -> None:
    no = play.walk(state)
    readers = (play.house.agent, play.house.supervisor)
    assert max(_asked(Visitor(one), no) for one in readers) <= _MOST_ASKED


_ROUND = ("round", {"offer": "补寄", "reaction": "要现金", "agreed": False})
_CONSULT = ("consult", {"department": "risk", "question": "请核实"})


@pytest.mark.parametrize(("state", "more"), [("consulting", _CONSULT), ("following_up", _ROUND)])
def test_a_full_case_asks_the_same_for_one_of_everything_and_three(
    play: Play, state: str, more: tuple[str, dict[str, Any]]
) -> None:
    no = play.walk(state)
    play.do("escalate", no, reason="谈不拢", tried="三个方案", suggestion="主管出面")
    _lay(play, no, more)
    supervisor = Visitor(play.house.supervisor)
    one = _asked(supervisor, no)
    _lay(play, no, more)
    _lay(play, no, more)
    assert (_asked(supervisor, no), one <= _MOST_ASKED) == (one, True)
