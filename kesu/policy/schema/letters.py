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
    approved = "approved"
    returned = "returned"


class DraftKind(StrEnum):
    """What a person is offered to start from: a reply in three parts, 诚意, 道歉, 分析 (C04), a
    plan where nothing is solved at once (C18), what a reply says of 补偿 and of 赔偿; ``takeover``
    goes out by itself: who handles it from now on (E80); so does ``paid_``, by the kind of remedy:
    the money is on its way (F11). ``withdrawal`` is the paper that a customer signs who takes the
    complaint back, 撤回投诉申请书 (F12).
    """

    reply = "reply"
    plan = "plan"
    compensation = "compensation"
    indemnity = "indemnity"
    takeover = "takeover"
    paid_compensation = "paid_compensation"
    paid_indemnity = "paid_indemnity"
    paid_refund = "paid_refund"
    withdrawal = "withdrawal"


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
    self_harm = "self_harm"
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
    coaching = "coaching"
    dunned = "dunned"
    task_overdue = "task_overdue"
    told = "told"
    told_result = "told_result"
    measured = "measured"
    requested = "requested"
    request_answered = "request_answered"
    promise_broken = "promise_broken"
    shift_offered = "shift_offered"
    shift_taken = "shift_taken"
    shift_declined = "shift_declined"
    task_forwarded = "task_forwarded"


PLACES: dict[LetterKind, tuple[str, ...]] = {
    LetterKind.acknowledgement: ("no", "due"),
    LetterKind.reply: ("no", "text"),
    LetterKind.notice: ("no", "what", "type", "due", "link"),
    LetterKind.digest: ("count", "groups", "lines", "more", "link"),
    LetterKind.approved: ("no", "form", "by", "comment", "link"),
    LetterKind.returned: ("no", "form", "by", "comment", "link"),
}
DRAFT_PLACES: dict[DraftKind, tuple[str, ...]] = {
    DraftKind.reply: ("no", "cause", "steps", "remedies"),
    DraftKind.plan: ("no", "steps", "promises"),
    DraftKind.compensation: ("what", "amount"),
    DraftKind.indemnity: ("what", "amount"),
    DraftKind.takeover: ("no",),
    DraftKind.paid_compensation: ("amount", "account"),
    DraftKind.paid_indemnity: ("amount", "account"),
    DraftKind.paid_refund: ("amount", "account"),
    DraftKind.withdrawal: (
        "authority",
        "document",
        "customer",
        "no",
        "received",
        "subject",
        "merchant",
    ),
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
            for language, name in strangers(getattr(self, part), PLACES[kind]):
                yield part, language, name


def strangers(text: Text, known: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Language and name of every place that is not ``known``."""
    words = text.model_dump(by_alias=True, exclude_none=True)
    for language, said in words.items():
        for name in _PLACE.findall(said):
            if name not in known:
                yield language, name


class Texts(BaseModel):
    """``[texts.<kind>]`` are words of codes; ``[texts.mail.<kind>]`` are letters,
    ``[texts.drafts.<kind>]`` what a person starts one from.
    """

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, dict[str, Text]] = Field(init=False)

    mail: dict[LetterKind, Letter] = Field(default_factory=dict)
    drafts: dict[DraftKind, Text] = Field(default_factory=dict)

    @property
    def words(self) -> dict[str, dict[str, Text]]:
        """Words by kind and code."""
        return self.__pydantic_extra__ or {}
