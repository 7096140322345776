"""Help inside: my day by rank, questions, the way of a complaint, the tour, what is new."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kesu.complaints.models import Complaint
from kesu.journeys.verb import registry
from kesu.policy.codes import Flag, Rank, State
from kesu.workbench import diagram, my_day, tour
from kesu.workbench.topics import TOPICS
from tests.cast import House, Play
from tests.workbench.visitor import Visitor, body

pytestmark = pytest.mark.django_db


def _tasks(page: str) -> dict[str, str]:
    """Address and count of each task."""
    found = re.findall(r'<li class="day-task.*?</li>', page, re.DOTALL)
    assert found
    return {_address(one): _count(one) for one in found}


def _address(task: str) -> str:
    return html.unescape(re.findall(r'href="([^"]+)"', task)[0])


def _count(task: str) -> str:
    said = re.search(r'class="day-count[^>]*>(.*?)</span>', task, re.DOTALL)
    return re.sub(r"<[^>]*>", "", said[1]).strip() if said else ""


def test_each_rank_has_a_day_of_its_own(house: House) -> None:
    people = {one.rank: one for one in (house.agent, house.lead, house.supervisor, house.manager)}
    people[Rank.director] = house.director
    days = {rank: tuple(_tasks(Visitor(one).read("/my-day"))) for rank, one in people.items()}
    assert len(set(days.values())) == len(people)
    assert {rank: days[rank][0] for rank in ("agent", "supervisor", "director")} == {
        "agent": "/?view=mine&breached=1",
        "supervisor": "/approvals",
        "director": "/approvals",
    }


def test_every_rank_and_duty_is_said() -> None:
    assert set(my_day.DAYS) == set(Rank)
    assert set(my_day.BESIDES) <= set(Flag)


def test_a_task_counts_what_its_list_shows(play: Play, house: House) -> None:
    for _each in range(3):
        play.walk("approving")
    play.walk("received")
    supervisor = Visitor(house.supervisor)
    for address, count in _tasks(supervisor.read("/my-day")).items():
        if address.startswith("/?"):
            shown = len(re.findall(r'id="row-', supervisor.read(address)))
            assert count == (str(shown) if shown else "none waits"), address


def test_approvals_are_counted_as_their_page_counts(play: Play, house: House) -> None:
    for _each in range(2):
        play.walk("approving")
    assert _tasks(Visitor(house.supervisor).read("/my-day"))["/approvals"] == "2"


def test_every_task_of_everybody_leads_to_a_page_open_to_them(house: House) -> None:
    for person in house.everyone():
        reader = Visitor(person)
        told = {one: reader.get(one).status_code for one in _tasks(reader.read("/my-day"))}
        assert set(told.values()) == {200}, (person.sign_in, told)


def test_a_liaison_begins_with_what_the_department_owes(play: Play, house: House) -> None:
    play.walk("consulting")
    tasks = _tasks(Visitor(house.liaison).read("/my-day"))
    assert next(iter(tasks.items())) == ("/tasks", "1")


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_every_page_of_help_opens_in_each_language(house: House, language: str) -> None:
    reader = Visitor(house.agent, language=language)
    pages = [reader.read(path) for path in ("/help", "/help/moves", "/my-day")]
    assert [one.count("<h1") for one in pages] == [1, 1, 1]


def test_the_help_finds_questions_and_steps(agent: Visitor) -> None:
    page = agent.read("/help?q=close")
    assert ["What must be there before a complaint is closed?" in page, "Leads to:" in page] == [
        True,
        True,
    ]


def test_the_help_says_when_it_knows_nothing(agent: Visitor) -> None:
    assert "No question and no step" in agent.read("/help?q=zeppelin")


def test_every_question_leads_to_a_page_that_is_there(agent: Visitor) -> None:
    places = set(re.findall(r'class="link" href="([^"]+)"', agent.read("/help")))
    assert places
    assert {agent.client.get(one, follow=True).status_code for one in places} == {200}


def test_no_question_is_asked_twice() -> None:
    assert len({one.key for one in TOPICS}) == len(TOPICS)


def test_the_drawing_holds_every_move_of_the_program() -> None:
    drawn = diagram.drawn(language="en")
    moving = {verb.name: verb for verb in registry().values() if verb.to_states}
    told = {one.verb: (set(one.starts), set(one.ends)) for one in drawn.moves}
    assert told == {
        name: ({s.value for s in verb.from_states}, {s.value for s in verb.to_states})
        for name, verb in moving.items()
    }
    height = {line.y: line.state for line in drawn.lines}
    for lane in drawn.lanes:
        starts = {height[y] for y in (*lane.starts, *lane.both)}
        ends = {height[y] for y in (*lane.ends, *lane.both)}
        assert (starts, ends) == told[lane.verb]


def test_the_drawing_knows_where_a_case_stands(play: Play, agent: Visitor) -> None:
    no = play.walk("proposing")
    page = agent.read(f"/help/moves?no={no}")
    table = page.partition("<tbody>")[2]
    strong = set(re.findall(r'<tr class="open"><th scope="row">([^<]+?)\s*<', table))
    leaving = {
        verb.words.en
        for verb in registry().values()
        if verb.to_states and State.proposing in verb.from_states
    }
    assert (page.count("moves-line here"), strong) == (1, leaving)


def test_the_drawing_betrays_no_case(play: Play, house: House) -> None:
    no = play.lodge(type="2.2", accused_agent="peer").complaint.no
    assert Visitor(house.peer).get(f"/help/moves?no={no}").status_code == 403
    assert Visitor(house.clerk).get("/help/moves?no=KS-20260213-AAAAAA").status_code == 404


def test_the_tour_waits_on_the_queue_until_it_is_over(agent: Visitor) -> None:
    before = "data-tour=" in agent.read("/")
    agent.post("/tour/begin")
    begun = ["data-tour=" in agent.read(path) for path in ("/", "/lodge")]
    agent.post("/tour/done")
    assert (before, begun, "data-tour=" in agent.read("/")) == (False, [True, False], False)


def test_every_stop_of_the_tour_is_beside_something(play: Play, agent: Visitor) -> None:
    play.lodge()
    page = agent.read("/")
    names = [re.findall(r"[.#]([\w-]+)", stop.beside) for stop in tour.STOPS]
    assert [one for some in names for one in some if one not in page] == []


def test_what_may_no_longer_be_seen_is_not_counted(play: Play, house: House) -> None:
    no = play.walk("approving")
    supervisor = Visitor(house.supervisor)
    before = supervisor.client.get("/pulse").json()["unseen"]
    Complaint.objects.filter(no=no).update(accused=house.supervisor.id)
    told = supervisor.read("/notices")
    after = supervisor.client.get("/pulse").json()["unseen"]
    assert (before, after, no in told) == (1, 0, False)


def test_what_is_new_is_said_with_its_kind(play: Play, house: House) -> None:
    play.walk("approving")
    told = Visitor(house.supervisor).client.get("/pulse").json()
    assert (told["unseen"], told["say"]) == (1, "New notice: Waits for your approval")


def test_the_pulse_asks_little(play: Play, house: House) -> None:
    supervisor = Visitor(house.supervisor)
    for _each in range(2):
        play.walk("approving")
        with CaptureQueriesContext(connection) as asked:
            supervisor.get("/pulse")
        assert len(asked) == 4  # session, person, everybody, notices


def test_the_bell_lists_the_newest(play: Play, house: House) -> None:
    no = play.walk("approving")
    page = body(Visitor(house.supervisor).get("/notices/latest"))
    assert [f"/complaints/{no}" in page, "Waits for your approval" in page] == [True, True]


def test_a_detail_is_said_in_words(play: Play, house: House) -> None:
    play.walk("consulting")
    page = Visitor(house.liaison).read("/notices")
    assert " merchant" not in re.sub(r"<[^>]*>", "", page)
