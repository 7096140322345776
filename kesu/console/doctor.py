"""``kesu doctor``: is this installation sound? The checks stand in ``checks/``; here, in which
order they are asked.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from kesu.console.checks import (
    calendar,
    chats,
    database,
    disk,
    environment,
    mail,
    proof,
    record,
    work,
)
from kesu.console.checks.finding import Check, Finding, heard
from kesu.console.words import speaking

_GROUNDS: tuple[tuple[Check, ...], ...] = (
    (environment.variables, environment.keys),
    (disk.disk,),
    (database.reachable,),
)
"""What the others stand on: where one of these is not sound, nothing else can be asked."""
_CHECKS: tuple[Check, ...] = (
    database.sqlite,
    record.append_only,
    record.readable,
    record.searchable,
    proof.proof,
    calendar.calendar,
    database.clock,
    mail.mail,
    chats.chats,
    work.queue,
    work.worker,
)
_ON_SCREENS: dict[str, Check] = {
    check.__name__: check
    for check in (environment.keys, disk.disk, *_CHECKS)
    if check is not mail.mail
}
"""Of a house that is at work. The mail server is not asked: it may take its time."""


def run() -> int:
    """Prints a line a check; 1 when any found a fault."""
    sound = True
    for finding in examination(datetime.now(tz=UTC)):
        print(finding.line(), flush=True)
        sound = sound and finding.holds is not False
    return 0 if sound else 1


def examination(at: datetime) -> Iterator[Finding]:
    """First what the others stand on: the environment, keys and disk, then the database; where
    one of these is not sound, nothing else can be asked.
    """
    for ground in _GROUNDS:
        found = [finding for check in ground for finding in heard(check, at)]
        yield from found
        if any(finding.holds is False for finding in found):
            return
    yield from findings(at)


def findings(at: datetime) -> Iterator[Finding]:
    """Every check of a house that stands, one after the other."""
    for check in _CHECKS:
        yield from heard(check, at)


def seen(name: str, at: datetime, language: str) -> tuple[list[tuple[Any, ...]], str | None]:
    """What one check finds in a house that is at work, for its screens: rows of what, whether it
    holds, the detail, what to do; and the name of the check after it, None behind
    the last.

    ``name`` is "" for the first one. Errors: ``LookupError`` for a check that is none.
    """
    names = [*_ON_SCREENS, None]
    check = _ON_SCREENS[name or next(iter(_ON_SCREENS))]
    with speaking(language):
        found = list(heard(check, at))
    rows = [(one.what, one.holds, one.detail, one.advice) for one in found]
    return rows, names[names.index(check.__name__) + 1]
