"""Is the calendar known for the days to come?"""

from collections.abc import Iterator
from datetime import datetime

from kesu.console.checks.finding import Finding
from kesu.console.words import choose

_ANNOUNCED_IN_MONTH = 12


def calendar(at: datetime) -> Iterator[Finding]:
    from kesu.policy import queries as policies
    from kesu.workdays.queries import calendar

    last = max(calendar().published)
    # The next year is announced in November; in December it is missed.
    today = policies.local(at)
    needed = today.year + (today.month >= _ANNOUNCED_IN_MONTH)
    what = choose(zh="工作日历已公布至", en="work calendar published until")
    advice = choose(zh="更新 Kesu，它带有新的日历", en="update Kesu: it brings the new calendar")
    yield Finding(what, holds=last >= needed or None, detail=str(last), advice=advice)
