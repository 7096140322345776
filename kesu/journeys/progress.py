"""进展反馈: the line the customer sees each day, also 暂无进展 (C20, C21)."""

from typing import Self

from pydantic import Field, model_validator

from kesu.complaints.models import Progress as ProgressRow
from kesu.journeys import clocks
from kesu.journeys.expiry import tried_after_all
from kesu.journeys.payload import Payload, Text, misfit
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN


class Progress(Payload):
    text: Text | None = Field(default=None, title="What the customer is told")
    none_yet: bool | None = Field(default=None, title="No progress yet")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.text is None) == (not self.none_yet):
            raise misfit("text", "Either a text or that there is none yet.")
        return self


def progress(step: Step, said: Progress) -> None:
    """Keeps the line as the customer will read it; it is the day's line."""
    ProgressRow.objects.create(
        complaint=step.complaint, by_id=step.staff, at=step.at, text=said.text or ""
    )
    none_yet = said.text is None
    step.tell("complaint.progressed", {"none_yet": none_yet}, notes={"text": said.text}, rule="C21")
    clocks.daily_line(step)
    if said.text is not None:
        tried_after_all(step)


def tell_customer(step: Step, text: str, *, rule: str = "E80") -> None:
    """A line that another step tells the customer by the way, as 「将由…处理」 (E80)."""
    ProgressRow.objects.create(complaint=step.complaint, by_id=step.staff, at=step.at, text=text)
    step.tell("complaint.progressed", {"none_yet": False}, notes={"text": text}, rule=rule)
    clocks.daily_line(step)


declare(
    Verb(
        name="progress",
        words=Words("发进展", "發進展", "Report progress"),
        payload=Progress,
        from_states=states(OPEN),
        act=progress,
    )
)
