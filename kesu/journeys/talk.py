"""来电: what whoever takes the call keeps beside the complaint it is lodged as (F03)."""

from pydantic import Field

from kesu.journeys.payload import Name, Part


class Talk(Part):
    """``recording``: the call, as the telephone system knows it. ``delivery_check``: what the
    customer said of the delivery when they were asked. ``offered``: the codes of the types that
    were suggested on screen, the first first, with commas.
    """

    recording: Name | None = Field(default=None, title="Recording")
    emotion: int | None = Field(default=None, ge=0, le=5, title="Emotion, 0 to 5")
    delivery_check: Name | None = Field(default=None, title="Delivery check")
    offered: Name | None = Field(default=None, title="Suggested types")
