"""The way of a complaint as a drawing: a row a state, a lane a step that leads somewhere else.

Made from the declarations of the verbs, so it cannot say anything else than what the program does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kesu.journeys.verb import Verb, registry
from kesu.policy.codes import State

ROW = 40
LANE = 46
LEFT = 172
RIGHT = 72
TOP = 112
STATES = tuple(State)


@dataclass(frozen=True, slots=True)
class Line:
    """A row: a state at its height; ``here``: the complaint stands in it."""

    state: str
    y: int
    here: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One verb: from which heights it starts, to which it leads; ``open``: it starts from here."""

    verb: str
    name: str
    x: int
    top: int
    bottom: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    both: tuple[int, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Move:
    """The same in words: a verb, the states it starts from and those it may lead to."""

    verb: str
    name: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Diagram:
    """The drawing, in pixels, and its words."""

    width: int
    height: int
    lines: tuple[Line, ...]
    lanes: tuple[Lane, ...]
    moves: tuple[Move, ...]


def drawn(*, language: str, state: str = "") -> Diagram:
    """The whole of it; ``state`` is where a complaint stands now."""
    verbs = sorted(_moving(registry().values()), key=_order)
    return Diagram(
        width=LEFT + LANE * len(verbs) + RIGHT,
        height=TOP + ROW * len(STATES),
        lines=tuple(Line(one.value, _height(one), one.value == state) for one in STATES),
        lanes=tuple(_lane(n, one, language, state) for n, one in enumerate(verbs)),
        moves=tuple(_move(one, language, state) for one in verbs),
    )


def _moving(verbs: Iterable[Verb]) -> Iterator[Verb]:
    return (one for one in verbs if one.to_states)


def _order(verb: Verb) -> tuple[int, int]:
    """Along the work; what may be done nearly anywhere comes last."""
    return (len(verb.from_states) > 5, min(map(STATES.index, verb.from_states)))


def _height(state: State) -> int:
    return TOP + ROW * STATES.index(state) + ROW // 2


def _lane(number: int, verb: Verb, language: str, state: str) -> Lane:
    starts = {_height(one) for one in verb.from_states}
    ends = {_height(one) for one in verb.to_states}
    return Lane(
        verb=verb.name,
        name=verb.words.say(language),
        x=LEFT + LANE * number + LANE // 2,
        top=min(starts | ends),
        bottom=max(starts | ends),
        starts=tuple(sorted(starts - ends)),
        ends=tuple(sorted(ends - starts)),
        both=tuple(sorted(starts & ends)),
        open=state in verb.from_states,
    )


def _move(verb: Verb, language: str, state: str) -> Move:
    return Move(
        verb=verb.name,
        name=verb.words.say(language),
        starts=tuple(one.value for one in STATES if one in verb.from_states),
        ends=tuple(one.value for one in STATES if one in verb.to_states),
        open=state in verb.from_states,
    )
