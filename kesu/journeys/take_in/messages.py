"""Chat messages from a file: heard as those of the stream are, each once (A18)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from kesu.intake.models import Import
from kesu.journeys import hear, hear_reading
from kesu.journeys.hear_payload import Said, read_one
from kesu.journeys.take_in.cells import Plain, Reader
from kesu.journeys.take_in.columns import nested
from kesu.journeys.take_in.fields import Fields, fields_of
from kesu.journeys.take_in.kind import SYSTEM, Judged, Written
from kesu.policy import queries as policies

_WROTE = {
    **dict.fromkeys(("客户", "客戶", "顾客", "顧客", "买家", "買家", "用户", "用戶"), "customer"),
    **dict.fromkeys(("buyer", "user", "client", "会员", "會員"), "customer"),
    **dict.fromkeys(("客服", "坐席", "座席", "卖家", "賣家", "商家", "店小二"), "agent"),
    **dict.fromkeys(("seller", "staff", "service"), "agent"),
    "customer": "customer",
    "agent": "agent",
}
"""How other systems call the two sides."""


class Messages:
    """The kind ``messages``: known by their number, read with the words in force."""

    name: ClassVar[str] = "messages"
    needed: ClassVar[str] = "text"
    once: ClassVar[bool] = True
    unique: ClassVar[tuple[str, ...]] = ("id",)
    numbers: ClassVar[tuple[str, ...]] = ("customer.external_id",)
    fields: ClassVar[Fields] = fields_of(Said, but=("from_",)) | {"from": Reader.text}

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._pack = policies.in_force(now)

    def reader(self, *, since_1904: bool) -> Reader:
        """Cells of messages; who wrote them also by the words of other systems."""
        return Reader(self._pack.tz, since_1904, {"from": _WROTE})

    def known(self) -> Mapping[str, frozenset[str]]:
        """The words for the two sides."""
        return {"from": frozenset(_WROTE)}

    def judge(self, values: Mapping[str, Plain]) -> Said:
        """Errors: ``Refused``."""
        # A message without words is one all the same: a picture was sent.
        return read_one({"text": "", **nested(values)}, now=self.now)

    def number(self, draft: Said) -> str:
        """The message's number."""
        return draft.id

    def write(self, rows: Sequence[Judged], source: Import) -> Written:
        """Those that nobody told before; what is worth a look is shown."""
        said = [row.draft for row in rows]
        came = hear.take(said, hear_reading.read(said, at=self.now), by=SYSTEM, at=self.now)
        new = sum(one.new for one in came.heard)
        return Written(
            rows=[row.kept(source, self.name) for row in rows],
            lines=came.lines,
            added=new,
            same=len(rows) - new,
        )

    def again(self) -> None:
        """Nothing is counted along."""

    def finish(self, source: Import) -> None:
        """Nobody is told."""
