"""A good attitude is scored for itself, whoever was at fault (A62)."""

from typing import Any

import pytest

from kesu.coaching.models import Attitude, OnRecord
from kesu.desk.coaching import board
from kesu.foundation.faults import Refused
from kesu.journeys.faults import NotYours
from kesu.people.queries import everyone
from kesu.policy import queries as policies
from tests.cast import Play, lines

SCORE: dict[str, Any] = {"score": 5, "words": "全程耐心，主动回电"}


@pytest.mark.req("A62")
@pytest.mark.parametrize("verdict", ["valid", "invalid"])
def test_the_score_asks_for_no_verdict_and_puts_nothing_on_record(play: Play, verdict: str) -> None:
    no = play.lodge().complaint.no
    play.do("score_attitude", no, play.house.quality, **SCORE)
    play.do("accept", no)
    play.do("verify", no, verdict=verdict, reason="已查", no_merchant="自营")
    play.do("score_attitude", no, play.house.supervisor, score=2, words="打断客户")
    rows = Attitude.objects.order_by("id").values_list("staff", "score")
    assert list(rows) == [(play.house.agent.id, 5), (play.house.agent.id, 2)]
    assert not OnRecord.objects.exists()
    assert lines(no, "complaint.attitude_scored")[0].facts["score"] == 5


@pytest.mark.req("A62")
def test_a_supervisor_reads_the_scores_of_their_people_and_the_lowest_mean_first(
    play: Play,
) -> None:
    no = play.lodge().complaint.no
    for score in (5, 4):
        play.do("score_attitude", no, play.house.quality, score=score, words="好")
    play.do("score_attitude", no, play.house.quality, score=1, words="冷淡", who="senior")
    play.do("score_attitude", no, play.house.quality, score=1, words="冷淡", who="peer")
    pack = policies.in_force(play.now)
    seen = board(reader=play.house.supervisor, people=everyone(play.now), pack=pack, now=play.now)
    assert [(one.staff, one.mean, one.n) for one in seen.means] == [
        (play.house.senior.full_name, 1.0, 1),
        (play.house.agent.full_name, 4.5, 2),
    ]
    assert [one.score for one in seen.attitudes] == [1, 4, 5]


@pytest.mark.req("A62")
def test_nobody_scores_themselves_and_an_agent_nobody(play: Play) -> None:
    no = play.lodge().complaint.no
    with pytest.raises(Refused) as own:
        play.do("score_attitude", no, play.house.supervisor, **SCORE, who="supervisor")
    assert [one.loc for one in own.value.faults] == ["who"]
    for nobody in (play.house.agent, play.house.lead):
        with pytest.raises(NotYours):
            play.do("score_attitude", no, nobody, **SCORE)
    with pytest.raises(Refused) as most:
        play.do("score_attitude", no, play.house.quality, score=6, words="好")
    assert [one.loc for one in most.value.faults] == ["score"]
