"""Which rules were in force when."""

from datetime import datetime
from functools import lru_cache

from kesu.policy import loading
from kesu.policy.models import PolicyVersion
from kesu.policy.schema import Pack

DEFAULT = "loyalty"
"""What holds where nothing was published."""


class UnknownPolicy(LookupError):  # noqa: N818 - says what is wrong with the name
    """No such version of a policy, shipped or published."""


def in_force(at: datetime) -> Pack:
    """The rules for what is received at ``at`` (aware): of all versions that were published the
    one with the latest start that is not after it, whatever its name; before any, what ships.

    One set of rules holds at a time (Q28). One indexed query.
    """
    row = _published(at)
    return version(*row) if row else _shipped(at)


def local(at: datetime) -> datetime:
    """``at`` (aware) in the zone of the policy in force then: whose day, month and year it is."""
    return at.astimezone(in_force(at).tz)


def starts() -> list[datetime]:
    """The moments at which another version may have come into force, in order; between two of
    them ``in_force`` always answers the same.
    """
    shipped = {pack.starts for pack in loading.builtin_versions(DEFAULT)}
    published = PolicyVersion.objects.values_list("valid_from", flat=True)
    return sorted(shipped.union(published))


def _published(at: datetime) -> tuple[str, str] | None:
    versions = PolicyVersion.objects.filter(valid_from__lte=at).order_by("-valid_from", "-id")
    return versions.values_list("name", "version").first()


def _shipped(at: datetime) -> Pack:
    versions = loading.builtin_versions(DEFAULT)
    return next((pack for pack in reversed(versions) if pack.starts <= at), versions[0])


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
