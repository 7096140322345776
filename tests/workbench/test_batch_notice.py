"""The page of a notice to all members of a batch: worded, agreed to, each result read (F19)."""

import pytest

from kesu.complaints.models import Batch, Complaint
from kesu.correspondence.models import Circular
from tests.cast import Play
from tests.workbench.visitor import Visitor, value

TEXT = "这批充电宝已停售，退款三日内到账。"


@pytest.fixture
def play(db: None) -> Play:
    return Play()


@pytest.fixture
def page(play: Play) -> str:
    """The address of the notices of a batch of two."""
    first, second = (play.lodge(customer={"name": one}).complaint.no for one in ("周", "吴"))
    for no in (first, second):
        play.do("accept", no)
    play.do("join_batch", first, batch="new")
    play.do("join_batch", second, batch=first)
    return f"/batches/{Batch.objects.get().pk}/notice"


@pytest.mark.req("F19")
def test_a_notice_is_worded_agreed_to_and_each_result_stands_there(play: Play, page: str) -> None:
    lead, supervisor = Visitor(play.house.lead), Visitor(play.house.supervisor)
    assert page in lead.read(page.removesuffix("/notice"))
    first, second = Complaint.objects.order_by("search_key").values_list("no", flat=True)
    lead.post(f"{page}/write", text=TEXT, left_out=first)
    row = Circular.objects.get()
    assert 'value="approve"' not in lead.read(page)
    assert 'value="approve"' in supervisor.read(page)
    supervisor.post(f"{page}/{row.pk}/decide", what="approve")
    shown = supervisor.read(page)
    assert ["Left out" in shown, "no e-mail address" in shown] == [True, True]
    assert second in shown


@pytest.mark.req("F19")
def test_what_is_refused_comes_back_as_it_was_typed(play: Play, page: str) -> None:
    lead = Visitor(play.house.lead)
    answer = lead.post(f"{page}/write", text=TEXT, left_out="KS-20260213-000000")
    assert (answer.status_code, value(answer.content.decode(), "text")) == (422, TEXT)
    lead.post(f"{page}/write", text=TEXT)
    row = Circular.objects.get()
    supervisor = Visitor(play.house.supervisor)
    empty = supervisor.post(f"{page}/{row.pk}/decide", what="return", because=" ")
    assert empty.status_code == 422
    supervisor.post(f"{page}/{row.pk}/decide", what="return", because="先核实")
    assert "先核实" in lead.read(page)


@pytest.mark.req("F19")
def test_an_agent_words_nothing_and_a_stranger_sees_nothing(play: Play, page: str) -> None:
    agent = Visitor(play.house.agent)
    assert f'action="{page}/write"' not in agent.read(page)
    assert agent.post(f"{page}/write", text=TEXT).status_code == 403
    assert Visitor(play.house.clerk).get(page).status_code == 404
    assert Visitor(play.house.clerk).post(f"{page}/1/decide", what="approve").status_code == 404
