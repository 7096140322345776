"""A cell as the plain JSON value that a payload reads."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kesu.foundation.faults import Fault, Refused
from kesu.foundation.tables.shape import Cell
from kesu.foundation.tables.times import LostDigits, read_number, read_text, read_time

Plain = str | int | bool | list[str]

_WHOLE = re.compile(r"-?[0-9]{1,18}\Z")
_SPLIT = re.compile(r"[\s,，;；、|/]+")
_YES = frozenset(("是", "真", "true", "yes", "y", "1", "√", "紧急", "緊急"))
_NO = frozenset(("否", "假", "false", "no", "n", "0", "×"))


NOTHING = frozenset(
    (
        "无",
        "無",
        "暂无",
        "暫無",
        "没有",
        "沒有",
        "-",
        "--",
        "—",
        "——",
        "/",
        "\\",
        "null",
        "none",
        "n/a",
        "na",
    )
)
"""What stands, folded, in cells that say nothing."""


@dataclass(frozen=True)
class Reader:
    """Reads cells. ``zone`` for times without an offset; ``codes``: words for the codes of a field,
    by field; ``since_1904`` as the table says.
    """

    zone: ZoneInfo
    since_1904: bool = False
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def text(self, name: str, cell: Cell) -> Plain:
        """Words; a code where the field has words for its codes."""
        text = read_text(cell)
        known = self.codes.get(name)
        return known.get(folded(text), text) if known else text

    def whole(self, _name: str, cell: Cell) -> Plain:
        """A whole number; anything else stays text and is refused as such."""
        text = unicodedata.normalize("NFKC", read_text(cell))
        return int(text) if _WHOLE.match(text) else text

    def yes_no(self, _name: str, cell: Cell) -> Plain:
        """是 or 否."""
        text = read_text(cell)
        word = folded(text)
        return True if word in _YES else False if word in _NO else text

    def words(self, _name: str, cell: Cell) -> Plain:
        """Several codes in one cell."""
        return [word for word in _SPLIT.split(read_text(cell)) if word]

    def time(self, _name: str, cell: Cell) -> Plain:
        """A moment with its offset."""
        moment = self.moment(cell)
        return moment.isoformat() if moment else read_text(cell)

    def moment(self, cell: Cell) -> datetime | None:
        """The moment a cell tells, in UTC, or None."""
        return read_time(cell, self.zone, since_1904=self.since_1904)

    def money(self, name: str, cell: Cell) -> Plain:
        """Yuan, as 分. Errors: ``Refused`` for what is no amount, or has parts of a 分."""
        figures = read_number(cell)
        cents = Decimal(figures) * 100 if figures else None
        if cents is None or cents != cents.to_integral_value() or len(figures) > 18:
            raise Refused([Fault(name, _("This is not an amount of money."), "12,345.60")])
        return int(cents)


Shape = Callable[[Reader, str, Cell], Plain]


def folded(text: str) -> str:
    """Words as they are compared."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def shown(cell: Cell) -> str:
    """The cell as text, also where its digits are lost."""
    try:
        return read_text(cell)
    except LostDigits:
        return str(cell).strip()
