"""Whom to call next, and what was promised: found by their time, settled where they stand."""

import re

import pytest
from django.utils import timezone

from kesu.clock.duties import breaches
from kesu.complaints.models import Contact, FollowUp, Promise
from tests.cast import Play, at, clocks, complaint
from tests.workbench.visitor import Visitor, body

CUSTOMER = {"name": "张女士", "phone": "13812345678"}


def call(visitor: Visitor, no: str, *, reached: bool, verb: str = "contact", **typed: str) -> int:
    known = {f"version-{no}": complaint(no).version}
    said = {"verb": verb, "reached": "true" if reached else "false", **typed}
    return int(visitor.client.post(f"/callbacks/{no}", {**known, **said}).status_code)


@pytest.mark.req("Q24", "F01")
def test_a_first_call_back_is_logged_with_one_press(play: Play, agent: Visitor) -> None:
    no = play.lodge(customer=CUSTOMER).complaint.no
    page = agent.read("/callbacks")
    assert [word in page for word in (no, "138****5678", "Not tried yet", "13812345678")] == [
        True,
        True,
        True,
        False,
    ]
    assert call(agent, no, reached=True, summary="约定明天补寄") == 302
    (row,) = Contact.objects.all()
    assert (row.outcome, row.channel, row.summary) == ("reached", "hotline", "约定明天补寄")
    assert clocks(no, "first_callback")[0][3] is not None
    assert "Nobody waits for a call" in agent.read("/callbacks")


@pytest.mark.req("Q13", "Q24")
def test_attempts_in_vain_show_how_far_contact_is_lost(play: Play, agent: Visitor) -> None:
    no = play.lodge(customer=CUSTOMER).complaint.no
    for channel, day in (("hotline", "02-13 11:00"), ("im", "02-14 14:00")):
        play.do("contact", no, now=at(day), channel=channel, outcome="no_answer")
    page = agent.read("/callbacks")
    shown = re.findall(r"<li[^>]*>(\w[\w ]*) <b>(\d/\d)</b>", page)
    assert shown == [
        ("attempts", "2/3"),
        ("channels", "2/2"),
        ("days", "2/3"),
        ("times of day", "2/3"),
    ]
    play.do("contact", no, now=at("02-15 19:00"), channel="hotline", outcome="busy")
    assert "May be closed as contact lost" in agent.read("/callbacks")


@pytest.mark.req("E14", "B19", "C08")
def test_a_planned_follow_up_is_judged_where_it_stands(play: Play, agent: Visitor) -> None:
    no = play.walk("following_up")
    assert 'value="follow_up"' in agent.read("/callbacks")
    judged = {"satisfied": "true", "service_met": "true", "emotional_met": "false"}
    assert call(agent, no, reached=True, verb="follow_up", **judged) == 302
    row = FollowUp.objects.get()
    assert (row.outcome, row.satisfied, row.emotional_met) == ("answered", True, False)


@pytest.mark.req("E14")
def test_nobody_judges_a_follow_up_that_was_not_answered(play: Play, agent: Visitor) -> None:
    no = play.walk("following_up")
    assert call(agent, no, reached=False, verb="follow_up", satisfied="true") == 302
    row = FollowUp.objects.get()
    assert (row.outcome, row.satisfied) == ("no_answer", None)


@pytest.mark.req("F03")
def test_who_called_in_vain_stands_above_until_somebody_speaks_with_them(
    play: Play, agent: Visitor
) -> None:
    no = play.lodge(customer=CUSTOMER).complaint.no
    for _ in range(2):
        play.do("contact", no, channel="hotline", direction="in", outcome="no_answer")
    assert "Missed call" not in agent.read("/callbacks")
    Contact.objects.update(at=timezone.now())
    page = agent.read("/callbacks")
    assert ["Missed call" in page, "2 times" in page] == [True, True]
    call(agent, no, reached=True)
    assert "Missed call" not in agent.read("/callbacks")


@pytest.mark.req("Q24")
def test_a_call_on_what_changed_meanwhile_is_not_logged_and_keeps_its_words(
    play: Play, agent: Visitor
) -> None:
    no = play.lodge(customer=CUSTOMER).complaint.no
    typed = {"verb": "contact", "reached": "true", "summary": "同意补寄", f"version-{no}": "1"}
    play.do("note", no, text="客户改了时间")
    answer = agent.client.post(f"/callbacks/{no}", typed)
    assert (answer.status_code, Contact.objects.count()) == (409, 0)
    assert 'value="同意补寄"' in body(answer)


@pytest.mark.req("Q24")
def test_a_team_is_seen_by_who_leads_it_alone(play: Play, agent: Visitor) -> None:
    no = play.lodge(customer=CUSTOMER).complaint.no
    house = play.house
    seen = {
        who.sign_in: no in Visitor(who).read("/callbacks?whose=team")
        for who in (house.lead, house.supervisor, house.second, house.manager)
    }
    assert seen == {"lead": True, "supervisor": True, "second": False, "manager": True}
    assert agent.get("/callbacks?whose=team").status_code == 403
    assert Visitor(house.auditor).get("/callbacks").status_code == 403
    assert call(Visitor(house.liaison), no, reached=True) == 404


