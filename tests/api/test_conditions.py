"""ETag, If-Match and If-None-Match."""

import pytest

from tests.api.caller import Caller
from tests.cast import Play


@pytest.fixture
def no(play: Play) -> str:
    """A complaint of the agent, read by nobody yet."""
    return play.walk("received")


def test_reading_and_writing_say_the_version(agent: Caller, no: str) -> None:
    read, acted = agent.get(f"/complaints/{no}"), agent.act(no, "accept")
    lodged = agent.lodge()
    tags = [answer.headers["ETag"] for answer in (read, acted, lodged)]
    assert tags == ['"v1"', '"v2"', '"v1"']
    assert [read.json["version"], acted.json["version"]] == [1, 2]


def test_lodging_says_where_the_complaint_is(agent: Caller) -> None:
    lodged = agent.lodge()
    place = lodged.headers["Location"]
    assert place == f"/api/v1/complaints/{lodged.json['no']}" == lodged.json["links"]["self"]


@pytest.mark.parametrize("given", ['"v1"', "*", '"v7", "v1"', 'W/"v1"'])
def test_what_is_known_is_not_sent_again(agent: Caller, no: str, given: str) -> None:
    answer = agent.get(f"/complaints/{no}", if_none_match=given)
    assert (answer.status, answer.content, answer.headers["ETag"]) == (304, b"", '"v1"')


@pytest.mark.parametrize("given", ['"v2"', '"v11"', "v1", "", "nonsense"])
def test_what_is_not_known_is_sent(agent: Caller, no: str, given: str) -> None:
    assert agent.get(f"/complaints/{no}", if_none_match=given).status == 200


def test_what_is_hidden_stays_hidden_from_a_condition(play: Play, no: str) -> None:
    answer = Caller(play.house.clerk).get(f"/complaints/{no}", if_none_match="*")
    assert answer.status == 404


@pytest.mark.parametrize("given", ['"v1"', "*", '"v7", "v1"', ' "v1" '])
def test_a_step_on_the_version_that_is_known_is_taken(agent: Caller, no: str, given: str) -> None:
    answer = agent.post(f"/complaints/{no}/actions/accept", {}, if_match=given)
    assert answer.status == 200


def test_a_step_on_an_old_version_is_not_taken(agent: Caller, no: str) -> None:
    agent.act(no, "note", text="客户来电")
    answer = agent.post(f"/complaints/{no}/actions/accept", {}, if_match='"v1"')
    said = answer.json
    assert (answer.status, answer.code, said["state"], said["version"]) == (
        412,
        "stale",
        "received",
        2,
    )
    assert "accept" in said["allowed"]
    assert agent.read(no)["version"] == 2


@pytest.mark.parametrize("given", ["v1", '"1"', 'W/"v1"', "", '"v1" "v2"', '"v9999999999"', "1"])
def test_an_if_match_that_no_etag_could_be_matches_nothing(
    agent: Caller, no: str, given: str
) -> None:
    answer = agent.post(f"/complaints/{no}/actions/accept", {}, if_match=given)
    assert (answer.status, answer.code) == (412, "stale")
