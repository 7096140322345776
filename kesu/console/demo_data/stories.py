"""The sixty stories of the demonstration, as the files beside this one tell them."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Ask(_Part):
    """A task for a department; without an answer it is still open, and was asked so many minutes
    ``ago`` where that is said.
    """

    to: str
    question: str
    answer: str = ""
    ago: int = 0


class Transfer(_Part):
    to: str
    reason: str


class Story(_Part):
    """One complaint: what the customer said, how far it has come, and the words of each step.

    ``day`` and ``at``: so many days ago at that time of day, or on day 0 the share of today that
    had passed. ``ago``: minutes ago. ``promise_in``: minutes from now, behind now for one broken;
    without it the promise was kept.
    """

    name: str
    day: int = 0
    at: str | float = 0.5
    ago: int = 0
    lodger: str
    channel: str
    source: str | None = None
    type: str | None = None
    urgent: tuple[str, ...] = ()
    accused: str | None = None
    customer: dict[str, str | int]
    merchant: str | None = None
    product: str | None = None
    order: str | None = None
    campaign: str | None = None
    subject: str
    text: str
    sought: str | None = None
    until: str
    promise: str = ""
    promise_in: int | None = None
    tries: int = 0
    message: str = ""
    call: str = ""
    emotion: tuple[int, ...] = ()
    note: str = ""
    pending: str = ""
    ask: Ask | None = None
    finding: str = ""
    verdict: str = "valid"
    cause: str = ""
    shares: dict[str, int] = {}
    transfer: Transfer | None = None
    plan: tuple[str, ...] = ()
    kind: str = "redress"
    clause: str = ""
    cost: int | None = None
    reply: str = ""
    words: str = ""
    done: tuple[tuple[str, str], ...] = ()
    again: str = ""
    what: str = ""
    summary: str = ""
    lesson: dict[str, Any] = {}
    rest: str = ""
    withdraw: str = ""


@cache
def all_stories() -> tuple[Story, ...]:
    """Every story, in the order of the files."""
    folder = files(__package__) / "stories"
    found = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(
        Story.model_validate(story)
        for file in found
        for story in tomllib.loads(file.read_text(encoding="utf-8"))["story"]
    )
