"""The versions of the rules: which there are, what one says, what changes with the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kesu.complaints import permissions
from kesu.desk.faults import NoSuchComplaint, NotYours
from kesu.journal.queries import Entry, about_each
from kesu.people.rules import People, Person
from kesu.policy import loading, queries
from kesu.policy.models import PolicyVersion
from kesu.policy.schema import Pack, Text


@dataclass(frozen=True)
class VersionView:
    """``status``: now, next, past, or ships for one that holds only when it is published."""

    label: str
    title: Text
    starts: datetime
    status: str
    published_at: datetime | None
    by: str
    reason: str


def versions(*, reader: Person, people: People, now: datetime) -> list[VersionView]:
    """The one to come first, then the one in force, then those before. Errors: ``NotYours``."""
    _ask_may(reader)
    current = queries.in_force(now).label
    rows = PolicyVersion.objects.order_by("-valid_from", "-id").defer("text", "document")
    told = about_each("policy", [_label(row) for row in rows])
    found = [_published(row, told[_label(row)], current, people, now) for row in rows]
    known = {one.label for one in found}
    for name in loading.builtin_names():
        for pack in reversed(loading.builtin_versions(name)):
            if pack.label not in known:
                found.append(_shipped(pack, current, now))
    order = ("next", "now", "past", "ships")
    return sorted(found, key=lambda one: order.index(one.status))


def pack_of(label: str, *, reader: Person) -> Pack:
    """One version. Errors: ``NotYours``; ``NoSuchComplaint`` for a label that names none."""
    _ask_may(reader)
    name, _, version = label.partition("@")
    try:
        return queries.version(name, version)
    except queries.UnknownPolicy:
        raise NoSuchComplaint from None


def text_of(label: str, *, reader: Person) -> str:
    """One version as it was written. Errors: as above."""
    _ask_may(reader)
    name, _, version = label.partition("@")
    row = PolicyVersion.objects.filter(name=name, version=version).first()
    if row is not None:
        return row.text
    pack_of(label, reader=reader)
    return loading.written(name, version)


def is_taken(name: str, version: str) -> bool:
    """Whether a version of that name is there already."""
    shipped = {one.version for one in loading.builtin_versions(name)}
    rows = PolicyVersion.objects.filter(name=name, version=version)
    return version in shipped or rows.exists()


def _label(row: PolicyVersion) -> str:
    return f"{row.name}@{row.version}"


def _published(
    row: PolicyVersion, told: Sequence[Entry], current: str, people: People, now: datetime
) -> VersionView:
    label = _label(row)
    reason = next((str(one.notes.get("reason", "")) for one in reversed(told)), "")
    status = "now" if label == current else ("next" if row.valid_from > now else "past")
    kind, _, id_ = row.published_by.partition(":")
    known = people.get(int(id_)) if kind == "staff" and id_.isdigit() else None
    return VersionView(
        label=label,
        title=queries.version(row.name, row.version).title,
        starts=row.valid_from,
        status=status,
        published_at=row.published_at,
        by=known.full_name if known else row.published_by,
        reason=reason,
    )


def _shipped(pack: Pack, current: str, now: datetime) -> VersionView:
    held = pack.name == queries.DEFAULT
    status = "now" if pack.label == current else "past" if held and pack.starts <= now else "ships"
    return VersionView(pack.label, pack.title, pack.starts, status, None, "", "")


def _ask_may(reader: Person) -> None:
    if not permissions.may_read_policy(reader):
        raise NotYours
