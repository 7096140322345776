"""How the pure commands judge a stream of lines under one policy and one calendar."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol, TextIO

from kesu.console.jsonl import FAULTS_FOUND, batches, write
from kesu.console.words import UNUSABLE, say
from kesu.policy.faults import UnusablePack
from kesu.policy.loading import load
from kesu.policy.schema import Pack
from kesu.workdays.rules import Calendar, CalendarFault


class Judge(Protocol):
    """Answers lines, one by one, and counts the faulty ones."""

    faulty: int

    def answer(self, line: bytes) -> str:
        """One line out for one line in, its end included."""


def judge_all(
    judge_of: Callable[[Pack, Calendar], Judge],
    policy: str,
    calendar: Path | None,
    lines: Iterable[str | bytes],
    out: TextIO,
) -> int:
    """Answers each line of ``lines`` with a line on ``out``, in order, and gives the exit status.

    ``policy`` is a built-in name or a path, ``calendar`` a file in place of the shipped days.
    Whatever is there to be read is answered and flushed before more is waited for, so a pipe can
    stay open. Status 0 all judged, 1 some lines were faulty, 2 no usable policy or calendar.
    """
    try:
        days = Calendar.from_csv(calendar) if calendar else Calendar.shipped()
        judge = judge_of(load(policy), days)
    except (UnusablePack, CalendarFault) as fault:
        say(zh=fault.say("zh"), en=fault.say("en"))
        return UNUSABLE
    for batch in batches(lines):
        write(out, "".join(map(judge.answer, batch)))
    return FAULTS_FOUND if judge.faulty else 0
