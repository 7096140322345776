"""What a case leads to and how well it ended. Pure: values in, answer out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import time

from kesu.policy.codes import CasePath, Outcome, Party, ResultGrade

UPSET = 4
"""From this emotion on feelings come first (A31, C06)."""
_CALM = 2


@dataclass(frozen=True)
class Conditions:
    """The eight conditions of D40; None: not looked at yet.

    ``process``, ``authority``, ``resource``: whether the flow, the handler's own authority and
    what is at hand support what the customer needs. ``emotion``: a level, or a bare yes or no.
    ``stop_loss``: a loss must be stopped now.
    """

    process: bool
    authority: bool
    resource: bool
    attachment: bool | None = None
    material_need: bool | None = None
    emotion: int | bool | None = None
    essence: bool | None = None
    stop_loss: bool | None = None


def path(given: Conditions) -> CasePath:
    """The recommended path (D40).

    Stopping a loss goes first. With flow and authority on one's side only a resource can lack.
    One of the two lacking is for who has more authority. With neither, a resource from outside is
    the way that is left, and without one the loss is limited.
    """
    if given.stop_loss:
        return CasePath.stop_loss
    if given.process and given.authority:
        return CasePath.self_ if given.resource else CasePath.ask_resource
    if given.process or given.authority:
        return CasePath.raise_
    return CasePath.ask_resource if given.resource else CasePath.stop_loss


def open_conditions(given: Conditions) -> tuple[str, ...]:
    """The conditions nobody has looked at yet, by their names."""
    return tuple(name for name, value in vars(given).items() if value is None)


def solution_lacks(
    words: Iterable[str],
    *,
    emotional: Collection[str],
    material: Collection[str],
    felt: bool,
    given: bool,
    loss: bool,
) -> tuple[str, ...]:
    """Which part a solution lacks: ``emotional`` always asked, ``material`` where there is a loss
    (D41). ``emotional`` and ``material``: words that show it; ``felt`` and ``given``: something
    else does, a remedy or an amount.
    """
    text = "\n".join(words).casefold()
    lacks = []
    if not felt and not _says(text, emotional):
        lacks.append("emotional")
    if loss and not given and not _says(text, material):
        lacks.append("material")
    return tuple(lacks)


def apologises(words: Iterable[str], *, apology: Collection[str]) -> bool:
    """Whether any of these texts holds a word of apology (E76)."""
    return _says("\n".join(words).casefold(), apology)


def _says(text: str, words: Collection[str]) -> bool:
    return any(word.casefold() in text for word in words)


def company_bears(shares: Iterable[dict[str, object]]) -> bool:
    """Whether any of the responsibility is the company's (E76)."""
    return any(one.get("party") == Party.company and one.get("share") for one in shares)


def result_grade(
    *,
    outcome: str,
    at_once: bool,
    strained: bool,
    satisfied: bool | None,
    emotional_met: bool | None,
    worst_emotion: int,
) -> ResultGrade | None:
    """How well it ended (B04); None where nobody can say: contact lost, or withdrawn.

    ``at_once``: solved in the first contact. ``strained``: it was escalated, chased or reopened.
    Who is not satisfied, or whose feeling is not met, was only eased. Nipped in the bud: before
    anger and without strain. The rest was turned.
    """
    if outcome in (Outcome.lost_contact, Outcome.withdrawn):
        return None
    content = satisfied is not False and emotional_met is not False
    if not content or (satisfied is None and not at_once):
        return ResultGrade.eased
    if not strained and (at_once or worst_emotion <= _CALM):
        return ResultGrade.nipped
    return ResultGrade.turned


def wrong_time_to_call(local: time, *, start: time | None, end: time | None) -> bool:
    """Whether ``local``, a time of day in the policy's zone, lies outside the hours the customer
    chose (C05); hours may run past midnight, one alone is open at its other end.
    """
    if start is not None and end is not None and start > end:
        return end <= local < start
    early = start is not None and local < start
    return early or (end is not None and local >= end)
