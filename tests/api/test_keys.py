"""Idempotency-Key: again and again, and only once."""

from datetime import UTC, datetime, timedelta

import pytest

from kesu.api import keys
from kesu.api.models import IdempotencyKey
from kesu.api.problems import Problem
from kesu.complaints.models import Complaint
from kesu.journal.models import JournalLine
from tests.api.caller import Caller, lodging
from tests.cast import House, Play


def test_the_same_key_twenty_times_makes_one_complaint(agent: Caller) -> None:
    answers = [agent.post("/complaints", lodging(), idempotency_key="k-1") for _ in range(20)]
    assert {answer.status for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Complaint.objects.count() == 1


def test_what_is_answered_again_says_so(agent: Caller) -> None:
    first, again = (agent.post("/complaints", lodging(), idempotency_key="k") for _ in range(2))
    assert "Idempotent-Replay" not in first.headers
    assert again.headers["Idempotent-Replay"] == "true"
    same = ("ETag", "Location", "Content-Type")
    assert [again.headers[name] for name in same] == [first.headers[name] for name in same]


def test_the_order_of_keys_in_the_body_does_not_matter(agent: Caller) -> None:
    body = lodging()
    turned = dict(reversed(body.items()))
    first, again = (agent.post("/complaints", it, idempotency_key="k") for it in (body, turned))
    assert (again.content, again.status) == (first.content, 201)


def test_another_body_under_the_same_key_is_refused(agent: Caller) -> None:
    agent.post("/complaints", lodging(), idempotency_key="k")
    answer = agent.post("/complaints", lodging(text="别的事"), idempotency_key="k")
    assert (answer.status, answer.code) == (422, "idempotency_mismatch")
    assert Complaint.objects.count() == 1


def test_a_refusal_frees_the_key(agent: Caller) -> None:
    refused = agent.post("/complaints", lodging(channel="pigeon"), idempotency_key="k")
    answer = agent.post("/complaints", lodging(), idempotency_key="k")
    assert (refused.status, answer.status) == (422, 201)


def test_a_shut_gate_frees_the_key(play: Play) -> None:
    no = play.walk("received")
    owner = Caller(play.house.agent)
    path, why = f"/complaints/{no}/actions/verify", {"verdict": "valid", "reason": "属实"}
    early = owner.post(path, why, idempotency_key="k")
    owner.act(no, "accept")
    assert (early.status, owner.post(path, why, idempotency_key="k").status) == (409, 200)


def test_a_step_under_a_key_is_taken_once(play: Play) -> None:
    no = play.walk("received")
    owner, path = Caller(play.house.agent), f"/complaints/{no}/actions/note"
    answers = [owner.post(path, {"text": "客户来电"}, idempotency_key="k") for _ in range(3)]
    notes = JournalLine.objects.filter(kind="complaint.noted").count()
    assert ({answer.json["version"] for answer in answers}, notes) == ({2}, 1)


def test_a_step_is_answered_again_also_when_the_state_moved_on(play: Play) -> None:
    no = play.walk("received")
    owner, path = Caller(play.house.agent), f"/complaints/{no}/actions/accept"
    first = owner.post(path, {}, idempotency_key="k")
    owner.act(no, "verify", verdict="valid", reason="属实")
    again = owner.post(path, {}, idempotency_key="k", if_match='"v1"')
    assert (again.status, again.content) == (200, first.content)


def test_keys_are_apart_by_token(house: House) -> None:
    for caller in (Caller(house.agent), Caller(house.agent), Caller(house.peer)):
        assert caller.post("/complaints", lodging(), idempotency_key="k").status == 201
    assert Complaint.objects.count() == 3


def test_keys_are_apart_by_path(play: Play) -> None:
    no, owner = play.walk("received"), Caller(play.house.agent)
    for verb in ("note", "progress"):
        path = f"/complaints/{no}/actions/{verb}"
        assert owner.post(path, {"text": "在查"}, idempotency_key="k").status == 200


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "键", "k" * 256, "k\t"])
def test_a_key_that_cannot_be_kept_is_refused(agent: Caller, key: str) -> None:
    answer = agent.post("/complaints", lodging(), idempotency_key=key)
    assert (answer.status, answer.code) == (400, "bad_idempotency_key")


def test_255_characters_are_a_key(agent: Caller) -> None:
    assert agent.post("/complaints", lodging(), idempotency_key="~" * 255).status == 201


def test_without_a_key_nothing_is_kept(agent: Caller) -> None:
    agent.lodge()
    assert IdempotencyKey.objects.count() == 0


def test_keys_are_forgotten_after_72_hours_and_not_before(agent: Caller) -> None:
    agent.post("/complaints", lodging(), idempotency_key="k")
    made = IdempotencyKey.objects.get().at
    early, late = (made + timedelta(hours=72, seconds=one) for one in (-1, 1))
    assert (keys.purge(early), keys.purge(late), keys.purge(late)) == (0, 1, 0)


def test_a_second_caller_does_not_wait_forever(
    db: None, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = Caller(house.agent)
    caller.post("/complaints", lodging(), idempotency_key="k")
    kept = IdempotencyKey.objects.get()
    key = keys.Key(kept.token_id, kept.path, kept.key, kept.body_hash)
    monkeypatch.setattr(keys, "WAIT_SECONDS", 0.01)
    monkeypatch.setattr(keys.connection, "vendor", "sqlite")
    with keys._turn(key), pytest.raises(Problem) as refusal, keys._turn(key):
        pass
    assert (refusal.value.status, refusal.value.code) == (409, "in_progress")


def test_a_key_is_kept_with_the_time_of_its_call(agent: Caller) -> None:
    before = datetime.now(tz=UTC)
    agent.post("/complaints", lodging(), idempotency_key="k")
    assert before <= IdempotencyKey.objects.get().at <= datetime.now(tz=UTC)
