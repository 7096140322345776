"""A chat message as another system tells it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.foundation.faults import Fault, Refused
from kesu.journeys.payload import LONGEST_TEXT, BulkPart, Moment, Name, Phone, read

MOST = 1000
_AHEAD = timedelta(days=1)
_EARLIEST = datetime(1999, 12, 31, 10, tzinfo=UTC)
"""The first moment of 2000 anywhere."""


class Speaker(StrEnum):
    customer = "customer"
    agent = "agent"


class Talker(BulkPart):
    """The customer, where the chat system knows who it is."""

    external_id: Name | None = Field(default=None, title="Member number")
    phone: Phone | None = Field(default=None, title="Telephone")


class Said(BulkPart):
    """One turn of a talk. ``text`` may be empty: a picture was sent."""

    id: Name = Field(title="Message number")
    conversation: Name = Field(title="Conversation")
    from_: Speaker = Field(alias="from", title="Who wrote it")
    text: Annotated[str, Field(max_length=LONGEST_TEXT)] = Field(title="Text")
    at: Moment = Field(title="When it was written")
    shop: Name | None = Field(default=None, title="Shop")
    customer: Talker | None = Field(default=None, title="Customer")

    @property
    def by_customer(self) -> bool:
        return self.from_ == Speaker.customer.value


class Messages(BulkPart):
    messages: list[Said] = Field(max_length=MOST, title="Messages")


def read_many(raw: object, *, now: datetime) -> list[Said]:
    """Up to 1,000 messages of ``{"messages": [...]}``. Errors: ``Refused``, all or none."""
    said = read(Messages, raw).messages
    faults = [
        fault for place, one in enumerate(said) for fault in _faults(one, f"messages.{place}.", now)
    ]
    if faults:
        raise Refused(faults)
    return said


def read_one(raw: Mapping[str, object], *, now: datetime) -> Said:
    """One message. Errors: ``Refused``."""
    said = read(Said, raw)
    if faults := _faults(said, "", now):
        raise Refused(faults)
    return said


def _faults(said: Said, where: str, now: datetime) -> list[Fault]:
    """A chat system's clock may be off by minutes; what is a day ahead was read wrongly."""
    if said.at > now + _AHEAD:
        return [Fault(f"{where}at", _("This time lies ahead."), f"≤ {now.isoformat()}")]
    if said.at < _EARLIEST:
        return [Fault(f"{where}at", _("This is too long ago."), "≥ 2000-01-01")]
    return []
