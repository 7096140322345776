"""When complaints of one issue are a batch: how many, within what, who counts (E37, Q5). Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from kesu.language.radar.issue import Issue

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Rule:
    """More than ``over`` within a calendar day of ``zone``, or with ``week`` within seven days.

    ``early``: warn before that, when as many are hardly chance.
    """

    zone: tzinfo
    over: int = 10
    week: bool = False
    early: bool = False

    def day(self, at: datetime) -> int:
        """The number of the calendar day, as it counts."""
        return at.astimezone(self.zone).toordinal()

    def note(self, issue: Issue, who: str, at: datetime) -> None:
        """One more came in: a person's repeats on one day are one case; what is a week old goes."""
        case = (who, self.day(at))
        issue.recent.pop(case, None)
        issue.recent[case] = at
        while (oldest := next(iter(issue.recent)))[1] != case[1] and issue.recent[
            oldest
        ] <= at - WEEK:
            del issue.recent[oldest]

    def cases(self, issue: Issue, at: datetime) -> int:
        """How many count for the rule at that moment."""
        return len(issue.recent) if self.week else self.cases_today(issue, at)

    def cases_today(self, issue: Issue, at: datetime) -> int:
        """How many of them came on that calendar day."""
        today = self.day(at)
        return sum(day == today for _who, day in issue.recent)

    def counted(self, issue: Issue, at: datetime) -> set[tuple[str, int]]:
        """Who counts, with the day."""
        today = self.day(at)
        return {case for case in issue.recent if self.week or case[1] == today}
