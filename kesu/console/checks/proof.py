"""The files of the evidence: all there, and what they were."""

from collections.abc import Iterator
from datetime import datetime

from kesu.console.checks.finding import Finding
from kesu.console.words import choose

_MOST_NAMED = 10


def proof(at: datetime) -> Iterator[Finding]:
    from kesu.complaints.evidence import files_named, spoilt_among
    from kesu.desk.evidence import ever_spoilt
    from kesu.foundation import files

    on_disk = sum(1 for _ in files.all_kept())
    named = files_named()
    what = choose(zh="证据文件齐全", en="every file of the evidence is there")
    advice = choose(
        zh="用 kesu restore 从备份取回，或请对方重新提供",
        en="bring it back from a backup with kesu restore, or ask for it again",
    )
    lost = [sha256 for sha256, _size in named if not files.place(sha256).exists()]
    counted = choose(
        zh=f"名下 {len(named)} 个，磁盘上 {on_disk} 个",
        en=f"{len(named)} named, {on_disk} on disk",
    )
    said = f"{counted}; {_whose(lost)}" if lost else counted
    yield Finding(what, holds=not lost, detail=said, advice=advice)
    checked, bad = spoilt_among(named, at, suspects=ever_spoilt())
    what = choose(zh="抽查的证据文件未被改动", en="the files looked at are what they were")
    yield Finding(what, holds=not bad, detail=_whose(bad) if bad else str(checked), advice=advice)


def _whose(digests: list[str]) -> str:
    """How many files, by what they are found, and on which complaints."""
    from kesu.complaints.evidence import cases_with

    numbers = cases_with(digests)
    more = ", …" if len(numbers) > _MOST_NAMED else ""
    cases = ", ".join(numbers[:_MOST_NAMED]) + more
    return choose(
        zh=f"{len(digests)} 个（{digests[0]}），见 {cases}",
        en=f"{len(digests)} ({digests[0]}), of {cases}",
    )
