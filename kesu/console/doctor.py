"""``kesu doctor``: is this installation sound? The checks stand in ``checks/``; here, in which
order they are asked.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

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


def seen(at: datetime, language: str) -> list[tuple[str, bool | None, str, str]]:
    """What the checks find in a house that is at work, for its screens: what, whether it holds,
    the detail, what to do. The mail server is not asked: it may take its time.
    """
    asked = (
        environment.keys,
        disk.disk,
        *(check for check in _CHECKS if check is not mail.mail),
    )
    with speaking(language):
        found = [finding for check in asked for finding in heard(check, at)]
    return [(one.what, one.holds, one.detail, one.advice) for one in found]
