"""How the house stands: versions, disk, workers, queues, the last backup; and, asked one check
after the other, what the doctor says.

The doctor and the health checks stand above this floor; the settings name them.
"""

import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import django
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, Q
from django.utils.module_loading import import_string

from kesu.complaints import permissions
from kesu.desk.faults import NotYours
from kesu.foundation import backups, environment
from kesu.foundation.backups import Backup
from kesu.foundation.fault_words import first_line
from kesu.foundation.leases import Obligation
from kesu.people.rules import Person

_ERRORS = 3
_LATE = timedelta(minutes=5)


@dataclass(frozen=True)
class Finding:
    """What one check of the doctor found; ``holds`` None: works, but look at it."""

    what: str
    holds: bool | None
    detail: str
    advice: str


@dataclass(frozen=True)
class Checked:
    """One check and the name of the one after it, None behind the last."""

    findings: tuple[Finding, ...]
    following: str | None


@dataclass(frozen=True)
class Queue:
    """Work of one kind. ``late``: waiting since longer ago than it should; ``errors``: why rows
    were set aside, as the machine said.
    """

    name: str
    waiting: int
    leased: int
    aside: int
    late: int
    oldest: datetime | None
    errors: tuple[str, ...]


@dataclass(frozen=True)
class Worker:
    name: str
    at: datetime


@dataclass(frozen=True)
class System:
    """``ready``: what keeps the house from being given work, by check, "" for nothing."""

    ready: dict[str, str]
    workers: tuple[Worker, ...]
    queues: tuple[Queue, ...]
    versions: tuple[tuple[str, str], ...]
    free: int
    database: int
    backup: Backup | None


def system(*, reader: Person, now: datetime) -> System:
    """What is known without looking far. Errors: ``NotYours``."""
    _admitted(reader)
    ready = cast(Callable[[], dict[str, str]], import_string(settings.KESU_READINESS))
    return System(
        ready=ready(),
        workers=tuple(_workers()),
        queues=tuple(_queue(model, now) for model in _obligations()),
        versions=tuple(_versions()),
        free=shutil.disk_usage(environment.home()).free,
        database=_size(),
        backup=backups.last(),
    )


def checked(name: str, *, reader: Person, now: datetime, language: str) -> Checked:
    """What the doctor's check ``name`` finds now, the first one for "".

    Errors: ``NotYours``; ``LookupError`` for a check that is none.
    """
    _admitted(reader)
    doctor = cast(
        Callable[..., tuple[list[tuple[Any, ...]], str | None]], import_string(settings.KESU_DOCTOR)
    )
    rows, following = doctor(name, now, language)
    return Checked(tuple(Finding(*one) for one in rows), following)


def _admitted(reader: Person) -> None:
    if not permissions.may_see_the_system(reader):
        raise NotYours


def _workers() -> Iterator[Worker]:
    rows = apps.get_model("clock", "Heartbeat").objects.order_by("-at")
    for row in rows[:20]:
        yield Worker(row.worker, row.at)


def _obligations() -> Iterator[type[Obligation]]:
    for model in apps.get_models():
        if issubclass(model, Obligation):
            yield model


def _queue(model: type[Obligation], now: datetime) -> Queue:
    states = model.State
    rows = model.objects
    waiting = Q(state=states.waiting)
    found = rows.filter(~Q(state=states.done)).aggregate(
        waiting=Count("pk", filter=waiting),
        leased=Count("pk", filter=Q(state=states.leased)),
        aside=Count("pk", filter=Q(state=states.quarantined)),
        late=Count("pk", filter=waiting & Q(due_at__lt=now - _LATE)),
        oldest=Min("due_at", filter=waiting & Q(due_at__lte=now)),
    )
    aside = rows.filter(state=states.quarantined).order_by("-due_at")
    said = aside.values_list("last_error", flat=True)[:50]
    errors = dict.fromkeys(first_line(one) for one in said)
    return Queue(
        name=model._meta.label_lower, errors=tuple(one for one in errors if one)[:_ERRORS], **found
    )


def _versions() -> Iterator[tuple[str, str]]:
    yield "Kesu", version("kesu")
    yield "Python", platform.python_version()
    yield "Django", django.get_version()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            yield "SQLite", str(cursor.fetchone()[0])
        else:
            cursor.execute("SHOW server_version")
            yield "PostgreSQL", str(cursor.fetchone()[0])


def _size() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    file = Path(str(connection.settings_dict["NAME"]))
    return file.stat().st_size if file.is_file() else 0
