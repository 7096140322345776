"""What the case page offers next, what it fills in by itself, and what it says of a slip."""

import html
import re

import pytest

from kesu.policy.codes import State
from kesu.workbench.acts.groups import title_of
from tests.cast import Play, complaint
from tests.workbench.visitor import Visitor, body

pytestmark = pytest.mark.django_db


def _primary(page: str) -> str:
    """The verb of the one filled button."""
    found = re.search(r'id="do-(\w+)"[^>]*>\s*<summary class="button primary', page)
    return found[1] if found else ""


def _beside(page: str) -> list[str]:
    """The verbs that stand before "more"."""
    return re.findall(r'id="do-(\w+)"', page.partition('class="action-more"')[0])


def test_while_a_department_is_asked_the_cause_is_the_next_step_until_it_is_known(
    play: Play, agent: Visitor
) -> None:
    no = play.walk("verifying")
    play.do("consult", no, department="risk", question="请核实")
    before = agent.read(f"/complaints/{no}")
    assert (complaint(no).state, _primary(before)) == (State.consulting, "cause")
    assert "is to answer by" in before
    play.do("cause", no, text="漏装密封圈")
    assert _primary(agent.read(f"/complaints/{no}")) == ""


def test_what_is_done_often_stands_first_and_the_rest_under_headings(
    play: Play, agent: Visitor
) -> None:
    page = agent.read(f"/complaints/{play.walk('verifying')}")
    assert _beside(page) == ["verify", "contact", "progress", "note", "assist", "escalate"]
    headings = re.findall(r'class="action-group" role="group" aria-label="([^"]+)"', page)
    assert len(headings) == len(set(headings)) > 3
    rest = page.partition('class="action-more"')[2]
    verbs = re.findall(r'id="do-(\w+)"', rest)
    assert list(dict.fromkeys(str(title_of(one)) for one in verbs)) == headings


@pytest.mark.req("F01")
@pytest.mark.parametrize(
    ("customer", "chosen"),
    [({"phone": "13800138000"}, "hotline"), ({"email": "x@example.com"}, "email")],
)
def test_the_way_to_reach_a_customer_is_chosen_already(
    play: Play, agent: Visitor, customer: dict[str, str], chosen: str
) -> None:
    no = play.lodge(channel="email", customer=customer).complaint.no
    form = agent.read(f"/complaints/{no}").partition('id="do-contact"')[2].partition("</form>")[0]
    assert f'<option value="{chosen}" selected>' in form


def test_who_complains_and_what_is_due_stand_before_what_was_read(
    play: Play, agent: Visitor
) -> None:
    page = agent.read(f"/complaints/{play.walk('verifying')}")
    places = [page.index(f'id="{one}"') for one in ("case-side-first", "case-read")]
    assert places == sorted(places)
    assert "Deadlines" in page[places[0] : places[1]]


@pytest.mark.parametrize("room", ["tasks", "evidence", "form", "redress"])
def test_a_room_of_a_case_says_what_the_case_is_about(
    play: Play, agent: Visitor, room: str
) -> None:
    no = play.walk("verifying")
    head = agent.read(f"/complaints/{no}/{room}").partition('class="breadcrumb"')[2]
    assert complaint(no).subject in html.unescape(head.partition("</nav>")[0])


def test_only_who_may_own_a_case_is_offered_it(play: Play) -> None:
    no = play.walk("verifying")
    page = Visitor(play.house.supervisor).read(f"/complaints/{no}")
    form = page.partition('id="do-transfer"')[2].partition("</form>")[0]
    offered = re.findall(r'<option value="(\w[^"]*)"', form)
    owner, other = play.house.agent, play.house.senior
    assert other.sign_in in offered
    assert owner.sign_in not in offered
    assert play.house.liaison.sign_in not in offered


@pytest.mark.parametrize("typed", ["1.234", "八十八", "8,8.8.8"])
def test_an_amount_that_is_none_is_told_as_an_amount(
    play: Play, agent: Visitor, typed: str
) -> None:
    no = play.walk("proposing")
    said = agent.act(no, "propose", **{"steps-0-text": "退款", "kind": "redress", "cost": typed})
    assert said.status_code == 422
    assert "yuan, with two decimals at most" in body(said)
    assert typed in body(said)


def test_a_year_that_cannot_be_is_told_as_such(play: Play, agent: Visitor) -> None:
    no = play.walk("verifying")
    said = agent.act(no, "promise", what="回电", due="1900-01-01T10:00")
    assert said.status_code == 422
    assert "1970" in body(said)
    assert "This is not a time." not in body(said)


def test_a_lodging_that_comes_back_names_what_is_wrong(agent: Visitor) -> None:
    page = body(agent.post("/lodge", channel="hotline", ending="promise", text="漏水"))
    told = page.partition("notice-breach")[2].partition("</div></div>")[0]
    assert "How this call ends" in told
    assert "data-draft-fresh" not in page


def test_a_file_stands_once_in_the_story_with_its_kind_in_words(play: Play, agent: Visitor) -> None:
    no = play.walk("verifying")
    play.attach(no)
    told = agent.read(f"/complaints/{no}").partition('id="story"')[2].partition('id="case-act')[0]
    seen = re.sub(r"<[^>]+>", " ", told)
    assert seen.count("signed.pdf") == 1
    assert "Document" in seen
    assert not re.search(r"\bdocument\b", seen)
