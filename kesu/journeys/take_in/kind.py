"""What every kind of import is: it judges rows, and writes those that are new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol

from kesu.complaints.models import Complaint, Customer, Order
from kesu.intake.models import Import
from kesu.intake.operations import Kept
from kesu.journal.operations import Draft
from kesu.journeys.take_in.cells import Plain, Reader
from kesu.journeys.take_in.fields import Fields

SYSTEM = "system:import"


@dataclass
class Judged:
    """A row that may come in: its cells, its key, and what the kind made of it."""

    number: int
    cells: Sequence[str]
    digest: bytes
    key: bytes
    draft: Any

    def kept(
        self,
        source: Import,
        kind: str,
        *,
        complaint: Complaint | None = None,
        customer: Customer | None = None,
        order: Order | None = None,
    ) -> Kept:
        """The row as it is remembered, with what it made."""
        return Kept(
            source_id=source.no,
            kind=kind,
            key=self.key,
            digest=self.digest,
            number=self.number,
            complaint_id=complaint.pk if complaint else None,
            customer_id=customer.pk if customer else None,
            order_id=order.pk if order else None,
        )


@dataclass(frozen=True)
class Written:
    """What became of the rows of one chunk. ``added``, ``updated`` and ``same`` are counts."""

    rows: list[Kept]
    lines: list[Draft]
    added: int
    updated: int = 0
    same: int = 0


class Kind(Protocol):
    """One kind of import. It is made anew for each file, with the time of the import."""

    name: ClassVar[str]
    needed: ClassVar[str]
    """The field without which nothing can be made, or ""."""
    unique: ClassVar[tuple[str, ...]]
    """Fields that hold the number of a row; the first is by what it is known."""
    numbers: ClassVar[tuple[str, ...]]
    """Fields that hold the number of somebody."""
    once: ClassVar[bool]
    """A row that is in already is passed over, unread; else it may say something new."""
    fields: ClassVar[Fields]

    def __init__(self, now: datetime) -> None: ...

    def reader(self, *, since_1904: bool) -> Reader:
        """Reads the cells of this kind."""
        ...

    def known(self) -> Mapping[str, frozenset[str]]:
        """The words that a field may hold, where only those are right."""
        ...

    def judge(self, values: Mapping[str, Plain]) -> Any:
        """The row as a draft. Errors: ``Refused``."""
        ...

    def number(self, draft: Any) -> str:
        """By what the row is known, or ""."""
        ...

    def write(self, rows: Sequence[Judged], source: Import) -> Written:
        """Writes the rows, inside a transaction; their lines come last."""
        ...

    def again(self) -> None:
        """What was counted along is forgotten: the chunk was not written and comes again."""
        ...

    def finish(self, source: Import) -> None:
        """What is told when the file is through, inside a transaction."""
        ...
