"""A story as the steps people take, in their order. When they take them is told elsewhere."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kesu.authority.models import Report
from kesu.complaints.models import Complaint, Promise
from kesu.console.demo_data.papers import Paper, text
from kesu.console.demo_data.stories import Story
from kesu.consults.models import Consult
from kesu.policy.codes import PERSON_ON_THE_LINE

OWNER = ""
APPROVER = "approver"
REST_DAYS = 12

Payload = dict[str, Any]


@dataclass(frozen=True)
class Move:
    """One step. ``by``: a sign-in name, the owner, or who may approve; ``say`` makes the payload
    when the step is taken, for it may name what an earlier one made.
    """

    verb: str
    say: Callable[[Complaint, datetime], Payload]
    by: str = OWNER
    shows: bool = False
    """Whether it is a line that the customer sees (Q26)."""
    at_once: bool = False
    """Whether it follows the step before it within the hour."""
    file: Paper | None = None
    """A file that comes with it."""


_WAY = ("accepted", "verifying", "consulting", "proposing", "approving", "replying", "executing")
_WAY_ON = ("following_up", "closed", "archived")
_ORDER = {name: place for place, name in enumerate((*_WAY, *_WAY_ON))}
_ELSEWHERE = {"converted": "following_up", "cooling": "accepted", "withdrawn": "accepted"}


def moves(story: Story) -> list[Move]:
    """Every step behind the lodging."""
    if story.until in ("received", "resolved"):
        return []
    reached = _ORDER[_ELSEWHERE.get(story.until, story.until)]
    steps = [*_taking_on(story), *_asking(story)]
    for state, part in (
        ("proposing", _finding),
        ("approving", _proposing),
        ("replying", _approving),
        ("executing", _replying),
        ("following_up", _doing),
        ("closed", _closing),
        ("archived", _archiving),
    ):
        if reached >= _ORDER[state]:
            steps += part(story)
    return [*steps, *_turning(story)]


_NO_MERCHANT = "由我方直接处理，不需商户配合"


def _report(complaint: Complaint, _: datetime) -> Payload:
    return {"report": Report.objects.filter(complaint=complaint).latest("pk").pk}


SEEN = Move("acknowledge", _report)
"""An urgent one was reported up, and the report is seen."""


def _taking_on(story: Story) -> Iterator[Move]:
    if story.channel not in PERSON_ON_THE_LINE:
        yield _move("accept")
    for _ in range(story.tries):
        yield _move("contact", channel="hotline", outcome="no_answer")
    if story.message:
        yield _move("progress", text=story.message, shows=True)
    if story.call:
        yield _move("contact", channel="hotline", outcome="reached", summary=story.call, shows=True)
    if story.promise and story.promise_in is None:
        yield Move("keep_promise", _promise_kept)
    for level in story.emotion[:1]:
        yield _move("emotion", level=level)
    if story.note:
        yield _move("note", text=story.note)


def _promise_kept(complaint: Complaint, _: datetime) -> Payload:
    return {"promise": Promise.objects.get(complaint=complaint, kept=None).pk, "kept": True}


def _asking(story: Story) -> Iterator[Move]:
    if story.pending:
        yield _move("verify", verdict="pending", reason=story.pending)
    if story.ask is None:
        return
    yield _move("consult", department=story.ask.to, question=story.ask.question)
    if story.ask.answer:
        answer = story.ask.answer
        by = {"merchant": "masq", "operations": "fangwz"}[story.ask.to]
        yield Move("feedback", lambda row, _: {"consult": _task(row), "text": answer}, by)


def _task(complaint: Complaint) -> int:
    return Consult.objects.get(complaint=complaint, answered_at=None).pk


def _merchant_answered(story: Story) -> bool:
    return story.ask is not None and story.ask.to == "merchant" and bool(story.ask.answer)


def _finding(story: Story) -> Iterator[Move]:
    said: Payload = {} if _merchant_answered(story) else {"no_merchant": _NO_MERCHANT}
    yield _move("verify", verdict=story.verdict, reason=story.finding, **said)
    shares = [{"party": party, "share": share} for party, share in story.shares.items()]
    yield _move("cause", text=story.cause, responsible=shares)
    if story.transfer is not None:
        yield _move("transfer", to=story.transfer.to, reason=story.transfer.reason)


def _proposing(story: Story) -> Iterator[Move]:
    said: Payload = {"kind": story.kind, "clause": story.clause}
    if story.cost is not None:
        said["cost"] = story.cost
    yield _move("propose", steps=[{"text": text} for text in story.plan], **said)


def _approving(_: Story) -> Iterator[Move]:
    yield Move("approve", lambda _row, _at: {}, APPROVER)


def _replying(story: Story) -> Iterator[Move]:
    yield _move("reply", channel=_written(story), text=story.reply, shows=True)
    position = "partly" if story.until == "converted" else "accepted"
    said: Payload = {"words": story.words} if story.words else {}
    yield _move("decide", position=position, **said)
    for level in story.emotion[1:2]:
        yield _move("emotion", level=level)


def _written(story: Story) -> str:
    return story.channel if story.channel in ("email", "wechat", "im", "letter") else "hotline"


def _doing(story: Story) -> Iterator[Move]:
    if story.kind != "redress":
        return
    actions = [
        {"action": action, "result": "done", "reference": reference}
        for action, reference in story.done
    ]
    yield _move("execute", actions=actions)


def _closing(story: Story) -> Iterator[Move]:
    content = {"satisfied": True, "service_met": True, "emotional_met": True}
    yield _move("follow_up", outcome="answered", **content, shows=True)
    yield _move("close", outcome="resolved", disposition=story.lesson, summary=story.summary)


def _archiving(_: Story) -> Iterator[Move]:
    yield _move("archive")


def _turning(story: Story) -> Iterator[Move]:
    """What takes a story off the straight way, last."""
    if story.until == "converted":
        unhappy = {"satisfied": False, "service_met": False, "emotional_met": False}
        yield _move("follow_up", outcome="answered", **unhappy, shows=True)
        yield _move(
            "contact",
            channel="hotline",
            outcome="reached",
            summary=story.again,
            shows=True,
            at_once=True,
        )
    if story.until == "cooling":
        yield Move(
            "cool", lambda _row, at: {"reason": story.rest, "review_on": _later(at)}, APPROVER
        )
    if story.until == "withdrawn":
        paper = text(
            "撤回投诉申请书.txt", f"撤回投诉申请书\n\n{story.withdraw}\n\n申请人（签字）：\n"
        )
        shown = {"side": "neutral", "kind": "withdrawal", "source": "客户"}
        yield Move("evidence", lambda _row, _at: shown, file=paper)
        yield _move("withdraw", reason=story.withdraw)


def _later(at: datetime) -> str:
    return (at + timedelta(days=REST_DAYS)).date().isoformat()


def _move(verb: str, *, shows: bool = False, at_once: bool = False, **said: Any) -> Move:
    return Move(verb, lambda _row, _at: said, shows=shows, at_once=at_once)
