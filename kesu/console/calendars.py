"""``kesu calendar differences``: what another calendar would say of deadlines that were given."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kesu.console import database
from kesu.console.words import UNUSABLE, say
from kesu.workdays.rules import Calendar, CalendarFault

if TYPE_CHECKING:
    from kesu.desk.calendars import Difference


def differences(file: Path | None) -> int:
    """Prints a line a clock that ``file``, or the calendar as it is known now, would give another
    time: number, clock, step, state, due, due by that calendar, how it would stand. It changes
    nothing: a verdict stays as it was judged. The exit status; 2 for a calendar of no use.
    """
    try:
        other = Calendar.from_csv(file) if file else None
    except CalendarFault as fault:
        say(zh=fault.say("zh"), en=fault.say("en"))
        return UNUSABLE
    database.prepare()
    database.setup(for_a_person=True)
    from kesu.desk import calendars
    from kesu.workdays.queries import calendar

    count = 0
    for one in calendars.differences(other or calendar(), now=datetime.now(tz=UTC)):
        print(_line(one))
        count += 1
    say(
        zh=f"{count} 个时效的到期时间会不同；已作出的判定不变",
        en=f"{count} deadlines would differ; what was judged stands",
    )
    return 0


def _line(one: "Difference") -> str:
    due = (moment.isoformat(timespec="seconds") for moment in (one.due, one.due_by_calendar))
    return "\t".join((one.no, one.clock, one.subject or "-", one.state, *due, one.would))
