"""A silence is judged: trust lost, going higher, or gone; and something is done (A43)."""

import pytest

from kesu.deadlines.models import SilenceReview
from kesu.foundation.faults import Refused
from tests.cast import Play, at, clocks, lines
from tests.clock.test_breach import work_off

ACTION = "由主管致电，另约时间"


@pytest.fixture
def silent(play: Play) -> str:
    """A case whose customer said nothing for two days."""
    no = play.walk("accepted")
    work_off(at("02-16 09:00"))
    play.now = at("02-16 10:00")
    return no


@pytest.mark.req("A42", "A43")
def test_a_silence_is_judged_and_lasts(silent: str, play: Play) -> None:
    before = clocks(silent)
    done = play.do("silence_review", silent, hypothesis="trust", action=ACTION)
    row, (said,) = SilenceReview.objects.get(), lines(silent, "complaint.silence_judged")
    assert (row.hypothesis, row.action, row.by_id) == ("trust", ACTION, play.house.agent.id)
    assert (said.facts["hypothesis"], said.notes) == ("trust", {"action": ACTION})
    assert (clocks(silent), done.warnings, done.complaint.state) == (before, (), "accepted")


@pytest.mark.req("A43")
def test_who_may_go_higher_and_who_was_just_heard_is_warned_of(silent: str, play: Play) -> None:
    told = play.do("silence_review", silent, hypothesis="higher", action=ACTION)
    assert [one.code for one in told.warnings] == ["may_go_higher"]
    play.do("contact", silent, channel="hotline", outcome="reached")
    told = play.do("silence_review", silent, hypothesis="gone", action=ACTION)
    assert [one.code for one in told.warnings] == ["not_silent"]


@pytest.mark.req("A43")
@pytest.mark.parametrize("said", [{"hypothesis": "asleep", "action": "等"}, {"hypothesis": "gone"}])
def test_one_of_three_and_what_is_done(said: dict[str, str], silent: str, play: Play) -> None:
    with pytest.raises(Refused):
        play.do("silence_review", silent, **said)
    assert not SilenceReview.objects.exists()
