"""联系偏好: how and when the customer wants to be reached, or not to be called at all (C05)."""

import re
from datetime import time
from typing import Annotated, Any, Self

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, model_validator

from kesu.complaints.judging import wrong_time_to_call
from kesu.complaints.models import Customer
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Payload, misfit
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, Channel, Direction

_HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_BY_VOICE = frozenset({Channel.hotline, Channel.visit})


def _hour(value: str) -> str:
    if not _HOUR.fullmatch(value):
        raise misfit("", "This is not a time of day.", "09:30")
    return value


_Hour = Annotated[
    str,
    Field(max_length=5, description="HH:MM", json_schema_extra={"format": "time"}),
    AfterValidator(_hour),
]


class Prefer(Payload):
    """What is left out stays as it was; ``anytime`` lifts the hours."""

    channel: Channel | None = Field(default=None, title="Preferred channel")
    call_from: _Hour | None = Field(default=None, title="Call from")
    call_until: _Hour | None = Field(default=None, title="Call until")
    anytime: bool | None = Field(default=None, title="At any time")
    do_not_call: bool | None = Field(default=None, title="Do not call")

    @model_validator(mode="after")
    def _hours_differ(self) -> Self:
        if self.call_from is not None and self.call_from == self.call_until:
            raise misfit("call_until", "The hours end when they begin.", f"≠ {self.call_from}")
        return self


class Preferred(CaseFacts):
    channel: str | None = None
    call_from: str | None = None
    call_until: str | None = None
    do_not_call: bool


declare_kind("complaint.preferred", Preferred)


def prefer(step: Step, said: Prefer) -> None:
    """Keeps it with the customer, for all their complaints."""
    customer, changed = step.complaint.customer, _changed(said)
    if changed:
        # Other complaints of the customer are not locked: only what was said here is written.
        Customer.objects.filter(pk=customer.pk).update(**changed)
    customer.refresh_from_db(fields=["prefers", "call_from", "call_until", "do_not_call"])
    facts = {
        "channel": customer.prefers or None,
        "call_from": _written(customer.call_from),
        "call_until": _written(customer.call_until),
        "do_not_call": customer.do_not_call,
    }
    step.tell("complaint.preferred", facts, rule="C05")


def _changed(said: Prefer) -> dict[str, Any]:
    """The columns of the customer that this changes."""
    found: dict[str, Any] = {"call_from": None, "call_until": None} if said.anytime else {}
    hours = {"call_from": said.call_from, "call_until": said.call_until}
    found |= {name: time.fromisoformat(hour) for name, hour in hours.items() if hour is not None}
    others = {"prefers": said.channel, "do_not_call": said.do_not_call}
    return found | {name: value for name, value in others.items() if value is not None}


def _written(at: time | None) -> str | None:
    return None if at is None else f"{at:%H:%M}"


def warn(step: Step, *, channel: str, direction: str) -> list[str]:
    """Warns of a contact that the customer did not want like this; the codes."""
    if direction != Direction.out:
        return []
    before, customer = len(step.warnings), step.complaint.customer
    local = step.at.astimezone(step.pack.tz).time()
    if channel in _BY_VOICE and customer.do_not_call:
        step.warn("do_not_call", _("This customer does not want to be called."))
    elif channel in _BY_VOICE and wrong_time_to_call(
        local, start=customer.call_from, end=customer.call_until
    ):
        step.warn("outside_hours", _("This is outside the hours the customer chose."))
    if customer.prefers and channel != customer.prefers:
        step.warn("other_channel", _("The customer prefers another channel."))
    return [one.code for one in step.warnings[before:]]


declare(
    Verb(
        name="prefer",
        words=Words("联系偏好", "聯絡偏好", "Note how to reach the customer"),
        payload=Prefer,
        from_states=states(OPEN),
        act=prefer,
    )
)
