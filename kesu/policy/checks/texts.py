"""Whether plans, guides, lessons and words name what there is."""

from collections.abc import Iterator

from kesu.policy import codes
from kesu.policy.checks.authority import said_above
from kesu.policy.checks.people import repeated
from kesu.policy.checks.saying import strangers, unknown
from kesu.policy.checks.types import condition_of
from kesu.policy.faults import Finding, Path
from kesu.policy.schema import ANY, NoticeKind, Pack

WORDS: dict[str, tuple[str, ...]] = {
    "states": tuple(codes.State),
    "agent_states": tuple(codes.State),
    "grades": tuple(codes.Grade.__members__),
    "flags": tuple(codes.Flag),
    "channels": tuple(codes.Channel),
    "sources": tuple(codes.Source),
    "special_roles": tuple(codes.SpecialRole),
    "notify": tuple(codes.Notify),
    "notices": tuple(NoticeKind),
    "clocks": tuple(codes.ClockName),
    "outcomes": tuple(codes.Outcome),
    "dispositions": tuple(codes.DispositionKind),
    "verdicts": tuple(codes.Verdict),
    "parties": tuple(codes.Party),
    "remedies": tuple(codes.Remedy),
}
"""The kinds of ``[texts.<kind>]`` and the codes each may name."""


def plans(pack: Pack) -> Iterator[Finding]:
    """Every type has the parts of a plan (B34)."""
    types = (ANY, *(group.code for group in pack.groups), *pack.type_codes)
    yield from strangers(("plans",), pack.plans, types)
    for code in pack.type_codes:
        missing = [name for name in pack.plan(code).missing if not said_above(pack, code, name)]
        if missing:
            words = ", ".join(missing)
            zh, en = f"{code}: 预案缺少 {words}", f"{code}: its plan lacks {words}"
            yield Finding(("plans",), zh, en)


def guides(pack: Pack) -> Iterator[Finding]:
    """Guides are of types that there are, and ask what can be asked."""
    types = (ANY, *(group.code for group in pack.groups), *pack.type_codes)
    yield from repeated(("guides", "interviews"), pack.guides.interviews)
    if pack.promises.broken not in pack.type_codes:
        yield unknown(("promises", "broken"), pack.promises.broken, pack.type_codes)
    yield from strangers(("guides", "follow_up"), pack.guides.follow_up, types)
    for index, interview in enumerate(pack.guides.interviews):
        path: Path = ("guides", "interviews", index)
        for place, code in enumerate(interview.types):
            if code not in types:
                yield unknown((*path, "types", place), code, types)
        for place, condition in enumerate(interview.when):
            yield from condition_of((*path, "when", place), condition)


def lessons(pack: Pack) -> Iterator[Finding]:
    """What goes on a record and what is reviewed is of types and tiers that there are."""
    types = (ANY, *(group.code for group in pack.groups), *pack.type_codes)
    yield from strangers(("conduct", "kinds"), pack.conduct.kinds, types)
    for key, kind in pack.conduct.kinds.items():
        if not 1 <= len(kind.strip()) <= codes.LONGEST_KIND:
            most = codes.LONGEST_KIND
            zh, en = f"须为 1 至 {most} 个字", f"expected 1 to {most} characters"
            yield Finding(("conduct", "kinds", key), zh, en)
    lowest = pack.case_reviews.from_tier
    if lowest is not None and lowest not in pack.ladder:
        yield unknown(("case_reviews", "from_tier"), lowest, pack.ladder)


def texts(pack: Pack) -> Iterator[Finding]:
    """Words are those of codes that there are."""
    for kind, words in pack.texts.words.items():
        if kind not in WORDS:
            yield unknown(("texts", kind), kind, (*WORDS, "mail", "drafts"))
            continue
        yield from strangers(("texts", kind), words, WORDS[kind])
