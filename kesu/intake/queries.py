"""Reading what was brought in."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Count

from kesu.intake.models import Import, ImportedRow, Mapping

_AT_ONCE = 500


@dataclass(frozen=True)
class Known:
    """A row that is in: where it stood, in which file, with which cells."""

    number: int
    digest: bytes
    fingerprint: str


def known(kind: str, keys: Collection[bytes]) -> dict[bytes, Known]:
    """Those of these keys that are in already."""
    rows = ImportedRow.objects.filter(kind=kind, key__in=list(keys))
    found = rows.values_list("key", "number", "digest", "source__fingerprint")
    return {
        bytes(key): Known(number, bytes(digest), fingerprint)
        for key, number, digest, fingerprint in found
    }


def imports() -> Iterator[tuple[Import, int]]:
    """Every import, the newest first, with the number of its rows that are in."""
    rows = Import.objects.annotate(rows_in=Count("rows")).order_by("-began", "-no")
    for one in rows:
        yield one, one.rows_in


def find(no: str) -> Import | None:
    """The import of that number."""
    return Import.objects.filter(no=no.strip().upper()).first()


def unfinished(kind: str, fingerprint: str) -> Import | None:
    """The import of this file that was killed half-way."""
    rows = Import.objects.filter(kind=kind, fingerprint=fingerprint, state=Import.State.running)
    return rows.order_by("began", "no").first()


def mapping(name: str, kind: str) -> Mapping | None:
    """How columns are read that was kept under this name."""
    return Mapping.objects.filter(name=name, kind=kind).first()


def mappings(kind: str) -> list[str]:
    """The names under which readings of this kind of file are kept."""
    return list(Mapping.objects.filter(kind=kind).order_by("name").values_list("name", flat=True))


def rows_of(source: Import) -> Iterator[list[ImportedRow]]:
    """The rows of an import in batches; each is asked for when the one before is done with."""
    last = 0
    while rows := list(
        ImportedRow.objects.filter(source=source, pk__gt=last)
        .select_related("complaint", "customer", "order")
        .order_by("pk")[:_AT_ONCE]
    ):
        yield rows
        last = rows[-1].pk
