"""``GET /metrics`` for Prometheus, with a token of its own: numbers, of nobody in particular."""

import hmac
import logging
import platform
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Case, Count, IntegerField, Max, Min, Q, Sum, When
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from kesu import __version__
from kesu.clock.models import Heartbeat, Tally
from kesu.complaints.models import Complaint
from kesu.config import meters
from kesu.foundation.leases import Obligation
from kesu.journal.models import JournalHead
from kesu.policy import queries as policies
from kesu.policy.codes import NOT_OPEN, Grade
from kesu.stream.place import is_named
from kesu.stream.standing import Away, standing
from kesu.watch.models import Message, Signal
from kesu.workdays import queries as workdays

_AHEAD = timedelta(minutes=1)
_ENDED = [state.value for state in NOT_OPEN]
_log = logging.getLogger(__name__)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """404 where no token was set, 401 for another one; else everything, as text."""
    token = settings.KESU_METRICS_TOKEN
    if not token:
        return HttpResponse(status=404)
    given = request.headers.get("Authorization", "").encode(errors="replace")
    if not hmac.compare_digest(given, f"Bearer {token}".encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Bearer realm="kesu-metrics"'})
    house = CollectorRegistry(auto_describe=False)
    house.register(House(datetime.now(tz=UTC)))
    return HttpResponse(generate_latest(house) + meters.text(), CONTENT_TYPE_PLAIN_0_0_4)


class House(Collector):
    """What the database says at ``at`` (UTC). One that cannot be read leaves the others."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        failed = 0
        for read in _FAMILIES:
            try:
                yield from list(read(self._at))
            except DatabaseError:
                _log.exception("the metrics of %s could not be read", read.__name__.strip("_"))
                failed += 1
        yield GaugeMetricFamily(
            "kesu_scrape_failures", "Groups of metrics that could not be read now.", failed
        )


def _build(_: datetime) -> Iterator[Metric]:
    labels = ["version", "python", "database"]
    family = GaugeMetricFamily("kesu_build_info", "What runs here.", labels=labels)
    family.add_metric([__version__, platform.python_version(), connection.vendor], 1)
    yield family


def _complaints(at: datetime) -> Iterator[Metric]:
    labels = ["state", "grade", "urgent"]
    count = GaugeMetricFamily("kesu_complaints_open", "Complaints not closed.", labels=labels)
    late = GaugeMetricFamily("kesu_complaints_overdue", "Open with a due time past.", labels=labels)
    past = Case(When(queue_due__lt=at, then=1), default=0, output_field=IntegerField())
    rows = Complaint.objects.filter(~Q(state__in=_ENDED))
    of_a_group = ("state", "grade_rank", "urgent")
    groups = (
        rows.order_by(*of_a_group).values_list(*of_a_group).annotate(n=Count("pk"), late=Sum(past))
    )
    for state, grade, urgent, number, passed in groups:
        of = [state, Grade(grade).name, str(urgent).lower()]
        count.add_metric(of, number)
        late.add_metric(of, passed)
    yield from (count, late)


def _breaches(_: datetime) -> Iterator[Metric]:
    """As the worker counted them, at most some seconds ago."""
    said = "Clocks that ran out, by their name."
    family = CounterMetricFamily("kesu_clocks_breached", said, labels=["clock"])
    tally = Tally.objects.filter(id=1).values_list("breached", flat=True).first() or {}
    for name, count in sorted(tally.items()):
        family.add_metric([name], count)
    yield family


def _obligations(at: datetime) -> Iterator[Metric]:
    """What is done is not counted: it only ever grows, and nobody waits for it."""
    count = GaugeMetricFamily(
        "kesu_obligations", "What is to be done, by kind and state.", labels=["kind", "state"]
    )
    age = GaugeMetricFamily(
        "kesu_obligation_oldest_seconds",
        "For how long the oldest that waits has been due.",
        labels=["kind"],
    )
    for model in _kinds():
        states = model.State
        kind, oldest = model._meta.label_lower, None
        left = [states.waiting.value, states.leased.value, states.quarantined.value]
        rows = model.objects.filter(state__in=left).order_by().values_list("state")
        found = {state: (n, due) for state, n, due in rows.annotate(n=Count("pk"), d=Min("due_at"))}
        for state in left:
            count.add_metric([kind, state], found.get(state, (0,))[0])
        oldest = found[states.waiting][1] if states.waiting in found else at
        age.add_metric([kind], max((at - oldest).total_seconds(), 0.0))
    yield from (count, age)


def _kinds() -> list[type[Obligation]]:
    return [model for model in apps.get_models() if issubclass(model, Obligation)]


def _chats(_: datetime) -> Iterator[Metric]:
    """Messages are numbered as they are kept: the last number costs nothing to find, a count of
    millions would. Numbers that were drawn in vain are counted along.
    """
    heard = Message.objects.aggregate(last=Max("id"))["last"] or 0
    yield CounterMetricFamily("kesu_messages_heard", "Chat messages that were kept.", heard)
    waiting = Signal.objects.filter(state=Signal.State.open).order_by().values_list("kind")
    family = GaugeMetricFamily("kesu_signals_open", "Warnings nobody settled.", labels=["kind"])
    for kind, count in waiting.annotate(n=Count("pk")):
        family.add_metric([kind], count)
    yield family


def _stream(_: datetime) -> Iterator[Metric]:
    if not is_named():
        return
    try:
        stands = standing()
    except Away as away:
        _log.warning("the metrics of the chat stream could not be read: %s", away)
        return
    for name, said, number in (
        ("lag", "Entries of the chat stream that nobody took yet.", stands.lag),
        ("pending", "Entries that are taken and not ended.", stands.pending),
        ("put_aside", "Entries that could not be read.", stands.dead),
    ):
        yield GaugeMetricFamily(f"kesu_chat_stream_{name}", said, number)


def _journal(_: datetime) -> Iterator[Metric]:
    lines = JournalHead.objects.filter(id=1).values_list("seq", flat=True).first() or 0
    yield CounterMetricFamily("kesu_journal_lines", "Lines of the record.", lines)


def _worker(at: datetime) -> Iterator[Metric]:
    # A word from tomorrow is that of a worker whose clock was wrong.
    heard = Heartbeat.objects.filter(at__lte=at + _AHEAD)
    last = heard.aggregate(last=Max("at"))["last"]
    if last is not None:
        said = "Seconds since a worker was last seen at work."
        age = max((at - last).total_seconds(), 0.0)
        yield GaugeMetricFamily("kesu_worker_heartbeat_age_seconds", said, age)


def _policy(at: datetime) -> Iterator[Metric]:
    pack = policies.in_force(at)
    family = GaugeMetricFamily(
        "kesu_policy_info", "The policy in force.", labels=["name", "version"]
    )
    family.add_metric([pack.name, pack.version], 1)
    yield family


def _calendar(at: datetime) -> Iterator[Metric]:
    published = workdays.calendar().published
    horizon = (
        (date(max(published), 12, 31) - policies.local(at).date()) if published else timedelta()
    )
    said = "Days from today for which holidays are published."
    yield GaugeMetricFamily("kesu_calendar_horizon_days", said, horizon.days)


_FAMILIES: tuple[Callable[[datetime], Iterator[Metric]], ...] = (
    _build,
    _complaints,
    _breaches,
    _obligations,
    _chats,
    _stream,
    _journal,
    _worker,
    _policy,
    _calendar,
)
