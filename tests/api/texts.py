"""Every verb with words of ours in all its free text, sent where its state lets it be taken."""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

from tests.api.caller import Answer, Caller
from tests.api.misfits import Schema
from tests.cast import Play, complaint
from tests.journeys.moves import MOVES, ORDER, PAYLOADS
from tests.journeys.ready import actor, numbered, play_ready

_NAMES = {
    "type",
    "to",
    "who",
    "department",
    "accused_agent",
    "phone",
    "email",
    "batch",
    "into",
    "signed",
    "evidence",
    "kind",
    "law",
    "url",
    "clauses",
    "remedy",
    "payment",
    "item_code",
    "account",
    "coupon",
    "lot",
    "present",
}
_AHEAD = {
    "cool": {"review_on": "2090-01-01"},
    "promise": {"due": "2090-01-01T10:00:00+08:00"},
    "feedback": {"measure": "training"},
    "meeting": {"kind": "mediation"},
}
_PAPERS = {"remedy": "authority", "ask_payment": "authority"}
"""What names a piece of evidence here, though it is free text elsewhere."""


class Stage:
    """One complaint where ``verb`` may be done, and who does it there."""

    def __init__(self, play: Play, verb: str) -> None:
        state = next(one for one in [*ORDER, "cooling"] if one in MOVES[verb][0])
        self.no = play.walk(state)
        self._payload = {**PAYLOADS.get(verb, {}), **numbered(play, verb, self.no)}
        self._payload |= _AHEAD.get(verb, {})
        # The play is of months ago; told as of now, every day since would be judged in each step.
        self._payload["at"] = (play.now + timedelta(hours=1)).isoformat()
        if verb == "progress":
            del self._payload["none_yet"]
        play_ready(play, verb, self.no)
        owner = {one.id: one for one in play.house.everyone()}[complaint(self.no).owner_id]
        self._caller = Caller(actor(play.house, verb, self.no) or owner)
        self._reader = Caller(play.house.director)
        self._verb = verb

    def does(self, schema: Schema, text: str) -> Answer:
        """The step with ``text`` wherever free text goes."""
        payload = deepcopy(self._payload)
        filled = worded(schema, payload, text)
        filled.pop(_PAPERS.get(self._verb, ""), None)
        return self._caller.act(self.no, self._verb, **filled)

    def told(self) -> list[str]:
        """Every string that may be read of the complaint and its record."""
        answers = [self._reader.get(f"/complaints/{self.no}{tail}") for tail in ("", "/journal")]
        assert [answer.status for answer in answers] == [200, 200]
        return [text for answer in answers for text in strings(json.loads(answer.content))]


def worded(schema: Schema, value: Any, text: str) -> Any:
    """``value`` with ``text``, as much as fits, in every free text of the schema, also where there
    was nothing.
    """
    branch = _branch(schema)
    if branch.get("type") == "object":
        known = branch["properties"].items()
        inner = {
            name: worded(one, (value or {}).get(name), text)
            for name, one in known
            if name not in _NAMES and (_is_text(one) or (value or {}).get(name) is not None)
        }
        return {**(value or {}), **inner}
    if branch.get("type") == "array":
        return [worded(branch["items"], one, text) for one in value or [None]]
    return text[: branch.get("maxLength")] if _is_text(branch) else value


def strings(value: Any) -> Iterator[str]:
    """Every text in plain JSON values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def _branch(schema: Schema) -> Schema:
    branches = schema.get("anyOf", [schema])
    return next(dict(one) for one in branches if one.get("type") != "null")


def _is_text(schema: Schema) -> bool:
    branch = _branch(schema)
    if branch.get("type") == "array":
        return _is_text(branch["items"])
    plain = not {"enum", "const", "format"} & set(branch)
    return branch.get("type") == "string" and plain
