"""What changed: issues that come near the threshold, breaches of yesterday, and the intake."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from kesu.complaints.models import Complaint
from kesu.deadlines.models import Clock
from kesu.deadlines.rules import TRIED
from kesu.desk import scope
from kesu.desk.morning.days import LOOKS_BACK, Days
from kesu.foundation.masking import mask_text
from kesu.policy.codes import ClockName, ClockState
from kesu.policy.schema import Pack

_ISSUES = 6
_TYPES = 8
_THINGS = ("campaign", "product", "merchant", "order")


@dataclass(frozen=True)
class Issue:
    """One issue: how many complaints on each of the last fourteen days and today; ``over``: more
    than so many on a day make a batch. ``usual``: the mean of the days before yesterday.
    """

    label: str
    days: list[int]
    today: int
    over: int

    @property
    def yesterday(self) -> int:
        return self.days[-1]

    @property
    def most(self) -> int:
        return max(self.yesterday, self.today)

    @property
    def usual(self) -> float:
        before = self.days[:-1]
        return sum(before) / len(before)


@dataclass(frozen=True)
class Breaches:
    """What broke yesterday of one type."""

    code: str
    name: str
    count: int


@dataclass(frozen=True)
class Intake:
    """Complaints received on each of the last fourteen days, and today so far."""

    days: list[tuple[date, int]]
    today: int


def issues(cases: QuerySet[Complaint], days: Days, pack: Pack) -> list[Issue]:
    """The issues with most complaints yesterday or today, at least two on one day."""
    since, end = days.span(1)[0], days.span()[1]
    lately = cases.exclude(issue_key="").filter(received__gte=since, received__lt=end)
    counted = lately.values_list("issue_key").annotate(n=Count("pk")).filter(n__gte=2)
    keys = [key for key, _n in counted.order_by("-n", "issue_key")[:_ISSUES]]
    found: dict[str, Counter[date]] = defaultdict(Counter)
    written: dict[str, str] = {}
    rows = cases.filter(issue_key__in=keys, received__gte=days.span(LOOKS_BACK)[0])
    for key, received, *things in rows.values_list("issue_key", "received", *_THINGS):
        found[key][received.astimezone(days.zone).date()] += 1
        for one in things:
            if one.strip().casefold() == _thing(key):
                written[key] = one
    shown = [
        Issue(
            label=_label(key, written.get(key, ""), pack),
            days=[found[key][day] for day in days.past()],
            today=found[key][days.today],
            over=pack.batch.over,
        )
        for key in keys
    ]
    return sorted(shown, key=lambda one: -one.most)


def _thing(key: str) -> str:
    """What an issue is about, as it is compared."""
    return key.split("|", 2)[-1]


def _label(key: str, written: str, pack: Pack) -> str:
    """The thing an issue is about as somebody wrote it, with its type."""
    code = key.partition("|")[0]
    thing = mask_text(written or _thing(key))
    if not pack.has_type(code):
        return thing
    return f"{thing} {pack.type(code).name.say(get_language() or 'zh-hans')}".strip()


def breaches(cases: QuerySet[Complaint], days: Days, pack: Pack) -> list[Breaches]:
    """By type, the most first; a first call-back that was tried in earnest is none (Q24)."""
    first, last = days.span(1)
    rows = Clock.objects.filter(
        scope.among(cases), state=ClockState.breached, due__gte=first, due__lt=last
    )
    rows = rows.exclude(rule=TRIED).exclude(name=ClockName.report)
    counted = rows.values_list("complaint__type").annotate(n=Count("pk"))
    language = get_language() or "zh-hans"
    return [
        Breaches(code, pack.type(code).name.say(language) if pack.has_type(code) else "", n)
        for code, n in counted.order_by("-n", "complaint__type")[:_TYPES]
    ]


def intake(cases: QuerySet[Complaint], days: Days) -> Intake:
    """One query, a count for each day."""
    spans = {f"d{ago}": days.span(ago) for ago in range(LOOKS_BACK + 1)}
    counted = cases.filter(received__gte=spans[f"d{LOOKS_BACK}"][0]).aggregate(
        **{name: Count("pk", filter=_within(*span)) for name, span in spans.items()}
    )
    past = [
        (days.today - timedelta(days=ago), counted[f"d{ago}"]) for ago in range(LOOKS_BACK, 0, -1)
    ]
    return Intake(past, counted["d0"])


def _within(first: datetime, last: datetime) -> Q:
    return Q(received__gte=first, received__lt=last)
