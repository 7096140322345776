"""疑似职业索赔(行为特征): what orders and claims show, each with its numbers and dates (A20, Q15).

It is about what was done, never about who somebody is: it advises, expires, and no single kind of
behaviour is enough. Pure.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from kesu.policy.schema.watching import ClaimRule, Claims

T = TypeVar("T", "Purchase", "Claim")
MOST_NAMED = 12
_ARTICLE = re.compile(
    r"《[^》]{2,24}(?:法|条例|规定|條例|規定)》|第[零〇一二三四五六七八九十百\d]{1,6}条"
)
_MONEY = re.compile(r"赔|賠|补偿|補償|现金|現金|compensat|indemni|damages")
FEWEST = 2
"""So many kinds of behaviour must meet."""


@dataclass(frozen=True)
class Purchase:
    """An order: its number, what, from which shop, to where (a blind index), when (UTC)."""

    number: str
    product: str
    shop: str
    address: str
    at: datetime


@dataclass(frozen=True)
class Claim:
    """A complaint: whether it asks for money, and which set phrases it is made of."""

    no: str
    at: datetime
    money: bool
    phrases: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Factor:
    """One kind of behaviour that was seen: how often, what was asked for, in which days, on which
    orders or complaints.
    """

    rule: str
    seen: int
    limit: int
    weight: int
    first: datetime
    last: datetime
    items: tuple[str, ...]
    within_days: int | None = None

    def as_json(self) -> dict[str, object]:
        """As a row keeps it."""
        return {
            "rule": self.rule,
            "seen": self.seen,
            "limit": self.limit,
            "weight": self.weight,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "items": list(self.items),
            "within_days": self.within_days,
        }


def factors(
    purchases: Iterable[Purchase], claims: Iterable[Claim], rules: Iterable[ClaimRule]
) -> list[Factor]:
    """What was seen, by the rules that are on; more orders or claims never show less."""
    bought = sorted(purchases, key=lambda one: (one.at, one.number))
    claimed = sorted(claims, key=lambda one: (one.at, one.no))
    found = (
        _RULES[rule.code](bought, claimed, rule)
        for rule in rules
        if rule.on and rule.code in _RULES
    )
    return [one for one in found if one is not None]


def score(found: Iterable[Factor]) -> int:
    """0 to 100: the weights of what was seen."""
    return min(100, sum(one.weight for one in found))


def is_shown(found: Sequence[Factor], policy: Claims) -> bool:
    """Whether it is worth telling: enough weight, and more than one kind of behaviour."""
    return len(found) >= FEWEST and score(found) >= policy.shown_from


def expires(found: Iterable[Factor], policy: Claims) -> datetime:
    """When it is forgotten: so many days after the last thing seen, not after it was looked at."""
    return max(one.last for one in found) + timedelta(days=policy.expires_days)


def asks_money(text: str) -> bool:
    """Whether somebody says that they want money."""
    return bool(_MONEY.search(text.casefold()))


def articles(text: str) -> frozenset[str]:
    """The laws and articles that a text cites."""
    return frozenset(_ARTICLE.findall(text))


def _repeat_product(
    bought: Sequence[Purchase], _claims: Sequence[Claim], rule: ClaimRule
) -> Factor | None:
    best = _best(bought, rule, of=lambda one: one.product, by=len)
    return _factor(rule, len(best), [(one.number, one.at) for one in best])


def _shops_one_address(
    bought: Sequence[Purchase], _claims: Sequence[Claim], rule: ClaimRule
) -> Factor | None:
    def shops(some: Sequence[Purchase]) -> int:
        return len({one.shop for one in some if one.shop})

    best = _best(bought, rule, of=lambda one: one.address, by=shops)
    return _factor(rule, shops(best), [(one.number, one.at) for one in best])


def _best(
    bought: Sequence[Purchase],
    rule: ClaimRule,
    *,
    of: Callable[[Purchase], str],
    by: Callable[[Sequence[Purchase]], int],
) -> list[Purchase]:
    """Of the purchases that have the same ``of``, those within the rule's days that count most."""
    best: list[Purchase] = []
    for name in sorted({of(one) for one in bought} - {""}):
        same = [one for one in bought if of(one) == name]
        best = max([best, *_windows(same, rule)], key=by)
    return best


def _template_wording(
    _bought: Sequence[Purchase], claims: Sequence[Claim], rule: ClaimRule
) -> Factor | None:
    """The most set phrases in one complaint."""
    best = max(claims, key=lambda one: len(one.phrases), default=None)
    if best is None:
        return None
    return _factor(rule, len(best.phrases), [(best.no, best.at)])


def _prior_claims(
    _bought: Sequence[Purchase], claims: Sequence[Claim], rule: ClaimRule
) -> Factor | None:
    return _most([one for one in claims if one.money], rule)


def _short_intervals(
    _bought: Sequence[Purchase], claims: Sequence[Claim], rule: ClaimRule
) -> Factor | None:
    return _most(claims, rule)


def _most(claims: Sequence[Claim], rule: ClaimRule) -> Factor | None:
    best = max([[], *_windows(claims, rule)], key=len)
    return _factor(rule, len(best), [(one.no, one.at) for one in best])


_Look = Callable[[Sequence[Purchase], Sequence[Claim], ClaimRule], Factor | None]
_RULES: dict[str, _Look] = {
    "repeat_product": _repeat_product,
    "shops_one_address": _shops_one_address,
    "template_wording": _template_wording,
    "prior_claims": _prior_claims,
    "short_intervals": _short_intervals,
}


def _windows(some: Sequence[T], rule: ClaimRule) -> list[list[T]]:
    """For each, those from it on within the rule's days; ``some`` in the order of time."""
    span = timedelta(days=rule.within_days or 0)
    return [
        [other for other in some[place:] if other.at - one.at <= span]
        for place, one in enumerate(some)
    ]


def _factor(rule: ClaimRule, seen: int, items: Sequence[tuple[str, datetime]]) -> Factor | None:
    limit = rule.at_least or 1
    if seen < limit or not items:
        return None
    times = [at for _name, at in items]
    return Factor(
        rule=rule.code,
        seen=seen,
        limit=limit,
        weight=rule.weight,
        first=min(times),
        last=max(times),
        items=tuple(name for name, _at in items[-MOST_NAMED:]),
        within_days=rule.within_days,
    )
