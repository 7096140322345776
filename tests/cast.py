"""A house of people of every rank, and the walk of a complaint into any state.

Everything goes through the journeys, at times the tests name: nothing here reads the clock.
"""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from kesu.complaints.models import Complaint
from kesu.complaints.permissions import Tie
from kesu.deadlines.models import Clock
from kesu.desk import scope
from kesu.foundation import files
from kesu.journal.models import JournalLine
from kesu.journal.queries import Entry, about
from kesu.journeys.lodge import Lodged, lodge
from kesu.journeys.perform import Done, perform
from kesu.people.operations import create_staff, ensure_department
from kesu.people.queries import everyone
from kesu.people.rules import Person
from kesu.policy.codes import State

MORNING = datetime.fromisoformat("2026-02-13T10:00:00+08:00").astimezone(UTC)
"""A Friday; the Saturday after it is a make-up workday."""


def at(text: str) -> datetime:
    """``02-14 16:00`` of 2026 in Shanghai; with seconds where they matter."""
    day, _, hour = text.partition(" ")
    seconds = hour if hour.count(":") == 2 else f"{hour}:00"
    return datetime.fromisoformat(f"2026-{day}T{seconds}+08:00").astimezone(UTC)


def end_of(day: str) -> datetime:
    """The last second of ``02-14``."""
    return at(f"{day} 23:59:59")


def hire(
    sign_in: str,
    rank: str,
    *,
    department: str = "service",
    under: Person | None = None,
    flags: Collection[str] = (),
    agent_no: str = "",
    full_name: str = "",
) -> Person:
    """One more person; the department is made when it is new."""
    ensure_department(code=department)
    return create_staff(
        sign_in=sign_in,
        full_name=full_name or sign_in.title(),
        agent_no=agent_no,
        rank=rank,
        department=department,
        supervisor=under.id if under else None,
        flags=flags,
        email="",
        password=None,
        at=MORNING,
    )


class House:
    """One chain of six ranks in ``service``, a second one beside it, and people elsewhere."""

    def __init__(self) -> None:
        self.director = hire("director", "director")
        self.manager = hire("manager", "manager", under=self.director)
        self.supervisor = hire("supervisor", "supervisor", under=self.manager)
        self.lead = hire("lead", "lead", under=self.supervisor)
        self.senior = hire("senior", "senior", under=self.lead)
        self.agent = hire("agent", "agent", under=self.lead, agent_no="8001")
        self.second = hire("second", "supervisor", under=self.manager)
        self.peer = hire("peer", "agent", under=self.second)
        self.merchant = hire("merchant", "supervisor", department="merchant")
        self.liaison = hire("liaison", "agent", department="merchant", flags=["liaison"])
        self.clerk = hire("clerk", "agent", department="merchant", under=self.merchant)
        self.risk = hire("risk", "senior", department="risk")
        self.auditor = hire("auditor", "agent", flags=["auditor"])
        self.admin = hire("admin", "manager", flags=["admin"])
        self.quality = hire("quality", "senior", department="operations", flags=["quality"])

    def everyone(self) -> list[Person]:
        return [one for one in vars(self).values() if isinstance(one, Person)]


class Play:
    """A house at work: each step is ten minutes after the one before, unless told otherwise."""

    def __init__(self) -> None:
        self.house = House()
        self.now = MORNING

    def lodge(
        self, by: Person | None = None, *, now: datetime | None = None, **given: Any
    ) -> Lodged:
        """A complaint by e-mail about goods, unless told otherwise."""
        self.now = now or self.now
        raw = {
            "channel": "email",
            "text": "赠品没有寄。请尽快处理。",
            "customer": {},
            "type": "1.2.5",
            **given,
        }
        return lodge(raw, by=by or self.house.agent, now=self.now)

    def do(
        self,
        verb: str,
        no: str,
        by: Person | None = None,
        *,
        now: datetime | None = None,
        **payload: Any,
    ) -> Done:
        """One step, by the owner unless told otherwise."""
        self.now = now or self.now + timedelta(minutes=10)
        actor = by or everyone()[Complaint.objects.get(no=no).owner_id]
        if verb == "withdraw" and "evidence" not in payload:
            # No complaint is withdrawn without a paper that shows it (A59).
            self.attach(no, actor, kind="withdrawal")
        return perform(verb, no, payload, by=actor, now=self.now)

    def attach(
        self,
        no: str,
        by: Person | None = None,
        content: bytes = b"%PDF-1.4 signed",
        name: str = "signed.pdf",
        **about: Any,
    ) -> str:
        """A file on the list of a complaint, by the owner unless told otherwise; its id."""
        actor = by or everyone()[Complaint.objects.get(no=no).owner_id]
        said = {"side": "neutral", "kind": "document", **about}
        kept = files.keep(content, name)
        return perform("evidence", no, said, by=actor, now=self.now, brought=kept).made

    def walk(self, state: str, no: str | None = None, **given: Any) -> str:
        """The number of a complaint in ``state``."""
        no = no or self.lodge(**given).complaint.no
        for verb, by, payload in _WAYS[State(state)]:
            actor = getattr(self.house, by) if by else None
            self.do(verb, no, actor, **payload)
        return no

    def restaff(self, person: Person, **columns: Any) -> None:
        """Changes a person's row."""
        from kesu.people.models import Staff

        Staff.objects.filter(pk=person.id).update(**columns)


