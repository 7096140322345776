"""Forms without a script: a step or a lodging that is taken, refused or sent twice."""

import pytest

from kesu.complaints.models import Complaint
from tests.cast import Play, complaint
from tests.workbench.phoned import PHONED
from tests.workbench.visitor import Visitor, body, value

pytestmark = pytest.mark.django_db


def test_a_refused_step_keeps_what_was_typed(play: Play, agent: Visitor) -> None:
    no = play.walk("proposing")
    typed = {"text": "商户漏发", "responsible-0-party": "merchant", "responsible-0-share": "60"}
    response = agent.act(no, "cause", **typed)
    shown = body(response)
    assert (response.status_code, value(shown, "responsible-0-share")) == (422, "60")
    assert ">商户漏发</textarea>" in shown


def test_a_stale_step_shows_what_is_now_and_keeps_what_was_typed(
    play: Play, agent: Visitor
) -> None:
    no = play.walk("accepted")
    seen = complaint(no).version
    play.do("verify", no, now=None, verdict="valid", reason="属实", no_merchant="自营")
    response = agent.act(no, "note", version=seen, text="我写了很久的备注")
    shown = body(response)
    assert response.status_code == 409
    assert ['data-state="proposing"' in shown, ">我写了很久的备注</textarea>" in shown] == [
        True,
        True,
    ]


def test_a_step_in_the_wrong_state_says_so(play: Play, agent: Visitor) -> None:
    no = play.walk("accepted")
    typed = {"text": "x", "channel": "email"}
    assert agent.act(no, "reply", **typed).status_code == 409


def test_an_unknown_verb_is_a_page_that_is_not_there(play: Play, agent: Visitor) -> None:
    assert agent.act(play.walk("accepted"), "explode").status_code == 404


def test_a_form_without_script_lodges(agent: Visitor) -> None:
    response = agent.post("/lodge", **PHONED, once="a")
    assert response.status_code == 302
    assert Complaint.objects.get().state == "accepted"


def test_a_form_without_script_takes_a_whole_step(play: Play, agent: Visitor) -> None:
    no = play.walk("proposing")
    agent.act(no, "cause", text="商户漏发")
    typed = {"steps-0-text": "补寄", "steps-90-text": "短信告知", "kind": "redress"}
    response = agent.act(no, "propose", **typed, clause="4.2", cost="89")
    assert (response.status_code, complaint(no).state) == (302, "approving")


def test_with_nobody_on_the_line_no_ending_is_asked(agent: Visitor) -> None:
    response = agent.post("/lodge", channel="email", text="没有寄", ending="promise", once="a")
    assert (response.status_code, Complaint.objects.get().state) == (302, "received")


def test_a_refused_lodging_keeps_every_word(agent: Visitor) -> None:
    typed = {**PHONED, "first_contact__promise__due": "", "merchant": "悦海家电", "once": "a"}
    response = agent.post("/lodge", **typed)
    shown = body(response)
    kept = [value(shown, name) for name in ("customer.phone", "text", "merchant", "once")]
    assert (response.status_code, kept) == (422, ["13912344417", "赠品没有寄", "悦海家电", "a"])
    assert Complaint.objects.count() == 0


def test_a_form_sent_twice_lodges_once(agent: Visitor) -> None:
    first, second = (agent.post("/lodge", **PHONED, once="a") for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Complaint.objects.count() == 1


def test_the_same_form_with_other_words_is_another_complaint(agent: Visitor) -> None:
    agent.post("/lodge", **PHONED, once="a")
    agent.post("/lodge", **{**PHONED, "text": "又来一件"}, once="a")
    assert Complaint.objects.count() == 2


def test_the_caller_is_known_while_the_number_is_typed(play: Play, agent: Visitor) -> None:
    play.lodge(customer={"name": "张女士", "phone": "13912344417"}, text="第一件")
    shown = body(agent.post("/lodge/customer", customer__phone="139 1234 4417"))
    assert ["张女士" in shown, "第一件" in shown, "13912344417" in shown] == [True, True, False]


def test_a_few_digits_name_nobody(play: Play, agent: Visitor) -> None:
    play.lodge(customer={"name": "张女士", "phone": "13912344417"})
    assert "张女士" not in body(agent.post("/lodge/customer", customer__phone="4417"))
