"""Whether mandates, budgets and duties name what there is."""

from collections.abc import Iterator
from itertools import pairwise

from kesu.policy import codes
from kesu.policy.checks.saying import strangers, unknown
from kesu.policy.faults import Finding, Path
from kesu.policy.schema import ANY, Pack


def mandates(pack: Pack) -> Iterator[Finding]:
    """Mandates are of remedies, and rise with the rank."""
    kinds = [kind.value for kind in codes.Remedy]
    for kind, limits in pack.mandates.items():
        if kind not in kinds:
            yield unknown(("mandates", kind), kind, kinds)
        given = [(rank, limits.get(rank, 0)) for rank in codes.Rank]
        for (low, less), (high, more) in pairwise(given):
            if more < less:
                zh, en = f"{high} 的额度低于 {low}", f"{high} may give less than {low}"
                yield Finding(("mandates", kind, high.value), zh, en)


def budgets(pack: Pack) -> Iterator[Finding]:
    """Budgets are of remedies, and no less a month than for one case."""
    kinds = [kind.value for kind in codes.Remedy]
    yield from strangers(("budgets",), pack.budgets, kinds)
    for kind, limits in pack.budgets.items():
        for rank, limit in limits.items():
            if limit < pack.mandate(rank, kind):
                path: Path = ("budgets", kind, rank.value)
                zh, en = "月度额度低于单件额度", "less a month than for one case"
                yield Finding(path, zh, en)


def duties(pack: Pack) -> Iterator[Finding]:
    """Where duties are written down, no type is without a department that answers for it (B12)."""
    types = (ANY, *(group.code for group in pack.groups), *pack.type_codes)
    yield from strangers(("duties",), pack.duties, types)
    known = [entry.code for entry in pack.departments]
    for key, row in pack.duties.items():
        named = (row.responsible, *row.consulted, *row.informed)
        for one in named:
            if one is not None and one not in known:
                yield unknown(("duties", key), one, known)
    lacking = [code for code in pack.type_codes if pack.responsible(code) is None]
    if pack.duties and lacking:
        words = ", ".join(lacking)
        zh, en = f"没有负责部门的类型：{words}", f"types no department answers for: {words}"
        yield Finding(("duties",), zh, en)


def said_above(pack: Pack, code: str, name: str) -> bool:
    """The parent lacks the same part: one fault is told once."""
    above = code.rpartition(".")[0]
    return above in pack.type_codes and name in pack.plan(above).missing


def order(pack: Pack) -> Iterator[Finding]:
    """No part of the order of the queue stands twice."""
    if len(set(pack.queue.order)) < len(pack.queue.order):
        yield Finding(
            ("queue", "order"), "同一排序项出现两次", "a part of the order is given twice"
        )
