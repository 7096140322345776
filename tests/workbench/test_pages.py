"""Pages without a browser: who may see what, what is kept, what works without script."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kesu.clock.duties import breaches
from kesu.config.routes import DECLARED
from kesu.consults.models import Consult
from kesu.journeys.verb import registry
from kesu.people.queries import everyone
from kesu.policy.codes import State
from tests.cast import House, Play, complaint
from tests.journeys import ready
from tests.workbench.phoned import PROMISED
from tests.workbench.visitor import Visitor, body, doable

pytestmark = pytest.mark.django_db
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "right-to-left": "\u202egnp.exe\u202c مرحبا",
    "long word": "字" * 3000,
    "very long": "很长的一段话。" * 7000,
    "template": "{{ 700|add:77 }}{% debug %}",
}


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> list[str]:
    found: list[str] = []
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            found += _names(one.url_patterns, inner)
        else:
            found.append(f"{space}{one.name}")
    return found


def test_every_route_of_the_house_is_declared() -> None:
    assert set(_names(get_resolver().url_patterns)) - set(DECLARED) == set()


def test_no_route_is_declared_that_is_not_there() -> None:
    assert set(DECLARED) - set(_names(get_resolver().url_patterns)) == set()


@pytest.mark.parametrize(
    "path", ["/", "/search", "/lodge", "/notices", "/complaints/KS-20260213-AAAAAA"]
)
def test_a_stranger_is_sent_to_the_sign_in(path: str) -> None:
    response = Client(headers={"host": "localhost"}).get(path)
    assert (response.status_code, response.headers["Location"]) == (302, f"/sign-in?next={path}")


def test_the_accused_see_a_closed_door_and_nothing_behind_it(play: Play, house: House) -> None:
    no = play.lodge(type="2.2", accused_agent="peer", text="他中途挂断").complaint.no
    accused = Visitor(house.peer)
    response = accused.get(f"/complaints/{no}")
    lists = accused.read("/?view=all") + accused.read("/search") + accused.read("/notices")
    said = [word in body(response) + lists for word in (no, "他中途挂断", "<span>2.2 ")]
    assert (response.status_code, said) == (403, [False, False, False])


def test_what_is_hidden_looks_like_what_is_not_there(play: Play, house: House) -> None:
    no = play.lodge(customer={"name": "某记者", "special_role": "media"}).complaint.no
    stranger = Visitor(house.clerk)
    hidden, unknown = (
        stranger.client.get(f"/complaints/{one}", headers={"x-request-id": "one"})
        for one in (no, "KS-20260213-AAAAAA")
    )
    assert (hidden.status_code, hidden.content) == (404, unknown.content)


def test_a_liaison_learns_not_who_complains(play: Play, house: House) -> None:
    person = {"name": "张女士", "phone": "13912344417", "email": "zhang@example.org"}
    no = play.walk("consulting", customer=person)
    seen = Visitor(house.liaison).read(f"/complaints/{no}") + Visitor(house.liaison).read("/")
    assert [word in seen for word in ("张女士", "139****4417", "example.org", no)] == [
        False,
        False,
        False,
        True,
    ]


def test_the_queue_stands_in_the_order_of_the_rules(play: Play, agent: Visitor) -> None:
    cases: list[tuple[str, dict[str, Any]]] = [
        ("乙", {"type": "2.1"}),
        ("丙", {"type": "1.2.5"}),
        ("甲", {"type": "3.1"}),
        ("急", {"type": "1.2.5", "urgent_reasons": ["U1"]}),
    ]
    for text, given in cases:
        play.lodge(text=text, **given)
    shown = agent.read("/?view=all")
    assert sorted("急甲乙丙", key=lambda word: shown.index(f"data-open>{word}<")) == list(
        "急甲乙丙"
    )


def test_a_breach_is_shown_in_queue_case_and_notices(play: Play, agent: Visitor) -> None:
    no = play.lodge(text="没有人回电", urgent_reasons=["U1"]).complaint.no
    assert "due-overdue" in Visitor(play.house.supervisor).read("/?view=all")
    assert "case-next due-overdue" in Visitor(play.house.supervisor).read(f"/complaints/{no}")


@pytest.mark.parametrize("state", list(State))
def test_the_case_page_opens_in_every_state(play: Play, agent: Visitor, state: State) -> None:
    no = play.walk(state)
    assert f'data-state="{state.value}"' in agent.read(f"/complaints/{no}")


@pytest.mark.parametrize(
    ("state", "step"),
    [
        ("received", "accept"),
        ("accepted", "verify"),
        ("proposing", "cause"),
        ("replying", "reply"),
        ("executing", "execute"),
        ("following_up", "follow_up"),
    ],
)
def test_the_next_step_is_the_filled_button(
    play: Play, agent: Visitor, state: str, step: str
) -> None:
    shown = agent.read(f"/complaints/{play.walk(state)}")
    action = shown[shown.index(f'id="do-{step}"') :][:200]
    assert "button primary large" in action


def asked_and_told(play: Play, house: House) -> str:
    """A case on which the reader was reported to and is asked for an opinion."""
    no = play.walk("received", urgent=True, urgent_reasons=["U1"])
    play.do("escalate", no, house.supervisor, reason="要发声明", to="merchant")
    told = Visitor(house.supervisor).read(f"/complaints/{no}")
    return told + Visitor(house.merchant).read(f"/complaints/{no}")


def asked_of_others(play: Play, house: House) -> set[str]:
    """What is done where the task, the request or the broken promise stands."""
    no = play.lodge(type="2.1.1", merchant="悦海家电").complaint.no
    play.do("accept", no)
    soon = (play.now + timedelta(hours=2)).isoformat()
    play.do("promise", no, what="回电", due=soon)
    play.do("request", no, what="票", due=soon, **{"from": "场馆"})
    play.do("verify", no, verdict="valid", reason="属实")
    task = Consult.objects.get(complaint__no=no).pk
    play.do("feedback", no, house.liaison, consult=task, text="已约谈")
    breaches(play.now + timedelta(days=1), 50)
    inbox = Visitor(house.liaison).read("/tasks")
    found = {verb for verb in registry() if f'/do/{verb}"' in inbox}
    if "/requests/" in Visitor(house.agent).read(f"/complaints/{no}/tasks"):
        found.add("answer_request")
    return found | doable(Visitor(house.supervisor).read(f"/complaints/{no}"))


def asked_of_gifts(play: Play, house: House) -> set[str]:
    """What is done to one remedy stands beside it, and what finance pays on its own page."""
    no = play.walk("executing")
    for verb in ("grant_remedy", "ask_payment", "give_remedy", "pay"):
        ready.given(complaint(no), verb, play)
    payer = next(one for one in everyone().values() if one.sign_in == "payer")
    shown = "".join(
        Visitor(reader).read(f"/complaints/{no}/redress")
        for reader in (house.agent, house.supervisor)
    )
    found = {verb for verb in registry() if f'/do/{verb}"' in shown}
    if f'action="/payments/{no}"' in Visitor(payer).read("/payments"):
        found.add("pay")
    return found


def test_every_verb_of_the_registry_is_somewhere_on_a_page(play: Play, house: House) -> None:
    found = doable(asked_and_told(play, house))
    for state in State:
        no = play.walk(state, first_contact=PROMISED)
        asked = [house.liaison] if state is State.consulting else []
        for person in (house.agent, house.supervisor, *asked):
            response = Visitor(person).get(f"/complaints/{no}")
            found |= doable(body(response))
    safety = play.lodge(type="3.2").complaint.no
    found |= doable(body(Visitor(house.risk).get(f"/complaints/{safety}")))
    today = datetime.now(UTC)
    banked = play.lodge(now=today).complaint.no
    slip = {"authority": "国家金融监督管理总局", "kind": "forwarded"}
    play.do("regulator", banked, now=today, **slip)
    found |= doable(body(Visitor(house.manager).get(f"/complaints/{banked}")))
    into, merged = play.lodge().complaint.no, play.lodge().complaint.no
    play.do("merge", merged, house.supervisor, into=into)
    found |= doable(body(Visitor(house.supervisor).get(f"/complaints/{merged}?own=1")))
    room = play.lodge().complaint.no
    play.attach(room)
    for name in ("evidence", "agreement"):
        shown = Visitor(house.agent).read(f"/complaints/{room}/{name}")
        found |= doable(shown) | {verb for verb in registry() if f'/do/{verb}"' in shown}
    found |= asked_of_others(play, house) | asked_of_gifts(play, house)
    assert set(registry()) - found == set()


def test_what_is_missing_leads_to_the_action_that_brings_it(play: Play, agent: Visitor) -> None:
    shown = agent.read(f"/complaints/{play.walk('proposing')}")
    assert 'href="#do-cause"' in shown


def test_the_approver_sees_cost_clause_steps_and_options(play: Play, house: House) -> None:
    shown = Visitor(house.supervisor).read(f"/complaints/{play.walk('approving')}")
    action = shown[shown.index('id="do-approve"') :].partition("</details>")[0]
    assert [word in action for word in ("89.00", "合作条款 4.2", "补寄赠品", "2026-02-16")] == [
        True
    ] * 4


def test_a_closed_case_tells_how_it_ended(play: Play, agent: Visitor) -> None:
    shown = agent.read(f"/complaints/{play.walk('closed')}")
    assert ["Resolved" in shown, "节前赠品备货" in shown] == [True, True]


def test_a_case_at_rest_says_until_when(play: Play, agent: Visitor) -> None:
    shown = agent.read(f"/complaints/{play.walk('cooling')}")
    assert ["2026-03-02" in shown, "等检测结果" in shown] == [True, True]


@pytest.mark.parametrize("said", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_words_lie_still_on_every_page(play: Play, agent: Visitor, said: str) -> None:
    name = said[:200]
    no = play.lodge(
        text=said, customer={"name": name, "phone": "13912344417"}, merchant=name, product=name
    ).complaint.no
    play.do("note", no, text=said)
    pages = [agent.read(path) for path in (f"/complaints/{no}", "/", "/search")]
    pages.append(body(agent.post("/lodge/customer", customer__phone="13912344417")))
    pages.append(body(agent.post("/lodge", text=said, merchant=name)))
    shown = "".join(pages)
    assert [danger in shown for danger in ("<script>alert", "<img src=x", ">777<")] == [False] * 3


@pytest.mark.parametrize("odd", ["%00", "a" * 5000, "'; --", "KS-", "你好"])
def test_an_odd_search_is_answered(agent: Visitor, odd: str) -> None:
    answers = [
        agent.client.get(path, {"q": odd, "view": odd}).status_code for path in ("/", "/search")
    ]
    assert answers == [200, 200]


def test_a_cursor_that_is_none_is_answered(agent: Visitor) -> None:
    assert agent.get("/?cursor=nonsense").status_code == 200


def test_a_wrong_password_is_told_without_saying_which_was_wrong(house: House) -> None:
    cache.clear()
    client = Client(headers={"host": "localhost", "accept-language": "en"})
    wrong = {"login": "agent", "password": "no"}
    shown = body(client.post("/sign-in", wrong))
    assert "The name or the password is wrong." in shown


def test_who_tries_too_often_is_told_to_wait(house: House) -> None:
    cache.clear()
    client = Client(headers={"host": "localhost"})
    wrong = {"login": "agent", "password": "no"}
    answers = [client.post("/sign-in", wrong) for _ in range(6)]
    last = answers[-1]
    assert ([one.status_code for one in answers], last.headers["Retry-After"]) == (
        [200] * 5 + [429],
        "300",
    )
    cache.clear()


def test_a_form_from_elsewhere_is_refused(house: House) -> None:
    client = Client(
        headers={"host": "localhost", "accept-language": "en"}, enforce_csrf_checks=True
    )
    response = client.post("/sign-in", {"login": "agent", "password": "x"})
    assert (response.status_code, "open too long" in body(response)) == (403, True)


def test_the_full_number_is_shown_and_the_look_is_on_the_record(play: Play, agent: Visitor) -> None:
    no = play.lodge(customer={"phone": "13912344417"}).complaint.no
    shown = body(agent.post(f"/complaints/{no}/reveal"))
    assert "13912344417" in shown
    assert "looked at the full number" in agent.read(f"/complaints/{no}")


def test_a_contact_is_logged_on_a_case_of_another(play: Play, house: House) -> None:
    no = play.lodge().complaint.no
    taker = Visitor(house.clerk)
    response = taker.post(f"/complaints/{no}/contact", channel="hotline", outcome="reached")
    assert (response.status_code, complaint(no).owner_id) == (302, house.agent.id)


def test_notices_are_counted_in_the_title_until_seen(play: Play, house: House) -> None:
    play.walk("approving")
    supervisor = Visitor(house.supervisor)
    before = "<title>(1) " in supervisor.read("/")
    supervisor.post("/notices/seen")
    assert (before, "<title>(" in supervisor.read("/")) == (True, False)


def test_people_are_picked_by_rank_and_absence_is_said(play: Play, house: House) -> None:
    play.restaff(house.peer, presence="leave")
    shown = Visitor(house.agent).read(f"/complaints/{play.walk('accepted')}")
    assert ["<optgroup" in shown, "Peer (away)" in shown] == [True, True]
