"""How a check says that a code is not known."""

from collections.abc import Collection, Iterable, Iterator

from kesu.policy.faults import Finding, Path


def unknown(path: Path, code: str, known: Iterable[str]) -> Finding:
    """That a code is not one of those known."""
    listed = ", ".join(known)
    return Finding(path, f"{code}: 未知的代码；可用：{listed}", f"{code}: unknown; known: {listed}")


def strangers(path: Path, table: Iterable[str], known: Collection[str]) -> Iterator[Finding]:
    """One for each key of a table that is not known."""
    for key in table:
        if key not in known:
            yield unknown((*path, key), key, known)
