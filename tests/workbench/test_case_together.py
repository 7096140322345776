"""Two people on one case: they see each other, and neither overwrites the other."""

import html
from typing import Any

import pytest

from kesu.complaints.models import Presence
from kesu.policy.codes import State
from tests.cast import House, Play, complaint, last_seq, lines
from tests.workbench.visitor import Visitor, body, value

pytestmark = pytest.mark.django_db


def _look(visitor: Visitor, no: str, **typed: Any) -> str:
    response = visitor.post(f"/complaints/{no}/pulse", **typed)
    assert response.status_code == 200
    return html.unescape(body(response))


def test_two_on_one_case_see_each_other_and_who_fills_something_in(
    play: Play, house: House, agent: Visitor
) -> None:
    no = play.lodge().complaint.no
    _look(Visitor(house.lead), no)
    seen = _look(agent, no, typing="1")
    assert "Lead looks at it too" in seen
    assert "Agent is filling something in…" in _look(Visitor(house.lead), no)


def test_the_accused_and_strangers_neither_see_nor_are_seen(play: Play, house: House) -> None:
    no = play.lodge(type="2.2", accused_agent="peer", customer={"special_role": "media"}).complaint
    answers = [
        Visitor(one).post(f"/complaints/{no.no}/pulse").status_code
        for one in (house.peer, house.clerk)
    ]
    assert (answers, Presence.objects.count()) == ([403, 404], 0)


def test_what_changed_meanwhile_is_said_on_the_open_page(
    play: Play, house: House, agent: Visitor
) -> None:
    no = play.walk("verifying")
    known = {"version": complaint(no).version, "seen": last_seq()}
    quiet = _look(agent, no, **known)
    play.do("note", no, house.lead, text="门店来过电话")
    told = _look(agent, no, **known)
    assert ["Show what is new" in quiet, "Lead just changed this case" in told] == [False, True]


def test_what_was_told_once_is_not_told_again(play: Play, house: House, agent: Visitor) -> None:
    no = play.walk("verifying")
    _look(Visitor(house.lead), no)
    told = value(_look(agent, no, version=complaint(no).version), "told")
    known = {"version": complaint(no).version, "told": told}
    again = agent.post(f"/complaints/{no}/pulse", **known).status_code
    _look(Visitor(house.lead), no, typing="1")
    assert (again, "Lead is filling something in…" in _look(agent, no, **known)) == (204, True)


def test_the_news_come_without_the_forms_that_are_being_filled_in(
    play: Play, agent: Visitor
) -> None:
    no = play.walk("verifying")
    play.do("note", no, text="门店来过电话")
    response = agent.client.get(
        f"/complaints/{no}", headers={"HX-Request": "true", "HX-Target": "story"}
    )
    shown = body(response)
    assert ["门店来过电话" in shown, "<html" in shown] == [True, False]
    assert f'id="case-now" hidden data-version="{complaint(no).version}"' in shown


def _stale(play: Play, agent: Visitor, no: str, verb: str, **typed: Any) -> str:
    """The answer to a form that was opened before a colleague took a step."""
    version, seen = complaint(no).version, last_seq()
    play.do("note", no, play.house.lead, text="客户改了主意")
    response = agent.act(no, verb, version=version, seen=seen, **typed)
    assert response.status_code == 409
    return html.unescape(body(response))


def test_a_stale_form_shows_both_versions_and_overwrites_nothing(
    play: Play, agent: Visitor
) -> None:
    no = play.walk("verifying")
    before = len(lines(no))
    shown = _stale(play, agent, no, "cause", text="仓库漏发")
    conflict = shown[shown.index("Two versions") :]
    assert [conflict.count(word) > 0 for word in ("仓库漏发", "Lead", "客户改了主意")] == [True] * 3
    assert [line.kind for line in lines(no)[before:]] == ["complaint.noted"]


def test_what_was_typed_goes_onto_the_new_version_with_one_press(
    play: Play, agent: Visitor
) -> None:
    no = play.walk("verifying")
    shown = _stale(play, agent, no, "cause", text="仓库漏发")
    form = shown[shown.index('id="do-cause"') :]
    again = agent.act(
        no,
        "cause",
        version=value(form, "version"),
        seen=value(form, "seen"),
        text=value(form, "text"),
    )
    assert (again.status_code, lines(no)[-1].notes["text"]) == (302, "仓库漏发")


def test_what_was_typed_into_a_step_that_is_not_open_any_more_is_kept(
    play: Play, house: House, agent: Visitor
) -> None:
    no = play.walk("verifying")
    version, seen = complaint(no).version, last_seq()
    play.attach(no, kind="withdrawal")
    play.do("withdraw", no, reason="客户撤回", evidence=str(complaint(no).evidence_set.get().pk))
    response = agent.act(no, "cause", version=version, seen=seen, text="仓库漏发")
    shown = html.unescape(body(response))
    assert complaint(no).state == State.withdrawn
    assert ["仓库漏发" in shown, 'id="do-cause"' in shown] == [True, False]
    assert "This step is not open any more" in shown


def test_a_case_is_followed_and_let_go(play: Play, house: House) -> None:
    no = play.lodge().complaint.no
    lead = Visitor(house.lead)
    lead.post(f"/complaints/{no}/watch", on="1")
    offered = 'name="on" value="0"' in lead.read(f"/complaints/{no}")
    lead.post(f"/complaints/{no}/watch", on="0")
    assert [offered, 'name="on" value="1"' in lead.read(f"/complaints/{no}")] == [True, True]


def test_passing_a_case_on_is_undone_by_passing_it_back(play: Play, house: House) -> None:
    no = play.walk("verifying")
    supervisor = Visitor(house.supervisor)
    supervisor.act(no, "transfer", to="senior", reason="熟悉")
    shown = supervisor.read(f"/complaints/{no}")
    assert complaint(no).owner_id == house.senior.id
    undo = shown[shown.index("data-undo") :]
    given = {name: value(undo, name) for name in ("to", "reason", "version")}
    supervisor.post(f"/complaints/{no}/do/transfer", **given)
    last = [one for one in lines(no) if one.kind == "complaint.transferred"][-1]
    assert complaint(no).owner_id == house.agent.id
    assert last.notes["reason"] == "Undone: it was passed on by mistake."


def test_what_has_no_inverse_offers_no_undoing(play: Play, agent: Visitor) -> None:
    no = play.walk("verifying")
    agent.act(no, "note", text="一句")
    assert "data-undo" not in agent.read(f"/complaints/{no}")


def test_an_action_from_behind_more_comes_back_open(play: Play, agent: Visitor) -> None:
    no = play.walk("verifying")
    shown = _stale(play, agent, no, "cause", text="没发出去的话")
    assert '<details class="action-more" open>' in shown
