"""The 投诉处理单 as frozen values, cut to what its reader may see."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class FieldView:
    """One field. ``value``: its text, lines between line feeds; "" where there is none.
    ``missing``: it must be there and is not, or stands for a solution that was given up.
    """

    name: str
    label: str
    value: str
    missing: bool


@dataclass(frozen=True)
class StageView:
    """One of the three stages; ``by`` and ``at``: who brought it where it stands, and when."""

    number: int
    name: str
    fields: list[FieldView]
    by: str
    at: datetime | None

    @property
    def missing(self) -> list[str]:
        """The names of what is missing, in the order of the paper."""
        return [one.name for one in self.fields if one.missing]

    @property
    def complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class Signature:
    """Who did one act of the handling, and when. ``act`` is a code, ``label`` its word."""

    act: str
    label: str
    name: str
    at: datetime
    note: str = ""


@dataclass(frozen=True)
class Slip:
    """What an authority sent (A52), in words."""

    kind: str
    authority: str
    document: str
    jurisdiction: str
    transfer_to: str
    transfer: str
    at: datetime
    due: datetime | None
    interview: bool
    officers: str
    handed_over: str
    receipt: str


@dataclass(frozen=True)
class Form:
    """The whole form. ``number`` is "" before the first proposal draws it; times in UTC, shown in
    ``zone``. ``subject`` names the case on screens.
    """

    no: str
    number: str
    drawn: datetime | None
    subject: str
    zone: str
    version: int
    stages: list[StageView]
    signatures: list[Signature]
    slips: list[Slip]
