"""Who signs for what: everybody who handled, approved, carried out, closed; in their order."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from kesu.desk.form.labels import ACTS
from kesu.desk.form.opening import accepted_by
from kesu.desk.form.sheet import Sheet
from kesu.desk.form.values import Signature


def signatures(sheet: Sheet) -> list[Signature]:
    """One for each act, the oldest first; what one person did at one moment is one act."""
    found = {(act, name, at): note for act, name, at, note in _acts(sheet) if name and at}
    rows = [Signature(act, str(ACTS[act]), name, at, note) for (act, name, at), note in _in(found)]
    return sorted(rows, key=lambda one: one.at)


Act = tuple[str, str, datetime]


def _in(found: dict[Act, str]) -> Iterable[tuple[Act, str]]:
    return found.items()


def _acts(sheet: Sheet) -> Iterator[tuple[str, str, datetime | None, str]]:
    complaint = sheet.complaint
    if complaint.accepted is not None:
        yield "accepted", accepted_by(sheet), complaint.accepted, ""
    for solution in sheet.solutions:
        yield "proposed", sheet.name(solution.by_id), solution.at, ""
    for one in sheet.approvals:
        act = "mandate" if one.mandate else "approved" if one.approved else "returned"
        yield act, sheet.name(one.by_id), one.at, one.mandate or sheet.eyes.text(one.comment)
    for reply in sheet.replies:
        yield "replied", sheet.name(reply.by_id), reply.at, ""
    for action in sheet.actions:
        yield "executed", sheet.name(action.by_id), action.at, ""
    for asked in sheet.follow_ups:
        yield "followed_up", sheet.name(asked.by_id), asked.at, ""
    closer, archivist = complaint.closed_customer_by_id, complaint.closed_internal_by_id
    yield "closed", sheet.name(closer), complaint.closed_customer_at, ""
    yield "archived", sheet.name(archivist), complaint.closed_internal_at, ""
