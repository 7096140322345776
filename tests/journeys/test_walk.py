"""Every (state, verb, rank and flag, relation) has the right verdict: DOMAIN's two tables, moves
and permissions, put together here and held against what a step asks.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from django.db import transaction

from kesu.complaints.models import Complaint, Contact, Solution
from kesu.consults.models import Consult
from kesu.foundation.faults import Refused
from kesu.journeys import perform as asking
from kesu.journeys.faults import AccusedHere, GateShut, NoSuchComplaint, NotYours, WrongState
from kesu.journeys.perform import allowed, perform
from kesu.journeys.step import Step
from kesu.journeys.verb import registry
from kesu.people.queries import everyone
from kesu.people.rules import People, Person
from kesu.policy.codes import State
from tests.cast import Play, complaint
from tests.complaints.test_permissions import (
    OF_RISK,
    circumstances,
    expected,
    may_read,
    of_risk,
    people,
    tie_of,
)
from tests.journeys.moves import PAYLOADS

Words = frozenset[str]
Cast = list[tuple[str, str, Person]]
NOON = datetime(2026, 2, 13, 4, tzinfo=UTC)
STATES = [state.value for state in State]
ORDER = STATES[: STATES.index("archived") + 1]
OPEN = {*ORDER[: ORDER.index("closed")], "cooling"}
STAYING = """
contact classify note emotion evidence promise keep_promise progress mark_urgent dedicate transfer
assist hand_over escalate join_batch merge split urge send_back agreement breakdown analyse demand
round objection request meeting identify freeze investigate amend_account unfreeze remedy report
acknowledge exposure regulator review
"""


def along(first: str, last: str) -> set[str]:
    return set(ORDER[ORDER.index(first) : ORDER.index(last) + 1])


MOVES: dict[str, set[str]] = {
    **dict.fromkeys(STAYING.split(), OPEN),
    **dict.fromkeys(("note", "evidence", "review"), OPEN | {"closed", "archived"}),
    "accept": {"received"},
    "verify": {"accepted", "verifying"},
    "consult": along("accepted", "proposing"),
    "feedback": {"consulting"},
    "cause": along("accepted", "proposing"),
    "propose": {"proposing"},
    "approve": {"approving"},
    "return": {"approving"},
    "reply": {"replying"},
    "decide": {"replying"},
    "execute": {"executing"},
    "follow_up": {"following_up"},
    "resolve": along("received", "proposing"),
    "close": {"following_up"},
    "dispose": {"closed"},
    "archive": {"closed"},
    "reopen": {"closed", "archived"},
    "cool": along("accepted", "replying"),
    "resume": {"cooling"},
    "withdraw": OPEN,
}
"""DOMAIN, Moves. A case that was put into another one has its own test; ``unmerge`` is there."""
VERBS = sorted(MOVES.keys() & registry().keys())

BARE: dict[str, dict[str, Any]] = {
    "keep_promise": {"promise": 1, "kept": True},
    "acknowledge": {"report": 1},
    "merge": {"into": "KS-20260213-AAAAAA"},
    "feedback": {"consult": 1, "text": "同意"},
    "send_back": {"consult": 1, "reason": "不归我们"},
    "demand": {"kind": "apology"},
    "remedy": {"kind": "apology", "what": "书面致歉"},
    "exposure": {"channel": "press"},
    "agreement": {"kind": "signed", "evidence": "01890000-0000-7000-8000-000000000000"},
    "request": {"what": "检测报告", "from": "检测机构", "due": "2026-02-20T16:00:00+08:00"},
}
"""Payloads that may name what is not there: they are let in, and refused after all the rest."""


def cast() -> Cast:
    """Every rank, every flag on two ranks, and some of them in the risk department."""
    ranks = [(rank, flag, one) for rank, flag, one in people() if not flag]
    flags = [(rank, flag, one) for rank, flag, one in people() if flag and rank in FLAGGED]
    risk = [(rank, "risk", replace(one, department="risk")) for rank, _, one in ranks]
    return [*ranks, *flags, *risk]


FLAGGED = ("agent", "manager")
SOME = [
    ("agent", ""),
    ("lead", ""),
    ("supervisor", ""),
    ("manager", ""),
    ("agent", "risk"),
    ("agent", "liaison"),
    ("agent", "auditor"),
    ("manager", "admin"),
    ("agent", "quality"),
]


def may(verb: str, rank: str, flag: str, words: Words) -> bool:
    """The permission table's word."""
    if verb in OF_RISK:
        return flag == "risk" and of_risk(rank, "", words)
    return expected(verb, rank, "" if flag == "risk" else flag, words)


def rights(rank: str, flag: str, words: Words) -> set[str]:
    return {verb for verb in VERBS if may(verb, rank, flag, words)}


def step_of(state: str, person: Person, words: Words) -> Step:
    row = Complaint(state=state, version=2)
    return Step(complaint=row, by=person, tie=tie_of(words), people={}, at=NOON, now=NOON)


def test_the_walk_knows_the_verbs_of_the_page() -> None:
    assert len(VERBS) >= 50
    assert {"opinion", "unmerge"} <= registry().keys() - MOVES.keys()


@pytest.mark.req("E09", "E36", "E41", "E49", "F02")
@pytest.mark.parametrize("state", STATES)
def test_in_every_state_everybody_has_exactly_the_verbs_of_both_tables(state: str) -> None:
    open_here = {verb for verb in VERBS if state in MOVES[verb]}
    wrong, cells = [], 0
    for (rank, flag, person), words in product(cast(), circumstances()):
        found = set(allowed(step_of(state, person, words))) & set(VERBS)
        differs = found ^ (open_here & rights(rank, flag, words))
        cells += len(VERBS)
        wrong += [(verb, rank, flag, sorted(words)) for verb in differs]
    assert wrong == []
    assert cells * len(STATES) > 1_000_000


