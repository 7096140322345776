"""What to offer, from the policy's table: the same facts always give the same figure, with its
reasons (B18, D37). Pure.
"""

from dataclasses import dataclass

from kesu.policy.codes import Party
from kesu.policy.schema.redress import CompensationRow, Pressure

_WHOLE = 100
_YUAN = 100


@dataclass(frozen=True)
class Facts:
    """What the table looks at. ``loss`` in 分, None: not known. ``fault``: who bears most of it,
    None: not decided. ``cap``: 分 that whoever offers may give by themselves.
    """

    loss: int | None
    level: int
    pressure: Pressure
    fault: Party | None
    cap: int


@dataclass(frozen=True)
class Reason:
    """One step of the sum: what was looked at, what it said, and the amount after it in 分."""

    code: str
    value: str
    percent: int | None
    amount: int


@dataclass(frozen=True)
class Suggestion:
    """``amount`` in 分, of a kind of remedy; ``row``: the line of the table; ``capped``: the
    mandate is less than the table says.
    """

    row: str
    kind: str
    amount: int
    capped: bool
    reasons: tuple[Reason, ...]


def suggest(row: CompensationRow, facts: Facts) -> Suggestion:
    """The offer that the line of the table comes to; whole yuan, never over the cap. A greater loss
    never gives less.
    """
    amount, reasons = _start(row, facts)
    for code, value, percent in _factors(row, facts):
        amount = amount * percent // _WHOLE
        reasons.append(Reason(code, value, percent, amount))
    nothing = amount == 0
    amount = -(-amount // _YUAN) * _YUAN
    bounded = 0 if nothing else min(max(amount, row.least), row.most)
    if bounded != amount:
        reasons.append(Reason("bounds", f"{row.least}-{row.most}", None, bounded))
    final = min(bounded, facts.cap)
    if final != bounded:
        reasons.append(Reason("cap", str(facts.cap), None, final))
    return Suggestion(row.code, row.kind.value, final, final < bounded, tuple(reasons))


def _start(row: CompensationRow, facts: Facts) -> tuple[int, list[Reason]]:
    """With no loss known, or one so small that its share is less, what the table begins with."""
    share = (facts.loss or 0) * row.share_percent // _WHOLE
    if facts.loss is None or share < row.base:
        return row.base, [Reason("base", "", None, row.base)]
    return share, [Reason("loss", str(facts.loss), row.share_percent, share)]


def _factors(row: CompensationRow, facts: Facts) -> list[tuple[str, str, int]]:
    fault = facts.fault or Party.unclear
    return [
        ("level", str(facts.level), _of_level(row, facts.level)),
        ("stage", facts.pressure.value, row.stage.get(facts.pressure, _WHOLE)),
        ("fault", fault.value, row.fault.get(fault, _WHOLE)),
    ]


def _of_level(row: CompensationRow, level: int) -> int:
    """The percentage of the highest level that is reached."""
    reached = [int(code) for code in row.level if int(code) <= level]
    return row.level[str(max(reached))] if reached else _WHOLE
