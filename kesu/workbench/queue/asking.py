"""What the address of a list asks for, and what is left of it that means something."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from kesu.desk.queue import Filters, View
from kesu.people.queries import named
from kesu.policy.codes import OPEN, Channel, Grade, State, Tier, Urgency
from kesu.workbench.session import Desk

PARTS = (
    *("state", "grade", "type", "tier", "channel", "due", "owner", "reason"),
    *("urgent", "batch", "restricted", "approve", "history", "q"),
)
"""The names of what narrows a list, in the order in which it is shown."""
COLUMNS = ("tier", "stage", "owner", "changed", "number", "received")
"""What a row may show beside its marks, its deadline and its words."""
USUAL = COLUMNS[:4]
NOBODY = "nobody"
ME = "me"
SOON = timedelta(hours=2)
_LONGEST = 200


@dataclass(frozen=True)
class Asked:
    """Whose complaints, what narrows them, by name, and the columns; None: the reader's own."""

    view: View
    parts: Mapping[str, str]
    columns: tuple[str, ...] | None = None
    place: str = "queue"

    @property
    def query(self) -> str:
        """As it stands in an address, the same for the same list."""
        said = {name: self.parts[name] for name in PARTS if name in self.parts}
        columns = {} if self.columns is None else {"columns": ",".join(self.columns)}
        view = {"view": self.view.value} if self.place == "queue" else {}
        return urlencode({**view, **said, **columns})

    @property
    def bare(self) -> str:
        """As ``query``, whatever the columns."""
        return replace(self, columns=None).query

    @property
    def url(self) -> str:
        return f"{reverse(self.place)}?{self.query}"

    def but(self, **parts: str) -> "Asked":
        """The same list, narrowed by these instead; an empty one is left out."""
        said = {**self.parts, **parts}
        return replace(self, parts={name: value for name, value in said.items() if value})


def asked(typed: QueryDict, place: str = "queue") -> Asked:
    """What an address or a form asks; what means nothing is left out."""
    view = typed.get("view", "")
    words = {name: (typed.get(name) or "").strip()[:_LONGEST] for name in PARTS}
    parts = {name: word for name, word in words.items() if word}
    if typed.get("breached") and "due" not in parts:
        parts["due"] = "overdue"
    columns = typed.get("columns")
    named_columns = None if columns is None else columns.split(",")
    return Asked(
        View(view) if view in list(View) else View.mine,
        parts,
        None if named_columns is None else known_columns(named_columns),
        place,
    )


def known_columns(names: Any) -> tuple[str, ...]:
    """The columns among ``names``, in the order of a row."""
    return tuple(one for one in COLUMNS if isinstance(names, list) and one in names)


def filters_of(said: Mapping[str, str], desk: Desk, *, closed_too: bool) -> Filters:
    """What narrows the list; a code that is not known narrows nothing."""
    grade = said.get("grade", "")
    due = said.get("due", "")
    return Filters(
        state=_states(said.get("state", ""), closed_too=closed_too),
        grade=int(Grade[grade]) if grade in Grade.__members__ else None,
        type=_among(said.get("type"), type_names(desk)) if "type" in said else None,
        tier=_among(said.get("tier"), list(Tier)),
        channel=_among(said.get("channel"), list(Channel)),
        breached=True if due == "overdue" else None,
        due_from=desk.now if due == "2h" else None,
        due_before=_before(due, desk, closed_too=closed_too),
        owner=owner_of(said.get("owner", ""), desk),
        owned=False if said.get("owner") == NOBODY else None,
        reason=_among(said.get("reason"), list(Urgency)),
        urgent=_flag(said.get("urgent")),
        batch=said.get("batch"),
        restricted=_flag(said.get("restricted")),
        to_approve=said.get("approve") == "1",
        history=_flag(said.get("history")),
        q=said.get("q", "").replace("\x00", "").strip() or None,
        split=True,
    )


def type_names(desk: Desk) -> dict[str, str]:
    """Groups, types and subtypes by their codes, in the order of the policy."""
    found: dict[str, str] = {}
    waiting = list(desk.pack.types_tree())
    while waiting:
        branch = waiting.pop(0)
        found[branch.code] = branch.name.say(desk.language)
        waiting = [*branch.branches, *waiting]
    return found


def owner_of(word: str, desk: Desk) -> int | None:
    """The person a word means as an owner; None for nobody."""
    if word == ME:
        return desk.reader.id
    person = named(desk.people, word) if word and word != NOBODY else None
    return person.id if person else None


def _before(due: str, desk: Desk, *, closed_too: bool) -> datetime | None:
    if due == "overdue" and not closed_too:
        # What is open and overdue is due since: few rows are left whose clocks must be asked.
        return desk.now
    if due == "2h":
        return desk.now + SOON
    if due == "today":
        midnight = desk.now.astimezone(desk.pack.tz).replace(hour=0, minute=0, second=0)
        return (midnight.replace(microsecond=0) + timedelta(days=1)).astimezone(UTC)
    return None


def _flag(word: str | None) -> bool | None:
    return {"1": True, "0": False}.get(word or "")


def _among(code: str | None, codes: Any) -> str | None:
    """A code that means something; another one narrows nothing."""
    return code if code is not None and code in codes else None


def _states(code: str, *, closed_too: bool) -> tuple[str, ...]:
    if code in list(State):
        return (code,)
    return () if closed_too else tuple(state.value for state in State if state in OPEN)


def shown_in_queue(request: HttpRequest, desk: Desk) -> tuple[View, Filters, str]:
    """What the queue shows at this address, all pages of it, and in which order."""
    what = asked(request.GET)
    return what.view, filters_of(what.parts, desk, closed_too=False), "queue"


def shown_in_search(request: HttpRequest, desk: Desk) -> tuple[View, Filters, str]:
    """What the search shows at this address."""
    parts = asked(request.GET).parts
    return View.all, filters_of(parts, desk, closed_too=True), "-received"
