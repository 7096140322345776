"""What makes the parts of a pack fit together; each check yields what does not."""

from kesu.policy import agreements, letters, redress
from kesu.policy.checks import authority, care, clocks, people, texts, types, watching
from kesu.policy.faults import Finding
from kesu.policy.schema import Pack


def findings(pack: Pack) -> list[Finding]:
    """Everything that does not fit, in the order of the file."""
    found = [finding for check in _CHECKS for finding in check(pack)]
    return found or [finding for check in _THEN for finding in check(pack)]


_CHECKS = (
    people.unique,
    people.complete,
    people.levels,
    people.ladder,
    people.departments,
    types.parents,
    types.stated,
    types.special_types,
    clocks.clock_names,
    types.conditions,
)
_THEN = (
    clocks.first_callbacks,
    clocks.keys,
    authority.mandates,
    authority.budgets,
    redress.findings,
    types.impacts,
    texts.plans,
    authority.duties,
    clocks.statutory,
    clocks.closing,
    clocks.pauses,
    texts.lessons,
    care.findings,
    texts.guides,
    clocks.days,
    authority.order,
    clocks.quiet,
    watching.findings,
    agreements.findings,
    texts.texts,
    letters.findings,
)
