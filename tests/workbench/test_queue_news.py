"""What is new in the queue since it was read."""

import re

import pytest

from tests.cast import House, Play, complaint
from tests.workbench.queue_page import asked, shown, since
from tests.workbench.visitor import Visitor, body

pytestmark = pytest.mark.django_db


def test_while_nothing_happens_little_is_asked_and_nothing_is_said(
    play: Play, agent: Visitor
) -> None:
    play.lodge()
    head = since(agent.read("/"))
    answer = agent.get(f"/queue/news?view=mine&since={head}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert asked(agent, f"/queue/news?view=mine&since={head}") == 3


def test_what_is_new_changed_and_gone_is_told(play: Play, house: House, agent: Visitor) -> None:
    stays, goes = play.walk("accepted"), play.walk("accepted")
    page = agent.read("/?view=mine")
    key = dict(re.findall(r'data-no="(KS-[\w-]+)"[^>]*data-key="(\w+)"', page))
    comes = play.lodge().complaint.no
    play.do("note", stays, text="一句")
    play.do("transfer", goes, house.supervisor, to="senior", reason="换人")
    told = body(agent.get(f"/queue/news?view=mine&since={since(page)}"))
    gone = re.search(r'data-gone="([^"]*)"', told)
    assert gone
    assert (set(shown(told)), gone[1].split()) == ({stays, comes}, [key[goes]])
    assert body(agent.get(f"/queue/news?view=mine&since={since(told)}")) == ""


def test_what_others_do_tells_a_stranger_no_number(play: Play, house: House) -> None:
    stranger = Visitor(house.clerk)
    head = since(stranger.read("/"))
    no = play.lodge(customer={"name": "某记者", "special_role": "media"}).complaint.no
    told = body(stranger.get(f"/queue/news?view=all&since={head}"))
    assert (no in told, str(complaint(no).pk) in told, shown(told)) == (False, False, [])


@pytest.mark.parametrize("word", ["", "x", "-1", "9" * 30, "٣"])
def test_a_tab_that_knows_nothing_is_told_to_read_again(
    play: Play, agent: Visitor, word: str
) -> None:
    play.lodge()
    assert "data-many" in body(agent.get(f"/queue/news?view=mine&since={word}"))


def test_who_signed_out_is_told_so_in_silence(play: Play, agent: Visitor) -> None:
    agent.client.logout()
    assert agent.get("/queue/news?view=mine&since=0").status_code == 401
