"""Writing down what was brought in. Called by journeys, inside their transaction."""

import fcntl
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from kesu.foundation import environment
from kesu.foundation.ids import spoken_number
from kesu.foundation.rows import insert_values
from kesu.intake import models
from kesu.intake.models import Import, ImportedRow
from kesu.policy import queries as policies


@contextmanager
def alone(kind: str, fingerprint: str) -> Iterator[bool]:
    """Whether nobody else takes in this file now; holds it until the end of the block, or of the
    process, however that ends.
    """
    if connection.vendor == "postgresql":
        with _advisory(int(fingerprint[:15], 16)) as mine:
            yield mine
        return
    folder = environment.home() / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{kind}-{fingerprint[:16]}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


@contextmanager
def _advisory(number: int) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def begin(*, kind: str, file: str, fingerprint: str, at: datetime) -> Import:
    """A new import with a number of its own."""
    day = policies.local(at).date()
    while Import.objects.filter(no=(no := spoken_number("IM", day))).exists():
        pass
    return Import.objects.create(
        no=no, kind=kind, file=file[-255:], fingerprint=fingerprint, began=at
    )


class Kept(NamedTuple):
    """A row of a file as it is remembered: the columns of ``ImportedRow``."""

    source_id: str
    kind: str
    key: bytes
    digest: bytes
    number: int
    complaint_id: UUID | None
    customer_id: UUID | None
    order_id: int | None


def keep(rows: Iterable[Kept], *, once: bool) -> None:
    """Rows that are in. Errors, with ``once``: ``IntegrityError`` where one is in already."""
    insert_values(ImportedRow, Kept._fields, rows, ignore_conflicts=not once)


def finish(source: Import, *, read: int, rejected: int, at: datetime) -> bool:
    """The file is through; False when that was said before."""
    rows = Import.objects.filter(pk=source.pk, state=Import.State.running)
    return bool(rows.update(state=Import.State.done, read=read, rejected=rejected, ended=at))


def undone(source: Import) -> None:
    """It was taken back."""
    Import.objects.filter(pk=source.pk).update(state=Import.State.undone)


def keep_mapping(
    *, name: str, kind: str, columns: Mapping[str, Any], values: Mapping[str, Any], at: datetime
) -> None:
    """Keeps how columns are read; a later word under the same name replaces the earlier."""
    models.Mapping.objects.update_or_create(
        name=name,
        defaults={"kind": kind, "columns": dict(columns), "values": dict(values), "updated": at},
    )
