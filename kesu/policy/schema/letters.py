"""Letters as a pack writes them, and what each may leave open."""

import re
from collections.abc import Iterator
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from kesu.policy.schema.base import Part, Text

_PLACE = re.compile(r"\{([^{}]*)\}")


class LetterKind(StrEnum):
    """What goes out as mail."""

    acknowledgement = "acknowledgement"
    reply = "reply"
    notice = "notice"
    digest = "digest"


class NoticeKind(StrEnum):
    """What a colleague is told."""

    assigned = "assigned"
    imported = "imported"
    breached = "breached"
    silent = "silent"
    to_approve = "to_approve"
    approved = "approved"
    returned = "returned"
    consulted = "consulted"
    fed_back = "fed_back"
    evidence_added = "evidence_added"
    assist = "assist"
    resumed = "resumed"
    put_through = "put_through"
    call_back = "call_back"
    sent_back = "sent_back"
    work_order = "work_order"
    batched = "batched"
    merged = "merged"
    urged = "urged"
    reopened = "reopened"
    understaffed = "understaffed"
    report = "report"
    acknowledged = "acknowledged"
    unreported = "unreported"
    opinion_asked = "opinion_asked"
    opinion_given = "opinion_given"
    undedicated = "undedicated"
    transfers = "transfers"
    rounds = "rounds"
    payment_asked = "payment_asked"
    payment_failed = "payment_failed"
    dedicated = "dedicated"
    dunned = "dunned"
    task_overdue = "task_overdue"
    told = "told"
    told_result = "told_result"
    measured = "measured"
    requested = "requested"
    request_answered = "request_answered"
    promise_broken = "promise_broken"


PLACES: dict[LetterKind, tuple[str, ...]] = {
    LetterKind.acknowledgement: ("no", "due"),
    LetterKind.reply: ("no", "text"),
    LetterKind.notice: ("no", "what", "type", "due", "link"),
    LetterKind.digest: ("count", "groups", "lines", "more", "link"),
}
"""The names that may stand in braces; nothing else is ever put in. A line whose places are all
empty is left out of the letter.
"""


class Letter(Part):
    """Subject and body. No word of a customer goes into a subject or to a colleague."""

    subject: Text
    body: Text

    def strangers(self, kind: LetterKind) -> Iterator[tuple[str, str, str]]:
        """Part, language and name of every place that this kind of letter does not know."""
        for part in ("subject", "body"):
            words = getattr(self, part).model_dump(by_alias=True, exclude_none=True)
            for language, text in words.items():
                for name in _PLACE.findall(text):
                    if name not in PLACES[kind]:
                        yield part, language, name


class Texts(BaseModel):
    """``[texts.<kind>]`` are words of codes; ``[texts.mail.<kind>]`` are letters."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, dict[str, Text]] = Field(init=False)

    mail: dict[LetterKind, Letter] = Field(default_factory=dict)

    @property
    def words(self) -> dict[str, dict[str, Text]]:
        """Words by kind and code."""
        return self.__pydantic_extra__ or {}
