"""Every verb in every state, against a table written from DOMAIN (Moves) and not from the code."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from kesu.complaints.models import Complaint
from kesu.journeys.faults import WrongState
from kesu.journeys.perform import perform
from kesu.journeys.verb import registry
from kesu.people.queries import everyone
from kesu.policy.codes import State
from tests.cast import Play, complaint
from tests.journeys.moves import MOVES, NOT_THE_OWNERS, PAYLOADS
from tests.journeys.ready import actor, numbered, play_ready


def test_every_verb_moves_between_the_states_that_domain_names() -> None:
    declared = {
        name: (set(map(str, verb.from_states)), set(map(str, verb.to_states)))
        for name, verb in registry().items()
    }
    assert declared == MOVES


@pytest.mark.req("E10", "E12", "E43")
@pytest.mark.parametrize("state", [state.value for state in State])
def test_every_verb_is_taken_or_refused_by_the_state(state: str, play: Play) -> None:
    no = play.walk(state)
    wrong = {}
    for verb in registry():
        taken, ends = attempt(play, verb, no)
        right = state in MOVES[verb][0]
        expected = ends in (MOVES[verb][1] or {state}) | {state} if right else ends == state
        if taken != right or not expected:
            wrong[verb] = (taken, ends)
    assert wrong == {}


def attempt(play: Play, verb: str, no: str) -> tuple[bool, str]:
    """Whether the state lets the verb be taken and where it ends; nothing is left behind."""
    with transaction.atomic():
        point = transaction.savepoint()
        try:
            payload = dict(PAYLOADS.get(verb, {})) | numbered(play, verb, no)
            play_ready(play, verb, no)
            take(play, verb, no, payload)
            taken = True
        except WrongState:
            taken = False
        ends = complaint(no).state
        transaction.savepoint_rollback(point)
    return taken, ends


def take(play: Play, verb: str, no: str, payload: dict[str, Any]) -> None:
    play.now += timedelta(minutes=10)
    by = actor(play.house, verb, no) or everyone()[complaint(no).owner_id]
    perform(verb, no, payload, by=by, now=play.now)


def test_a_wrong_state_answers_with_what_this_person_may_do(play: Play) -> None:
    no = play.walk("approving")
    with pytest.raises(WrongState) as refusal:
        play.do("execute", no, **PAYLOADS["execute"])
    open_to_the_owner = {
        verb
        for verb, (states, _) in MOVES.items()
        if "approving" in states and verb not in NOT_THE_OWNERS
    }
    version = Complaint.objects.get(no=no).version
    said = refusal.value
    assert (said.state, said.version, set(said.allowed)) == (
        "approving",
        version,
        open_to_the_owner,
    )


def test_a_refused_step_leaves_nothing_behind(play: Play) -> None:
    no = play.walk("accepted")
    before = complaint(no).__dict__ | {"_state": None}
    with pytest.raises(WrongState):
        perform("execute", no, PAYLOADS["execute"], by=everyone()[before["owner_id"]], now=play.now)
    assert complaint(no).__dict__ | {"_state": None} == before