PROPOSAL: dict[str, Any] = {
    "steps": [{"text": "补寄赠品", "due": "2026-02-16"}],
    "kind": "redress",
    "clause": "合作条款 4.2",
    "cost": 8900,
}
CLOSING: dict[str, Any] = {
    "outcome": "resolved",
    "disposition": {"kind": "item", "item": "节前赠品备货"},
    "summary": "无",
}
ANSWERED: dict[str, Any] = {
    "outcome": "answered",
    "satisfied": True,
    "service_met": True,
    "emotional_met": True,
}

_Step = tuple[str, str, dict[str, Any]]
_ACCEPTED: list[_Step] = [("accept", "", {})]
_BORNE_OUT = {"verdict": "valid", "reason": "属实", "no_merchant": "自营"}
_PROPOSING = [*_ACCEPTED, ("verify", "", _BORNE_OUT)]
_APPROVING = [*_PROPOSING, ("cause", "", {"text": "商户漏发"}), ("propose", "", PROPOSAL)]
_REPLYING = [*_APPROVING, ("approve", "supervisor", {})]
_EXECUTING = [
    *_REPLYING,
    ("reply", "", {"channel": "email", "text": "为您补寄"}),
    ("decide", "", {"position": "accepted"}),
]
_FOLLOWING = [
    *_EXECUTING,
    ("execute", "", {"actions": [{"action": "补寄", "result": "done", "reference": "CRM-1"}]}),
]
_CLOSED = [*_FOLLOWING, ("follow_up", "", ANSWERED), ("close", "", CLOSING)]
_WAYS: dict[State, list[_Step]] = {
    State.received: [],
    State.accepted: _ACCEPTED,
    State.verifying: [*_ACCEPTED, ("verify", "", {"verdict": "pending", "reason": "待查"})],
    State.consulting: [
        *_ACCEPTED,
        ("consult", "", {"department": "merchant", "question": "请核实"}),
    ],
    State.proposing: _PROPOSING,
    State.approving: _APPROVING,
    State.replying: _REPLYING,
    State.executing: _EXECUTING,
    State.following_up: _FOLLOWING,
    State.closed: _CLOSED,
    State.archived: [*_CLOSED, ("archive", "", {})],
    State.cooling: [
        *_ACCEPTED,
        ("cool", "supervisor", {"reason": "等检测结果", "review_on": "2026-03-02"}),
    ],
    State.withdrawn: [("withdraw", "", {"reason": "客户撤回"})],
}


def complaint(no: str) -> Complaint:
    """The row as it stands now."""
    return Complaint.objects.get(no=no)


def tie(no: str, person: Person) -> Tie:
    """What binds a person to a complaint now."""
    return scope.tie(complaint(no), person, everyone())


def clocks(no: str, name: str | None = None) -> list[tuple[str, datetime, str, datetime | None]]:
    """Name, due time, state and ``met_at`` of each clock, in the order they were made."""
    rows = Clock.objects.filter(complaint__no=no).order_by("id")
    if name is not None:
        rows = rows.filter(name=name)
    return [(row.name, row.due, row.state, row.met_at) for row in rows]


def lines(no: str, kind: str = "") -> list[Entry]:
    """The record of a complaint, or its lines of one kind."""
    entries = about("complaint", str(complaint(no).pk))
    return [entry for entry in entries if entry.kind.startswith(kind)]


def last_kinds(no: str, before: int) -> list[str]:
    """The kinds of the lines behind ``before``."""
    return [entry.kind for entry in lines(no) if entry.seq > before]


def last_seq() -> int:
    """The number of the newest line of all."""
    return JournalLine.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