@pytest.mark.req("E36", "E41", "E49")
@pytest.mark.parametrize("state", ["received", "approving", "closed"])
def test_a_refusal_is_the_first_that_the_order_of_the_questions_knows(state: str) -> None:
    wrong, cells = [], 0
    some = [one for one in circumstances() if not one & {"accused", "supervisor away"}]
    ranks = [one for one in cast() if one[:2] in SOME]
    for (rank, flag, person), words in product(ranks, some):
        for name in VERBS:
            verb = replace(registry()[name], check=None, gates=())
            told = asked(verb, step_of(state, person, words))
            cells += 1
            if told != verdict(name, rank, flag, words, state):
                wrong.append((name, rank, flag, sorted(words), told))
    assert wrong == []
    assert cells > 8000


def asked(verb: Any, step: Step) -> str:
    """What the product says of one cell, gates left aside."""
    try:
        asking._ask_may_know(verb, step.by, step.tie)  # type: ignore[arg-type]
        asking._ask(verb, step, None)
    except (NoSuchComplaint, WrongState, NotYours) as refusal:
        return type(refusal).__name__
    return "taken"


def verdict(verb: str, rank: str, flag: str, words: Words, state: str) -> str:
    """What both tables say of one cell, in DOMAIN's order: 403, 404, 409, 403."""
    if "accused" in words:
        return "AccusedHere"
    its = may(verb, rank, flag, words)
    if not (its or may_read(rank, "" if flag == "risk" else flag, "read", words)):
        return "NoSuchComplaint"
    if state not in MOVES[verb]:
        return "WrongState"
    return "taken" if its else "NotYours"


# ---- the same through the journey itself, with ties that people really have

ABOVE = {
    "agent": ["lead", "supervisor", "manager", "director"],
    "senior": ["lead", "supervisor", "manager", "director"],
    "lead": ["supervisor", "manager", "director"],
    "supervisor": ["manager", "director"],
    "second": ["manager", "director"],
    "peer": ["second", "manager", "director"],
    "manager": ["director"],
    "clerk": ["merchant"],
}
EVERY_CELL = os.environ.get("KESU_TEST_WALK") == "all"
"""All of some ten thousand cells, before a release; else one person a cell, each in turn."""


def words_of(row: Complaint, person: Person, staff: People) -> Words:
    """What binds a person to a case, read off its rows."""
    found = {
        "owner": row.owner_id == person.id,
        "risk owner": row.risk_owner_id == person.id,
        "dedicated": row.dedicated_id == person.id,
        "lodger": row.lodged_by_id == person.id,
        "accused": row.accused_id == person.id,
        "restricted": row.restricted,
        "under me": person.sign_in in ABOVE.get(staff[row.owner_id].sign_in, ()),
        "contact taker": Contact.objects.filter(complaint=row, by=person.id).exists(),
        "department": person.department
        in {staff[one].department for one in (row.owner_id, row.lodged_by_id) if one is not None},
        "proposer": (last := Solution.objects.filter(complaint=row).order_by("id").last())
        is not None
        and last.by_id == person.id,
        "asked": Consult.objects.filter(complaint=row, department=person.department).exists(),
    }
    return frozenset(word for word, holds in found.items() if holds)


def told(verb: str, no: str, person: Person, play: Play) -> str:
    """How a step ends; nothing is left behind."""
    payload = BARE.get(verb) or PAYLOADS.get(verb, {})
    with transaction.atomic():
        try:
            perform(verb, no, payload, by=person, now=play.now)
        except (Refused, GateShut):
            return "taken"
        except (AccusedHere, NoSuchComplaint, WrongState, NotYours) as refusal:
            return type(refusal).__name__
        finally:
            transaction.set_rollback(True)
    return "taken"


def cells(no: str, staff: list[Person], shift: int) -> Iterator[tuple[str, Person]]:
    for place, verb in enumerate(VERBS):
        chosen = staff if EVERY_CELL else [staff[(place * 5 + shift) % len(staff)]]
        yield from ((verb, person) for person in chosen)


VARIANTS: dict[str, dict[str, Any]] = {
    "restricted": {"customer": {"special_role": "media"}},
    "accused": {"type": "2.2", "accused_agent": "senior"},
}


@pytest.mark.req("E09", "E36", "E41", "E49", "E60")
@pytest.mark.parametrize("state", STATES)
def test_each_step_ends_as_the_tables_say_whoever_tries_it(state: str, play: Play) -> None:
    drafts = {"plain": play.walk(state)}
    if state in ("received", "accepted", "proposing", "approving"):
        drafts |= {name: play.walk(state, **given) for name, given in VARIANTS.items()}
    staff = everyone()
    house = [staff[one.id] for one in play.house.everyone()]
    wrong = []
    for shift, (kind, no) in enumerate(drafts.items()):
        row = complaint(no)
        for verb, person in cells(no, house, shift + STATES.index(state)):
            words = words_of(row, person, staff)
            flag = next(iter(person.flags), "risk" if person.department == "risk" else "")
            right = verdict(verb, person.rank, flag, words, state)
            found = told(verb, no, person, play)
            if found != right:
                wrong.append((kind, verb, person.sign_in, sorted(words), found, right))
    assert wrong == []