def test_a_call_that_means_nothing_is_not_found(play: Play, agent: Visitor) -> None:
    no = play.lodge(customer=CUSTOMER).complaint.no
    assert call(agent, no, reached=True, verb="close") == 404
    assert call(agent, no, reached=True, channel="smoke") == 422
    assert Contact.objects.count() == 0


def promised(play: Play, what: str = "补寄赠品", due: str = "2099-02-14T10:00:00+08:00") -> str:
    no = play.lodge(customer=CUSTOMER).complaint.no
    play.do("promise", no, what=what, due=due)
    return no


@pytest.mark.req("C03")
def test_a_promise_is_kept_with_one_press(play: Play, agent: Visitor) -> None:
    no = promised(play)
    key = Promise.objects.get().pk
    assert "补寄赠品" in agent.read("/promises")
    answer = agent.post(f"/promises/{no}/{key}", kept="true")
    assert (answer.status_code, Promise.objects.get().kept) == (302, True)
    assert "No promise is due" in agent.read("/promises")
    assert "补寄赠品" in agent.read("/promises?standing=kept")


@pytest.mark.req("C03", "E46")
def test_a_promise_whose_time_passed_stands_among_the_broken(play: Play, agent: Visitor) -> None:
    no = promised(play, due="2026-02-13T12:00:00+08:00")
    breaches(at("02-13 12:01"), 50)
    page = agent.read("/promises?standing=broken")
    assert ["补寄赠品" in page, "补寄赠品" in agent.read("/promises")] == [True, False]
    agent.post(f"/promises/{no}/{Promise.objects.get().pk}", kept="true")
    page = agent.read("/promises?standing=kept")
    assert "Met late" in page


@pytest.mark.req("C03")
def test_a_promise_is_settled_once_and_by_who_may(play: Play, agent: Visitor) -> None:
    no = promised(play)
    path = f"/promises/{no}/{Promise.objects.get().pk}"
    assert Visitor(play.house.liaison).post(path, kept="true").status_code == 404
    agent.post(path, kept="false")
    assert (Promise.objects.get().kept, agent.post(path, kept="true").status_code) == (False, 422)
    assert "Given up" in agent.read("/promises?standing=broken")


@pytest.mark.req("C03")
def test_the_promises_of_a_team_are_for_who_leads_it(play: Play, agent: Visitor) -> None:
    promised(play)
    assert "补寄赠品" in Visitor(play.house.lead).read("/promises?whose=team")
    assert "补寄赠品" not in Visitor(play.house.second).read("/promises?whose=team")
    assert agent.get("/promises?whose=team").status_code == 403


@pytest.mark.req("C03")
@pytest.mark.parametrize("said", [{}, {"kept": ""}, {"kept": "yes"}])
def test_a_promise_is_given_up_by_that_word_alone(
    play: Play, agent: Visitor, said: dict[str, str]
) -> None:
    no = promised(play)
    answer = agent.post(f"/promises/{no}/{Promise.objects.get().pk}", **said)
    assert (answer.status_code, Promise.objects.get().kept) == (422, None)


@pytest.mark.req("Q24", "E14")
@pytest.mark.parametrize("verb", ["contact", "follow_up"])
@pytest.mark.parametrize("said", [{}, {"reached": ""}, {"reached": "yes"}])
def test_a_call_counts_as_in_vain_by_that_word_alone(
    play: Play, agent: Visitor, verb: str, said: dict[str, str]
) -> None:
    no = play.walk("following_up") if verb == "follow_up" else play.lodge().complaint.no
    before = (Contact.objects.count(), FollowUp.objects.count())
    answer = agent.post(f"/callbacks/{no}", verb=verb, summary="说了很多", **said)
    told = (
        "Connected / No answer" in body(answer),
        (Contact.objects.count(), FollowUp.objects.count()),
    )
    assert (answer.status_code, told) == (422, (True, before))


@pytest.mark.req("E14")
def test_a_judgement_is_yes_or_no(play: Play, agent: Visitor) -> None:
    no = play.walk("following_up")
    assert call(agent, no, reached=True, verb="follow_up", satisfied="perhaps") == 422
    assert not FollowUp.objects.exists()


@pytest.mark.req("Q24")
def test_enter_in_what_was_said_presses_neither_button(play: Play, agent: Visitor) -> None:
    play.lodge(customer=CUSTOMER)
    form = agent.read("/callbacks").partition('class="call-log"')[2].partition("</form>")[0]
    assert re.findall(r"<button([^>]*)>", form)[0].split() == ["disabled", "hidden"]
