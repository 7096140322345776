"""曝光: where it was made public, how far it went, with a picture of it (D16)."""

import re
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints.evidence import piece_of
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys.case import Case
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Name, Payload, Sentence
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN
from kesu.remedies.models import Exposure as ExposureRow

_BLANK = re.compile(r"\s")


class Where(StrEnum):
    """Where it stands for all to see."""

    press = "press"
    tv = "tv"
    weibo = "weibo"
    wechat = "wechat"
    douyin = "douyin"
    forum = "forum"
    review = "review"
    other = "other"


class Exposure(Payload):
    channel: Where = Field(title="Where")
    url: Sentence | None = Field(default=None, title="Address")
    reach: Annotated[int, Field(ge=0, le=10**12)] | None = Field(
        default=None, title="How many saw it"
    )
    evidence: Name | None = Field(default=None, title="Picture of it")


class Exposed(CaseFacts):
    """``pictured``: whether there is a picture of it; ``reach``: how many saw it."""

    channel: str
    reach: int | None = None
    pictured: bool


declare_kind("complaint.exposed", Exposed)


def check(case: Case, said: Exposure) -> None:
    """The address is one of the web, and the picture is evidence of this complaint."""
    if said.url is not None and _address(said.url) is None:
        raise Refused([Fault("url", _("This is no address."), "https://…")])
    if said.evidence is not None and piece_of(case.complaint, said.evidence) is None:
        message = _("No evidence of that number stands here.")
        raise Refused([Fault("evidence", message)], code="unknown_evidence")


def _address(text: str) -> str | None:
    """As it is kept: people leave out how it begins. None: it is no address of the web."""
    bare = "://" not in text
    whole = f"https://{text.strip()}" if bare else text.strip()
    try:
        parts = urlsplit(whole)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return None
    known = parts.scheme in ("http", "https") and host and not _BLANK.search(host)
    return whole if known and not (bare and ("." not in host or parts.username)) else None


def exposure(step: Step, said: Exposure) -> None:
    """Keeps it. Without a picture it may be gone tomorrow: that is said."""
    piece = piece_of(step.complaint, said.evidence) if said.evidence else None
    row = ExposureRow.objects.create(
        complaint=step.complaint,
        channel=said.channel,
        url=(said.url and _address(said.url)) or "",
        reach=said.reach,
        evidence=piece,
        by_id=step.staff,
        at=step.at,
    )
    facts: dict[str, object] = {"channel": said.channel, "pictured": piece is not None}
    if said.reach is not None:
        facts["reach"] = said.reach
    step.tell("complaint.exposed", facts, notes={"url": row.url or None}, rule="D16")
    if piece is None:
        step.warn("no_picture", _("Keep a picture of it as evidence: it may be gone tomorrow."))
    if not step.complaint.urgent:
        step.warn("urgent_advised", _("It is public now: think of making it urgent."))


declare(
    Verb(
        name="exposure",
        words=Words("记曝光", "記曝光", "Record an exposure"),
        payload=Exposure,
        from_states=states(OPEN),
        act=exposure,
        check=check,
    )
)
