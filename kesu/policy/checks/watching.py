"""Whether the rules of watching are those that there are, each with its numbers."""

from collections.abc import Iterator, Mapping, Sequence

from kesu.foundation.word_groups import WORD_GROUPS
from kesu.policy.checks.people import repeated
from kesu.policy.checks.saying import unknown
from kesu.policy.faults import Finding, Path
from kesu.policy.schema import Pack
from kesu.policy.schema.watching import CLAIM_RULES, ORDER_RULES, WatchRule


def findings(pack: Pack) -> Iterator[Finding]:
    """Seasons, rules over orders and over behaviour."""
    part = pack.watching
    yield from repeated(("watching", "seasons"), part.seasons)
    for place, season in enumerate(part.seasons):
        for at, group in enumerate(season.groups):
            if group not in WORD_GROUPS:
                path: Path = ("watching", "seasons", place, "groups", at)
                yield unknown(path, group, WORD_GROUPS)
    yield from _rules(("watching", "orders"), part.orders, ORDER_RULES)
    yield from _rules(("watching", "claims", "rules"), part.claims.rules, CLAIM_RULES)
    yield from repeated(("watching", "claims", "checks"), part.claims.checks)
    yield from _alone(pack)


def _rules(
    path: Path, rules: Sequence[WatchRule], known: Mapping[str, tuple[str, ...]]
) -> Iterator[Finding]:
    for rule in rules:
        if rule.code not in known:
            yield unknown((*path, rule.code), rule.code, known)
            continue
        for name in known[rule.code]:
            if getattr(rule, name) is None:
                zh, en = f"{rule.code}: 缺少 {name}", f"{rule.code}: {name} is missing"
                yield Finding((*path, rule.code), zh, en)


def _alone(pack: Pack) -> Iterator[Finding]:
    """No single kind of behaviour makes a pattern: one reason is none (Q15)."""
    claims = pack.watching.claims
    for rule in claims.rules:
        if rule.on and rule.weight >= claims.shown_from:
            zh = f"{rule.code}: 单项权重达到提示分，须由至少两项行为共同构成"
            en = f"{rule.code}: its weight alone reaches the score shown; two must meet"
            yield Finding(("watching", "claims", "rules", rule.code, "weight"), zh, en)
