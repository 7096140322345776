"""Two people claim or escalate the same case at the same moment: one does it, the other hears how
it stands now. Approving, closing and transferring are raced beside the other crowds.

Claiming, approving and closing move the state, and the state is asked before the person: whoever
comes second hears of it (409), however late. Escalating and transferring leave the state and give
the case away. Who names the version they saw hears of it too (412), however late. Who names none
hears of it (409) while the other is at it; a request that the server takes up only afterwards, as
one does that came late or was told to come again (503), is a request like any other, and it is
answered by the case as it stands then: the former owner may not do it any more (403), the new one
may (200).
"""

from collections.abc import Iterator

import httpx
import pytest

from tests.api.caller import Caller, lodging
from tests.api.test_at_once import ROUNDS, Crowd, meet
from tests.cast import Play
from tests.door import Server

SAID = {"reason": "谈不拢", "tried": "三个方案", "suggestion": "主管出面"}
LADDER = "FEDCBA"


@pytest.fixture(scope="module")
def crowd(server: Server) -> Crowd:
    return Crowd(server, prefix="race-")


@pytest.fixture
def agent(crowd: Crowd) -> Iterator[httpx.Client]:
    with crowd.client(crowd.agent) as client:
        yield client


class Lodged(list[str]):
    """Cases that rise on this test's word."""

    def __init__(self, crowd: Crowd, agent: httpx.Client) -> None:
        super().__init__()
        self._crowd, self._agent = crowd, agent

    def one_more(self) -> str:
        self.append(self._crowd.lodge(self._agent))
        return self[-1]

    def rises(self) -> list[int]:
        """How many steps each has risen."""
        cases = [self._agent.get(f"/complaints/{no}").json() for no in self]
        return [LADDER.index(case["tier"]) for case in cases]


@pytest.fixture
def lodged(crowd: Crowd, agent: httpx.Client) -> Lodged:
    return Lodged(crowd, agent)


@pytest.mark.door
@pytest.mark.req("E03", "E43")
def test_two_claim_at_once_and_one_has_it(crowd: Crowd, agent: httpx.Client) -> None:
    def waiting() -> str:
        answer = agent.post("/complaints", json=lodging())
        assert answer.status_code == 201, answer.text
        return str(answer.json()["no"])

    both = (crowd.agent, crowd.supervisors[0])
    ends = meet(crowd, "accept", waiting, ({}, {}), both)
    assert ends == {(200, 409): ROUNDS}


@pytest.mark.door
@pytest.mark.req("A14")
def test_two_escalate_what_they_saw_and_it_rises_one_step(
    crowd: Crowd, agent: httpx.Client, lodged: Lodged
) -> None:
    both = (crowd.agent, crowd.supervisors[0])
    saw = {"If-Match": agent.get(f"/complaints/{lodged.one_more()}").headers["ETag"]}
    ends = meet(crowd, "escalate", lodged.one_more, (SAID, SAID), both, **saw)
    assert ends == {(200, 412): ROUNDS}
    assert lodged.rises() == [0] + [1] * ROUNDS


@pytest.mark.door
@pytest.mark.req("A14")
def test_two_escalate_at_once_and_it_rises_once_for_each_who_was_told_so(
    crowd: Crowd, lodged: Lodged
) -> None:
    both = (crowd.agent, crowd.supervisors[0])
    ends = meet(crowd, "escalate", lodged.one_more, (SAID, SAID), both)
    assert ends.keys() <= {(200, 409), (200, 403), (200, 200)}
    told = sum(end.count(200) * times for end, times in ends.items())
    assert sum(lodged.rises()) == told


@pytest.mark.req("A14")
def test_who_comes_after_the_other_is_answered_by_what_is_left(play: Play) -> None:
    """The order in which the two of them meet above, one after the other."""
    agent, supervisor = Caller(play.house.agent), Caller(play.house.supervisor)
    no = play.walk("accepted")
    saw = str(agent.get(f"/complaints/{no}").headers["ETag"])
    assert supervisor.act(no, "escalate", **SAID).status == 200
    late = agent.post(f"/complaints/{no}/actions/escalate", SAID, if_match=saw)
    assert (late.status, late.code, late.json["state"]) == (412, "stale", "accepted")
    assert agent.act(no, "escalate", **SAID).status == 403
    assert agent.read(no)["tier"] == "E"
