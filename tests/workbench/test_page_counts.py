"""How often pages ask the database, whatever stands on them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Play
from tests.workbench.visitor import Visitor

pytestmark = pytest.mark.django_db
_MOST_ASKED = 25


def _queries(visitor: Visitor, path: str) -> int:
    visitor.read(path)
    with CaptureQueriesContext(connection) as asked:
        visitor.read(path)
    return len(asked)


def test_the_queue_asks_the_same_for_one_row_and_for_three(play: Play, agent: Visitor) -> None:
    play.lodge()
    one = _queries(agent, "/")
    play.lodge()
    play.lodge()
    assert (one, _queries(agent, "/")) == (15, 15)


def test_a_case_asks_the_same_after_more_steps(play: Play, agent: Visitor) -> None:
    no = play.walk("proposing")
    before = _queries(agent, f"/complaints/{no}")
    for _ in range(3):
        play.do("note", no, text="一句")
    assert (_queries(agent, f"/complaints/{no}"), before <= _MOST_ASKED) == (before, True)


def test_a_case_asks_no_more_with_more_kinds_of_things_on_it(play: Play, agent: Visitor) -> None:
    no = play.walk("following_up")
    play.do("emotion", no, level=2)
    play.do("escalate", no, reason="谈不拢", tried="三个方案", suggestion="主管出面")
    before = _queries(agent, f"/complaints/{no}")
    play.do("emotion", no, level=1)
    play.do("round", no, offer="补寄", reaction="要现金", agreed=False)
    fuller = _queries(agent, f"/complaints/{no}")
    for _ in range(3):
        play.do("emotion", no, level=1)
        play.do("round", no, offer="补寄", reaction="要现金", agreed=False)
    assert [fuller, _queries(agent, f"/complaints/{no}")] == [before, before]
