"""Bad input of every kind on every field of every verb: 4xx, and the field is named."""

from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kesu.api.schemas import of
from kesu.journeys.lodging import Lodging
from kesu.journeys.verb import registry
from tests.api.caller import Caller
from tests.api.misfits import fitting, misfitting, missing
from tests.cast import Play

LODGE = "lodge"
VERBS = [LODGE, *registry()]


@cache
def schema_of(verb: str) -> dict[str, Any]:
    return of(Lodging if verb == LODGE else registry()[verb].payload)


@pytest.fixture
def paths(play: Play) -> dict[str, str]:
    """Where each verb is sent: to one complaint, for bad input changes nothing."""
    no = play.walk("received")
    return {
        verb: "/complaints" if verb == LODGE else f"/complaints/{no}/actions/{verb}"
        for verb in VERBS
    }


@pytest.mark.parametrize("verb", VERBS)
def test_every_field_refuses_what_it_cannot_hold(
    agent: Caller, paths: dict[str, str], verb: str
) -> None:
    taken = [
        (place, body)
        for place, body in misfitting(schema_of(verb))
        if not _named(agent.post(paths[verb], body), place)
    ]
    assert taken == []


@pytest.mark.parametrize("verb", VERBS)
def test_what_is_missing_or_unknown_is_named(
    agent: Caller, paths: dict[str, str], verb: str
) -> None:
    for place, body in missing(schema_of(verb)):
        assert place in agent.post(paths[verb], body).places


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**19) + 1, 10**19 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=40)
    | st.text(st.characters(codec=None), max_size=8)
    | st.sampled_from(["1", "0", "2026-02-13T10:00:00+08:00", "2026-02-13", "agent", "merchant"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("verb", VERBS)
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_nothing_anybody_can_write_breaks_it(
    agent: Caller, paths: dict[str, str], verb: str, data: st.DataObject
) -> None:
    schema = schema_of(verb)
    body = fitting(schema)
    for name in data.draw(st.lists(st.sampled_from(sorted(schema["properties"])), max_size=3)):
        body[name] = data.draw(VALUES)
    answer = agent.post(paths[verb], body)
    assert answer.status < 500
    assert answer.status < 300 or answer.code


def _named(answer: Any, place: str) -> bool:
    if answer.status != 422:
        return False
    return any(
        found == place or found.startswith(f"{place}.") or place.startswith(f"{found}.")
        for found in answer.places
        if found
    )
