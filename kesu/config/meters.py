"""What one web process counts about itself: requests and how long they took.

On PostgreSQL there are several processes, and a scrape reaches any of them. They count in files
that all of them read (prometheus-client's own way, through PROMETHEUS_MULTIPROC_DIR, which
``kesu web`` sets before they start); a process that died stays counted. On SQLite there is one
process, and it counts in memory.
"""

import logging
import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_log = logging.getLogger(__name__)
_own = CollectorRegistry()
_requests = Counter(
    "kesu_http_requests",
    "Requests by the name of their route.",
    ["route", "method", "status"],
    registry=_own,
)
_seconds = Histogram(
    "kesu_http_request_seconds",
    "Seconds from the arrival of a request to the last byte of its answer.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60),
    registry=_own,
)


def count(*, route: str, method: str, status: int, seconds: float) -> None:
    """Counts one request; ``status`` as its class, so that the labels stay few.

    Where there is no room to count in, it goes uncounted: what it asked for was done already.
    """
    try:
        _requests.labels(route, method, f"{status // 100}xx").inc()
        _seconds.labels(route).observe(seconds)
    except OSError as fault:
        _log.warning("a request goes uncounted: %s", fault)


def text() -> bytes:
    """What all processes of this ``kesu web`` counted, in Prometheus' text."""
    if not os.environ.get(FOLDER):
        return generate_latest(_own)
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]  # it takes part by being made
    return generate_latest(together)
