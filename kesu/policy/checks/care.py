"""Whether what follows a closing is said once each, of types that there are (A11)."""

from collections.abc import Iterator

from kesu.policy.checks.saying import unknown
from kesu.policy.faults import Finding, Path
from kesu.policy.schema import Pack


def findings(pack: Pack) -> Iterator[Finding]:
    """What does not fit in ``[[after_care]]``."""
    types = (*(group.code for group in pack.groups), *pack.type_codes)
    seen: set[str] = set()
    for index, one in enumerate(pack.after_care):
        path: Path = ("after_care", index)
        if one.code in seen:
            zh, en = f"{one.code}：重复的代码", f"{one.code}: this code stands here twice"
            yield Finding((*path, "code"), zh, en)
        seen.add(one.code)
        for place, named in enumerate(one.types):
            if named not in types:
                yield unknown((*path, "types", place), named, types)
