"""Two people claim or escalate the same case at the same moment: one does it, the other hears how
it stands now. Approving, closing and transferring are raced beside the other crowds.
"""

from collections.abc import Iterator

import httpx
import pytest

from tests.api.caller import lodging
from tests.api.test_at_once import ROUNDS, Crowd, meet
from tests.door import Server

pytestmark = pytest.mark.door


@pytest.fixture(scope="module")
def crowd(server: Server) -> Crowd:
    return Crowd(server, prefix="race-")


@pytest.fixture
def agent(crowd: Crowd) -> Iterator[httpx.Client]:
    with crowd.client(crowd.agent) as client:
        yield client


@pytest.mark.req("E03", "E43")
def test_two_claim_at_once_and_one_has_it(crowd: Crowd, agent: httpx.Client) -> None:
    def waiting() -> str:
        answer = agent.post("/complaints", json=lodging())
        assert answer.status_code == 201, answer.text
        return str(answer.json()["no"])

    both = (crowd.agent, crowd.supervisors[0])
    ends = meet(crowd, "accept", waiting, ({}, {}), both)
    assert ends == {(200, 409): ROUNDS}


@pytest.mark.req("A14")
def test_two_escalate_at_once_and_it_rises_one_step(crowd: Crowd, agent: httpx.Client) -> None:
    said = {"reason": "谈不拢", "tried": "三个方案", "suggestion": "主管出面"}
    both = (crowd.agent, crowd.supervisors[0])
    ends = meet(crowd, "escalate", lambda: crowd.lodge(agent), (said, said), both)
    assert ends == {(200, 409): ROUNDS}
