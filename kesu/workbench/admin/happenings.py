"""Lines of the record about people, rules, days and the house, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kesu.desk.admin.people import Happened
from kesu.workbench.session import Desk
from kesu.workbench.titles import TITLES

TOLD: dict[str, Any] = {
    "staff.created": gettext_lazy("added the colleague"),
    "staff.changed": gettext_lazy("changed the colleague"),
    "staff.password_reset": gettext_lazy("made a new password"),
    "staff.sessions_ended": gettext_lazy("signed them out everywhere"),
    "staff.ended": gettext_lazy("wrote down that they work here no more"),
    "staff.reinstated": gettext_lazy("wrote down that they work here again"),
    "staff.presence_set": gettext_lazy("said whether they can be reached"),
    "staff.leave_taken": gettext_lazy("entered leave"),
    "staff.leave_dropped": gettext_lazy("took leave off the roster"),
    "staff.rostered": gettext_lazy("entered shifts"),
    "staff.shift_dropped": gettext_lazy("took a shift off the roster"),
    "staff.certified": gettext_lazy("gave a certificate"),
    "token.created": gettext_lazy("made an API token"),
    "token.revoked": gettext_lazy("ended an API token"),
    "department.desk_named": gettext_lazy("named the desk of a department"),
    "department.founded": gettext_lazy("added a department"),
    "policy.published": gettext_lazy("published a version of the rules"),
    "workdays.noticed": gettext_lazy("changed the work calendar"),
    "watch.word_changed": gettext_lazy("changed a watch word"),
    "claimant.found": gettext_lazy("Behaviour was seen in orders and claims"),
    "claimant.checked": gettext_lazy("looked at a line of the evidence list"),
    "claimant.dropped": gettext_lazy("dropped what was seen in orders and claims"),
    "call.missed": gettext_lazy("A call was missed"),
    "call.taken": gettext_lazy("was shown a number to call back"),
    "call.tried": gettext_lazy("called back in vain"),
    "call.returned": gettext_lazy("returned a missed call"),
    "call.lodged": gettext_lazy("lodged a missed call"),
    "mail.tested": gettext_lazy("sent a test mail"),
    "mail.replayed": gettext_lazy("sent mail again"),
    "obligation.replayed": gettext_lazy("set work going that was set aside"),
    "journal.verified": gettext_lazy("had the record checked"),
    "export.made": gettext_lazy("took an export"),
    "import.begun": gettext_lazy("began an import"),
    "import.ended": gettext_lazy("An import ended"),
    "import.undone": gettext_lazy("took an import back"),
    "delegation.granted": gettext_lazy("lent authority"),
    "delegation.revoked": gettext_lazy("took lent authority back"),
}


@dataclass(frozen=True)
class Shown:
    """One line as it is drawn."""

    what: str
    by: str
    at: datetime
    facts: tuple[str, ...]


def what(kind: str) -> str:
    """The words of a kind of line; the kind itself for one without."""
    known = TOLD.get(kind)
    return str(known if known is not None else TITLES.get(kind, (kind,))[0])


def happening(line: Happened, desk: Desk) -> Shown:
    """A line about a colleague."""
    by = _("By itself") if line.by.startswith("system:") else line.by
    return Shown(what(line.kind), by, line.at, tuple(_facts(line.facts, desk)))


def _facts(facts: Mapping[str, Any], desk: Desk) -> Iterator[str]:
    for name in ("rank", "department", "supervisor"):
        if isinstance(facts.get(name), list | tuple):
            before, after = facts[name]
            yield f"{_word(name, before, desk) or '–'} → {_word(name, after, desk) or '–'}"
    flags = facts.get("flags") or [""]
    if isinstance(flags[0], list | tuple):
        before, after = ("、".join(_word("flags", one, desk) for one in side) for side in flags)
        yield f"{before or '–'} → {after or '–'}"


def _word(name: str, code: str, desk: Desk) -> str:
    pack, language = desk.pack, desk.language
    if name == "rank":
        return pack.rank_name(code, language)
    if name == "department":
        return pack.department_name(code, language)
    return pack.word("flags", code, language) if name == "flags" else _name(code, desk)


def _name(number: str, desk: Desk) -> str:
    known = desk.people.get(int(number)) if number.isdigit() else None
    return known.full_name if known else ""
