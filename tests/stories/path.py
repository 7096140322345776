"""A path through the flow chart as a table: who does what, what is shut before, what comes of it.

Each row is a step at the API. A shut gate and a refusal are rows too: they name what is missing,
and change nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.files import PDF
from tests.stories.stage import Stage, gates

_STEP = timedelta(minutes=5)
_ZONE = ZoneInfo("Asia/Shanghai")
OWNER, BOSS = "the owner", "somebody who approves"


@dataclass(frozen=True)
class Row:
    """``shut``: the gates that are named; ``code``: of another refusal, with the ``places`` it
    names; ``then``: the state afterwards; ``when``: ``02-13 10:00``, else five minutes later.
    """

    who: str
    verb: str
    said: dict[str, Any] = field(default_factory=dict)
    shut: tuple[str, ...] = ()
    code: str = ""
    places: tuple[str, ...] = ()
    then: str = ""
    when: str = ""


def do(who: str, verb: str, *, then: str = "", when: str = "", **said: Any) -> Row:
    """A step that is taken."""
    return Row(who, verb, said, then=then, when=when)


def shut(who: str, verb: str, *names: str, when: str = "", **said: Any) -> Row:
    """A step before which these gates are shut."""
    return Row(who, verb, said, shut=names, when=when)


def refused(who: str, verb: str, code: str, *places: str, when: str = "", **said: Any) -> Row:
    """A step that is refused otherwise."""
    return Row(who, verb, said, code=code, places=places, when=when)


def brings(who: str, kind: str, title: str = "材料.pdf", **about: Any) -> Row:
    """A file for the evidence."""
    return Row(who, "brings", {"side": "neutral", "kind": kind, "title": title, **about})


def goes(to: Callable[[Stage], str]) -> Row:
    """From here on another complaint is the one on hand."""
    return Row(OWNER, "goes", {"to": to})


def play(stage: Stage, rows: Sequence[Row]) -> None:
    """Takes the rows one after the other on the complaint on hand."""
    for place, row in enumerate(rows):
        try:
            _take(stage, row)
        except AssertionError as fault:
            fault.add_note(f"row {place}: {row}")
            raise


def _take(stage: Stage, row: Row) -> None:
    when, who = row.when or _next(stage.wall.now), _who(stage, row)
    said = {name: one(stage) if callable(one) else one for name, one in row.said.items()}
    if row.verb == "goes":
        stage.no = said["to"]
        return
    if row.verb == "brings":
        stage.brings(who, when, PDF + said["title"].encode(), said.pop("title"), **said)
        return
    if not (row.shut or row.code):
        shown = stage.done(who, when, row.verb, **said)
        assert not row.then or stage.read("郑岚")["state"] == row.then, shown
        return
    stage.time(when)
    before = _known(stage)
    answer = stage.does(who, when, row.verb, **said)
    if row.shut:
        assert gates(answer) == list(row.shut)
    elif row.code == "input":
        assert answer.places == list(row.places)
    else:
        assert answer.code == row.code, answer.content.decode()
    assert _known(stage) == before


def _known(stage: Stage) -> tuple[Any, ...]:
    shown = stage.read("郑岚")
    return (shown["state"], shown["version"], len(stage.record()))


def _who(stage: Stage, row: Row) -> str:
    if row.who not in (OWNER, BOSS):
        return row.who
    owner = str(stage.read("郑岚")["owner"]["name"])
    if row.who == OWNER:
        return owner
    return "孙涛" if owner in ("王磊", "赵倩") else "王磊"


def _next(now: datetime) -> str:
    return f"{(now + _STEP).astimezone(_ZONE):%m-%d %H:%M}"


def newest(part: str, name: str = "id") -> Callable[[Stage], Any]:
    """The newest row of a list of the complaint, such as ``consults``."""
    return lambda stage: stage.read("郑岚")[part][-1][name]


def piece(kind: str) -> Callable[[Stage], Any]:
    """The newest piece of evidence of that kind."""

    def find(stage: Stage) -> Any:
        return [one["id"] for one in stage.get("evidence")["items"] if one["kind"] == kind][-1]

    return find


def gift(kind: str) -> Callable[[Stage], Any]:
    """The newest remedy of that kind."""

    def find(stage: Stage) -> Any:
        return [one["id"] for one in stage.get("remedies")["remedies"] if one["kind"] == kind][-1]

    return find


def payment(stage: Stage) -> Any:
    """What finance is asked to pay."""
    rows = stage.callers["钱多"].get("/payments").json["items"]
    return [one["id"] for one in rows if one["no"] == stage.no][-1]
