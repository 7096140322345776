"""What is wrong with the letters of a pack: names in braces that nothing fills in, and what no
customer may be made to sign.
"""

from collections.abc import Iterator, Sequence

from kesu.policy.agreements import forbidden
from kesu.policy.faults import Finding, Path
from kesu.policy.schema import PLACES, DraftKind, Pack
from kesu.policy.schema.letters import DRAFT_PLACES, strangers


def findings(pack: Pack) -> Iterator[Finding]:
    """One for each name that a letter or a draft does not know."""
    for kind, letter in pack.texts.mail.items():
        for part, language, name in letter.strangers(kind):
            path: Path = ("texts", "mail", kind.value, part, language)
            yield _stranger(path, name, PLACES[kind])
    for draft, text in pack.texts.drafts.items():
        for language, name in strangers(text, DRAFT_PLACES[draft]):
            path = ("texts", "drafts", draft.value, language)
            yield _stranger(path, name, DRAFT_PLACES[draft])
    paper = pack.texts.drafts.get(DraftKind.withdrawal)
    for language, said in (
        paper.model_dump(by_alias=True, exclude_none=True) if paper else {}
    ).items():
        where: Path = ("texts", "drafts", DraftKind.withdrawal.value, language)
        for line in said.splitlines():
            yield from forbidden(where, line, pack.agreement)


def _stranger(path: Path, name: str, known: Sequence[str]) -> Finding:
    listed = " ".join(f"{{{place}}}" for place in known)
    zh = f"{{{name}}}: 未知的占位符；可用：{listed}"
    return Finding(path, zh, f"{{{name}}}: unknown placeholder; known: {listed}")
