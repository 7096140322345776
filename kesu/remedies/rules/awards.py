"""What the law could award for a demand, article by article; advice, not an offer (A53). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kesu.policy.schema.redress import Award, AwardPeriod


@dataclass(frozen=True)
class Figure:
    """One article. ``amount`` in 分, None where it only sets a limit of ``days`` or says no more
    than its words; ``base`` what was multiplied by ``times``; ``floored``: the floor is more than
    that. ``since``: the day from which it stands so. ``said``: the base is what was said, for
    nobody knows the price.
    """

    award: str
    demand: str
    amount: int | None
    base: int | None
    times: int | None
    of_loss: bool
    floor: int | None
    floored: bool
    days: int | None
    within_need: bool
    source: str
    article: str
    since: date | None
    confidence: str
    said: bool = False


def exposure(
    awards: Iterable[Award],
    *,
    day: date,
    demand: str,
    price: int | None,
    loss: int | None = None,
    units: int | None = None,
    needed: int | None = None,
) -> list[Figure]:
    """What the articles that stand on ``day`` (pack's zone) give for a demand. ``price`` and
    ``loss`` in 分, None: not known, and then an amount is not said. ``units`` were bought, of which
    a household reasonably needs ``needed``.
    """
    return [
        _figure(award, period, demand, price=_needed(price, period, units, needed), loss=loss)
        for award in awards
        if demand in award.demands and (period := award.on(day)) is not None
    ]


def _needed(
    price: int | None, period: AwardPeriod, units: int | None, needed: int | None
) -> int | None:
    """Of a price for many pieces the part that is within need; nothing where that is not known."""
    if not period.within_need or price is None:
        return price
    if not units or needed is None:
        return None
    return price * min(units, needed) // units


def _figure(
    award: Award, period: AwardPeriod, demand: str, *, price: int | None, loss: int | None
) -> Figure:
    options = [
        (times * base, base, times, of_loss)
        for times, base, of_loss in (
            (period.times, price, False),
            (period.loss_times, loss, True),
        )
        if times is not None and base is not None
    ]
    total, base, times, of_loss = max(
        options, key=lambda one: one[0], default=(None, None, None, False)
    )
    floored = total is not None and period.floor is not None and total < period.floor
    return Figure(
        award=award.code,
        demand=demand,
        amount=period.floor if floored else total,
        base=base,
        times=times,
        of_loss=of_loss,
        floor=period.floor,
        floored=floored,
        days=period.days,
        within_need=period.within_need,
        source=award.source,
        article=award.article,
        since=period.effective_from,
        confidence=award.confidence,
    )
