"""My day: what to do first, by rank, each with how much of it waits and where it lies."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from kesu.complaints.permissions import (
    may_mind_the_outbox,
    may_pay,
    may_read_ledger,
    may_see_coaching,
)
from kesu.complaints.permissions.boards import may_approve_something
from kesu.desk import approvals
from kesu.desk.my_day import lengths
from kesu.desk.queue import Filters, View
from kesu.journeys.verb import verb_named
from kesu.people.rules import Person
from kesu.policy.codes import OPEN, Flag, Rank, State
from kesu.workbench.acts.icons import key_of
from kesu.workbench.session import Desk, signed_in


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One thing to do. It waits in a list of the queue (``view``, ``state``, ``late``) or lies on
    a page of its own (``page``), for whom ``may`` says so.
    """

    title: Any
    why: Any
    view: View = View.mine
    state: str = ""
    late: bool = False
    page: str = ""
    may: Callable[[Person], bool] = lambda _reader: True

    @property
    def filters(self) -> Filters:
        states = (self.state,) if self.state else tuple(one.value for one in State if one in OPEN)
        return Filters(state=states, breached=True if self.late else None)

    @property
    def url(self) -> str:
        if self.page:
            return reverse(self.page)
        asked = {"view": self.view.value}
        asked |= {"state": self.state} if self.state else {}
        asked |= {"breached": "1"} if self.late else {}
        return f"{reverse('queue')}?{urlencode(asked)}"


_LATE = Task(
    gettext_lazy("Call those who wait too long"),
    gettext_lazy("A deadline has passed. Say so, say when, and keep that time."),
    late=True,
)
_ACCEPT = Task(
    gettext_lazy("Accept what is new"),
    gettext_lazy("The first call-back is counted from the moment it was received."),
    state=State.received,
)
_REPLY = Task(
    gettext_lazy("Tell customers what was decided"),
    gettext_lazy("The solution is agreed; now it must be said, and their answer noted."),
    state=State.replying,
)
_FOLLOW = Task(
    gettext_lazy("Follow up and close"),
    gettext_lazy("Ask whether the matter and the feeling are settled. Silence never closes."),
    state=State.following_up,
)
_TEAM_LATE = Task(
    gettext_lazy("Overdue in my team"),
    gettext_lazy("Help, or give it to somebody who has time. A breach stays on the record."),
    view=View.team,
    late=True,
)
_TEAM_NEW = Task(
    gettext_lazy("Nobody in my team has accepted it yet"),
    gettext_lazy("See that each has a person before the first call-back is due."),
    view=View.team,
    state=State.received,
)
_APPROVE = Task(
    gettext_lazy("Approve or return"),
    gettext_lazy(
        "A customer waits behind each. Amount, clause and the last three stand beside it."
    ),
    page="approvals",
    may=may_approve_something,
)
_CHASE = Task(
    gettext_lazy("Departments that owe an answer"),
    gettext_lazy("Chase before the customer does."),
    view=View.team,
    state=State.consulting,
)
_HOUSE_LATE = Task(
    gettext_lazy("Overdue in the department"),
    gettext_lazy("Which team needs people, which rule cannot be kept?"),
    view=View.department,
    late=True,
)
_ALL_LATE = Task(
    gettext_lazy("Overdue anywhere"),
    gettext_lazy("Each is a promise of the house that was not kept."),
    view=View.all,
    late=True,
)
_BATCHES = Task(
    gettext_lazy("Look at the batches"),
    gettext_lazy("Many with one cause are one decision, and one voice."),
    page="batches",
)
_NOTICES = Task(
    gettext_lazy("Read what you were told"),
    gettext_lazy("New work, answers from departments, deadlines that passed."),
    page="notices",
)
_OWED = Task(
    gettext_lazy("Answer what your department owes"),
    gettext_lazy("The owner waits for your fact before the customer can be told anything."),
    page="tasks",
)
_PAY = Task(
    gettext_lazy("Pay what was agreed"),
    gettext_lazy("The customer was told a day."),
    page="payments",
    may=may_pay,
)
_OUTBOX = Task(
    gettext_lazy("Letters that did not go out"),
    gettext_lazy("A letter set aside is a customer who heard nothing."),
    page="outbox",
    may=may_mind_the_outbox,
)
_COACH = Task(
    gettext_lazy("Talk to your people"),
    gettext_lazy("One call heard together is worth ten figures."),
    page="coaching",
    may=may_see_coaching,
)
_LEDGER = Task(
    gettext_lazy("What was given, and why"),
    gettext_lazy("Goodwill and liability apart, against the budget of the month."),
    page="gifts",
    may=may_read_ledger,
)

_AGENT = (_LATE, _ACCEPT, _REPLY, _FOLLOW, _NOTICES)
_LEAD = (_TEAM_LATE, _TEAM_NEW, _LATE, _ACCEPT, _FOLLOW, _NOTICES)
DAYS: dict[str, tuple[Task, ...]] = {
    Rank.agent: _AGENT,
    Rank.senior: _AGENT,
    Rank.lead: _LEAD,
    Rank.supervisor: (_APPROVE, _TEAM_LATE, _TEAM_NEW, _CHASE, _LATE, _COACH),
    Rank.manager: (_APPROVE, _HOUSE_LATE, _BATCHES, _LEDGER, _COACH, _NOTICES),
    Rank.director: (_APPROVE, _ALL_LATE, _BATCHES, _LEDGER, _NOTICES),
}
"""What each rank does first, in this order."""
BESIDES: dict[str, Task] = {Flag.liaison: _OWED, Flag.finance: _PAY, Flag.admin: _OUTBOX}
"""What a duty beside the rank puts first."""

_HANDLING = ("accept", "contact", "progress", "assist", "escalate")
_LEADING = ("transfer", "contact", "escalate")
_KEYS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys((Rank.agent, Rank.senior), _HANDLING),
    **dict.fromkeys((Rank.lead, Rank.supervisor), (*_LEADING, "progress", "assist")),
    **dict.fromkeys((Rank.manager, Rank.director), _LEADING),
}


@signed_in
def my_day(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The reader's own day."""
    context = {"tasks": list(_shown(desk)), "day_keys": list(_keys(desk))}
    return render(request, "workbench/my_day.html", context)


def tasks_of(desk: Desk) -> list[Task]:
    """What is first for this reader: a liaison of a department handles no complaints."""
    flags = [flag for flag in BESIDES if flag in desk.reader.flags]
    first = [BESIDES[flag] for flag in flags]
    rest = (_NOTICES,) if Flag.liaison in flags else DAYS.get(desk.reader.rank, _AGENT)
    return [one for one in (*first, *rest) if one.may(desk.reader)]


def _shown(desk: Desk) -> Iterator[dict[str, Any]]:
    tasks = tasks_of(desk)
    listed = [one for one in tasks if not one.page]
    counted = lengths(
        [(one.view, one.filters) for one in listed], reader=desk.reader, people=desk.people
    )
    known = {**dict(zip(listed, counted, strict=True)), _NOTICES: desk.unseen}
    if Flag.liaison in desk.reader.flags:
        known[_OWED] = desk.mine
    if _APPROVE in tasks:
        known[_APPROVE] = approvals.count(reader=desk.reader, people=desk.people)
    for one in tasks:
        count = known.get(one)
        yield {"task": one, "count": count, "quiet": count == 0}


def _keys(desk: Desk) -> Iterator[tuple[str, str]]:
    """The keys of the steps that this rank takes most."""
    for verb in _KEYS.get(desk.reader.rank, _HANDLING):
        key = key_of(verb)
        if key:
            yield key, verb_named(verb).words.say(desk.language)
