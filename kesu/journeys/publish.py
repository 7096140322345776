"""发布规则: a version of the policy takes effect from a date, on the record (law 4)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kesu.complaints.permissions import may_manage_policy
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import Facts, declare
from kesu.journal.operations import Draft, append
from kesu.journal.rules import moment
from kesu.journeys.faults import NotYours
from kesu.people.rules import Person
from kesu.policy import operations, queries
from kesu.policy.schema import Pack


class Published(Facts):
    """``before``: the version that would have been in force then."""

    policy: str
    before: str
    start: str


declare("policy.published", Published)
MOVED = "rules_moved"
OPERATOR = "system:operator"
"""Whoever may run commands on the machine."""


def publish(
    *,
    text: str,
    start: datetime,
    now: datetime,
    by: Person | str = OPERATOR,
    reason: str = "",
    instead_of: str | None = None,
) -> Pack:
    """Makes ``text`` the rules for what is received from ``start`` on; times aware.

    What was received before keeps its version and every due time (law 4). A person gives a
    reason. ``instead_of``: the label that was in force when the text was begun. Errors:
    ``NotYours``, ``UnusablePack``, ``Refused``, with the code ``MOVED`` where another is now.
    """
    signed = _signed(by, reason)
    with transaction.atomic():
        _still(instead_of, queries.in_force(now).label)
        before = queries.in_force(start).label
        row = operations.publish(text=text, valid_from=start, by=signed, at=now)
        pack = queries.version(row.name, row.version)
        facts = {"policy": pack.label, "before": before, "start": moment(start)}
        append(
            [
                Draft(
                    kind="policy.published",
                    about=("policy", pack.label),
                    by=signed,
                    at=now,
                    written=now,
                    policy=queries.in_force(now).label,
                    facts=facts,
                    notes={"reason": reason.strip()},
                )
            ]
        )
    return pack


def _still(begun: str | None, in_force: str) -> None:
    if begun is None or begun == in_force:
        return
    said = _("Other rules came into force since this text was begun: %(now)s, not %(then)s.")
    look = _("look at the differences, then publish once more")
    raise Refused([Fault("text", said % {"now": in_force, "then": begun}, look)], code=MOVED)


def _signed(by: Person | str, reason: str) -> str:
    if isinstance(by, str):
        return by
    if not may_manage_policy(by):
        raise NotYours
    if not reason.strip():
        raise Refused([Fault("reason", _("Say why the rules change."))], code="reason")
    return f"staff:{by.id}"
