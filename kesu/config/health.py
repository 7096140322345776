"""Health for load balancers: does the process answer, and may it be given work."""

import logging
import shutil
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, connection, connections
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from kesu.foundation import environment
from kesu.foundation.outages import Outage, outage
from kesu.foundation.sealing import Unopenable, seal, unseal

PATIENCE_SECONDS = 2.0
_LEAST_FREE_BYTES = 8 * 1024**2
_WAIT_FOR_WRITER_MILLISECONDS = 100
_migrated: set[str] = set()
_log = logging.getLogger(__name__)

AWAY = gettext_noop("The database cannot be reached.")
SILENT = gettext_noop("The database does not answer.")
UNWRITABLE = gettext_noop("The database is read-only, or there is no room left for it.")
OPEN = gettext_noop("The database is not migrated to this version of Kesu.")
UNKNOWN = gettext_noop("Not known while the database is away.")
KEYLESS = gettext_noop("The keys are missing or do not fit.")
FULL = gettext_noop("The disk is nearly full.")


@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks nothing else."""
    return JsonResponse({"live": True})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when every check holds, else 503: each check by name, and in words what is not ready.

    The words name no address and no place. Answers within ``PATIENCE_SECONDS``.
    """
    causes = asked()
    with translation.override(translation.get_language_from_request(request)):
        said = {
            "ready": not any(causes.values()),
            "checks": {name: not cause for name, cause in causes.items()},
            "not_ready": [
                {"check": name, "say": _(cause)} for name, cause in causes.items() if cause
            ],
        }
    return JsonResponse(said, status=200 if said["ready"] else 503)


class _Probe(threading.Thread):
    """One look at everything, apart from the request: a database that hangs keeps only this."""

    def __init__(self) -> None:
        super().__init__(name="kesu-ready", daemon=True)
        self.until = time.monotonic() + PATIENCE_SECONDS
        self.causes = dict.fromkeys(_CHECKS, UNKNOWN) | {"database": SILENT}

    def run(self) -> None:
        try:
            for name in ("keys", "disk", "database", "migrations"):
                if name == "migrations" and self.causes["database"]:
                    break
                self.causes[name] = _cause(name)
        finally:
            # A thread of its own has a connection of its own, and leaves none behind.
            connections.close_all()


_probe_lock = threading.Lock()
_probe: _Probe | None = None


def asked() -> dict[str, str]:
    """What keeps each check from holding, "" for nothing. Those who ask at once share a look."""
    global _probe
    with _probe_lock:
        if _probe is None or not _probe.is_alive():
            _probe = _Probe()
            _probe.start()
        probe = _probe
    probe.join(max(probe.until - time.monotonic(), 0.0))
    return dict(probe.causes)


def _cause(name: str) -> str:
    check, otherwise = _CHECKS[name]
    try:
        return check()
    except (DatabaseError, Unopenable, OSError) as fault:
        _log.warning("not ready: %s", name, exc_info=fault)
        return UNWRITABLE if outage(fault) is Outage.storage else otherwise


def _database() -> str:
    try:
        connection.ensure_connection()
    except DatabaseError as fault:
        _log.warning("not ready: database", exc_info=fault)
        return AWAY
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _try_to_write(cursor)
            return ""
        cursor.execute("SELECT current_setting('transaction_read_only')")
        return "" if cursor.fetchone() == ("off",) else UNWRITABLE


def _try_to_write(cursor: CursorWrapper) -> None:
    """SQLite says that a file is read-only when something is written, and not before."""
    cursor.execute(f"PRAGMA busy_timeout = {_WAIT_FOR_WRITER_MILLISECONDS}")
    cursor.execute("PRAGMA user_version")
    mark = int(cursor.fetchone()[0])
    try:
        cursor.execute("BEGIN IMMEDIATE")
        try:
            cursor.execute(f"PRAGMA user_version = {mark:d}")
        finally:
            cursor.execute("ROLLBACK")
    except DatabaseError as fault:
        # Where another one is just writing it can be written to.
        if outage(fault) is not Outage.busy:
            raise


def _migrations() -> str:
    """Once applied they stay applied: looked at until then, not on every probe."""
    name = str(connection.settings_dict["NAME"])
    if name not in _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return OPEN
        _migrated.add(name)
    return ""


def _keys() -> str:
    return "" if unseal(seal("kesu", field="health"), field="health") == "kesu" else KEYLESS


def _disk() -> str:
    free = shutil.disk_usage(environment.home()).free
    return "" if free >= _LEAST_FREE_BYTES else FULL


_CHECKS: dict[str, tuple[Callable[[], str], str]] = {
    "database": (_database, AWAY),
    "migrations": (_migrations, OPEN),
    "keys": (_keys, KEYLESS),
    "disk": (_disk, FULL),
}
