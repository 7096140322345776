"""Whether the clauses of a pack may stand in an agreement (F12)."""

from collections.abc import Iterator

from kesu.policy.faults import Finding, Path
from kesu.policy.schema import Pack
from kesu.policy.schema.agreement import PLACES, Agreement, places_in


def findings(pack: Pack) -> Iterator[Finding]:
    """No text says what none may say; nothing stands in braces that is never put in."""
    seen: set[str] = set()
    for place, clause in enumerate(pack.agreement.clauses):
        if clause.code in seen:
            zh, en = f"{clause.code}: 代码重复", f"{clause.code}: code given twice"
            yield Finding(("agreement", "clauses", place, "code"), zh, en)
        seen.add(clause.code)
    for path, text in pack.agreement.texts():
        where: Path = ("agreement", *path)
        yield from _unknown_places(where, text)
        yield from forbidden(where, text, pack.agreement)


def _unknown_places(where: Path, text: str) -> Iterator[Finding]:
    listed = " ".join(f"{{{place}}}" for place in PLACES)
    for name in places_in(text):
        if name not in PLACES:
            zh = f"{{{name}}}: 未知的占位符；可用：{listed}"
            yield Finding(where, zh, f"{{{name}}}: unknown placeholder; known: {listed}")


def forbidden(where: Path, text: str, agreement: Agreement) -> Iterator[Finding]:
    """What a text says that no paper for a customer may say."""
    found = agreement.forbidden(text)
    if found is not None:
        sentence, entry = found
        zh = f"「{sentence}」：不得写入和解协议；{entry.reason.zh_hans}"
        en = f"{sentence!r} may not stand in an agreement: {entry.reason.en}"
        yield Finding(where, zh, en)
