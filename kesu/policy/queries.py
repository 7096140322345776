"""Which rules were in force when."""

from datetime import datetime
from functools import lru_cache

from kesu.policy import loading
from kesu.policy.models import PolicyVersion
from kesu.policy.schema import Pack

DEFAULT = "loyalty"


class UnknownPolicy(LookupError):  # noqa: N818 - says what is wrong with the name
    """No policy of that name, or no such version of it."""


def in_force(at: datetime, name: str = DEFAULT) -> Pack:
    """The version of ``name`` with the latest start that is not after ``at`` (aware).

    The packs that ship count as versions; before the first start the first version holds.
    One indexed query. Errors: ``UnknownPolicy``.
    """
    shipped = loading.builtin_versions(name)
    started = [pack for pack in shipped if pack.starts <= at]
    row = _published(name, at)
    if row and (not started or row[1] >= started[-1].starts):
        return version(name, row[0])
    if started:
        return started[-1]
    return shipped[0] if shipped else _first(name)


def starts(name: str = DEFAULT) -> list[datetime]:
    """The moments at which another version of ``name`` may have come into force, in order; between
    two of them ``in_force`` always answers the same.
    """
    shipped = {pack.starts for pack in loading.builtin_versions(name)}
    published = PolicyVersion.objects.filter(name=name).values_list("valid_from", flat=True)
    return sorted(shipped.union(published))


def _published(name: str, at: datetime) -> tuple[str, datetime] | None:
    versions = PolicyVersion.objects.filter(name=name, valid_from__lte=at)
    return versions.order_by("-valid_from", "-id").values_list("version", "valid_from").first()


def _first(name: str) -> Pack:
    row = PolicyVersion.objects.filter(name=name).order_by("valid_from", "id").first()
    if row is None:
        raise UnknownPolicy(name)
    return version(name, row.version)


@lru_cache(maxsize=256)
def version(name: str, version: str) -> Pack:
    """One version of a policy, shipped or published; read once a process, for it never changes.

    Errors: ``UnknownPolicy``.
    """
    for pack in loading.builtin_versions(name):
        if pack.version == version:
            return pack
    row = PolicyVersion.objects.filter(name=name, version=version).first()
    if row is None:
        raise UnknownPolicy(f"{name}@{version}")
    return loading.of_document(row.document)
